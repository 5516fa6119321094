// SPDX-License-Identifier: Apache-2.0
// One linear system in fp64: by sparse LU where factors are cheap, by iteration where they would
// fill in, and then by LU only if the iteration does not reach the error of rounding.
//
//     SystemSolver solver;
//     if (!solver.prepare(matrix, order)) …;            // singular: solver.singular_column()
//     if (!solver.solve(b)) …;                          // found singular only now
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "host/matrix/iterative_solver.hpp"
#include "host/matrix/sparse.hpp"

namespace plume {

/// From here on factors are not made before they are needed. Rows tell little of what they cost: of
/// one ecoinvent-like system of 12,000 rows they take 5·10⁸ operations and a quarter of a second,
/// of another of 20,000 rows 4·10¹⁰ and 15 seconds, where iteration takes less than one.
struct DirectLimits {
  std::size_t rows = 25'000;
  std::size_t entries = 2'000'000;
  double operations = 3e9;  ///< of the factorisation, as the ordering tells
};

class SystemSolver {
 public:
  explicit SystemSolver(DirectLimits limits = {}) : limits_(limits) {}

  /// `order`: of the sweeps, should it come to them (see IterativeSolver). False if the matrix is
  /// known to be singular. The matrix must live as long as it is solved with, and keep its pattern
  /// from one call to the next.
  bool prepare(const SparseColumns& matrix, std::span<const std::uint32_t> order);

  /// Solve in place. False if the matrix turns out to be singular; b is then as it was.
  bool solve(std::span<double> b);
  bool solve_transposed(std::span<double> b);

  [[nodiscard]] std::uint32_t singular_column() const { return direct_.singular_column(); }
  [[nodiscard]] bool uses_factors() const { return factored_; }
  [[nodiscard]] std::uint64_t num_passes() const { return iterative_.num_passes(); }

 private:
  bool fills_in();
  bool factor();

  DirectLimits limits_;
  const SparseColumns* matrix_ = nullptr;
  DirectSolver direct_;
  IterativeSolver iterative_;
  bool iterates_ = false, factored_ = false;
};

}  // namespace plume
