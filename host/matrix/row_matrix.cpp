// SPDX-License-Identifier: Apache-2.0
#include "host/matrix/row_matrix.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "host/matrix/counting_sort.hpp"

namespace plume {
namespace {

constexpr int most_sweeps = 60;
constexpr double sweep_tolerance = 1e-7;

}  // namespace

RowMatrix RowMatrix::from_cells(std::span<const Triplet> cells, std::vector<double> diagonal) {
  CountingSort<std::uint32_t> rows(diagonal.size());
  for (const Triplet& cell : cells) rows.count(cell.row);
  rows.place();
  RowMatrix matrix;
  matrix.column.resize(cells.size());
  matrix.value.resize(cells.size());
  for (const Triplet& cell : cells) {
    const std::uint32_t to = rows.next(cell.row);
    matrix.column[to] = cell.column;
    matrix.value[to] = cell.value;
  }
  matrix.begin = std::move(rows).begins();
  matrix.diagonal = std::move(diagonal);
  return matrix;
}

RowMatrix RowMatrix::transposed() const {
  CountingSort<std::uint32_t> rows(size());
  for (const std::uint32_t c : column) rows.count(c);
  rows.place();
  RowMatrix t;
  t.column.resize(column.size());
  t.value.resize(value.size());
  for (std::uint32_t row = 0; row < size(); ++row) {
    for_each(row, [&](std::uint32_t c, double v) {
      const std::uint32_t to = rows.next(c);
      t.column[to] = row;
      t.value[to] = v;
    });
  }
  t.begin = std::move(rows).begins();
  t.diagonal = diagonal;
  return t;
}

SparseColumns RowMatrix::columns() const {
  std::vector<Triplet> triplets;
  triplets.reserve(column.size() + diagonal.size());
  for (std::uint32_t row = 0; row < size(); ++row) {
    triplets.push_back({row, row, diagonal[row]});
    for_each(row, [&](std::uint32_t c, double v) { triplets.push_back({row, c, v}); });
  }
  return SparseColumns::from_triplets(size(), std::move(triplets));
}

bool solve_by_sweeps(const RowMatrix& matrix, std::span<const double> right, std::span<double> x,
                     std::size_t count, SweepOrder order) {
  const std::uint32_t n = matrix.size();
  std::vector<double> sum(count);
  for (int sweep = 0; sweep < most_sweeps; ++sweep) {
    double change = 0.0, total = 0.0;
    for (std::uint32_t i = 0; i < n; ++i) {
      const std::uint32_t row = order == SweepOrder::backwards ? n - 1 - i : i;
      std::copy_n(right.begin() + static_cast<std::ptrdiff_t>(row * count), count, sum.begin());
      matrix.for_each(row, [&](std::uint32_t column, double a) {
        const double* const other = &x[column * count];
        for (std::size_t j = 0; j < count; ++j) sum[j] -= a * other[j];
      });
      const double inverse = 1.0 / matrix.diagonal[row];
      for (std::size_t j = 0; j < count; ++j) {
        const double next = sum[j] * inverse;
        change += std::abs(next - x[row * count + j]);
        total += std::abs(next);
        x[row * count + j] = next;
      }
    }
    if (!std::isfinite(total)) return false;
    if (change <= sweep_tolerance * total) return true;
  }
  return false;
}

}  // namespace plume
