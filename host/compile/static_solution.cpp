// SPDX-License-Identifier: Apache-2.0
// What the demands reach, static supplies and scores, adjoints; all in fp64 from the static amounts.
#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "host/compile/compiler.hpp"
#include "host/compile/system_solver.hpp"

namespace plume {

bool Compiler::solve_statically() {
  // Process j needs (or makes beside) product i: the process paired with i then has a supply too.
  Graph needs = process_graph_;
  for (std::uint32_t& to : needs.target) to = process_of_[to];
  std::vector<std::uint32_t> starts;
  for (const DemandVector& demand : demands_) {
    for (const auto& entry : demand.entries) starts.push_back(process_of_[entry.product]);
  }
  const std::vector<bool> reached = reachable_from(needs, starts);
  node_of_.assign(model_.processes.size(), no_index);
  for (std::uint32_t j = 0; j < model_.processes.size(); ++j) {
    if (!reached[j]) continue;
    node_of_[j] = static_cast<std::uint32_t>(process_of_node_.size());
    process_of_node_.push_back(j);
  }
  const auto n = static_cast<std::uint32_t>(process_of_node_.size());
  std::vector<Triplet> triplets;
  for (const std::uint32_t i : entries(Matrix::technosphere)) {
    const Exchange& e = model_.exchanges[i];
    if (node_of_[e.column] == no_index) continue;
    triplets.push_back({node_of_[process_of_[e.row]], node_of_[e.column], e.static_value()});
  }
  static_matrix_ = SparseColumns::from_triplets(n, std::move(triplets));
  SystemSolver solver;
  if (!solver.prepare(static_matrix_, order_of_flow())) {
    report_singular(solver.singular_column());
    return false;
  }
  supply_.assign(demands_.size(), std::vector<double>(n, 0.0));
  for (std::size_t d = 0; d < demands_.size(); ++d) {
    for (const auto& entry : demands_[d].entries) supply_[d][node_of_[process_of_[entry.product]]] += entry.amount;
    if (!solver.solve(supply_[d])) {
      report_singular(solver.singular_column());
      return false;
    }
  }
  // Characterised biosphere row of each category, and its adjoint: λ_k solves Aᵀ λ = (CB)_kᵀ.
  characterise_statically(n);
  for (auto& lambda : adjoint_) {
    if (!solver.solve_transposed(lambda)) {
      report_singular(solver.singular_column());
      return false;
    }
  }
  for (std::size_t d = 0; d < demands_.size(); ++d) {
    for (std::size_t k = 0; k < categories_.size(); ++k) {
      double h = 0.0;
      for (std::uint32_t j = 0; j < n; ++j) h += intensity_[k][j] * supply_[d][j];
      problem_.static_scores.push_back(h);
      problem_.contributions.push_back(largest_contributions(k, d));
    }
  }
  const bool finite = std::all_of(problem_.static_scores.begin(), problem_.static_scores.end(),
                                  [](double h) { return std::isfinite(h); });
  if (!finite) {
    findings_.add("E0503", {}, "a static score is not a finite number",
                  "look for amounts near the largest a number can hold");
    return false;
  }
  if (const std::uint32_t node = undetermined_node(); node != no_index) {
    report_singular(node);
    return false;
  }
  return true;
}

/// Of the processes whose own exchanges make most of a static score.
std::vector<Problem::Contribution> Compiler::largest_contributions(std::size_t category, std::size_t demand) const {
  std::vector<Problem::Contribution> largest;  // a heap whose least comes first
  const auto larger = [](const Problem::Contribution& a, const Problem::Contribution& b) {
    const double x = std::abs(a.score), y = std::abs(b.score);
    return x != y ? x > y : a.process < b.process;
  };
  for (std::uint32_t j = 0; j < process_of_node_.size(); ++j) {
    const Problem::Contribution each{process_of_node_[j], intensity_[category][j] * supply_[demand][j]};
    if (each.score == 0.0) continue;
    if (largest.size() == Problem::most_contributions) {
      if (!larger(each, largest.front())) continue;
      std::pop_heap(largest.begin(), largest.end(), larger);
      largest.pop_back();
    }
    largest.push_back(each);
    std::push_heap(largest.begin(), largest.end(), larger);
  }
  std::sort_heap(largest.begin(), largest.end(), larger);
  return largest;
}

/// Consumers before suppliers, as far as the cycles allow; within a cycle as the model has it.
std::vector<std::uint32_t> Compiler::order_of_flow() const {
  std::vector<Edge> edges;
  for_each_static([&](std::uint32_t row, std::uint32_t column, double) {
    if (row != column) edges.push_back({column, row});
  });
  std::vector<std::uint32_t> order;
  order.reserve(static_matrix_.size);
  for (const auto& component : components_in_order(make_graph(static_matrix_.size, edges))) {
    order.insert(order.end(), component.begin(), component.end());
  }
  return order;
}

void Compiler::report_singular(std::uint32_t node) {
  findings_.add("E0502", {},
                "the technosphere is singular at its static amounts: the equations do not determine the supply of " +
                    describe_process(model_.processes[process_of_node_[node]]),
                "look for a cycle that consumes all it makes, or a process whose net production is zero");
}

/// Elimination meets an exact zero only by luck: 0.7 · 0.9 · (1 / 0.63) is not 1. Rounding every amount may change h_k by as much as
/// 2⁻⁵³ Σ_ij |λ_ki a_ij s_j|. Where that leaves fewer than five digits of the terms that h_k is the sum of (Σ_i |λ_ki f_i|, the
/// same as Σ_j |(CB)_kj s_j| but for cancellation), the node with the largest part of it is returned.
std::uint32_t Compiler::undetermined_node() const {
  std::vector<double> of_unit(static_matrix_.size), part(static_matrix_.size);
  for (std::size_t k = 0; k < categories_.size(); ++k) {
    std::fill(of_unit.begin(), of_unit.end(), 0.0);
    for_each_static([&](std::uint32_t row, std::uint32_t column, double value) {
      of_unit[column] += std::abs(adjoint_[k][row] * value);
    });
    for (std::size_t d = 0; d < demands_.size(); ++d) {
      for (std::size_t j = 0; j < part.size(); ++j) part[j] = of_unit[j] * std::abs(supply_[d][j]);
      double terms = size_of_score(supply_[d], k);
      for (const auto& entry : demands_[d].entries) {
        terms = std::max(terms, std::abs(adjoint_[k][node_of_[process_of_[entry.product]]] * entry.amount));
      }
      if (0x1p-53 * std::accumulate(part.begin(), part.end(), 0.0) > 1e-5 * terms) {
        return static_cast<std::uint32_t>(std::max_element(part.begin(), part.end()) - part.begin());
      }
    }
  }
  return no_index;
}

/// What errors of h_k are measured by: the score, or a thousandth of its contributions where these cancel.
double Compiler::size_of_score(const std::vector<double>& supply, std::size_t category) const {
  double score = 0.0, total = 0.0;
  for (std::uint32_t j = 0; j < static_matrix_.size; ++j) {
    score += intensity_[category][j] * supply[j];
    total += magnitude_[category][j] * std::abs(supply[j]);
  }
  return std::max(std::abs(score), 1e-3 * total);
}

bool Compiler::is_drawn(Matrix matrix) const {
  return matrix == Matrix::technosphere ? options_.draw_technosphere
         : matrix == Matrix::biosphere  ? options_.draw_biosphere
                                        : options_.draw_characterisation;
}

/// The static value of an exchange; where that is far below what is drawn for it (mostly: zero), the size of the draws: half of
/// them are about as large. Weights from static values alone would let lanes stop before anything has converged that matters.
double Compiler::typical_value(const Exchange& e) const {
  if (!is_drawn(e.matrix)) return e.static_value();
  double size = std::abs(e.amount);
  if (e.uncertainty != no_index) {
    const Uncertainty& u = model_.uncertainties[e.uncertainty];
    size = u.kind == DistributionKind::lognormal ? std::exp(u.loc)
           : u.kind == DistributionKind::normal  ? std::abs(u.loc) + u.scale
                                                 : 0.5 * (std::abs(u.minimum) + std::abs(u.maximum));
  }
  if (e.array != no_index) {
    const PresampledArray& array = model_.arrays[e.array];
    const double* values = array.values.data() + std::size_t{e.array_row} * array.num_columns;
    std::vector<double> sizes(array.num_columns);
    const double unit = array.multiplies ? size : 1.0;
    for (std::uint32_t i = 0; i < array.num_columns; ++i)
      sizes[i] = std::isnan(values[i]) ? size : unit * std::abs(values[i]);
    const auto middle = sizes.begin() + array.num_columns / 2;
    std::nth_element(sizes.begin(), middle, sizes.end());
    size = sizes.empty() ? size : *middle;
  }
  size *= std::abs(e.factor);
  return std::isfinite(size) && size > 10.0 * std::abs(e.static_value()) ? size : e.static_value();
}

void Compiler::characterise_statically(std::uint32_t num_nodes) {
  struct Factor {
    std::uint32_t category;
    double fixed, typical;
  };
  std::vector<Factor> normalisation;
  if (!entries(Matrix::normalisation).empty()) {
    normalisation.assign(model_.flows.size(), {0, 0.0, 0.0});
    for (const std::uint32_t i : entries(Matrix::normalisation)) {
      const Exchange& e = model_.exchanges[i];
      normalisation[e.row] = {0, e.static_value(), typical_value(e)};
    }
  }
  Factor weighting{0, 1.0, 1.0};
  if (!entries(Matrix::weighting).empty()) {
    const Exchange& e = model_.exchanges[entries(Matrix::weighting).front()];
    weighting = {0, e.static_value(), typical_value(e)};
  }
  flow_used_.assign(model_.flows.size(), false);
  std::vector<std::vector<Factor>> factors(model_.flows.size());
  for (const std::uint32_t i : entries(Matrix::characterisation)) {
    const Exchange& e = model_.exchanges[i];
    if (!normalisation.empty() && !has_normalisation(e.row)) continue;
    const Factor norm = normalisation.empty() ? Factor{0, 1.0, 1.0} : normalisation[e.row];
    factors[e.row].push_back({category_position_[e.column], e.static_value() * norm.fixed * weighting.fixed,
                              typical_value(e) * norm.typical * weighting.typical});
    flow_used_[e.row] = true;
  }
  intensity_.assign(categories_.size(), std::vector<double>(num_nodes, 0.0));
  magnitude_ = adjoint_ = intensity_;
  for (const std::uint32_t i : entries(Matrix::biosphere)) {
    const Exchange& e = model_.exchanges[i];
    const std::uint32_t node = node_of_[e.column];
    if (node == no_index) continue;
    const double typical = typical_value(e);
    for (const Factor& factor : factors[e.row]) {
      intensity_[factor.category][node] += factor.fixed * e.static_value();
      adjoint_[factor.category][node] += factor.typical * typical;
      magnitude_[factor.category][node] += std::abs(factor.typical * typical);
    }
  }
}

bool Compiler::has_normalisation(std::uint32_t flow) {
  if (flow_normalised_.empty()) {
    flow_normalised_.assign(model_.flows.size(), false);
    for (const std::uint32_t i : entries(Matrix::normalisation)) flow_normalised_[model_.exchanges[i].row] = true;
  }
  return flow_normalised_[flow];
}

}  // namespace plume
