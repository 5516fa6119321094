// SPDX-License-Identifier: Apache-2.0
// A stable sort by group, in two passes over what is sorted: how compressed rows, transposes and
// lists of neighbours are made.
//
//     CountingSort<std::uint32_t> rows(num_rows);
//     for (const auto& cell : cells) rows.count(cell.row);
//     rows.place();
//     for (const auto& cell : cells) column[rows.next(cell.row)] = cell.column;
//     // row r is at begins()[r] … begins()[r + 1]
//     rows.begins();
#pragma once

#include <cstddef>
#include <numeric>
#include <utility>
#include <vector>

namespace plume {

template <class Offset>
class CountingSort {
 public:
  explicit CountingSort(std::size_t num_groups) : begin_(num_groups + 1, 0) {}

  void count(std::size_t group) { ++begin_[group + 1]; }

  /// After all are counted, before the first is placed.
  void place() {
    std::partial_sum(begin_.begin(), begin_.end(), begin_.begin());
    next_.assign(begin_.begin(), begin_.end() - 1);
  }

  /// The place of the next one of a group, in the order in which they come.
  [[nodiscard]] Offset next(std::size_t group) { return next_[group]++; }

  [[nodiscard]] const std::vector<Offset>& begins() const& { return begin_; }
  [[nodiscard]] std::vector<Offset> begins() && { return std::move(begin_); }

 private:
  std::vector<Offset> begin_, next_;  ///< [groups + 1], [groups]
};

}  // namespace plume
