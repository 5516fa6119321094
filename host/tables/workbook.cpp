// SPDX-License-Identifier: Apache-2.0
#include "host/tables/workbook.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "host/base/letter_case.hpp"
#include "host/base/numbers.hpp"
#include "host/tables/number_format.hpp"
#include "host/tables/sheet_rows.hpp"
#include "host/tables/utf8.hpp"
#include "host/tables/xml_reader.hpp"

namespace plume {
namespace {

struct SheetEntry {
  std::string name, relationship;
  bool hidden = false;
};

bool is_true(std::string_view text) { return text == "1" || text == "true"; }

class Workbook {
 public:
  Workbook(const Archive& archive, Findings& findings, const WorkbookBudget& budget)
      : archive_(archive), findings_(findings), budget_(budget) {}

  std::vector<std::string> names() {
    std::vector<std::string> list;
    if (read_relationships() && read_sheets()) {
      for (const SheetEntry& each : sheets_) list.push_back(each.name);
    }
    return list;
  }

  std::unique_ptr<RowReader> open(const std::string& wanted) {
    if (!read_relationships() || !read_sheets()) return {};
    const SheetEntry* const entry = choose(wanted);
    if (entry == nullptr) return {};
    const std::string& target = targets_[entry->relationship];
    if (target.empty()) {
      fail("E0704", fmt::format("the workbook does not say where its sheet '{}' is", entry->name),
           "save it again as .xlsx");
      return {};
    }
    if (archive_.contains("xl/styles.xml") && !read_styles()) return {};
    if (archive_.contains("xl/sharedStrings.xml") && !read_strings()) return {};
    const std::string part = target.starts_with('/') ? target.substr(1) : "xl/" + target;
    const std::optional<std::string> text = load(part);
    if (!text) return {};
    const SheetParts parts{
        archive_.display_root(), archive_.display_name(part), formats_,           strings_, dates_,
        budget_.cells,           budget_.text_bytes,          budget_.with_hidden};
    return read_sheet_rows(*text, parts, findings_);
  }

 private:
  void fail(const char* code, std::string problem, std::string hint) {
    findings_.add(code, {archive_.display_root(), 0, 0}, std::move(problem), std::move(hint));
  }

  std::optional<std::string> load(const std::string& part) {
    std::optional<std::string> text = archive_.read(part, findings_, budget_.part_bytes);
    if (text && first_text_fault(*text).kind != TextFault::Kind::none) {
      cannot_read(part, "it is not UTF-8");
      return {};
    }
    return text;
  }

  void cannot_read(const std::string& part, std::string_view why) {
    findings_.add("E0700", {archive_.display_name(part), 0, 0},
                  fmt::format("the workbook cannot be read ({})", why), "save it again as .xlsx");
  }

  /// Calls `use` for every element that begins; false, with a finding, where the part cannot be
  /// read.
  template <class Use>
  bool each_element(const std::string& part, const Use& use) {
    const std::optional<std::string> text = load(part);
    if (!text) return false;
    XmlReader xml(*text);
    while (xml.next()) use(xml);
    if (xml.fault().empty()) return true;
    cannot_read(part, xml.fault());
    return false;
  }

  bool read_relationships() {
    return each_element("xl/_rels/workbook.xml.rels", [&](const XmlReader& xml) {
      if (xml.event() != XmlReader::Event::begin || xml.name() != "Relationship") return;
      const std::string type = xml.attribute("Type");
      // A sheet that is one chart, or one dialogue, is no table.
      const bool chart = type.ends_with("/chartsheet") || type.ends_with("/dialogsheet");
      if (chart) {
        charts_.push_back(xml.attribute("Id"));
      } else {
        targets_[xml.attribute("Id")] = xml.attribute("Target");
      }
    });
  }

  bool read_sheets() {
    const bool read = each_element("xl/workbook.xml", [&](const XmlReader& xml) {
      if (xml.event() != XmlReader::Event::begin) return;
      if (xml.name() == "workbookPr" && is_true(xml.attribute("date1904")))
        dates_ = DateSystem::from_1904;
      if (xml.name() != "sheet") return;
      SheetEntry entry{xml.attribute("name"), xml.attribute("id"), !xml.attribute("state").empty()};
      entry.hidden = entry.hidden && xml.attribute("state") != "visible";
      if (std::find(charts_.begin(), charts_.end(), entry.relationship) == charts_.end())
        sheets_.push_back(std::move(entry));
    });
    if (read && sheets_.empty())
      fail("E0704", "the workbook names no sheets", "save it again as .xlsx");
    return read && !sheets_.empty();
  }

  const SheetEntry* choose(const std::string& wanted) {
    const SheetEntry* found = nullptr;
    std::string others, list;
    for (const SheetEntry& each : sheets_) {
      const bool fits =
          wanted.empty() ? !each.hidden : lower_case(trim(each.name)) == lower_case(trim(wanted));
      if (fits && found == nullptr) {
        found = &each;
      } else if (!each.hidden) {
        others += fmt::format("{}'{}'", others.empty() ? "" : ", ", each.name);
      }
      list += fmt::format("{}'{}'", list.empty() ? "" : ", ", each.name);
    }
    if (found == nullptr && wanted.empty()) {
      fail("E0704", "all sheets of the workbook are hidden",
           "name the one to read: sheet = \"…\" in [inventory]");
    } else if (found == nullptr) {
      fail("E0704", fmt::format("the workbook has no sheet '{}'", wanted),
           "its sheets are " + list);
    } else if (wanted.empty() && !others.empty()) {
      fail("N0269", fmt::format("the sheet '{}' is read, and not {}", found->name, others),
           "name the one to read: sheet = \"…\" in [inventory]");
    }
    return found;
  }

  bool read_styles() {
    std::map<std::string, NumberFormat> own;
    bool cell_formats = false;
    return each_element("xl/styles.xml", [&](const XmlReader& xml) {
      const bool begins = xml.event() == XmlReader::Event::begin;
      if (xml.event() != XmlReader::Event::text && xml.name() == "cellXfs") cell_formats = begins;
      if (begins && xml.name() == "numFmt")
        own[xml.attribute("numFmtId")] = number_format(xml.attribute("formatCode"));
      if (!begins || !cell_formats || xml.name() != "xf") return;
      const std::string id = xml.attribute("numFmtId");
      NumberTrouble trouble;
      const auto found = own.find(id);
      const auto number = parse_integer(id.empty() ? "0" : id, 0, 1'000'000, trouble);
      formats_.push_back(found != own.end()
                             ? found->second
                             : built_in_number_format(static_cast<unsigned>(number.value_or(0))));
    });
  }

  bool read_strings() {
    bool text_element = false;
    int phonetic = 0;  // hints for reading Japanese are no part of the text
    std::string one;
    return each_element("xl/sharedStrings.xml", [&](const XmlReader& xml) {
      if (xml.event() == XmlReader::Event::text) {
        if (text_element && phonetic == 0) one += xml.text();
        return;
      }
      const bool begins = xml.event() == XmlReader::Event::begin;
      if (xml.name() == "t") text_element = begins;
      if (xml.name() == "rPh") phonetic += begins ? 1 : -1;
      if (xml.name() != "si") return;
      if (begins) {
        one.clear();
      } else {
        strings_.push_back(std::exchange(one, {}));
      }
    });
  }

  const Archive& archive_;
  Findings& findings_;
  const WorkbookBudget& budget_;
  std::map<std::string, std::string> targets_;
  std::vector<std::string> charts_;
  std::vector<SheetEntry> sheets_;
  std::vector<NumberFormat> formats_;
  std::vector<std::string> strings_;
  DateSystem dates_ = DateSystem::from_1900;
};

}  // namespace

std::vector<std::string> sheet_names(const Archive& archive, Findings& findings) {
  const WorkbookBudget budget;
  return Workbook(archive, findings, budget).names();
}

bool is_workbook(const Archive& archive) { return archive.contains("xl/workbook.xml"); }

std::unique_ptr<RowReader> open_workbook(const Archive& archive, const std::string& sheet,
                                         Findings& findings, const WorkbookBudget& budget) {
  return Workbook(archive, findings, budget).open(sheet);
}

}  // namespace plume
