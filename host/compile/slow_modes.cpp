// SPDX-License-Identifier: Apache-2.0
#include "host/compile/slow_modes.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "host/compile/start_error.hpp"

namespace plume {
namespace {

constexpr int num_passes = 60;
/// columns beside those asked for: the more, the sooner these converge
constexpr std::uint32_t num_guards = 4;
/// most that a sweep takes a mode of unit length out of their space
constexpr double converged = 1e-3;
/// of a column against what it was before the others were taken out
constexpr double least_length = 1e-12;
constexpr double least_pivot = 1e-6;   ///< of overlaps of modes of unit length
constexpr double largest_gain = 10.0;  ///< of what is added over the change that it is known from

using Vector = std::vector<double>;

double product(const Vector& a, const Vector& b) {
  double sum = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

/// A block with its unknowns measured by their sizes.
class Sweeps {
 public:
  Sweeps(const RowMatrix& matrix, std::uint32_t begin, std::uint32_t end,
         std::span<const double> size)
      : matrix_(matrix),
        begin_(begin),
        count_(end - begin),
        size_(size.subspan(begin, end - begin)) {}

  [[nodiscard]] std::size_t count() const { return count_; }

  /// e ← M e
  void forward(Vector& e) const {
    for (std::size_t row = 0; row < count_; ++row) {
      double sum = 0.0;
      for_entries(
          row, [&](std::size_t column, double value) { sum += value * size_[column] * e[column]; });
      e[row] = -sum / (diagonal(row) * size_[row]);
    }
  }

  /// e ← Mᵀ e = −Uᵀ (D + L)⁻ᵀ e
  void backward(Vector& e) const {
    Vector after(count_, 0.0);
    for (std::size_t row = count_; row-- > 0;) {
      const double z = e[row] / (diagonal(row) * size_[row]);
      for_entries(row, [&](std::size_t column, double value) {
        (column < row ? e : after)[column] -= value * size_[column] * z;
      });
    }
    e.swap(after);
  }

 private:
  template <class Use>
  void for_entries(std::size_t row, Use use) const {
    for (std::uint32_t k = matrix_.begin[begin_ + row]; k < matrix_.begin[begin_ + row + 1]; ++k) {
      // wraps round where it lies before the block
      const std::uint32_t column = matrix_.column[k] - begin_;
      if (column < count_) use(column, matrix_.value[k]);
    }
  }
  [[nodiscard]] double diagonal(std::size_t row) const { return matrix_.diagonal[begin_ + row]; }

  const RowMatrix& matrix_;
  std::uint32_t begin_;
  std::size_t count_;
  std::span<const double> size_;
};

/// Gram-Schmidt in order, so that the first columns span what the first columns spanned; what is
/// left of none becomes zero.
void make_orthogonal(std::vector<Vector>& columns) {
  for (std::size_t j = 0; j < columns.size(); ++j) {
    const double before = std::sqrt(product(columns[j], columns[j]));
    for (int twice = 0; twice < 2; ++twice) {
      for (std::size_t i = 0; i < j; ++i) {
        const double along = product(columns[i], columns[j]);
        for (std::size_t row = 0; row < columns[j].size(); ++row)
          columns[j][row] -= along * columns[i][row];
      }
    }
    const double length = std::sqrt(product(columns[j], columns[j]));
    const double scale =
        length > least_length * before && std::isfinite(length) ? 1.0 / length : 0.0;
    for (double& value : columns[j]) value = scale > 0.0 ? value * scale : 0.0;
  }
}

/// Orthonormal columns whose first ones span, for any number of them, nearly what `step` makes most
/// of.
template <class Step>
std::vector<Vector> dominant(std::size_t rows, std::size_t count, Step step) {
  std::vector<Vector> columns(std::min<std::size_t>(rows, count + num_guards), Vector(rows));
  for (std::size_t j = 0; j < columns.size(); ++j) {
    for (std::size_t row = 0; row < rows; ++row)
      columns[j][row] = start_error(static_cast<std::uint32_t>(row), static_cast<std::uint32_t>(j));
  }
  make_orthogonal(columns);
  for (int pass = 0; pass < num_passes; ++pass) {
    for (Vector& column : columns) step(column);
    make_orthogonal(columns);
  }
  columns.resize(std::min(columns.size(), count));
  return columns;
}

std::vector<Vector> images_of(std::vector<Vector> columns, const auto& step) {
  for (Vector& column : columns) step(column);
  return columns;
}

/// How many of the first columns span a space of their own, at most: two of nearly equal
/// eigenvalues converge together or not at all.
std::size_t num_settled(const std::vector<Vector>& columns, const std::vector<Vector>& images,
                        std::size_t most) {
  for (std::size_t k = most; k > 0; --k) {
    double outside = 0.0;
    for (std::size_t j = 0; j < k; ++j) {
      double squares = product(images[j], images[j]);
      for (std::size_t i = 0; i < k; ++i) {
        const double along = product(columns[i], images[j]);
        squares -= along * along;
      }
      outside = std::max(outside, squares);
    }
    if (outside <= converged * converged) return k;
  }
  return 0;
}

using Small = std::vector<Vector>;  ///< [row][column]

/// Solves M X = B in place of B by elimination with pivots; false where M is singular to rounding.
bool divide(Small m, Small& b) {
  const std::size_t n = m.size();
  for (std::size_t k = 0; k < n; ++k) {
    std::size_t best = k;
    for (std::size_t i = k + 1; i < n; ++i)
      best = std::abs(m[i][k]) > std::abs(m[best][k]) ? i : best;
    if (!(std::abs(m[best][k]) > least_pivot)) return false;
    m[k].swap(m[best]);
    b[k].swap(b[best]);
    for (std::size_t i = 0; i < n; ++i) {
      if (i == k) continue;
      const double factor = m[i][k] / m[k][k];
      for (std::size_t j = k; j < n; ++j) m[i][j] -= factor * m[k][j];
      for (std::size_t j = 0; j < b[i].size(); ++j) b[i][j] -= factor * b[k][j];
    }
  }
  for (std::size_t k = 0; k < n; ++k) {
    for (double& value : b[k]) value /= m[k][k];
  }
  return true;
}

/// H (I − H)⁻¹ (Pᵀ Q)⁻¹ Pᵀ of the first k columns of each, [mode][row]; empty where it cannot be
/// had, or is too large to be believed.
Small parts_of(const std::vector<Vector>& q, const std::vector<Vector>& images,
               const std::vector<Vector>& p, std::size_t k) {
  Small overlap(k, Vector(k)), h(k, Vector(k)),
      left(p.begin(), p.begin() + static_cast<std::ptrdiff_t>(k));
  for (std::size_t i = 0; i < k; ++i) {
    for (std::size_t j = 0; j < k; ++j) {
      overlap[i][j] = product(p[i], q[j]);
      h[i][j] = product(p[i], images[j]);
    }
  }
  if (!divide(overlap, h) || !divide(overlap, left)) return {};
  Small rest = h;  // I − H, which H and its inverse commute with
  for (std::size_t i = 0; i < k; ++i) {
    for (std::size_t j = 0; j < k; ++j) rest[i][j] = (i == j ? 1.0 : 0.0) - h[i][j];
  }
  if (!divide(rest, h)) return {};
  for (const Vector& row : h) {
    if (!(std::sqrt(product(row, row)) <= largest_gain)) return {};
  }
  Small parts(k, Vector(left.front().size(), 0.0));
  for (std::size_t i = 0; i < k; ++i) {
    for (std::size_t j = 0; j < k; ++j) {
      for (std::size_t row = 0; row < parts[i].size(); ++row)
        parts[i][row] += h[i][j] * left[j][row];
    }
  }
  return parts;
}

}  // namespace

SlowModes slow_modes(const RowMatrix& matrix, std::uint32_t begin, std::uint32_t end,
                     std::span<const double> size, std::uint32_t count) {
  const Sweeps sweeps(matrix, begin, end, size);
  const auto forward = [&](Vector& e) { sweeps.forward(e); };
  const auto backward = [&](Vector& e) { sweeps.backward(e); };
  const std::size_t rows = sweeps.count();
  SlowModes found{Vector(count * rows, 0.0), Vector(count * rows, 0.0)};
  const std::vector<Vector> q = dominant(rows, count, forward), p = dominant(rows, count, backward);
  const std::vector<Vector> q_images = images_of(q, forward), p_images = images_of(p, backward);
  std::size_t k = q.size();
  Small parts;
  while (k > 0 && parts.empty()) {
    const std::size_t of_q = num_settled(q, q_images, k), of_p = num_settled(p, p_images, k);
    const bool together = of_q == k && of_p == k;
    if (together) parts = parts_of(q, q_images, p, k);
    if (parts.empty()) k = together ? k - 1 : std::min(of_q, of_p);
  }
  for (std::size_t i = 0; i < k; ++i) {
    for (std::size_t row = 0; row < rows; ++row) {
      found.mode[i * rows + row] = q[i][row] * size[begin + row];
      found.part[i * rows + row] = parts[i][row] / size[begin + row];
    }
  }
  return found;
}

}  // namespace plume
