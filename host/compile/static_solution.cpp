// SPDX-License-Identifier: Apache-2.0
// What the demands reach, static supplies and scores, adjoints; all in fp64 from the static
// amounts.
#include <algorithm>
#include <cmath>
#include <utility>

#include "host/compile/compiler.hpp"

namespace plume {

bool Compiler::solve_statically() {
  const auto n = static_cast<std::uint32_t>(process_of_node_.size());
  std::vector<Triplet> triplets;
  for (const std::uint32_t i : entries(Matrix::technosphere)) {
    const Exchange& e = model_.exchanges[i];
    if (!node_of_[e.process()]) continue;
    triplets.push_back(
        {maker_of(e.product()).value, node_of_[e.process()].value, e.static_value()});
  }
  static_matrix_ = SparseColumns::from_triplets(n, std::move(triplets));
  static_diagonal_.assign(n, 0.0);
  for_each_static([&](NodeId row, NodeId column, double value) {
    if (row == column) static_diagonal_[row.value] = value;
  });
  SystemSolver solver;
  if (!solver.prepare(static_matrix_, order_of_flow())) {
    report_singular(solver.singular_column());
    return false;
  }
  supply_.assign(demands_.size(), std::vector<double>(n, 0.0));
  for (std::size_t d = 0; d < demands_.size(); ++d) {
    for (const auto& entry : demands_[d].entries)
      supply_[d][maker_of(ProductId{entry.product}).value] += entry.amount;
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
  measure_supplies();
  return check_determined(solver);
}

/// The size of each supply is that of what it is the sum of, where its parts cancel:
///     t_i = (|f_i| + Σ_j |a_ij| t_j) / |a_ii|,     consumers before their suppliers, a cycle once
///                                                  around
/// with the typical sizes of what is drawn. A supply that is less than a thousandth of it is
/// rounding, or chance: a ruler for nothing.
void Compiler::measure_supplies() {
  constexpr double cancelled = 0x1p-10;
  const std::uint32_t n = static_matrix_.size;
  std::vector<Triplet> triplets;
  for (const std::uint32_t i : entries(Matrix::technosphere)) {
    const Exchange& e = model_.exchanges[i];
    if (!node_of_[e.process()]) continue;
    triplets.push_back(
        {maker_of(e.product()).value, node_of_[e.process()].value, std::abs(typical_value(e))});
  }
  const SparseColumns typical = SparseColumns::from_triplets(n, std::move(triplets));
  const std::vector<std::uint32_t> order = order_of_flow();
  std::vector<std::uint32_t> place(n);
  for (std::uint32_t i = 0; i < n; ++i) place[order[i]] = i;
  std::vector<double> diagonal(n, 0.0);
  for_each_static([&](NodeId row, NodeId column, double value) {
    if (row == column) diagonal[row.value] = std::abs(value);
  });
  gross_.assign(demands_.size(), {});
  for (std::size_t d = 0; d < demands_.size(); ++d) {
    std::vector<double> wanted(n, 0.0);
    std::vector<double>& size = gross_[d];
    size.assign(n, 0.0);
    for (const auto& entry : demands_[d].entries)
      wanted[maker_of(ProductId{entry.product}).value] += std::abs(entry.amount);
    const auto for_suppliers = [&](std::uint32_t column, auto use) {
      for (auto k = static_cast<std::size_t>(typical.column_begin[column]);
           k < static_cast<std::size_t>(typical.column_begin[column + std::size_t{1}]); ++k) {
        const auto row = static_cast<std::size_t>(typical.row[k]);
        if (row != column) use(row, typical.value[k]);
      }
    };
    for (std::uint32_t j = 0; j < n; ++j) {
      for_suppliers(j, [&](std::size_t row, double value) {
        if (place[row] < place[j]) wanted[row] += value * std::abs(supply_[d][j]);
      });
    }
    for (const std::uint32_t j : order) {
      const double s = std::abs(supply_[d][j]),
                   whole = diagonal[j] > 0.0 ? wanted[j] / diagonal[j] : 0.0;
      size[j] = s < cancelled * whole && std::isfinite(whole) ? whole : s;
      for_suppliers(j, [&](std::size_t row, double value) {
        if (place[row] > place[j]) wanted[row] += value * size[j];
      });
    }
  }
}

/// Of the processes whose own exchanges make most of a static score.
std::vector<Problem::Contribution> Compiler::largest_contributions(std::size_t category,
                                                                   std::size_t demand) const {
  std::vector<Problem::Contribution> largest;  // a heap whose least comes first
  const auto larger = [](const Problem::Contribution& a, const Problem::Contribution& b) {
    const double x = std::abs(a.score), y = std::abs(b.score);
    return x != y ? x > y : a.process < b.process;
  };
  for (const NodeId node : process_of_node_.ids()) {
    const Problem::Contribution each{
        process_of_node_[node].value,
        intensity_[category][node.value] * supply_[demand][node.value]};
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
  for_each_static([&](NodeId row, NodeId column, double) {
    if (row != column) edges.push_back({column.value, row.value});
  });
  std::vector<std::uint32_t> order;
  order.reserve(static_matrix_.size);
  for (const auto& component : components_in_order(make_graph(static_matrix_.size, edges))) {
    order.insert(order.end(), component.begin(), component.end());
  }
  return order;
}

/// What errors of h_k are measured by: the score, or a thousandth of its contributions where these
/// cancel.
double Compiler::size_of_score(const std::vector<double>& supply, const std::vector<double>& gross,
                               std::size_t category) const {
  double score = 0.0, total = 0.0;
  for (std::uint32_t j = 0; j < static_matrix_.size; ++j) {
    score += intensity_[category][j] * supply[j];
    total += magnitude_[category][j] * gross[j];
  }
  return std::max(std::abs(score), 1e-3 * total);
}

bool Compiler::is_drawn(Matrix matrix) const {
  return matrix == Matrix::technosphere ? options_.draw_technosphere
         : matrix == Matrix::biosphere  ? options_.draw_biosphere
         : matrix == Matrix::parameter  ? options_.draw_parameters
                                        : options_.draw_characterisation;
}

/// The static value of an exchange; where that is far below what is drawn for it (mostly: zero),
/// the size of the draws: half of them are about as large. Weights from static values alone would
/// let lanes stop before anything has converged that matters.
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
    factors[e.row].push_back({category_position_[e.column],
                              e.static_value() * norm.fixed * weighting.fixed,
                              typical_value(e) * norm.typical * weighting.typical});
    flow_used_[e.row] = true;
  }
  intensity_.assign(categories_.size(), std::vector<double>(num_nodes, 0.0));
  magnitude_ = adjoint_ = intensity_;
  for (const std::uint32_t i : entries(Matrix::biosphere)) {
    const Exchange& e = model_.exchanges[i];
    const std::uint32_t node = node_of_[e.process()].value;
    if (node == NodeId::none) continue;
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
    for (const std::uint32_t i : entries(Matrix::normalisation))
      flow_normalised_[model_.exchanges[i].row] = true;
  }
  return flow_normalised_[flow];
}

}  // namespace plume
