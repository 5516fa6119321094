// SPDX-License-Identifier: Apache-2.0
// LU with partial pivoting in 31 digits, for the few small systems that are too near to singular
// for fp64.
//
//     DenseFactors factors(n);
//     // entries of one cell are summed without loss
//     factors.add(row, column, value);
//     if (factors.factor()) factors.solve(b);              // in place
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "host/matrix/double_double.hpp"

namespace plume {

class DenseFactors {
 public:
  explicit DenseFactors(std::uint32_t size)
      : size_(size), cell_(std::size_t{size} * size), order_(size) {}

  void add(std::uint32_t row, std::uint32_t column, double value) { at(row, column) += value; }

  /// False if a pivot is zero: the matrix is singular as far as 31 digits tell.
  [[nodiscard]] bool factor();
  void solve(std::span<DoubleDouble> b) const;

 private:
  [[nodiscard]] DoubleDouble& at(std::uint32_t row, std::uint32_t column) {
    return cell_[std::size_t{row} * size_ + column];
  }

  std::uint32_t size_;
  std::vector<DoubleDouble> cell_;
  std::vector<std::uint32_t> order_;  ///< row that was pivot of each column
};

}  // namespace plume
