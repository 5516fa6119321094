// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/xlsx_sheet.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <cstring>
#include <map>
#include <pugixml.hpp>
#include <string_view>
#include <vector>

#include "host/base/numbers.hpp"
#include "host/input/archive/archive.hpp"

namespace plume {
namespace {

constexpr std::size_t max_part_bytes = std::size_t{512} << 20;
constexpr std::size_t max_text = std::size_t{256} << 20;  ///< of all cells: many may point at one long text
constexpr std::size_t max_columns = 16384;                // of the format
constexpr std::size_t read_columns = 1024;                // no table of activity data is wider

/// Of a sheet's cell, <si> or <is>: its runs of text, phonetic hints left out.
std::string text_of(const pugi::xml_node& node) {
  std::string text = node.child("t").text().get();
  for (const pugi::xml_node& run : node.children("r")) text += run.child("t").text().get();
  return text;
}

/// Some programs write <x:row> for <row>.
struct WithoutPrefixes : pugi::xml_tree_walker {
  bool for_each(pugi::xml_node& node) override {
    if (const char* colon = std::strchr(node.name(), ':')) node.set_name(std::string(colon + 1).c_str());
    return true;
  }
};

/// The relationship's id of a <sheet>, whatever prefix the workbook gives that namespace.
std::string relationship_of(const pugi::xml_node& sheet) {
  for (const pugi::xml_attribute& each : sheet.attributes()) {
    if (std::string_view(each.name()).ends_with(":id")) return each.value();
  }
  return {};
}

/// "BC12": column from 0; absent where it is none.
std::size_t column_of(const char* reference) {
  std::size_t column = 0;
  while (*reference >= 'A' && *reference <= 'Z' && column < max_columns)
    column = column * 26 + static_cast<std::size_t>(*reference++ - 'A' + 1);
  return column == 0 || column > max_columns ? Sheet::absent : column - 1;
}

class Workbook {
 public:
  Workbook(const Archive& archive, Findings& findings) : archive_(archive), findings_(findings) {}

  std::optional<Sheet> sheet(const std::string& wanted) {
    pugi::xml_document book, relations;
    if (!load("xl/workbook.xml", book) || !load("xl/_rels/workbook.xml.rels", relations)) return {};
    std::map<std::string, std::string> targets;
    for (const pugi::xml_node& each : relations.document_element().children())
      targets[each.attribute("Id").value()] = each.attribute("Target").value();
    std::vector<std::string> names;
    std::optional<std::string> found;
    for (const pugi::xml_node& each : book.document_element().child("sheets").children("sheet")) {
      names.emplace_back(each.attribute("name").value());
      if (!found && (wanted.empty() || names.back() == wanted)) found = targets[relationship_of(each)];
    }
    if (names.empty() || (found && found->empty())) {
      findings_.add("E0704", {archive_.display_root(), 0, 0},
                    names.empty() ? "the workbook names no sheets"
                                  : fmt::format("the workbook does not say where its sheet '{}' is",
                                                wanted.empty() ? names.front() : wanted),
                    "save it again as .xlsx");
      return {};
    }
    if (!found) {
      std::string list;
      for (const std::string& name : names) list += (list.empty() ? "'" : ", '") + name + "'";
      findings_.add("E0704", {archive_.display_root(), 0, 0}, fmt::format("the workbook has no sheet '{}'", wanted),
                    "its sheets are " + list);
      return {};
    }
    const std::string part = found->starts_with('/') ? found->substr(1) : "xl/" + *found;
    pugi::xml_document content;
    if (!load(part, content)) return {};
    if (archive_.contains("xl/sharedStrings.xml")) {
      pugi::xml_document strings;
      if (!load("xl/sharedStrings.xml", strings)) return {};
      for (const pugi::xml_node& each : strings.document_element().children("si")) shared_.push_back(text_of(each));
    }
    return rows_of(content);
  }

 private:
  bool load(const std::string& name, pugi::xml_document& into) {
    const std::optional<std::string> text = archive_.read(name, findings_, max_part_bytes);
    if (!text) return false;
    // parse_default does not expand entities of a document type: no "billion laughs".
    const pugi::xml_parse_result result = into.load_buffer(text->data(), text->size());
    if (result) {
      if (std::strchr(into.document_element().name(), ':') != nullptr) {
        WithoutPrefixes walker;
        into.traverse(walker);
      }
      return true;
    }
    findings_.add("E0700", {archive_.display_name(name), 0, 0},
                  fmt::format("the workbook cannot be read ({})", result.description()), "save it again as .xlsx");
    return false;
  }

  std::string value_of(const pugi::xml_node& cell, const Place& place) {
    const std::string type = cell.attribute("t").value();
    const char* value = cell.child("v").text().get();
    if (type == "s") {
      char* end = nullptr;
      const unsigned long index = std::strtoul(value, &end, 10);
      return end != value && index < shared_.size() ? shared_[index] : std::string();
    }
    if (type == "inlineStr") return text_of(cell.child("is"));
    if (type == "e")
      findings_.add("E0705", place, fmt::format("the cell holds the error {}", value), "correct its formula");
    return value;
  }

  std::optional<Sheet> rows_of(const pugi::xml_document& content) {
    std::vector<Sheet::Row> rows;
    std::uint32_t line = 0;
    std::size_t text = 0;
    for (const pugi::xml_node& row : content.document_element().child("sheetData").children("row")) {
      line = row.attribute("r") ? row.attribute("r").as_uint() : line + 1;
      Sheet::Row to;
      to.start = {archive_.display_root(), line, 0};
      bool any = false;
      std::size_t next = 0;
      for (const pugi::xml_node& cell : row.children("c")) {
        std::size_t column = cell.attribute("r") ? column_of(cell.attribute("r").value()) : next;
        if (column == Sheet::absent) continue;
        next = column + 1;
        // What stands right of the header belongs to no column; a far cell in every row would take the memory.
        if (column >= (rows.empty() ? read_columns : rows.front().cells.size())) continue;
        while (to.cells.size() <= column)
          to.cells.push_back({{}, {archive_.display_root(), line, static_cast<std::uint32_t>(to.cells.size() + 1)}});
        to.cells[column].text = std::string(trim(value_of(cell, to.cells[column].place)));
        any = any || !to.cells[column].text.empty();
        text += to.cells[column].text.size();
        if (text > max_text) {
          findings_.add("E0700", to.cells[column].place,
                        fmt::format("the texts of the cells take more than {} MiB", max_text >> 20),
                        "keep only the table in the workbook");
          return {};
        }
      }
      if (any && !to.cells.empty() && !to.cells.front().text.starts_with('#')) rows.push_back(std::move(to));
    }
    if (rows.size() < 2) {
      findings_.add("E0700", {archive_.display_root(), 0, 0}, "the table has no row",
                    "write a header and one row or more");
      return {};
    }
    return Sheet(archive_.display_root(), std::move(rows));
  }

  const Archive& archive_;
  Findings& findings_;
  std::vector<std::string> shared_;
};

}  // namespace

std::optional<Sheet> read_xlsx_sheet(const std::filesystem::path& path, const std::string& sheet, Findings& findings) {
  const std::optional<Archive> archive = Archive::open(path, findings);
  if (!archive) return {};
  return Workbook(*archive, findings).sheet(sheet);
}

}  // namespace plume
