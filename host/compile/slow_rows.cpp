// SPDX-License-Identifier: Apache-2.0
#include "host/compile/slow_rows.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>

#include "host/compile/start_error.hpp"

namespace plume {
namespace {

constexpr int num_starts = 4, num_sweeps = 12;
constexpr double strong_feedback = 0.05;  ///< a row takes this share of an earlier row's output

}  // namespace

std::vector<std::vector<std::uint32_t>> slow_rows(const RowMatrix& matrix, std::uint32_t begin,
                                                  std::uint32_t end, std::span<const double> weight,
                                                  std::span<const double> size,
                                                  const std::vector<std::uint32_t>& counts) {
  std::vector<std::uint32_t> rows(end - begin);
  std::iota(rows.begin(), rows.end(), begin);
  if (rows.size() <= *std::min_element(counts.begin(), counts.end())) return {counts.size(), rows};
  // Numbered within the block: many blocks must not cost the whole matrix each.
  const auto inside = [&](std::uint32_t row) { return row >= begin && row < end; };
  std::vector<double> error(rows.size()), part(rows.size()), share(rows.size(), 0.0);
  for (std::uint32_t start = 0; start < num_starts; ++start) {
    for (const std::uint32_t row : rows) error[row - begin] = size[row] * start_error(row, start);
    for (int sweep = 0; sweep < num_sweeps; ++sweep) {
      double total = 0.0;
      for (const std::uint32_t row : rows) {
        double sum = 0.0;
        for (std::uint32_t k = matrix.begin[row]; k < matrix.begin[row + std::size_t{1}]; ++k) {
          if (inside(matrix.column[k])) sum += matrix.value[k] * error[matrix.column[k] - begin];
        }
        const double after = -sum / matrix.diagonal[row];
        part[row - begin] = weight[row] * std::abs(after - error[row - begin]);
        error[row - begin] = after;
        total += part[row - begin];
      }
      if (!(total > 0.0) || !std::isfinite(total)) break;
      for (std::size_t i = 0; i < share.size(); ++i) share[i] = std::max(share[i], part[i] / total);
    }
  }
  std::vector<bool> strong(rows.size(), false);
  for (const std::uint32_t row : rows) {
    for (std::uint32_t k = matrix.begin[row]; k < matrix.begin[row + std::size_t{1}]; ++k) {
      const std::uint32_t column = matrix.column[k];
      if (!inside(column) || column <= row || !(weight[column] > 0.0)) continue;
      if (std::abs(matrix.value[k]) * size[column] >=
          strong_feedback * std::abs(matrix.diagonal[row]) * size[row])
        strong[column - begin] = true;
    }
  }
  const auto num_strong = static_cast<std::size_t>(std::count(strong.begin(), strong.end(), true));
  std::stable_sort(rows.begin(), rows.end(), [&](std::uint32_t a, std::uint32_t b) {
    return strong[a - begin] != strong[b - begin] ? strong[a - begin]
                                                  : share[a - begin] > share[b - begin];
  });
  std::vector<std::vector<std::uint32_t>> lists;
  for (const std::uint32_t count : counts) {
    const std::size_t length = std::min(rows.size(), num_strong + count);
    lists.emplace_back(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(length));
    std::sort(lists.back().begin(), lists.back().end());
  }
  return lists;
}

}  // namespace plume
