// SPDX-License-Identifier: Apache-2.0
#include "host/compile/slow_rows.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace plume {
namespace {

constexpr int num_starts = 4, num_sweeps = 12;
constexpr double strong_feedback = 0.05;  ///< a row takes this share of an earlier row's output

/// Errors of either sign and different sizes, the same in every run.
double start_error(std::uint32_t row, std::uint32_t start) {
  std::uint32_t h = (row + start * 77777u) * 2654435761u;
  h ^= h >> 15;
  h *= 2246822519u;
  h ^= h >> 13;
  return ((h & 1u) != 0 ? 1.0 : -1.0) * (1.0 + static_cast<double>(h >> 8 & 255u) / 256.0);
}

}  // namespace

std::vector<std::uint32_t> slow_rows(const RowMatrix& matrix, std::uint32_t begin, std::uint32_t end,
                                     std::span<const double> weight, std::span<const double> size,
                                     std::uint32_t count) {
  std::vector<std::uint32_t> rows(end - begin);
  std::iota(rows.begin(), rows.end(), begin);
  if (rows.size() <= count) return rows;
  std::vector<double> error(weight.size(), 0.0), part(weight.size()), share(weight.size(), 0.0);
  for (std::uint32_t start = 0; start < num_starts; ++start) {
    for (const std::uint32_t row : rows) error[row] = size[row] * start_error(row, start);
    for (int sweep = 0; sweep < num_sweeps; ++sweep) {
      double total = 0.0;
      for (const std::uint32_t row : rows) {
        double sum = 0.0;
        for (std::uint32_t k = matrix.begin[row]; k < matrix.begin[row + std::size_t{1}]; ++k)
          sum += matrix.value[k] * error[matrix.column[k]];
        const double after = -sum / matrix.diagonal[row];
        part[row] = weight[row] * std::abs(after - error[row]);
        error[row] = after;
        total += part[row];
      }
      if (!(total > 0.0) || !std::isfinite(total)) break;
      for (const std::uint32_t row : rows) share[row] = std::max(share[row], part[row] / total);
    }
  }
  std::vector<bool> strong(weight.size(), false);
  std::uint32_t num_strong = 0;
  for (const std::uint32_t row : rows) {
    for (std::uint32_t k = matrix.begin[row]; k < matrix.begin[row + std::size_t{1}]; ++k) {
      const std::uint32_t column = matrix.column[k];
      if (column <= row || column >= end || strong[column] || !(weight[column] > 0.0)) continue;
      if (std::abs(matrix.value[k]) * size[column] < strong_feedback * std::abs(matrix.diagonal[row]) * size[row])
        continue;
      strong[column] = true;
      ++num_strong;
    }
  }
  std::stable_sort(rows.begin(), rows.end(), [&](std::uint32_t a, std::uint32_t b) {
    return strong[a] != strong[b] ? strong[a] : share[a] > share[b];
  });
  rows.resize(std::min<std::size_t>(rows.size(), std::size_t{num_strong} + count));
  std::sort(rows.begin(), rows.end());
  return rows;
}

}  // namespace plume
