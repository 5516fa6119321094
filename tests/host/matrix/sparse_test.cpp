// SPDX-License-Identifier: Apache-2.0
#include "host/matrix/sparse.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include "tests/support/dense_lca.hpp"

namespace plume::sparse_test {
namespace {

using testing::DenseMatrix;
using ::testing::ElementsAre;
using testing::Real;

TEST(SparseColumns, SumsDuplicatesAndSortsRows) {
  const SparseColumns m = SparseColumns::from_triplets(
      3, {{2, 0, 1.0}, {0, 1, 2.0}, {0, 0, 4.0}, {2, 0, 0.5}, {1, 2, 0.0}});
  EXPECT_EQ(3u, m.size);
  EXPECT_THAT(m.column_begin, ElementsAre(0, 2, 3, 4));
  EXPECT_THAT(m.row, ElementsAre(0, 2, 0, 1));
  EXPECT_THAT(m.value, ElementsAre(4.0, 1.5, 2.0, 0.0))
      << "an explicit zero stays: it is part of the pattern";
}

TEST(SparseColumns, DuplicatesAreSummedInTheOrderGiven) {
  const SparseColumns m =
      SparseColumns::from_triplets(1, {{0, 0, 1.0}, {0, 0, 1e-16}, {0, 0, 1e-16}});
  EXPECT_EQ(1.0, m.value[0]);
}

TEST(SparseColumns, Multiplies) {
  const SparseColumns m = SparseColumns::from_triplets(2, {{0, 0, 1.0}, {0, 1, 2.0}, {1, 1, 3.0}});
  std::vector<double> y(2, 99.0);
  m.multiply(std::vector<double>{10.0, 1.0}, y);
  EXPECT_THAT(y, ElementsAre(12.0, 3.0));
  m.multiply_transposed(std::vector<double>{10.0, 1.0}, y);
  EXPECT_THAT(y, ElementsAre(10.0, 23.0));
}

/// Diagonally weak, unsymmetric, with duplicates.
std::vector<Triplet> random_triplets(std::uint32_t n, std::mt19937& random) {
  const auto value = [&] { return static_cast<double>(random() % 2001) / 1000.0 - 1.0; };
  std::vector<Triplet> triplets;
  for (std::uint32_t i = 0; i < n; ++i) {
    triplets.push_back({i, (i + 1) % n, value() + 1.5});
    triplets.push_back({i, i, value()});
    for (int k = 0; k < 3; ++k)
      triplets.push_back({static_cast<std::uint32_t>(random() % n), i, value()});
  }
  return triplets;
}

TEST(DirectSolver, AgreesWithDenseElimination) {
  std::mt19937 random(1);
  for (std::uint32_t n = 1; n <= 60; n += 3) {
    const auto triplets = random_triplets(n, random);
    const SparseColumns matrix = SparseColumns::from_triplets(n, triplets);
    DenseMatrix dense(n), transposed(n);
    for (const Triplet& t : triplets) {
      dense(t.row, t.column) += t.value;
      transposed(t.column, t.row) += t.value;
    }
    std::vector<double> b(n);
    for (double& value : b) value = static_cast<double>(random() % 100) - 50.0;
    DirectSolver solver;
    ASSERT_TRUE(solver.factor(matrix));
    for (const bool transpose : {false, true}) {
      std::vector<double> x = b;
      if (transpose) {
        solver.solve_transposed(x);
      } else {
        solver.solve(x);
      }
      const std::vector<Real> exact = (transpose ? transposed : dense).solve({b.begin(), b.end()});
      Real largest = 0;
      for (const Real value : exact) largest = std::max(largest, std::abs(value));
      for (std::uint32_t i = 0; i < n; ++i)
        ASSERT_NEAR(static_cast<double>(exact[i]), x[i], 1e-10 * static_cast<double>(largest));
    }
  }
}

TEST(DirectSolver, FactorsAgainWithOtherValues) {
  DirectSolver solver;
  SparseColumns matrix = SparseColumns::from_triplets(2, {{0, 0, 2.0}, {1, 0, 1.0}, {1, 1, 4.0}});
  for (const double pivot : {2.0, 8.0, -0.5}) {
    matrix.value[0] = pivot;
    ASSERT_TRUE(solver.factor(matrix));
    std::vector<double> x = {2.0, 3.0};
    solver.solve(x);
    EXPECT_DOUBLE_EQ(2.0 / pivot, x[0]);
    EXPECT_DOUBLE_EQ((3.0 - 2.0 / pivot) / 4.0, x[1]);
  }
}

TEST(DirectSolver, RecoversAfterASingularMatrix) {
  DirectSolver solver;
  SparseColumns matrix =
      SparseColumns::from_triplets(2, {{0, 0, 1.0}, {0, 1, 1.0}, {1, 0, 1.0}, {1, 1, 1.0}});
  EXPECT_FALSE(solver.factor(matrix));
  EXPECT_LT(solver.singular_column(), 2u);
  matrix.value[0] = 2.0;
  ASSERT_TRUE(solver.factor(matrix));
  std::vector<double> x = {3.0, 2.0};
  solver.solve(x);
  EXPECT_DOUBLE_EQ(1.0, x[0]);
  EXPECT_DOUBLE_EQ(1.0, x[1]);
}

TEST(DirectSolver, NamesTheColumnOfAZeroPivot) {
  DirectSolver solver;
  const SparseColumns matrix =
      SparseColumns::from_triplets(3, {{0, 0, 1.0}, {1, 1, 0.0}, {2, 2, 1.0}});
  EXPECT_FALSE(solver.factor(matrix));
  EXPECT_EQ(1u, solver.singular_column());
}

TEST(DirectSolver, RefusesAnEmptyColumnAndNumbersThatAreNotFinite) {
  DirectSolver structural;
  EXPECT_FALSE(structural.factor(SparseColumns::from_triplets(2, {{0, 0, 1.0}, {1, 0, 1.0}})));
  for (const double bad :
       {std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN()}) {
    DirectSolver solver;
    EXPECT_FALSE(solver.factor(SparseColumns::from_triplets(1, {{0, 0, bad}})));
  }
}

TEST(DirectSolver, OneStepOfRefinementHelpsWhereScalesDiffer) {
  // Rows of very different size: the residual of each is small compared with that row alone.
  std::mt19937 random(2);
  constexpr std::uint32_t n = 40;
  auto triplets = random_triplets(n, random);
  for (Triplet& t : triplets) t.value *= std::ldexp(1.0, static_cast<int>(t.row % 40) - 20);
  const SparseColumns matrix = SparseColumns::from_triplets(n, triplets);
  DirectSolver solver;
  ASSERT_TRUE(solver.factor(matrix));
  std::vector<double> b(n, 1.0);
  const std::vector<double> right = b;
  solver.solve(b);
  std::vector<double> back(n);
  matrix.multiply(b, back);
  for (std::uint32_t i = 0; i < n; ++i) {
    double size = 0.0;
    for (const Triplet& t : triplets) size += t.row == i ? std::abs(t.value * b[t.column]) : 0.0;
    EXPECT_NEAR(right[i], back[i], 1e-14 * std::max(size, 1.0));
  }
}

}  // namespace
}  // namespace plume::sparse_test
