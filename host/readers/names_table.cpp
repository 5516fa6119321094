// SPDX-License-Identifier: Apache-2.0
#include "host/readers/names_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "host/tables/sheet.hpp"

namespace plume {
namespace {

constexpr std::string_view kinds[] = {"process",  "product",       "flow",
                                      "category", "normalisation", "weighting"};

/// Whatever has this id: the texts that a row may replace; nullptr where it has none of its own.
struct Named {
  std::string_view kind;
  std::string *name, *unit, *location;
};

std::unordered_multimap<std::string, Named> by_id(Model& model) {
  std::unordered_multimap<std::string, Named> named;
  named.reserve(model.processes.size() + model.products.size() + model.flows.size() +
                model.categories.size());
  for (Process& each : model.processes)
    named.emplace(each.id, Named{"process", &each.name, &each.unit, &each.location});
  for (Product& each : model.products)
    named.emplace(each.id, Named{"product", &each.name, &each.unit, &each.location});
  for (Flow& each : model.flows)
    named.emplace(each.id, Named{"flow", &each.name, &each.unit, &each.compartment});
  for (ImpactCategory& each : model.categories)
    named.emplace(each.id, Named{"category", &each.name, &each.unit, nullptr});
  // A set keeps its name: studies call it by that.
  for (FactorSet& each : model.normalisations)
    named.emplace(each.name, Named{"normalisation", nullptr, &each.unit, nullptr});
  for (FactorSet& each : model.weightings)
    named.emplace(each.name, Named{"weighting", nullptr, &each.unit, nullptr});
  return named;
}

void replace(std::string* text, std::string_view by) {
  if (text != nullptr && !by.empty()) *text = by;
}

}  // namespace

bool read_names_table(const std::filesystem::path& path, Model& model, Findings& findings) {
  const std::vector<Column> columns = {
      {"id", Column::required}, {"name"}, {"unit"}, {"location"}, {"kind"}};
  const std::optional<Sheet> sheet = read_sheet(path, "", columns, findings);
  if (!sheet) return false;
  const std::size_t id = sheet->column("id"), name = sheet->column("name"),
                    unit = sheet->column("unit"), location = sheet->column("location"),
                    kind = sheet->column("kind");
  const auto named = by_id(model);
  std::size_t unknown = 0;
  Place first_unknown;
  std::string first_id;
  for (const Sheet::Row& row : sheet->rows()) {
    const std::string_view wanted = row.text(kind);
    if (!wanted.empty() &&
        std::find(std::begin(kinds), std::end(kinds), wanted) == std::end(kinds)) {
      findings.add("E0837", row.place(kind),
                   fmt::format("'{}' is no kind of thing that has a name", wanted),
                   "allowed: process, product, flow, category, normalisation, weighting; empty: "
                   "all of this id");
      continue;
    }
    bool found = false;
    const auto [begin, end] = named.equal_range(std::string(row.text(id)));
    for (auto each = begin; each != end; ++each) {
      if (!wanted.empty() && wanted != each->second.kind) continue;
      found = true;
      replace(each->second.name, row.text(name));
      replace(each->second.unit, row.text(unit));
      replace(each->second.location, row.text(location));
    }
    if (found || unknown++ > 0) continue;
    first_unknown = row.place(id);
    first_id = row.text(id);
  }
  if (unknown > 0)
    findings.add("N0838", first_unknown,
                 fmt::format("{} of {} rows name nothing of the model; the first is '{}'", unknown,
                             sheet->rows().size(), first_id),
                 "ids are those of the model's files; a table may serve several models");
  return true;
}

}  // namespace plume
