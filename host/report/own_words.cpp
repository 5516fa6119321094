// SPDX-License-Identifier: Apache-2.0
#include "host/report/own_words.hpp"

#include <algorithm>
#include <map>

namespace plume {
namespace {

/// Keys of labels have no blanks.
std::string key_of(std::string_view table, std::string_view word) {
  std::string key = std::string(table) + "." + std::string(word);
  std::replace(key.begin(), key.end(), ' ', '_');
  return key;
}

std::string label_or(const std::string& key, const std::vector<std::string>& arguments, const std::string& otherwise,
                     const Labels& labels) {
  return labels.has(key) ? labels(key, arguments) : otherwise;
}

}  // namespace

std::string own_word(std::string_view word, const Labels& labels) {
  return label_or(key_of("own", word), {}, std::string(word), labels);
}

std::string scope_words(const InventoryRecord::Line& line, const Labels& labels) {
  const std::string scope = label_or(key_of("scope", line.scope), {}, line.scope, labels);
  return line.category.empty() ? scope : scope + ", " + line.category;
}

void say_own_words(const Labels& labels, ReportInput& input, InventorySummary& inventory) {
  std::map<std::string, std::string> demands, categories;
  for (InventoryRecord::Total& total : inventory.record.totals) {
    const std::string said = label_or(key_of("total", total.kind), {total.category}, total.demand, labels);
    demands.emplace(total.demand, said);
    total.demand = said;
  }
  for (const InventoryRecord::Category& each : inventory.record.categories) {
    if (each.kind != "gas")
      categories.emplace(each.id, label_or(key_of("category", each.kind), {each.gwp_set}, "", labels));
  }
  const auto say = [](const std::map<std::string, std::string>& words, std::string& name) {
    if (const auto found = words.find(name); found != words.end() && !found->second.empty()) name = found->second;
  };
  for (auto& demand : input.header.axes.demands) say(demands, demand.name);
  for (auto& category : input.header.axes.categories) {
    std::string name = category.id;
    say(categories, name);
    if (name != category.id) category.name = name;
  }
  for (InventoryFigure& total : inventory.totals) say(demands, total.demand);
  for (InventoryFigure& other : inventory.other_gwp) say(categories, other.demand);
  say(demands, inventory.claim.boundary_demand);
}

}  // namespace plume
