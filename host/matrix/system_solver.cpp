// SPDX-License-Identifier: Apache-2.0
#include "host/matrix/system_solver.hpp"

namespace plume {

bool SystemSolver::prepare(const SparseColumns& matrix, std::span<const std::uint32_t> order) {
  matrix_ = &matrix;
  factored_ = false;
  iterates_ = fills_in() && iterative_.prepare(matrix, order);
  return iterates_ || factor();
}

bool SystemSolver::fills_in() {
  const bool is_large = matrix_->size >= limits_.rows || matrix_->value.size() >= limits_.entries;
  return is_large || direct_.expected_operations(*matrix_) >= limits_.operations;
}

bool SystemSolver::factor() {
  iterates_ = false;
  factored_ = direct_.factor(*matrix_);
  return factored_;
}

bool SystemSolver::solve(std::span<double> b) {
  if (iterates_ && iterative_.solve(b)) return true;
  if (!factored_ && !factor()) return false;
  direct_.solve(b);
  return true;
}

bool SystemSolver::solve_transposed(std::span<double> b) {
  if (iterates_ && iterative_.solve_transposed(b)) return true;
  if (!factored_ && !factor()) return false;
  direct_.solve_transposed(b);
  return true;
}

}  // namespace plume
