// SPDX-License-Identifier: Apache-2.0
// What lanes begin a proof of their scores with (kernels/solve/prove.hpp): which changes they are
// allowed to stop with, and how deep the static solution is.
//
//     const std::optional<Proof> proof = plan_proof(system, sides, tolerance);
//
// Allowed changes are learnt: a few systems with entries moved as draws may move them are swept as
// lanes are, from the static solution to the tolerance, and what they last change by is what lanes
// are allowed, relative to the supply. Then one proof is as sharp as it can be for all of them: the
// error that a changed row leaves is bounded by the largest quotient of change and allowed change.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "host/compile/problem.hpp"
#include "host/matrix/row_matrix.hpp"

namespace plume {

struct ProvenSystem {
  const RowMatrix& matrix;                  ///< static, in solving order, scaled
  std::span<const double> spread;           ///< [entry of matrix] relative, of draws
  std::span<const double> diagonal_spread;  ///< [row] likewise
  std::vector<bool> read_early;             ///< [row] by a row before it
  std::uint32_t most_terms = 0;             ///< of any row
};

struct ProvenSide {
  std::span<const double> right, initial, weight;  ///< [row], see LinearSystem
  /// [score][row] what a unit of x comes to in size, over the score
  std::vector<std::vector<double>> share;
};

struct Proof {
  ProofTables tables;
  std::vector<float> depth;  ///< [side][row]
};

/// Nothing where the static system itself proves nothing: its feedback is too strong, or its
/// credits are as large as what they are taken from.
[[nodiscard]] std::optional<Proof> plan_proof(const ProvenSystem& system,
                                              std::span<const ProvenSide> sides, double tolerance);

}  // namespace plume
