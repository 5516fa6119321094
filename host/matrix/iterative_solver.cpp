// SPDX-License-Identifier: Apache-2.0
#include "host/matrix/iterative_solver.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace plume {
namespace {

constexpr std::size_t max_directions = 40;  ///< of one correction: they are kept, n numbers each
constexpr int max_corrections = 25;         ///< 1,000 passes
constexpr int first_sweeps = 30;
/// residual of a correction, relative to what it corrects
constexpr double correction_reduces = 1e-8;
constexpr double wanted_error = 0x1p-49;  ///< componentwise, sixteen units of rounding
/// rows of tens of thousands of terms round more than once
constexpr double accepted_error = 1e-13;

double dot(std::span<const double> a, std::span<const double> b) {
  double sum = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

}  // namespace

bool IterativeSolver::prepare(const SparseColumns& matrix, std::span<const std::uint32_t> order) {
  const std::uint32_t n = matrix.size;
  order_.assign(order.begin(), order.end());
  std::vector<std::uint32_t> place(n);
  for (std::uint32_t i = 0; i < n; ++i) place[order_[i]] = i;
  begin_.assign(1, 0);
  row_.clear();
  value_.clear();
  row_.reserve(matrix.value.size());
  value_.reserve(matrix.value.size());
  diagonal_.assign(n, 0.0);
  for (std::uint32_t j = 0; j < n; ++j) {
    const std::size_t column = order_[j];
    for (auto k = static_cast<std::size_t>(matrix.column_begin[column]);
         k < static_cast<std::size_t>(matrix.column_begin[column + 1]); ++k) {
      const std::uint32_t row = place[static_cast<std::size_t>(matrix.row[k])];
      if (!std::isfinite(matrix.value[k])) return false;
      if (row == j) {
        diagonal_[j] = matrix.value[k];
      } else if (matrix.value[k] != 0.0) {
        row_.push_back(row);
        value_.push_back(matrix.value[k]);
      }
    }
    begin_.push_back(row_.size());
    if (diagonal_[j] == 0.0) return false;
  }
  return true;
}

/// z = M⁻¹ v and product = A z, in one pass. v and product may not be the same.
void IterativeSolver::apply(std::span<const double> v, std::span<double> z,
                            std::span<double> product, bool transposed) {
  ++num_passes_;
  const std::size_t n = diagonal_.size();
  std::copy(v.begin(), v.end(), product.begin());  // A z = v + U z
  if (!transposed) {
    std::copy(v.begin(), v.end(), z.begin());
    for (std::size_t j = 0; j < n; ++j) {
      const double x = z[j] /= diagonal_[j];
      if (x == 0.0) continue;
      for (std::size_t k = begin_[j]; k < begin_[j + 1]; ++k) {
        const std::size_t i = row_[k];
        if (i > j) {
          z[i] -= value_[k] * x;
        } else {
          product[i] += value_[k] * x;
        }
      }
    }
    return;
  }
  // Column j of A is row j of Aᵀ: what stands below it belongs to M and is known, what stands above
  // follows.
  std::fill(z.begin(), z.end(), 0.0);
  for (std::size_t j = n; j-- > 0;) {
    double sum = v[j];
    for (std::size_t k = begin_[j]; k < begin_[j + 1]; ++k) {
      if (row_[k] > j) sum -= value_[k] * z[row_[k]];
    }
    z[j] = sum / diagonal_[j];
  }
  ++num_passes_;
  for (std::size_t j = 0; j < n; ++j) {
    for (std::size_t k = begin_[j]; k < begin_[j + 1]; ++k) {
      if (row_[k] < j) product[j] += value_[k] * z[row_[k]];
    }
  }
}

/// r = b − A x and size = |A| |x| + |b|; the largest |r| / size.
double IterativeSolver::residual(std::span<const double> b, std::span<const double> x,
                                 std::span<double> r, std::span<double> size, bool transposed) {
  ++num_passes_;
  const std::size_t n = diagonal_.size();
  for (std::size_t i = 0; i < n; ++i) {
    const double own = diagonal_[i] * x[i];
    r[i] = b[i] - own;
    size[i] = std::abs(b[i]) + std::abs(own);
  }
  for (std::size_t j = 0; j < n; ++j) {
    for (std::size_t k = begin_[j]; k < begin_[j + 1]; ++k) {
      const std::size_t to = transposed ? j : row_[k], from = transposed ? row_[k] : j;
      const double term = value_[k] * x[from];
      r[to] -= term;
      size[to] += std::abs(term);
    }
  }
  double largest = 0.0;
  for (std::size_t i = 0; i < n; ++i) {
    if (r[i] == 0.0) continue;
    const double error = std::abs(r[i]) / size[i];
    if (!(error <= largest)) largest = error;
    if (!std::isfinite(error)) return std::numeric_limits<double>::infinity();
  }
  return largest;
}

/// x += the solution for the right-hand side r, roughly, with rows measured in their sizes.
bool IterativeSolver::correct(std::span<const double> r, std::span<const double> size,
                              std::span<double> x, bool transposed) {
  const std::size_t n = diagonal_.size();
  // A row that holds nothing yet (its supply is still zero) counts like the largest of the others.
  const double largest_size = *std::max_element(size.begin(), size.end());
  std::vector<double> scale(n);
  for (std::size_t i = 0; i < n; ++i) scale[i] = size[i] > 0.0 ? size[i] : largest_size;
  std::vector<std::vector<double>> basis, preconditioned;
  std::vector<double> work(r.begin(), r.end());
  for (std::size_t i = 0; i < n; ++i) work[i] /= scale[i];
  const double start = std::sqrt(dot(work, work));
  if (!(start > 0.0) || !std::isfinite(start)) return false;
  for (double& value : work) value /= start;
  basis.push_back(work);
  // R of the QR factorisation of the Hessenberg matrix, by columns
  std::vector<std::vector<double>> upper;
  std::vector<double> cosine, sine, right{start};
  std::vector<double> v(n);
  while (upper.size() < max_directions && std::abs(right.back()) > correction_reduces * start) {
    const std::size_t step = upper.size();
    for (std::size_t i = 0; i < n; ++i) v[i] = basis[step][i] * scale[i];
    preconditioned.emplace_back(n);
    apply(v, preconditioned.back(), work, transposed);
    for (std::size_t i = 0; i < n; ++i) work[i] /= scale[i];
    std::vector<double> column;
    for (std::size_t k = 0; k <= step; ++k) {
      const double part = dot(work, basis[k]);
      column.push_back(part);
      for (std::size_t i = 0; i < n; ++i) work[i] -= part * basis[k][i];
    }
    const double rest = std::sqrt(dot(work, work));
    if (!std::isfinite(rest)) return false;
    for (std::size_t k = 0; k < step; ++k) {
      const double above = column[k], below = column[k + 1];
      column[k] = cosine[k] * above + sine[k] * below;
      column[k + 1] = cosine[k] * below - sine[k] * above;
    }
    const double length = std::hypot(column[step], rest);
    if (!(length > 0.0)) return false;
    cosine.push_back(column[step] / length);
    sine.push_back(rest / length);
    column[step] = length;
    upper.push_back(std::move(column));
    right.push_back(-sine[step] * right[step]);
    right[step] *= cosine[step];
    if (!(rest > 0.0)) break;
    for (double& value : work) value /= rest;
    basis.push_back(work);
  }
  std::vector<double> weight(upper.size());
  for (std::size_t k = upper.size(); k-- > 0;) {
    double sum = right[k];
    for (std::size_t l = k + 1; l < upper.size(); ++l) sum -= upper[l][k] * weight[l];
    weight[k] = sum / upper[k][k];
  }
  for (std::size_t k = 0; k < upper.size(); ++k) {
    for (std::size_t i = 0; i < n; ++i) x[i] += weight[k] * preconditioned[k][i];
  }
  return true;
}

bool IterativeSolver::solve_either(std::span<double> b, bool transposed) {
  const std::size_t n = diagonal_.size();
  std::vector<double> right(n), x(n), r(n), size(n), best;
  for (std::size_t i = 0; i < n; ++i) right[i] = b[order_[i]];
  double best_error = std::numeric_limits<double>::infinity();
  // Plain sweeps first: they say how large everything is.
  std::vector<double> step(n), ignored(n);
  apply(right, x, ignored, transposed);
  for (int sweep = 0; sweep < first_sweeps && residual(right, x, r, size, transposed) > 0.1;
       ++sweep) {
    apply(r, step, ignored, transposed);
    for (std::size_t i = 0; i < n; ++i) x[i] += step[i];
  }
  for (int correction = 0;; ++correction) {
    const double error = residual(right, x, r, size, transposed);

    const bool better = error < 0.5 * best_error;
    if (error < best_error) {
      best_error = error;
      best = x;
    }
    if (best_error <= wanted_error || correction == max_corrections) break;
    // Early corrections may only find out how large things are; later ones have to help.
    if (!better && correction > 3) break;
    if (!correct(r, size, x, transposed)) break;
  }

  if (!(best_error <= accepted_error)) return false;
  for (std::size_t i = 0; i < n; ++i) b[order_[i]] = best[i];
  return true;
}

}  // namespace plume
