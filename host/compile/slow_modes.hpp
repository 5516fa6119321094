// SPDX-License-Identifier: Apache-2.0
// The slowest modes of Gauss-Seidel sweeps over a block, at its static values: what is taken out of
// every lane's error at once.
//
// With A = D + L + U in the order of the rows, a sweep takes an error e to M e, M = −(D + L)⁻¹ U.
// Let the columns of Q span the invariant subspace of the largest eigenvalues, those of P that of
// Mᵀ. The part of the error that lies in the subspace is known from the change Δ = G(x) − x of a
// sweep, and so what all later sweeps would make of it:
//
//     x ← G(x) + Q H (I − H)⁻¹ (Pᵀ Q)⁻¹ Pᵀ Δ,      H = (Pᵀ Q)⁻¹ Pᵀ M Q
//
// Source: Saad (2011), "Numerical Methods for Large Eigenvalue Problems", 2nd ed., sections 4.3
// (oblique projection) and 5.1 (subspace iteration); for the correction Brezinski & Redivo-Zaglia
// (1991), "Extrapolation Methods", and deflation as in Nicolaides (1987). What it gains:
// docs/decisions/0002-lanes.md.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "host/matrix/row_matrix.hpp"

namespace plume {

/// Of rows begin … end, the first of them first in both: [mode][row of the block].
struct SlowModes {
  std::vector<double> mode;  ///< Q
  /// H (I − H)⁻¹ (Pᵀ Q)⁻¹ Pᵀ by rows: times a change, what is to be added along each mode
  std::vector<double> part;
};

/// `count` modes, the slowest first. Modes beyond the first gap in the eigenvalues that is wide
/// enough to tell them apart are zero, and so are all where what they would add is far larger than
/// the change it is known from (feedback near one). `size`: of the unknowns, by row of the matrix.
[[nodiscard]] SlowModes slow_modes(const RowMatrix& matrix, std::uint32_t begin, std::uint32_t end,
                                   std::span<const double> size, std::uint32_t count);

}  // namespace plume
