// SPDX-License-Identifier: Apache-2.0
#include "host/run/direct_iteration.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "host/compile/sparse.hpp"
#include "host/compile/system_solver.hpp"
#include "kernels/api/realisation.hpp"

namespace plume {

struct DirectIteration::State {
  const Problem& problem;
  ProblemView view;
  SystemSolver solver;
  std::vector<std::uint32_t> order;  ///< of the rows: as they are

  explicit State(const Problem& p) : problem(p), view(p.view()), order(p.num_rows) {
    std::iota(order.begin(), order.end(), 0u);
  }

  SparseColumns technosphere(const Realisation& r) const {
    std::vector<Triplet> triplets;
    triplets.reserve(problem.fixed_column.size() + r.slots.size() + problem.num_rows);
    for (std::uint32_t row = 0; row < problem.num_rows; ++row) {
      triplets.push_back({row, row, problem.diagonal[row]});
      for (auto k = problem.row_fixed[row]; k < problem.row_fixed[row + 1]; ++k) {
        triplets.push_back({row, problem.fixed_column[k], problem.fixed_value[k]});
      }
      for (auto k = problem.row_slot[row]; k < problem.row_slot[row + 1]; ++k) {
        triplets.push_back({row, problem.slot_column[k], r.slots[k]});
      }
      for (auto k = problem.row_diagonal[row]; k < problem.row_diagonal[row + 1]; ++k) {
        triplets.push_back({row, row, r.slots[k]});
      }
    }
    return SparseColumns::from_triplets(problem.num_rows, std::move(triplets));
  }

  void accumulate(const Realisation& r, std::span<const double> x, std::span<double> g) const {
    for (std::size_t i = 0; i < problem.bio_fixed.size(); ++i) {
      g[problem.bio_fixed[i].flow] += problem.bio_fixed_value[i] * x[problem.bio_fixed[i].row];
    }
    std::size_t next = 0;
    const auto add = [&](const auto& draws) {
      for (const auto& draw : draws) g[draw.target] += r.biosphere[next++] * x[draw.row];
    };
    add(problem.biosphere.lognormal);
    add(problem.biosphere.normal);
    add(problem.biosphere.wide);
    for (std::size_t i = 0; i < problem.bio_slot.size(); ++i) {
      g[problem.bio_slot[i].flow] += r.bio_slots[i] * x[problem.bio_slot[i].row];
    }
  }

  double score(const Realisation& r, std::size_t category, std::span<const double> g) const {
    double h = 0.0;
    for (auto i = problem.category_entry[category]; i < problem.category_entry[category + 1]; ++i) {
      double factor = problem.entry_slot[i] == no_slot ? problem.entry_value[i] : r.factors[problem.entry_slot[i]];
      if (!problem.entry_normalisation.empty()) factor *= r.factors[problem.entry_normalisation[i]];
      h += factor * g[problem.entry_flow[i]];
    }
    return problem.weighting_slot == no_slot ? h : h * r.factors[problem.weighting_slot];
  }

  /// `side`: a demand, or their sum where the engine solves for adjoints.
  bool sign_flipped(std::size_t side, std::span<const double> x) const {
    const double* const initial = view.initial + side * problem.num_rows;
    for (auto i = problem.sign_begin[side]; i < problem.sign_begin[side + 1]; ++i) {
      const std::uint32_t row = problem.sign_row[i];
      if (x[row] * initial[row] < 0.0) return true;
    }
    return false;
  }
};

DirectIteration::DirectIteration(const Problem& problem) : state_(std::make_unique<State>(problem)) {}
DirectIteration::~DirectIteration() = default;

DirectResult DirectIteration::solve(std::uint64_t iteration) {
  const Problem& p = state_->problem;
  const Realisation r = realise(state_->view, p.fp32_values ? ValueType::fp32 : ValueType::fp64, iteration);
  const SparseColumns matrix = state_->technosphere(r);
  DirectResult result;
  const std::size_t num_outputs = std::size_t{p.num_demands} * p.num_categories;
  result.scores.assign(num_outputs, std::numeric_limits<double>::quiet_NaN());
  if (!std::all_of(matrix.value.begin(), matrix.value.end(), [](double v) { return std::isfinite(v); })) {
    result.status = IterationStatus::non_finite;
    return result;
  }
  if (!state_->solver.prepare(matrix, state_->order)) {
    result.status = IterationStatus::singular;
    return result;
  }
  result.supply = p.demand;
  result.inventory.assign(std::size_t{p.num_demands} * p.num_flows, 0.0);
  bool flipped = false, finite = true;
  std::vector<double> sum(p.by_adjoint ? p.num_rows : 0, 0.0);
  for (std::size_t d = 0; d < p.num_demands; ++d) {
    const std::span<double> x(result.supply.data() + d * p.num_rows, p.num_rows);
    const std::span<double> g(result.inventory.data() + d * p.num_flows, p.num_flows);
    if (!state_->solver.solve(x)) {
      result.status = IterationStatus::singular;
      result.supply.clear();
      result.inventory.clear();
      std::fill(result.scores.begin(), result.scores.end(), std::numeric_limits<double>::quiet_NaN());
      return result;
    }
    state_->accumulate(r, x, g);
    if (p.by_adjoint) {
      for (std::size_t row = 0; row < p.num_rows; ++row) sum[row] += x[row];
    } else {
      flipped = flipped || state_->sign_flipped(d, x);
    }
    for (std::size_t k = 0; k < p.num_categories; ++k) {
      const double h = state_->score(r, k, g);
      result.scores[d * p.num_categories + k] = h;
      finite = finite && std::isfinite(h);
    }
  }
  if (p.by_adjoint) flipped = state_->sign_flipped(0, sum);
  result.status = !finite   ? IterationStatus::non_finite
                  : flipped ? IterationStatus::infeasible
                            : IterationStatus::direct;
  if (!finite) std::fill(result.scores.begin(), result.scores.end(), std::numeric_limits<double>::quiet_NaN());
  return result;
}

}  // namespace plume
