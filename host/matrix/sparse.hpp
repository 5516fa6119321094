// SPDX-License-Identifier: Apache-2.0
// A square sparse matrix by columns, and its LU factorisation by KLU in fp64 with one step of
// iterative refinement. Source: Davis & Palamadai Natarajan (2010), "Algorithm 907: KLU", ACM TOMS
// 37(3).
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace plume {

struct Triplet {
  std::uint32_t row, column;
  double value;
};

/// Compressed sparse columns; duplicates summed, rows ascending. Explicit zeros stay.
struct SparseColumns {
  std::uint32_t size = 0;
  std::vector<std::int64_t> column_begin;  ///< [size + 1]
  std::vector<std::int64_t> row;
  std::vector<double> value;

  static SparseColumns from_triplets(std::uint32_t size, std::vector<Triplet> triplets);
  void multiply(std::span<const double> x, std::span<double> y) const;             ///< y = A x
  void multiply_transposed(std::span<const double> x, std::span<double> y) const;  ///< y = Aᵀ x
};

class DirectSolver {
 public:
  DirectSolver();
  ~DirectSolver();
  DirectSolver(const DirectSolver&) = delete;
  DirectSolver& operator=(const DirectSolver&) = delete;

  /// Floating point operations of a factorisation by what the ordering tells of fill-in, without
  /// pivoting. The ordering is kept for factor().
  [[nodiscard]] double expected_operations(const SparseColumns& matrix);

  /// Factorises. False if the matrix is singular or not finite; `singular_column` then says where
  /// elimination stopped. The ordering is kept between calls with the same pattern.
  bool factor(const SparseColumns& matrix);
  [[nodiscard]] std::uint32_t singular_column() const { return singular_column_; }

  /// Solve A x = b and Aᵀ x = b in place, one refinement step. After a successful factor(), with
  /// that matrix still alive.
  void solve(std::span<double> b) const;
  void solve_transposed(std::span<double> b) const;

 private:
  bool analyse(const SparseColumns& matrix);

  struct State;
  std::unique_ptr<State> state_;
  std::uint32_t singular_column_ = 0;
};

}  // namespace plume
