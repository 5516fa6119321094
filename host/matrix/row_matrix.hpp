// SPDX-License-Identifier: Apache-2.0
// A square matrix by rows, its diagonal apart, as Gauss-Seidel sweeps go through it.
//
//     RowMatrix matrix = RowMatrix::from_cells(cells, diagonal);
//     // A x = right, from what x holds
//     solve_by_sweeps(matrix, right, x, 1, SweepOrder::forwards);
//     solve_by_sweeps(matrix.transposed(), other, y, 1, SweepOrder::backwards);   // Aᵀ y = other
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "host/matrix/sparse.hpp"

namespace plume {

struct RowMatrix {
  std::vector<std::uint32_t> begin, column;  ///< [rows + 1], [entries]
  std::vector<double> value, diagonal;       ///< [entries], [rows]

  /// `cells` off the diagonal, in any order; those of a row keep theirs, and those of one place
  /// stand beside each other.
  static RowMatrix from_cells(std::span<const Triplet> cells, std::vector<double> diagonal);

  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(diagonal.size()); }
  [[nodiscard]] RowMatrix transposed() const;
  [[nodiscard]] SparseColumns columns() const;

  /// use(column, value) for every entry of a row but that on the diagonal.
  template <class Use>
  void for_each(std::uint32_t row, Use use) const {
    for (std::size_t k = begin[row]; k < begin[row + std::size_t{1}]; ++k) use(column[k], value[k]);
  }
};

/// Rows from the first to the last, or from the last to the first: of a transposed matrix the order
/// that its own was solved in.
enum class SweepOrder : std::uint8_t { forwards, backwards };

/// Gauss-Seidel from what x holds, `count` right-hand sides side by side: x[row · count + i]. False
/// if it has not come to rest after 60 sweeps, with changes of 10⁻⁷ of what is there.
bool solve_by_sweeps(const RowMatrix& matrix, std::span<const double> right, std::span<double> x,
                     std::size_t count, SweepOrder order);

}  // namespace plume
