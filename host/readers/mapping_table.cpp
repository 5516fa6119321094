// SPDX-License-Identifier: Apache-2.0
#include "host/readers/mapping_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>

#include "host/base/letter_case.hpp"
#include "host/base/numbers.hpp"
#include "host/tables/csv.hpp"

namespace plume {
namespace {

constexpr std::size_t absent = static_cast<std::size_t>(-1);

/// Where in a row the parts of a mapping stand.
struct Columns {
  std::size_t from = absent, to = absent, factor = absent, from_unit = absent, to_unit = absent,
              from_property = absent, to_property = absent, to_name = absent, to_category = absent,
              match = absent, provider = absent;
  std::size_t from_unit_name = absent, to_unit_name = absent;  ///< where a unit has no id
};

constexpr Columns openlca_columns{.from = 0,
                                  .to = 1,
                                  .factor = 2,
                                  .from_unit = 13,
                                  .to_unit = 15,
                                  .from_property = 9,
                                  .to_property = 11,
                                  .to_name = 6,
                                  .to_category = 7,
                                  .provider = 17,
                                  .from_unit_name = 14,
                                  .to_unit_name = 16};

std::size_t find(std::span<const Cell> header, std::initializer_list<std::string_view> names) {
  for (std::size_t i = 0; i < header.size(); ++i) {
    for (const std::string_view name : names) {
      if (lower_case(header[i].text) == lower_case(name)) return i;
    }
  }
  return absent;
}

Columns columns_of(std::span<const Cell> header) {
  Columns columns;
  columns.from = find(header, {"from", "source", "SourceFlowUUID", "source id"});
  columns.to = find(header, {"to", "target", "TargetFlowUUID", "target id"});
  columns.factor = find(header, {"factor", "ConversionFactor"});
  columns.from_unit = find(header, {"from_unit", "SourceUnit"});
  columns.to_unit = find(header, {"to_unit", "TargetUnit"});
  columns.to_name = find(header, {"to_name", "TargetFlowName"});
  columns.to_category = find(header, {"to_category", "TargetFlowContext"});
  columns.match = find(header, {"match", "MatchCondition"});
  columns.provider = find(header, {"provider"});
  return columns;
}

std::string_view cell(std::span<const Cell> cells, std::size_t column) {
  return column < cells.size() ? cells[column].text : std::string_view{};
}

}  // namespace

void read_mapping_table(std::string_view text, const std::string& file, std::uint32_t source,
                        InventoryData& data, Findings& findings) {
  CsvReader csv(text, file, findings);
  RawMappingTable table{file, source, static_cast<std::uint32_t>(data.mappings.size()), 0};
  Columns columns = openlca_columns;
  const auto add = [&](std::size_t column) { return data.texts.add(cell(csv.cells(), column)); };
  for (bool is_first = true; csv.next(); is_first = false) {
    if (is_first) {
      if (const Columns named = columns_of(csv.cells());
          named.from != absent && named.to != absent) {
        columns = named;
        continue;
      }
    }
    RawMapping row;
    row.from = add(columns.from);
    row.to = add(columns.to);
    row.line = csv.line();
    const std::string_view factor = cell(csv.cells(), columns.factor);
    NumberTrouble trouble;
    const std::optional<double> value = factor.empty() ? 1.0 : parse_double(factor, trouble);
    if (row.from == no_text || row.to == no_text || !value || *value == 0.0) {
      findings.add(
          "E0834", csv.row_place(),
          fmt::format("the row maps '{}' to '{}' with the factor '{}', which cannot be used",
                      data.text(row.from), data.text(row.to), factor),
          "a row needs the ids of both flows and a factor that is not 0");
      continue;
    }
    row.factor = *value;
    row.from_unit = add(columns.from_unit);
    row.to_unit = add(columns.to_unit);
    if (row.from_unit == no_text) row.from_unit = add(columns.from_unit_name);
    if (row.to_unit == no_text) row.to_unit = add(columns.to_unit_name);
    row.provider = add(columns.provider);
    row.from_property = add(columns.from_property);
    row.to_property = add(columns.to_property);
    row.to_name = add(columns.to_name);
    row.to_category = add(columns.to_category);
    if (const std::string_view match = cell(csv.cells(), columns.match); !match.empty())
      row.match = match.front();
    data.mappings.push_back(row);
  }
  table.num = static_cast<std::uint32_t>(data.mappings.size()) - table.first;
  data.mapping_tables.push_back(table);
}

}  // namespace plume
