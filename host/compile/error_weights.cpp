// SPDX-License-Identifier: Apache-2.0
// What an error in x means for the scores, and the supplies whose sign must not flip.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "host/compile/compiler.hpp"

namespace plume {
namespace {

/// The weights use the static adjoint; a lane's own is larger where its feedback is. Measured up to
/// 4.3 times the estimate at a spectral radius of 0.97, 1.5 times elsewhere.
constexpr double error_safety = 4.5;
/// a row carrying this share of a score must keep its sign …
constexpr double sign_share = 0.01;
/// … unless more than this share of what it is the sum of has the other sign
constexpr double most_opposed = 0.01;

}  // namespace

/// After a sweep only the readers that stand before their supplier still hold its old value. With
/// the adjoint λ, a change Δ_j of x_j in the last sweep leaves an error of h_k of at most Σ_j |Δ_j|
/// Σ_{i before j} |λ_ki a_ij|.
void Compiler::weigh_errors() {
  const std::uint32_t n = problem_.num_rows;
  const std::size_t num_sides = sides_.size(), num_categories = categories_.size();
  problem_.error_weight.assign(n * num_sides, 0.0);
  // largest share of a score that a row carries
  std::vector<double> contribution(n * num_sides, 0.0);
  std::vector<double> stale(n);
  std::vector<double> scaled_diagonal(n, 0.0);
  for_each_static([&](NodeId row, NodeId column, double value) {
    if (row == column) {
      const std::uint32_t r = row_of_node_[row].value;
      scaled_diagonal[r] = std::abs(std::ldexp(value, row_scale_[r] + problem_.row_exponent[r]));
    }
  });
  const std::vector<StaleReader> readers = stale_readers();
  for (std::size_t k = 0; k < num_categories; ++k) {
    std::fill(stale.begin(), stale.end(), 0.0);
    for (const StaleReader& reader : readers)
      stale[reader.column] +=
          std::abs(adjoint_[k][node_of_row_[RowId{reader.row}].value]) * reader.size;
    for (std::size_t side = 0; side < num_sides; ++side) {
      double size = size_of_score(sides_[side], gross_sides_[side], k);
      // No static score to measure by: changes of x, which is scaled to O(1), count as they are.
      if (!(size > 0.0)) size = *std::max_element(stale.begin(), stale.end());
      if (!(size > 0.0)) continue;
      for (std::uint32_t row = 0; row < n; ++row) {
        double& weight = problem_.error_weight[side * n + row];
        weight = std::max(weight, error_safety * stale[row] / size);
        // In scaled rows the adjoint is λ / 2^row_scale; times the scaled diagonal it is the score
        // per unit of x.
        const double per_unit =
            std::abs(std::ldexp(adjoint_[k][node_of_row_[RowId{row}].value], -row_scale_[row])) *
            scaled_diagonal[row];
        contribution[side * n + row] = std::max(contribution[side * n + row], per_unit / size);
      }
    }
  }
  problem_.sign_begin.assign(1, 0);
  for (std::size_t side = 0; side < num_sides; ++side) {
    const double* const initial =
        (problem_.by_adjoint ? problem_.sum_initial : problem_.initial).data() + side * n;
    const std::vector<double> opposed = opposed_shares(side);
    for (std::uint32_t row = 0; row < n; ++row) {
      const bool carries = contribution[side * n + row] * std::abs(initial[row]) >= sign_share;
      if (carries && opposed[node_of_row_[RowId{row}].value] <= most_opposed)
        problem_.sign_row.push_back(row);
    }
    problem_.sign_begin.push_back(static_cast<std::uint32_t>(problem_.sign_row.size()));
  }
}

/// Of what each supply is the sum of, s_i = (f_i − Σ_j a_ij s_j) / a_ii, the share whose sign is
/// not that of s_i: credits and negative demands, and what consumers take whose own supplies are
/// made of such. A supply that is the difference of purchases and credits has no right sign.
std::vector<double> Compiler::opposed_shares(std::size_t side) const {
  constexpr int most_passes = 50;
  constexpr double settled = 1e-4;
  const std::uint32_t n = static_matrix_.size;
  const std::vector<double>& supply = sides_[side];
  std::vector<double> wanted(n, 0.0), diagonal(n, 0.0);
  for (std::size_t d = 0; d < demands_.size(); ++d) {
    if (!problem_.by_adjoint && d != side) continue;
    for (const auto& entry : demands_[d].entries)
      wanted[maker_of(ProductId{entry.product}).value] += entry.amount;
  }
  for_each_static([&](NodeId row, NodeId column, double value) {
    if (row == column) diagonal[row.value] = value;
  });
  struct Use {
    std::uint32_t row, column;
    double value;
  };
  std::vector<Use> uses;  // one by one: a purchase and a credit of one cell oppose each other
  for (const std::uint32_t i : entries(Matrix::technosphere)) {
    const Exchange& e = model_.exchanges[i];
    if (!node_of_[e.process()] || process_of_[e.product()] == e.process()) continue;
    uses.push_back({maker_of(e.product()).value, node_of_[e.process()].value, e.static_value()});
  }
  const auto sign_of = [&](std::uint32_t i) { return diagonal[i] * supply[i]; };
  std::vector<double> opposed(n, 0.0), against(n), whole(n);
  for (int pass = 0; pass < most_passes; ++pass) {
    for (std::uint32_t i = 0; i < n; ++i) {
      whole[i] = std::abs(wanted[i]);
      against[i] = wanted[i] * sign_of(i) < 0.0 ? whole[i] : 0.0;
    }
    for (const Use& use : uses) {
      const double term = -use.value * supply[use.column], size = std::abs(term);
      whole[use.row] += size;
      against[use.row] += size * (term * sign_of(use.row) < 0.0 ? 1.0 : opposed[use.column]);
    }
    double change = 0.0;
    for (std::uint32_t i = 0; i < n; ++i) {
      const double share = whole[i] > 0.0 ? against[i] / whole[i] : 0.0;
      change = std::max(change, std::abs(share - opposed[i]));
      opposed[i] = share;
    }
    if (change <= settled) break;
  }
  return opposed;
}

std::vector<Compiler::StaleReader> Compiler::stale_readers() const {
  std::vector<StaleReader> readers;
  for (const std::uint32_t i : entries(Matrix::technosphere)) {
    const Exchange& e = model_.exchanges[i];
    if (!node_of_[e.process()]) continue;
    const std::uint32_t row = row_of_node_[maker_of(e.product())].value;
    const std::uint32_t column = row_of_node_[node_of_[e.process()]].value;
    if (row >= column) continue;
    readers.push_back(
        {row, column, std::abs(std::ldexp(typical_value(e), problem_.row_exponent[column]))});
  }
  return readers;
}

/// The same for the adjoint: it runs from suppliers to consumers, the stale readers are the same
/// cells seen from the other side, and what an error of μ means for h_kd is the supply of demand d.
void Compiler::weigh_adjoint_errors() {
  const std::uint32_t n = problem_.num_rows;
  const std::vector<StaleReader> readers = stale_readers();
  std::vector<double> stale(n);
  problem_.adjoint.error_weight.assign(n * categories_.size(), 0.0);
  for (std::size_t d = 0; d < demands_.size(); ++d) {
    std::fill(stale.begin(), stale.end(), 0.0);
    for (const StaleReader& reader : readers) {
      stale[reader.row] += std::abs(problem_.initial[d * n + reader.column]) *
                           std::ldexp(reader.size, row_scale_[reader.row]);
    }
    for (std::size_t k = 0; k < categories_.size(); ++k) {
      double size = size_of_score(supply_[d], gross_[d], k);
      if (!(size > 0.0)) size = *std::max_element(stale.begin(), stale.end());
      if (!(size > 0.0)) continue;
      for (std::uint32_t row = 0; row < n; ++row) {
        double& weight = problem_.adjoint.error_weight[k * n + (n - 1 - row)];
        weight = std::max(weight, error_safety * stale[row] / size);
      }
    }
  }
}

}  // namespace plume
