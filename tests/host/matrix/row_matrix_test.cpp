// SPDX-License-Identifier: Apache-2.0
#include "host/matrix/row_matrix.hpp"

#include <gmock/gmock.h>

#include <limits>
#include <utility>
#include <vector>

namespace plume::row_matrix_test {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// 2 −1  0      two entries on the place of −1: −1.5 and 0.5
/// 0  4 −2
/// −1 0  5
RowMatrix cycle() {
  const std::vector<Triplet> cells = {{2, 0, -1.0}, {0, 1, -1.5}, {1, 2, -2.0}, {0, 1, 0.5}};
  return RowMatrix::from_cells(cells, {2.0, 4.0, 5.0});
}

TEST(RowMatrix, SortsCellsByRowAndKeepsTheirOrderWithinIt) {
  const RowMatrix matrix = cycle();
  EXPECT_EQ(3u, matrix.size());
  EXPECT_THAT(matrix.begin, ElementsAre(0, 2, 3, 4));
  EXPECT_THAT(matrix.column, ElementsAre(1, 1, 2, 0));
  EXPECT_THAT(matrix.value, ElementsAre(-1.5, 0.5, -2.0, -1.0));
  EXPECT_THAT(matrix.diagonal, ElementsAre(2.0, 4.0, 5.0));
}

TEST(RowMatrix, GoesThroughTheEntriesOfARow) {
  std::vector<std::pair<std::uint32_t, double>> seen;
  cycle().for_each(0,
                   [&](std::uint32_t column, double value) { seen.emplace_back(column, value); });
  EXPECT_THAT(seen, ElementsAre(std::pair(1u, -1.5), std::pair(1u, 0.5)));
}

TEST(RowMatrix, TransposedListsRowsInTheirOrder) {
  const std::vector<Triplet> cells = {{0, 2, 1.0}, {1, 2, 2.0}, {1, 0, 3.0}};
  const RowMatrix transposed = RowMatrix::from_cells(cells, {7.0, 8.0, 9.0}).transposed();
  EXPECT_THAT(transposed.begin, ElementsAre(0, 1, 1, 3));
  EXPECT_THAT(transposed.column, ElementsAre(1, 0, 1));
  EXPECT_THAT(transposed.value, ElementsAre(3.0, 1.0, 2.0));
  EXPECT_THAT(transposed.diagonal, ElementsAre(7.0, 8.0, 9.0));
}

TEST(RowMatrix, ColumnsHoldTheDiagonalAndSums) {
  const SparseColumns columns = cycle().columns();
  EXPECT_EQ(3u, columns.size);
  EXPECT_THAT(columns.column_begin, ElementsAre(0, 2, 4, 6));
  EXPECT_THAT(columns.row, ElementsAre(0, 2, 0, 1, 1, 2));
  EXPECT_THAT(columns.value, ElementsAre(2.0, -1.0, -1.0, 4.0, -2.0, 5.0));
}

TEST(RowMatrix, OfNothingIsEmpty) {
  const RowMatrix matrix = RowMatrix::from_cells({}, {});
  EXPECT_EQ(0u, matrix.size());
  EXPECT_THAT(matrix.begin, ElementsAre(0));
  EXPECT_THAT(matrix.transposed().column, IsEmpty());
}

TEST(SolveBySweeps, SolvesSeveralRightHandSidesSideBySide) {
  // A (1, 2, 3) = (0, 2, 14) and A (1, 0, 0) = (2, 0, −1).
  const std::vector<double> right = {0.0, 2.0, 2.0, 0.0, 14.0, -1.0};
  std::vector<double> x(6, 0.0);
  ASSERT_TRUE(solve_by_sweeps(cycle(), right, x, 2, SweepOrder::forwards));
  EXPECT_THAT(x, ElementsAre(DoubleNear(1.0, 1e-6), DoubleNear(1.0, 1e-6), DoubleNear(2.0, 1e-6),
                             DoubleNear(0.0, 1e-6), DoubleNear(3.0, 1e-6), DoubleNear(0.0, 1e-6)));
}

TEST(SolveBySweeps, SolvesTheTransposedSystem) {
  // Aᵀ (1, 2, 3) = (−1, 7, 11).
  const std::vector<double> right = {-1.0, 7.0, 11.0};
  std::vector<double> x(3, 0.0);
  ASSERT_TRUE(solve_by_sweeps(cycle().transposed(), right, x, 1, SweepOrder::backwards));
  EXPECT_THAT(x, ElementsAre(DoubleNear(1.0, 1e-6), DoubleNear(2.0, 1e-6), DoubleNear(3.0, 1e-6)));
}

/// Each row is what its next one is: from nothing one sweep in the right order knows all, and in
/// the other one passes the news a single row on. Of 100 rows sixty sweeps are too few.
TEST(SolveBySweeps, GoesThroughTheRowsInTheOrderAskedFor) {
  constexpr std::uint32_t n = 100;
  std::vector<Triplet> cells;
  for (std::uint32_t row = 0; row + 1 < n; ++row) cells.push_back({row, row + 1, -1.0});
  const RowMatrix chain = RowMatrix::from_cells(cells, std::vector<double>(n, 1.0));
  std::vector<double> right(n, 0.0), x(n, 0.0), y(n, 0.0);
  right[n - 1] = 1.0;
  EXPECT_TRUE(solve_by_sweeps(chain, right, x, 1, SweepOrder::backwards));
  EXPECT_EQ(std::vector<double>(n, 1.0), x);
  EXPECT_FALSE(solve_by_sweeps(chain, right, y, 1, SweepOrder::forwards));
  EXPECT_EQ(0.0, y[0]);
}

TEST(SolveBySweeps, SaysWhereItDoesNotConverge) {
  const std::vector<Triplet> cells = {{0, 1, -2.0}, {1, 0, -2.0}};
  const RowMatrix grows = RowMatrix::from_cells(cells, {1.0, 1.0});
  std::vector<double> x(2, 0.0);
  EXPECT_FALSE(solve_by_sweeps(grows, std::vector<double>{1.0, 1.0}, x, 1, SweepOrder::forwards));
  std::vector<double> y(3, 0.0);
  const std::vector<double> right = {std::numeric_limits<double>::infinity(), 0.0, 0.0};
  EXPECT_FALSE(solve_by_sweeps(cycle(), right, y, 1, SweepOrder::forwards));
}

}  // namespace
}  // namespace plume::row_matrix_test
