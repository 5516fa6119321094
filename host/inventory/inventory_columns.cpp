// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/inventory_columns.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace plume {
namespace {

constexpr std::array<std::string_view, 11> numbers = {"amount",   "nominal", "realised", "delivery",
                                                      "reversal", "value",   "p1",       "p2",
                                                      "p3",       "lower95", "upper95"};
constexpr std::array<std::string_view, 3> expressions = {"uncertainty", "realised_uncertainty",
                                                         "reversal_uncertainty"};

Column::Holds held_by(std::string_view name) {
  if (std::find(numbers.begin(), numbers.end(), name) != numbers.end()) return Column::number;
  return std::find(expressions.begin(), expressions.end(), name) != expressions.end()
             ? Column::expression
             : Column::Holds::text;
}

}  // namespace

std::vector<Column> inventory_columns(const std::vector<std::string>& required,
                                      const std::vector<std::string>& optional) {
  std::vector<Column> columns;
  for (const std::string& name : required)
    columns.push_back({name, Column::required, held_by(name)});
  for (const std::string& name : optional)
    columns.push_back({name, Column::optional, held_by(name)});
  return columns;
}

}  // namespace plume
