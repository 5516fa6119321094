// SPDX-License-Identifier: Apache-2.0
#include "host/readers/factor_table/factor_table.hpp"

#include <fmt/format.h>

#include <map>
#include <string>
#include <vector>

#include "host/readers/csv_columns.hpp"

namespace plume {
namespace {

const std::vector<std::string>& columns() {
  static const std::vector<std::string> list = {"category", "flow",        "amount",
                                                "unit",     "location",    "category_unit",
                                                "name",     "compartment", "subcompartment"};
  return list;
}

/// One CSV file whose header names the three columns that are needed.
bool recognises(const Archive& archive) {
  const std::vector<std::string> names = archive.names();
  if (names.size() != 1) return false;
  Findings unused;
  const std::optional<std::string> text = archive.read(names.front(), unused);
  if (!text || text->empty() || text->front() == '<' || text->front() == '{') return false;
  const std::string_view header = std::string_view(*text).substr(0, text->find_first_of("\r\n"));
  Findings ignored;
  const CsvColumns rows(header, names.front(), columns(), ignored);
  return rows.has(0) && rows.has(1) && rows.has(2);
}

/// "air/unspecified"
std::string compartment(std::string_view main, std::string_view sub) {
  std::string path(main);
  if (!sub.empty()) path += "/" + std::string(sub);
  return path;
}

void read_one(const FormatSource& source, InventoryData& data, Findings& findings) {
  const std::string name = source.archive->names().front();
  const std::optional<std::string> text = source.archive->read(name, findings);
  if (!text) return;
  CsvColumns rows(*text, source.archive->display_root(), columns(), findings);
  for (const std::string& other : rows.others())
    add_to(data.counts.ignored, fmt::format("column {}", other));
  std::map<std::string, std::vector<RawFactor>, std::less<>> factors;
  std::vector<std::string> order;
  std::map<std::string, std::string, std::less<>> units;
  while (rows.next()) {
    const std::optional<double> value = rows.number(2);
    if (!value) continue;
    auto list = factors.find(rows[0]);
    if (list == factors.end()) {
      list = factors.emplace(rows[0], std::vector<RawFactor>{}).first;
      order.emplace_back(rows[0]);
    }
    if (!rows[5].empty()) units.emplace(rows[0], rows[5]);
    RawFactor factor;
    factor.flow = data.texts.add(rows[1]);
    factor.unit = data.texts.add(rows[3]);
    factor.location = data.texts.add(rows[4]);
    factor.name = data.texts.add(rows[6]);
    factor.category = data.texts.add(compartment(rows[7], rows[8]));
    factor.value = *value;
    factor.line = rows.line();
    list->second.push_back(factor);
  }
  data.files.push_back({source.source, "", true});
  for (const std::string& each : order) {
    RawCategory category;
    category.id = category.name = data.texts.add(each);
    if (const auto unit = units.find(each); unit != units.end())
      category.unit = data.texts.add(unit->second);
    category.source = source.source;
    category.place = {static_cast<std::uint32_t>(data.files.size() - 1), 0};
    category.first_factor = static_cast<std::uint32_t>(data.factors.size());
    category.num_factors = static_cast<std::uint32_t>(factors[each].size());
    data.factors.insert(data.factors.end(), factors[each].begin(), factors[each].end());
    data.categories.push_back(category);
  }
}

void read(const std::vector<FormatSource>& sources, const ReadInto& into, Findings& findings) {
  for (const FormatSource& each : sources) read_one(each, into.data, findings);
}

}  // namespace

const Format& factor_table_format() {
  static const Format format{"factors", "table of factors",
                             "a table of factors the columns category, flow, amount", &recognises,
                             &read};
  return format;
}

}  // namespace plume
