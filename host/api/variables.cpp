// SPDX-License-Identifier: Apache-2.0
#include "host/api/variables.hpp"

#include "host/store/schema.hpp"
#include "host/store/summary_variables.hpp"

namespace plume::api {
namespace {

Variable variable_of(const schema::Variable& of) {
  Variable variable{of.name, {}, {{schema::attribute::long_name, of.long_name}}};
  for (std::size_t i = 0; i < of.rank; ++i)
    variable.dimensions.emplace_back(schema::name_of(of.dimensions[i]));
  if (of.units != nullptr) variable.attributes.emplace_back(schema::attribute::units, of.units);
  if (of.of_outputs) {
    variable.attributes.emplace_back(schema::attribute::unit_variable, schema::category_unit.name);
  }
  return variable;
}

std::vector<Summary> summaries_of(const Result& result) {
  std::vector<Summary> summaries;
  for (std::size_t d = 0; d < result.num_demands(); ++d) {
    for (std::size_t c = 0; c < result.num_categories(); ++c)
      summaries.push_back(result.summary(d, c));
  }
  return summaries;
}

}  // namespace

std::vector<Variable> variables() {
  std::vector<Variable> all;
  for (const schema::Variable& each : schema::variables) all.push_back(variable_of(each));
  return all;
}

std::vector<NamedFigures> figures_of(const Result& result) {
  const std::vector<Summary> summaries = summaries_of(result);
  const auto size_of = [&](schema::Dimension dimension) {
    if (dimension == schema::Dimension::level) return quantile_levels.size();
    return dimension == schema::Dimension::demand ? result.num_demands() : result.num_categories();
  };
  std::vector<NamedFigures> all;
  all.push_back({schema::level.name,
                 {quantile_levels.size()},
                 std::vector<double>(quantile_levels.begin(), quantile_levels.end())});
  for (const SummaryVariable& each : summary_variables) {
    NamedFigures figures{each.variable.name, {}, values_of(each, summaries)};
    for (std::size_t i = 0; i < each.variable.rank; ++i)
      figures.shape.push_back(size_of(each.variable.dimensions[i]));
    all.push_back(std::move(figures));
  }
  return all;
}

}  // namespace plume::api
