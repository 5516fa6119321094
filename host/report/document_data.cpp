// SPDX-License-Identifier: Apache-2.0
// CSV and JSON of a document.
#include <cmath>
#include <nlohmann/json.hpp>

#include "host/base/csv_cell.hpp"
#include "host/base/json_text.hpp"
#include "host/base/numbers.hpp"
#include "host/base/printable.hpp"
#include "host/report/figure_table.hpp"
#include "host/report/plain_formats.hpp"

namespace plume {
namespace {

using Json = nlohmann::ordered_json;

std::string csv_line(const std::vector<std::string>& texts, const std::string& value,
                     const std::string& shown_value) {
  std::string line;
  for (const std::string& text : texts) line += csv_cell(text) + ",";
  return line + value + "," + shown_value + "\r\n";
}

/// "−5 %" is no formula, and a number that begins with '-' is a number: what is shown of a number
/// stays as it is.
std::string csv_table(const std::string& section, const ReportTable& table) {
  std::string out;
  std::size_t number = 0;
  for (const auto& row : table.rows) {
    ++number;
    const bool named = !row.empty() && !row.front().is_number();
    const std::string name = named ? row.front().text : std::to_string(number);
    for (std::size_t i = named ? 1 : 0; i < row.size(); ++i) {
      const Cell& cell = row[i];
      const bool finite = cell.is_number() && std::isfinite(cell.value);
      if (!cell.is_number() && cell.text.empty()) continue;
      out += csv_line({section, table.id, name, table.columns.at(i).head},
                      finite ? format_exact(cell.value) : "",
                      cell.is_number() ? shown(cell) : csv_cell(cell.text));
    }
  }
  return out;
}

Json table_object(const ReportTable& table) {
  Json columns = Json::array(), rows = Json::array();
  for (const ReportColumn& column : table.columns) columns.push_back(column.head);
  for (const auto& row : table.rows) {
    Json cells = Json::array();
    for (const Cell& cell : row) {
      if (!cell.is_number()) {
        cells.push_back(cell.text);
      } else {
        cells.push_back({{"value", cell.value}, {"shown", shown(cell)}});
      }
    }
    rows.push_back(std::move(cells));
  }
  return {{"kind", "table"},
          {"id", table.id},
          {"caption", table.caption},
          {"columns", columns},
          {"rows", rows}};
}

Json block_object(const Paragraph& paragraph) {
  constexpr const char* kinds[] = {"paragraph", "note", "verdict", "command"};
  return {{"kind", kinds[static_cast<int>(paragraph.kind)]}, {"text", paragraph.text}};
}
Json block_object(const Facts& facts) {
  Json list = Json::array();
  for (const auto& fact : facts.facts)
    list.push_back({{"label", fact.label}, {"texts", fact.texts}});
  return {{"kind", "facts"}, {"facts", list}};
}
Json block_object(const ReportTable& table) { return table_object(table); }
Json block_object(const Figure& figure) {
  return {{"kind", "figure"},
          {"id", figure.id},
          {"figure", kind_name(figure)},
          {"title", figure.title},
          {"description", figure.description},
          {"unit", figure.unit},
          {"data", table_object(figure_table(figure))}};
}

}  // namespace

std::string document_csv(const Document& document) {
  std::string out = "section,table,row,column,value,shown\r\n";
  for (const Section& section : document.sections) {
    std::size_t number = 0;
    for (const Block& block : section.blocks) {
      if (const auto* table = std::get_if<ReportTable>(&block))
        out += csv_table(section.id, *table);
      if (const auto* figure = std::get_if<Figure>(&block))
        out += csv_table(section.id, figure_table(*figure));
      if (const auto* paragraph = std::get_if<Paragraph>(&block)) {
        out += csv_line({section.id, "", "text " + std::to_string(++number), ""}, "",
                        csv_cell(paragraph->text));
      }
      if (const auto* facts = std::get_if<Facts>(&block)) {
        for (const auto& fact : facts->facts) {
          for (const std::string& text : fact.texts) {
            out += csv_line({section.id, "", fact.label, ""}, "", csv_cell(text));
          }
        }
      }
    }
  }
  return out;
}

std::string document_json(const Document& document) {
  Json sections = Json::array();
  for (const Section& section : document.sections) {
    Json blocks = Json::array();
    for (const Block& block : section.blocks) {
      blocks.push_back(std::visit([](const auto& each) { return block_object(each); }, block));
    }
    sections.push_back(
        {{"id", section.id}, {"heading", section.heading}, {"blocks", std::move(blocks)}});
  }
  const Json report = {{"language", document.language},   {"title", document.title},
                       {"subtitle", document.subtitle},   {"organisation", document.organisation},
                       {"generator", document.generator}, {"sections", std::move(sections)}};
  return json_without_controls(json_text(report, 1)) + "\n";
}

}  // namespace plume
