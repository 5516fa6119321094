// SPDX-License-Identifier: Apache-2.0
#include "host/sampling/direct_iteration.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <optional>

#include "host/matrix/dense_factors.hpp"
#include "host/matrix/double_double.hpp"
#include "host/matrix/sparse.hpp"
#include "host/matrix/system_solver.hpp"
#include "kernels/api/realisation.hpp"

namespace plume {
namespace {

constexpr int most_corrections = 40;
constexpr double shrinks_to = 0.25;  ///< of what the correction before did to the scores
constexpr double share_of_tolerance = 1e-3;
constexpr double nothing_left = 0x1p-92;  ///< of a score's parts: it is zero
constexpr double least_effect = 0x1p-95;
constexpr std::uint32_t largest_dense = 160;  ///< rows; a fiftieth of a second

/// What is made of a supply vector: scores, and the sum of the sizes of their parts.
struct Sums {
  std::vector<DoubleDouble> inventory, score;
  std::vector<double> gross_inventory, gross;
};

enum class Refined { yes, no, not_finite };

}  // namespace

struct DirectIteration::State {
  const Problem& problem;
  ProblemView view;
  SystemSolver solver;
  std::vector<std::uint32_t> order;  ///< of the rows: as they are

  State(const Problem& p, DirectLimits limits)
      : problem(p), view(p.view()), solver(limits), order(p.num_rows) {
    std::iota(order.begin(), order.end(), 0u);
  }

  /// Every number of the technosphere by itself: several may stand on one cell.
  std::vector<Triplet> technosphere(const Realisation& r) const {
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
    return triplets;
  }

  /// use(flow, row, value) for every emission.
  template <class Use>
  void for_each_emission(const Realisation& r, Use use) const {
    for (std::size_t i = 0; i < problem.bio_fixed.size(); ++i)
      use(problem.bio_fixed[i].flow, problem.bio_fixed[i].row, problem.bio_fixed_value[i]);
    std::size_t next = 0;
    const auto each = [&](const auto& draws) {
      for (const auto& draw : draws) use(draw.target, draw.row, r.biosphere[next++]);
    };
    each(problem.biosphere.lognormal);
    each(problem.biosphere.normal);
    each(problem.biosphere.wide);
    for (std::size_t i = 0; i < problem.bio_slot.size(); ++i)
      use(problem.bio_slot[i].flow, problem.bio_slot[i].row, r.bio_slots[i]);
  }

  DoubleDouble factor_of(const Realisation& r, std::size_t entry) const {
    DoubleDouble factor = problem.entry_slot[entry] == no_slot
                              ? problem.entry_value[entry]
                              : r.factors[problem.entry_slot[entry]];
    if (!problem.entry_normalisation.empty())
      factor = factor * r.factors[problem.entry_normalisation[entry]];
    if (problem.weighting_slot != no_slot) factor = factor * r.factors[problem.weighting_slot];
    return factor;
  }

  Sums sums_of(const Realisation& r, std::span<const DoubleDouble> x) const {
    Sums sums;
    sums.inventory.resize(problem.num_flows);
    sums.gross_inventory.assign(problem.num_flows, 0.0);
    for_each_emission(r, [&](std::uint32_t flow, std::uint32_t row, double value) {
      sums.inventory[flow] += x[row] * value;
      sums.gross_inventory[flow] += std::abs(x[row].high * value);
    });
    sums.score.resize(problem.num_categories);
    sums.gross.assign(problem.num_categories, 0.0);
    for (std::size_t k = 0; k < problem.num_categories; ++k) {
      for (auto i = problem.category_entry[k]; i < problem.category_entry[k + 1]; ++i) {
        const DoubleDouble factor = factor_of(r, i);
        sums.score[k] += factor * sums.inventory[problem.entry_flow[i]];
        sums.gross[k] += std::abs(factor.high) * sums.gross_inventory[problem.entry_flow[i]];
      }
    }
    return sums;
  }

  /// Σ |c b e| of each category.
  std::vector<double> effect_of(const Realisation& r, std::span<const DoubleDouble> e) const {
    std::vector<double> inventory(problem.num_flows, 0.0), effect(problem.num_categories, 0.0);
    for_each_emission(r, [&](std::uint32_t flow, std::uint32_t row, double value) {
      inventory[flow] += std::abs(value * e[row].high);
    });
    for (std::size_t k = 0; k < problem.num_categories; ++k) {
      for (auto i = problem.category_entry[k]; i < problem.category_entry[k + 1]; ++i)
        effect[k] += std::abs(factor_of(r, i).high) * inventory[problem.entry_flow[i]];
    }
    return effect;
  }

  /// Refines x, which holds nothing yet, by corrections solve_for(residual), until every score is
  /// known.
  template <class SolveFor>
  Refined refine(const Realisation& r, std::span<const Triplet> entries, std::span<const double> f,
                 std::span<DoubleDouble> x, Sums& sums, SolveFor solve_for) const {
    std::vector<DoubleDouble> rest(f.begin(), f.end());
    std::fill(x.begin(), x.end(), DoubleDouble{});
    std::vector<double> before;
    for (int count = 0; count < most_corrections; ++count) {
      if (!solve_for(std::span<DoubleDouble>(rest))) return Refined::no;
      for (std::size_t i = 0; i < x.size(); ++i) x[i] += rest[i];
      const std::vector<double> effect = effect_of(r, rest);
      sums = sums_of(r, x);
      bool known = count > 0;
      for (std::size_t k = 0; k < effect.size(); ++k) {
        const double size = std::abs(sums.score[k].high), gross = sums.gross[k];
        if (!std::isfinite(effect[k]) || !std::isfinite(size)) return Refined::not_finite;
        const bool spent = effect[k] <= least_effect * gross;
        const bool shrank = spent || (count > 0 && effect[k] <= shrinks_to * before[k]);
        const bool small = effect[k] <= share_of_tolerance * problem.tolerance * size ||
                           (spent && size <= nothing_left * gross);
        if (count > 0 && !shrank && !small) return Refined::no;
        known = known && shrank && small;
      }
      if (known) return Refined::yes;
      before = effect;
      std::copy(f.begin(), f.end(), rest.begin());
      for (const Triplet& entry : entries) rest[entry.row] -= x[entry.column] * entry.value;
    }
    return Refined::no;
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

DirectIteration::DirectIteration(const Problem& problem, DirectLimits limits)
    : state_(std::make_unique<State>(problem, limits)) {}
DirectIteration::~DirectIteration() = default;

DirectResult DirectIteration::solve(std::uint64_t iteration) {
  const State& s = *state_;
  const Problem& p = s.problem;
  const Realisation r =
      realise(s.view, p.fp32_values ? ValueType::fp32 : ValueType::fp64, iteration);
  const std::vector<Triplet> entries = s.technosphere(r);
  DirectResult result;
  const auto without_score = [&](IterationStatus status) {
    DirectResult none;
    none.status = status;
    none.scores.assign(std::size_t{p.num_demands} * p.num_categories,
                       std::numeric_limits<double>::quiet_NaN());
    return none;
  };
  if (!std::all_of(entries.begin(), entries.end(),
                   [](const Triplet& t) { return std::isfinite(t.value); }))
    return without_score(IterationStatus::non_finite);
  const SparseColumns matrix = SparseColumns::from_triplets(p.num_rows, entries);
  const bool factored = state_->solver.prepare(matrix, s.order);
  std::optional<DenseFactors> dense;
  bool dense_factored = false;
  std::vector<double> rounded(p.num_rows);
  const auto by_factors = [&](std::span<DoubleDouble> b) {
    for (std::size_t i = 0; i < b.size(); ++i) rounded[i] = b[i].value();
    if (!state_->solver.solve(rounded)) return false;
    std::copy(rounded.begin(), rounded.end(), b.begin());
    return true;
  };
  const auto by_dense = [&](std::span<DoubleDouble> b) {
    if (!dense) {
      dense.emplace(p.num_rows);
      for (const Triplet& entry : entries) dense->add(entry.row, entry.column, entry.value);
      dense_factored = dense->factor();
    }
    if (dense_factored) dense->solve(b);
    return dense_factored;
  };
  bool flipped = false;
  std::vector<double> sum(p.by_adjoint ? p.num_rows : 0, 0.0);
  std::vector<DoubleDouble> x(p.num_rows);
  for (std::size_t d = 0; d < p.num_demands; ++d) {
    const std::span<const double> f(p.demand.data() + d * p.num_rows, p.num_rows);
    Sums sums;
    Refined refined = factored ? s.refine(r, entries, f, x, sums, by_factors) : Refined::no;
    if (refined != Refined::yes && p.num_rows <= largest_dense)
      refined = s.refine(r, entries, f, x, sums, by_dense);
    if (refined == Refined::no) return without_score(IterationStatus::singular);
    if (refined == Refined::not_finite) return without_score(IterationStatus::non_finite);
    const std::size_t first = result.supply.size();
    for (const DoubleDouble& each : x) result.supply.push_back(each.value());
    for (const DoubleDouble& each : sums.inventory) result.inventory.push_back(each.value());
    const std::span<const double> supply(result.supply.data() + first, p.num_rows);
    if (p.by_adjoint) {
      for (std::size_t row = 0; row < p.num_rows; ++row) sum[row] += supply[row];
    } else {
      flipped = flipped || s.sign_flipped(d, supply);
    }
    for (std::size_t k = 0; k < p.num_categories; ++k) {
      const double h = sums.score[k].value();
      result.scores.push_back(std::abs(h) <= nothing_left * sums.gross[k] ? 0.0 : h);
    }
  }
  if (p.by_adjoint) flipped = s.sign_flipped(0, sum);
  result.status = flipped ? IterationStatus::infeasible : IterationStatus::direct;
  return result;
}

}  // namespace plume
