// SPDX-License-Identifier: Apache-2.0
#include "host/matrix/sparse.hpp"

#include <suitesparse/klu.h>

#include <algorithm>
#include <cmath>
#include <new>

namespace plume {

SparseColumns SparseColumns::from_triplets(std::uint32_t size, std::vector<Triplet> triplets) {
  std::stable_sort(triplets.begin(), triplets.end(), [](const Triplet& a, const Triplet& b) {
    return a.column != b.column ? a.column < b.column : a.row < b.row;
  });
  SparseColumns m;
  m.size = size;
  m.column_begin.assign(size + std::size_t{1}, 0);
  for (std::size_t i = 0; i < triplets.size(); ++i) {
    const Triplet& t = triplets[i];
    if (i > 0 && triplets[i - 1].column == t.column && triplets[i - 1].row == t.row) {
      m.value.back() += t.value;
      continue;
    }
    m.row.push_back(t.row);
    m.value.push_back(t.value);
    ++m.column_begin[t.column + std::size_t{1}];
  }
  for (std::size_t c = 0; c < size; ++c) m.column_begin[c + 1] += m.column_begin[c];
  return m;
}

void SparseColumns::multiply(std::span<const double> x, std::span<double> y) const {
  std::fill(y.begin(), y.end(), 0.0);
  for (std::size_t c = 0; c < size; ++c) {
    for (auto k = column_begin[c]; k < column_begin[c + 1]; ++k) {
      y[static_cast<std::size_t>(row[static_cast<std::size_t>(k)])] +=
          value[static_cast<std::size_t>(k)] * x[c];
    }
  }
}

void SparseColumns::multiply_transposed(std::span<const double> x, std::span<double> y) const {
  for (std::size_t c = 0; c < size; ++c) {
    double sum = 0.0;
    for (auto k = column_begin[c]; k < column_begin[c + 1]; ++k) {
      sum += value[static_cast<std::size_t>(k)] *
             x[static_cast<std::size_t>(row[static_cast<std::size_t>(k)])];
    }
    y[c] = sum;
  }
}

struct DirectSolver::State {
  klu_l_common common{};
  klu_l_symbolic* symbolic = nullptr;
  klu_l_numeric* numeric = nullptr;
  const SparseColumns* matrix = nullptr;

  State() { klu_l_defaults(&common); }
  ~State() { release(); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  void release() {
    if (numeric != nullptr) klu_l_free_numeric(&numeric, &common);
    if (symbolic != nullptr) klu_l_free_symbolic(&symbolic, &common);
  }
};

DirectSolver::DirectSolver() : state_(std::make_unique<State>()) {}
DirectSolver::~DirectSolver() = default;

/// The ordering, unless it is there. False where no permutation has entries all along the diagonal.
bool DirectSolver::analyse(const SparseColumns& matrix) {
  State& s = *state_;
  static_assert(sizeof(SuiteSparse_long) == sizeof(std::int64_t));
  if (s.symbolic == nullptr) {
    auto* begin = const_cast<std::int64_t*>(matrix.column_begin.data());
    auto* rows = const_cast<std::int64_t*>(matrix.row.data());
    s.symbolic = klu_l_analyze(matrix.size, reinterpret_cast<SuiteSparse_long*>(begin),
                               reinterpret_cast<SuiteSparse_long*>(rows), &s.common);
    if (s.symbolic == nullptr && s.common.status == KLU_OUT_OF_MEMORY) throw std::bad_alloc();
  }
  return s.symbolic != nullptr;
}

double DirectSolver::expected_operations(const SparseColumns& matrix) {
  return analyse(matrix) ? state_->symbolic->est_flops : 0.0;
}

bool DirectSolver::factor(const SparseColumns& matrix) {
  State& s = *state_;
  s.matrix = nullptr;
  if (!std::all_of(matrix.value.begin(), matrix.value.end(),
                   [](double v) { return std::isfinite(v); }))
    return false;
  auto* begin = const_cast<std::int64_t*>(matrix.column_begin.data());
  auto* rows = const_cast<std::int64_t*>(matrix.row.data());
  auto* values = const_cast<double*>(matrix.value.data());
  if (!analyse(matrix)) {
    singular_column_ = 0;
    return false;
  }
  if (s.numeric != nullptr) klu_l_free_numeric(&s.numeric, &s.common);
  s.numeric =
      klu_l_factor(reinterpret_cast<SuiteSparse_long*>(begin),
                   reinterpret_cast<SuiteSparse_long*>(rows), values, s.symbolic, &s.common);
  if (s.numeric == nullptr || s.common.status == KLU_SINGULAR) {
    if (s.common.status == KLU_OUT_OF_MEMORY) throw std::bad_alloc();
    const auto column = s.common.singular_col;
    singular_column_ = column >= 0 && column < static_cast<SuiteSparse_long>(matrix.size)
                           ? static_cast<std::uint32_t>(column)
                           : 0;
    return false;
  }
  s.matrix = &matrix;
  return true;
}

void DirectSolver::solve(std::span<double> b) const {
  State& s = *state_;
  const auto n = static_cast<SuiteSparse_long>(s.matrix->size);
  const std::vector<double> right(b.begin(), b.end());
  klu_l_solve(s.symbolic, s.numeric, n, 1, b.data(), &s.common);
  std::vector<double> residual(right.size());
  s.matrix->multiply(b, residual);
  for (std::size_t i = 0; i < right.size(); ++i) residual[i] = right[i] - residual[i];
  klu_l_solve(s.symbolic, s.numeric, n, 1, residual.data(), &s.common);
  for (std::size_t i = 0; i < right.size(); ++i) b[i] += residual[i];
}

void DirectSolver::solve_transposed(std::span<double> b) const {
  State& s = *state_;
  const auto n = static_cast<SuiteSparse_long>(s.matrix->size);
  const std::vector<double> right(b.begin(), b.end());
  klu_l_tsolve(s.symbolic, s.numeric, n, 1, b.data(), &s.common);
  std::vector<double> residual(right.size());
  s.matrix->multiply_transposed(b, residual);
  for (std::size_t i = 0; i < right.size(); ++i) residual[i] = right[i] - residual[i];
  klu_l_tsolve(s.symbolic, s.numeric, n, 1, residual.data(), &s.common);
  for (std::size_t i = 0; i < right.size(); ++i) b[i] += residual[i];
}

}  // namespace plume
