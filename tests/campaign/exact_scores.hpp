// SPDX-License-Identifier: Apache-2.0
// The exact scores of one iteration's stored draws, in binary floating point of 320 bits: Gaussian
// elimination with the largest pivot of each column. A system whose elimination loses more than two
// thirds of them has no exact score here.
//
//     const ExactScores exact = exact_scores(problem.view(),
//         realise(problem.view(), ValueType::fp32, 17));
//     if (exact.solved) exact.error_of(0, score);
#pragma once

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <cmath>
#include <cstddef>
#include <limits>
#include <utility>
#include <vector>

#include "kernels/api/realisation.hpp"

namespace plume::testing {

using Exact = boost::multiprecision::number<
    boost::multiprecision::cpp_bin_float<320, boost::multiprecision::digit_base_2>,
    boost::multiprecision::et_off>;

struct ExactScores {
  bool solved = false;
  std::vector<Exact> score;  ///< [demand][category]

  /// |value − exact| / |value|; 0 where both are 0.
  [[nodiscard]] double error_of(std::size_t output, double value) const {
    const Exact difference = abs(Exact(value) - score[output]);
    if (difference == 0) return 0.0;
    if (value == 0.0) return std::numeric_limits<double>::infinity();
    return static_cast<double>(difference / abs(Exact(value)));
  }
};

/// Rows of a square system beside its right-hand sides; false if a pivot is lost in rounding.
inline bool eliminate(std::vector<std::vector<Exact>>& rows, std::size_t n) {
  std::vector<Exact> size(n, Exact(0));
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      const Exact cell = abs(rows[i][j]);
      if (cell > size[i]) size[i] = cell;
    }
    if (size[i] == 0) return false;
  }
  for (std::size_t k = 0; k < n; ++k) {
    std::size_t pivot = k;
    for (std::size_t i = k + 1; i < n; ++i) {
      if (abs(rows[i][k]) * size[pivot] > abs(rows[pivot][k]) * size[i]) pivot = i;
    }
    if (abs(rows[pivot][k]) <= size[pivot] * Exact(std::ldexp(1.0, -210))) return false;
    std::swap(rows[k], rows[pivot]);
    std::swap(size[k], size[pivot]);
    for (std::size_t i = 0; i < n; ++i) {
      if (i == k || rows[i][k] == 0) continue;
      const Exact factor = rows[i][k] / rows[k][k];
      for (std::size_t j = k; j < rows[i].size(); ++j) {
        if (rows[k][j] != 0) rows[i][j] -= factor * rows[k][j];
      }
    }
  }
  return true;
}

inline ExactScores exact_scores(const ProblemView& view, const Realisation& r) {
  const std::size_t n = view.num_rows, demands = view.num_demands;
  std::vector<std::vector<Exact>> rows(n, std::vector<Exact>(n + demands, Exact(0)));
  for (std::uint32_t i = 0; i < n; ++i) {
    rows[i][i] += view.diagonal[i];
    for (auto k = view.row_diagonal[i]; k < view.row_diagonal[i + 1]; ++k) rows[i][i] += r.slots[k];
    for (auto k = view.row_fixed[i]; k < view.row_fixed[i + 1]; ++k)
      rows[i][view.fixed_column[k]] += view.fixed_value[k];
    for (auto k = view.row_slot[i]; k < view.row_slot[i + 1]; ++k) {
      const auto place = k - view.row_slot[i];
      rows[i][view.slot_column != nullptr ? view.slot_column[k] : place + (place >= i ? 1 : 0)] +=
          r.slots[k];
    }
  }
  ExactScores exact;
  if (view.adjoint.num_right_sides > 0) {
    for (std::size_t d = 0; d < demands; ++d) {
      for (auto i = view.demand_begin[d]; i < view.demand_begin[d + 1]; ++i)
        rows[view.demand_row[i]][n + d] += view.demand_value[i];
    }
  } else {
    for (std::size_t d = 0; d < demands; ++d) {
      for (std::size_t i = 0; i < n; ++i) rows[i][n + d] = view.right_side[d * n + i];
    }
  }
  if (!eliminate(rows, n)) return exact;
  exact.solved = true;
  // A supply that is nothing, which rounding leaves something of. (Rows are scaled: real ones lie
  // far above.)
  for (std::size_t d = 0; d < demands; ++d) {
    Exact largest = 0;
    for (std::size_t i = 0; i < n; ++i) {
      const Exact supply = abs(rows[i][n + d] / rows[i][i]);
      if (supply > largest) largest = supply;
    }
    for (std::size_t i = 0; i < n; ++i) {
      if (abs(rows[i][n + d] / rows[i][i]) <= Exact(std::ldexp(1.0, -250)) * largest)
        rows[i][n + d] = 0;
    }
  }
  for (std::size_t d = 0; d < demands; ++d) {
    std::vector<Exact> inventory(view.num_flows, Exact(0)), size(view.num_flows, Exact(0));
    const auto add = [&](std::size_t flow, std::size_t row, double value) {
      const Exact part = rows[row][n + d] / rows[row][row] * Exact(value);
      inventory[flow] += part;
      size[flow] += abs(part);
    };
    for (std::uint32_t i = 0; i < view.num_bio_fixed; ++i)
      add(view.bio_fixed[i].flow, view.bio_fixed[i].row, view.bio_fixed_value[i]);
    std::size_t next = 0;
    const auto each = [&](const auto& draws, std::uint32_t count) {
      for (std::uint32_t i = 0; i < count; ++i)
        add(draws[i].target, draws[i].row, r.biosphere[next++]);
    };
    each(view.biosphere.lognormal, view.biosphere.num_lognormal);
    each(view.biosphere.normal, view.biosphere.num_normal);
    each(view.biosphere.wide, view.biosphere.num_wide);
    for (std::uint32_t i = 0; i < view.num_bio_slots; ++i)
      add(view.bio_slot[i].flow, view.bio_slot[i].row, r.bio_slots[i]);
    for (std::uint32_t k = 0; k < view.num_categories; ++k) {
      Exact h = 0, gross = 0;
      for (auto i = view.category_entry[k]; i < view.category_entry[k + 1]; ++i) {
        Exact factor =
            view.entry_slot[i] == no_slot ? view.entry_value[i] : r.factors[view.entry_slot[i]];
        if (view.entry_normalisation != nullptr) factor *= r.factors[view.entry_normalisation[i]];
        h += factor * inventory[view.entry_flow[i]];
        gross += abs(factor) * size[view.entry_flow[i]];
      }
      if (abs(h) <= gross * Exact(std::ldexp(1.0, -200))) h = 0;  // what rounding leaves of nothing
      if (view.weighting_slot != no_slot) h *= r.factors[view.weighting_slot];
      exact.score.push_back(h);
    }
  }
  return exact;
}

}  // namespace plume::testing
