// SPDX-License-Identifier: Apache-2.0
#include "host/compile/compile.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "host/compile/compiler.hpp"

namespace plume {

std::string describe_process(const Process& process) {
  std::string text = "'" + (process.name.empty() ? process.id : process.name) + "'";
  if (!process.location.empty()) text += " (" + process.location + ")";
  return text;
}

Problem Compiler::run() {
  sort_exchanges();
  value_formulas();
  if (!check_factors()) return {};
  pair_products();
  if (!reach() || !solve_statically()) return {};
  order_rows();
  scale();
  choose_precision();
  choose_sides();
  prepare_dependence();
  lower_technosphere();
  lower_characterisation();
  lower_biosphere();
  lower_parameters();
  collapse_certain();
  gather_fixed_emissions();
  problem_.draw_tables = quantile_tables_.take();
  make_dense();
  weigh_errors();
  if (problem_.by_adjoint) {
    transpose();
    weigh_adjoint_errors();
  }
  prepare_certificates();
  choose_monitored();
  find_poles();
  report_zero_scores();
  return std::move(problem_);
}

void Compiler::sort_exchanges() {
  category_position_.assign(model_.categories.size(), no_index);
  for (std::uint32_t k = 0; k < categories_.size(); ++k) category_position_[categories_[k]] = k;
  for (std::uint32_t i = 0; i < model_.exchanges.size(); ++i) {
    const Exchange& e = model_.exchanges[i];
    if (e.matrix == Matrix::characterisation && category_position_[e.column] == no_index) continue;
    by_matrix_[static_cast<int>(e.matrix)].push_back(i);
  }
  array_offset_.resize(model_.arrays.size());
  for (std::size_t i = 0; i < model_.arrays.size(); ++i) {
    array_offset_[i] = problem_.array_values.size();
    if (model_.arrays[i].order == ColumnOrder::formula) continue;
    problem_.array_values.insert(problem_.array_values.end(), model_.arrays[i].values.begin(),
                                 model_.arrays[i].values.end());
  }
}

/// Normalisation is one factor a flow, weighting one factor.
bool Compiler::check_factors() {
  std::vector<bool> seen(model_.flows.size(), false);
  for (const std::uint32_t i : entries(Matrix::normalisation)) {
    const Exchange& e = model_.exchanges[i];
    if (seen[e.row]) {
      findings_.add("E0504", model_.place_of(e),
                    "flow '" + model_.flows[e.row].id + "' has a second normalisation factor",
                    "give each flow one");
    }
    seen[e.row] = true;
  }
  if (entries(Matrix::weighting).size() > 1) {
    findings_.add(
        "E0505", model_.place_of(model_.exchanges[entries(Matrix::weighting)[1]]),
        "there are " + std::to_string(entries(Matrix::weighting).size()) + " weighting factors",
        "a study is weighted by one");
  }
  return !findings_.has_errors();
}

void Compiler::report_zero_scores() {
  for (std::size_t k = 0; k < categories_.size(); ++k) {
    if (problem_.category_entry[k] != problem_.category_entry[k + 1]) continue;
    const ImpactCategory& category = model_.categories[categories_[k]];
    const bool has_name = !category.name.empty() && category.name != category.id;
    findings_.add("W0511", {},
                  "every score of category '" +
                      (has_name ? category.name + "' (" + category.id + ")" : category.id + "'") +
                      " is zero: no process the demands reach exchanges a flow it has a factor for",
                  "check that the category's flows are those of the model");
  }
}

Problem compile(const Model& model, const std::vector<DemandVector>& demands,
                const std::vector<std::uint32_t>& categories, const CompileOptions& options,
                Findings& findings) {
  return Compiler(model, demands, categories, options, findings).run();
}

}  // namespace plume
