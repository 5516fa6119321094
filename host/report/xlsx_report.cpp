// SPDX-License-Identifier: Apache-2.0
#include "host/report/xlsx_report.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <map>
#include <set>
#include <vector>

#include "host/base/numbers.hpp"
#include "host/base/printable.hpp"
#include "host/report/figure_table.hpp"
#include "host/report/markup.hpp"
#include "host/report/text.hpp"
#include "host/report/zip_writer.hpp"

namespace plume {
namespace {

constexpr const char* declaration =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
constexpr const char* main_namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
constexpr const char* office_namespace =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
constexpr const char* package_namespace =
    "http://schemas.openxmlformats.org/package/2006/relationships";
constexpr std::size_t most_letters = 8000;  ///< a cell holds 32767 characters
constexpr std::size_t text_columns = 110;

// Positions of styles in cellXfs; number formats follow.
enum Style : std::size_t { plain, quote_prefix, heading, title, head, num_fixed_styles };
constexpr std::size_t first_own_format = 164;  // below are those of Excel

/// "A1", "AB12".
std::string reference(std::size_t column, std::size_t row) {
  std::string letters;
  for (std::size_t c = column + 1; c > 0; c = (c - 1) / 26) {
    letters.insert(letters.begin(), static_cast<char>('A' + (c - 1) % 26));
  }
  return letters + std::to_string(row);
}

/// Excel reads "_x0041_" in a text as "A", unless the first underscore is written in that way
/// itself.
std::string cell_words(std::string_view given) {
  std::string text = escaped(shortened(printable(given), most_letters));
  for (std::size_t at = text.find("_x"); at != std::string::npos; at = text.find("_x", at + 1)) {
    if (at + 6 < text.size() && text[at + 6] == '_' &&
        std::all_of(text.begin() + static_cast<std::ptrdiff_t>(at) + 2,
                    text.begin() + static_cast<std::ptrdiff_t>(at) + 6,
                    [](unsigned char c) { return std::isxdigit(c) != 0; })) {
      text.insert(at, "_x005F");
      at += 6;
    }
  }
  return text;
}

class Styles {
 public:
  std::size_t of(const Cell& cell) {
    const std::string format = number_format(cell);
    const auto [entry, is_new] = positions_.emplace(format, num_fixed_styles + formats_.size());
    if (is_new) formats_.push_back(format);
    return entry->second;
  }

  [[nodiscard]] std::string xml() const {
    std::string formats, cells;
    for (std::size_t i = 0; i < formats_.size(); ++i) {
      const std::string id = std::to_string(first_own_format + i);
      formats += "<numFmt numFmtId=\"" + id + "\" formatCode=\"" + escaped(formats_[i]) + "\"/>";
      cells += "<xf numFmtId=\"" + id +
               "\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>";
    }
    if (!formats.empty()) {
      formats =
          "<numFmts count=\"" + std::to_string(formats_.size()) + "\">" + formats + "</numFmts>";
    }
    const auto font = [](const char* size, const char* weight) {
      return "<font>" + std::string(weight) + "<sz val=\"" + size +
             "\"/><name val=\"Calibri\"/></font>";
    };
    const auto xf = [](const char* font_id, const char* more) {
      return "<xf numFmtId=\"0\" fontId=\"" + std::string(font_id) +
             "\" fillId=\"0\" borderId=\"0\" xfId=\"0\"" + more + "/>";
    };
    return declaration + ("<styleSheet xmlns=\"" + std::string(main_namespace) + "\">") + formats +
           "<fonts count=\"3\">" + font("11", "") + font("11", "<b/>") + font("16", "<b/>") +
           "</fonts>" +
           "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill "
           "patternType=\"gray125\"/></fill></fills>" +
           "<borders "
           "count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>" +
           "<cellStyleXfs count=\"1\">" +
           "<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>" +
           "<cellXfs count=\"" + std::to_string(num_fixed_styles + formats_.size()) + "\">" +
           xf("0", "") + xf("0", " quotePrefix=\"1\"") + xf("1", " applyFont=\"1\"") +
           xf("2", " applyFont=\"1\"") +
           "<xf numFmtId=\"0\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyFont=\"1\" "
           "applyAlignment=\"1\">"
           "<alignment wrapText=\"1\" vertical=\"top\"/></xf>" +
           cells +
           "</cellXfs><cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" "
           "builtinId=\"0\"/></cellStyles>" +
           "</styleSheet>";
  }

 private:
  std::map<std::string, std::size_t> positions_;
  std::vector<std::string> formats_;
};

class Sheet {
 public:
  explicit Sheet(Styles& styles) : styles_(styles) {}

  void line(const std::string& text, Style style = plain) {
    begin_row();
    words(0, text, style);
    end_row();
  }
  void gap() { ++row_; }

  void operator()(const Paragraph& paragraph) {
    const std::string lines = paragraph.kind == Paragraph::Kind::command
                                  ? paragraph.text + "\n"
                                  : wrapped(paragraph.text, text_columns);
    for (std::size_t begin = 0; begin < lines.size();) {
      const std::size_t end = lines.find('\n', begin);
      line(lines.substr(begin, end - begin),
           paragraph.kind == Paragraph::Kind::verdict ? heading : plain);
      begin = end == std::string::npos ? lines.size() : end + 1;
    }
    gap();
  }
  void operator()(const Facts& facts) {
    for (const auto& fact : facts.facts) {
      for (std::size_t i = 0; i < fact.texts.size(); ++i) {
        begin_row();
        if (i == 0) words(0, fact.label, heading);
        words(1, fact.texts[i], plain);
        end_row();
      }
    }
    gap();
  }
  void operator()(const ReportTable& table) {
    line(table.caption, heading);
    begin_row();
    for (std::size_t i = 0; i < table.columns.size(); ++i) words(i, table.columns[i].head, head);
    end_row();
    for (const auto& row : table.rows) {
      begin_row();
      for (std::size_t i = 0; i < row.size(); ++i) cell(i, row[i]);
      end_row();
    }
    gap();
  }
  void operator()(const Figure& figure) {
    (*this)(Paragraph{figure.description});
    --row_;
    (*this)(figure_table(figure));
  }

  [[nodiscard]] std::string xml() const {
    return declaration + ("<worksheet xmlns=\"" + std::string(main_namespace) + "\">") +
           "<sheetFormatPr defaultRowHeight=\"15\"/><cols><col min=\"1\" max=\"1\" width=\"38\" "
           "customWidth=\"1\"/>"
           "<col min=\"2\" max=\"40\" width=\"15\" customWidth=\"1\"/></cols><sheetData>" +
           rows_ + "</sheetData></worksheet>";
  }

 private:
  void begin_row() { rows_ += "<row r=\"" + std::to_string(row_) + "\">"; }
  void end_row() {
    rows_ += "</row>";
    ++row_;
  }
  void words(std::size_t column, const std::string& text, Style style) {
    if (text.empty()) return;
    if (style == plain && defused(text) != text) style = quote_prefix;
    rows_ += "<c r=\"" + reference(column, row_) + "\" s=\"" + std::to_string(style) +
             "\" t=\"inlineStr\"><is><t xml:space=\"preserve\">" + cell_words(text) +
             "</t></is></c>";
  }
  void cell(std::size_t column, const Cell& cell) {
    if (!cell.is_number() || !std::isfinite(cell.value)) {
      words(column, shown(cell), plain);
      return;
    }
    rows_ += "<c r=\"" + reference(column, row_) + "\" s=\"" + std::to_string(styles_.of(cell)) +
             "\"><v>" + format_exact(cell.value) + "</v></c>";
  }

  Styles& styles_;
  std::string rows_;
  std::size_t row_ = 1;
};

/// At most 31 characters, none of []:*?/\', and no name twice.
std::string sheet_name(const std::string& wanted, std::set<std::string>& taken) {
  std::string name;
  for (const char c : printable(wanted))
    name += std::string_view("[]:*?/\\'").find(c) == std::string_view::npos ? c : ' ';
  name = shortened(name, 28);
  if (name.find_first_not_of(' ') == std::string::npos) name = "Sheet";
  std::string unique = name;
  for (int i = 2; !taken.insert(unique).second; ++i)
    unique = shortened(name, 24) + " " + std::to_string(i);
  return unique;
}

std::string decimals(int count) {
  return count > 0 ? "0." + std::string(static_cast<std::size_t>(count), '0') : "0";
}

}  // namespace

std::string number_format(const Cell& cell) {
  switch (cell.kind) {
    case Cell::Kind::text:
      return "General";
    case Cell::Kind::number: {
      if (!cell.rounding.scientific) return decimals(std::min(-cell.rounding.place, 30));
      if (cell.value == 0.0) return "0";
      const int exponent = static_cast<int>(std::floor(std::log10(std::fabs(cell.value))));
      return decimals(std::min(exponent - cell.rounding.place, 30)) + "E+00";
    }
    case Cell::Kind::percent:
      return decimals(-cell.rounding.place) + " %";
    case Cell::Kind::change: {
      const double percent = 100.0 * std::fabs(cell.value);
      const int places =
          percent > 0.0 ? std::clamp(1 - static_cast<int>(std::floor(std::log10(percent))), 0, 4)
                        : 0;
      return "+" + decimals(places) + " %;-" + decimals(places) + " %;0 %";
    }
  }
  return "General";
}

std::string xlsx_report(const Document& document) {
  Styles styles;
  std::set<std::string> taken;
  std::vector<std::string> sheets;
  std::string list, relations, types;
  for (const Section& section : document.sections) {
    Sheet sheet(styles);
    if (sheets.empty()) {
      sheet.line(document.title, title);
      if (!document.organisation.empty()) sheet.line(document.organisation);
      sheet.line(document.subtitle);
      sheet.gap();
    }
    sheet.line(section.heading, title);
    sheet.gap();
    for (const Block& block : section.blocks)
      std::visit([&](const auto& each) { sheet(each); }, block);
    sheets.push_back(sheet.xml());
    const std::string number = std::to_string(sheets.size());
    list += "<sheet name=\"" + escaped(sheet_name(section.heading, taken)) + "\" sheetId=\"" +
            number + "\" r:id=\"rId" + number + "\"/>";
    relations += "<Relationship Id=\"rId" + number + "\" Type=\"" + office_namespace +
                 "/worksheet\" Target=\"worksheets/sheet" + number + ".xml\"/>";
    types += "<Override PartName=\"/xl/worksheets/sheet" + number +
             ".xml\" "
             "ContentType=\"application/"
             "vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>";
  }
  const std::string styles_id = "rId" + std::to_string(sheets.size() + 1);
  ZipWriter zip;
  zip.add("[Content_Types].xml",
          declaration +
              std::string(
                  "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
                  "<Default Extension=\"rels\" "
                  "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                  "<Default Extension=\"xml\" ContentType=\"application/xml\"/><Override "
                  "PartName=\"/xl/workbook.xml\" "
                  "ContentType=\"application/"
                  "vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>"
                  "<Override PartName=\"/xl/styles.xml\" "
                  "ContentType=\"application/"
                  "vnd.openxmlformats-officedocument.spreadsheetml.styles+xml\"/>") +
              types + "</Types>");
  zip.add("_rels/.rels", declaration +
                             ("<Relationships xmlns=\"" + std::string(package_namespace) + "\">") +
                             "<Relationship Id=\"rId1\" Type=\"" + office_namespace +
                             "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
  zip.add("xl/workbook.xml",
          declaration + ("<workbook xmlns=\"" + std::string(main_namespace) + "\" xmlns:r=\"") +
              office_namespace + "\"><sheets>" + list + "</sheets></workbook>");
  zip.add("xl/_rels/workbook.xml.rels",
          declaration + ("<Relationships xmlns=\"" + std::string(package_namespace) + "\">") +
              relations + "<Relationship Id=\"" + styles_id + "\" Type=\"" + office_namespace +
              "/styles\" Target=\"styles.xml\"/></Relationships>");
  zip.add("xl/styles.xml", styles.xml());
  for (std::size_t i = 0; i < sheets.size(); ++i) {
    zip.add("xl/worksheets/sheet" + std::to_string(i + 1) + ".xml", sheets[i]);
  }
  return zip.finish();
}

}  // namespace plume
