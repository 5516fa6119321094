// SPDX-License-Identifier: Apache-2.0
// Correlation matrices: the nearest one to a matrix that is none, and the factor that draws are
// mixed with.
//
// Source: Higham (2002), "Computing the nearest correlation matrix - a problem from finance", IMA
// J. Numer. Anal. 22: alternating projections onto the positive semidefinite matrices and those
// with unit diagonal, with Dykstra's correction. Eigenvalues by Jacobi rotations: matrices here
// have tens of rows, not thousands.
#pragma once

#include <cstddef>
#include <vector>

namespace plume {

/// Square, by rows.
struct SquareMatrix {
  std::size_t size = 0;
  std::vector<double> values;
  [[nodiscard]] double at(std::size_t row, std::size_t column) const {
    return values[row * size + column];
  }
  [[nodiscard]] double& at(std::size_t row, std::size_t column) {
    return values[row * size + column];
  }
};

/// Eigenvalues, and eigenvectors as columns, of a symmetric matrix. Not sorted.
struct EigenPairs {
  std::vector<double> values;
  SquareMatrix vectors;
};
[[nodiscard]] EigenPairs symmetric_eigen(SquareMatrix matrix);

[[nodiscard]] double smallest_eigenvalue(const SquareMatrix& symmetric);

/// The correlation matrix with no eigenvalue below `floor` (0 < floor ≪ 1) that is nearest to it,
/// up to rounding and `floor`.
[[nodiscard]] SquareMatrix nearest_correlation(const SquareMatrix& symmetric, double floor);

/// L with L Lᵀ = the matrix, lower triangle by rows. Semidefinite matrices will do: a dimension
/// that earlier ones determine adds nothing.
[[nodiscard]] std::vector<double> cholesky(const SquareMatrix& matrix);

}  // namespace plume
