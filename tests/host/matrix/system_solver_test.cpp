// SPDX-License-Identifier: Apache-2.0
#include "host/matrix/system_solver.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <utility>
#include <vector>

namespace plume::system_solver_test {
namespace {

const std::vector<std::uint32_t> order = {0, 1};
constexpr DirectLimits never_factors_first{0, 0};

SparseColumns cycle() {
  return SparseColumns::from_triplets(2, {{0, 0, 2.0}, {1, 0, -1.0}, {0, 1, -1.0}, {1, 1, 2.0}});
}

TEST(SystemSolver, FactorsSmallSystemsAtOnce) {
  const SparseColumns matrix = cycle();
  SystemSolver solver;
  ASSERT_TRUE(solver.prepare(matrix, order));
  EXPECT_TRUE(solver.uses_factors());
  std::vector<double> x = {3.0, 0.0};
  ASSERT_TRUE(solver.solve(x));
  EXPECT_DOUBLE_EQ(2.0, x[0]);
  EXPECT_DOUBLE_EQ(1.0, x[1]);
  EXPECT_EQ(0u, solver.num_passes());
}

TEST(SystemSolver, IteratesFromTheLimitsOn) {
  const SparseColumns matrix = cycle();
  for (const DirectLimits limits : {DirectLimits{2, 1000}, DirectLimits{1000, 4}}) {
    SystemSolver solver(limits);
    ASSERT_TRUE(solver.prepare(matrix, order));
    std::vector<double> x = {3.0, 0.0}, y = {0.0, 3.0};
    ASSERT_TRUE(solver.solve(x));
    ASSERT_TRUE(solver.solve_transposed(y));
    EXPECT_NEAR(2.0, x[0], 1e-14);
    EXPECT_NEAR(1.0, y[0], 1e-14);
    EXPECT_FALSE(solver.uses_factors());
    EXPECT_GT(solver.num_passes(), 0u);
  }
  SystemSolver below(DirectLimits{3, 5});
  ASSERT_TRUE(below.prepare(matrix, order));
  EXPECT_TRUE(below.uses_factors());
}

/// Few rows and entries whose factors are full: each process takes from `inputs` others all over
/// the system.
SparseColumns tangle(std::uint32_t size, std::uint32_t inputs) {
  std::vector<Triplet> triplets;
  for (std::uint32_t column = 0; column < size; ++column) {
    triplets.push_back({column, column, 1.0});
    for (std::uint32_t i = 1; i <= inputs; ++i) {
      const std::uint32_t row = (column * 7919u + i * i * 104729u + 1u) % size;
      if (row != column) triplets.push_back({row, column, -0.5 / inputs});
    }
  }
  return SparseColumns::from_triplets(size, std::move(triplets));
}

TEST(SystemSolver, IteratesWhereFactorsWouldFillIn) {
  const SparseColumns matrix = tangle(600, 8);
  std::vector<std::uint32_t> natural(matrix.size);
  std::iota(natural.begin(), natural.end(), 0u);
  DirectLimits limits;
  limits.operations = 1e6;
  SystemSolver iterating(limits), factoring;
  ASSERT_TRUE(iterating.prepare(matrix, natural));
  ASSERT_TRUE(factoring.prepare(matrix, natural));
  EXPECT_FALSE(iterating.uses_factors());
  EXPECT_TRUE(factoring.uses_factors());
  for (const bool transposed : {false, true}) {
    std::vector<double> x(matrix.size, 0.0), exact(matrix.size, 0.0);
    x[5] = exact[5] = 1.0;
    ASSERT_TRUE(transposed ? iterating.solve_transposed(x) : iterating.solve(x));
    ASSERT_TRUE(transposed ? factoring.solve_transposed(exact) : factoring.solve(exact));
    for (std::size_t i = 0; i < x.size(); ++i)
      EXPECT_NEAR(exact[i], x[i], 1e-14 + 1e-12 * std::abs(exact[i])) << i;
  }
}

TEST(SystemSolver, FactorsWhatStaysSparse) {
  std::vector<Triplet> chain;  // of so many processes that only fill-in could make it dear
  for (std::uint32_t i = 0; i < 20'000; ++i) {
    chain.push_back({i, i, 1.0});
    if (i > 0) chain.push_back({i, i - 1, -0.5});
  }
  const SparseColumns matrix = SparseColumns::from_triplets(20'000, std::move(chain));
  std::vector<std::uint32_t> natural(matrix.size);
  std::iota(natural.begin(), natural.end(), 0u);
  SystemSolver solver;
  ASSERT_TRUE(solver.prepare(matrix, natural));
  EXPECT_TRUE(solver.uses_factors());
}

TEST(SystemSolver, FactorsWhereSweepsCannotStart) {
  // nothing on the diagonal
  const SparseColumns matrix = SparseColumns::from_triplets(2, {{1, 0, 2.0}, {0, 1, 4.0}});
  SystemSolver solver(never_factors_first);
  ASSERT_TRUE(solver.prepare(matrix, order));
  EXPECT_TRUE(solver.uses_factors());
  std::vector<double> x = {4.0, 2.0};
  ASSERT_TRUE(solver.solve(x));
  EXPECT_EQ((std::vector<double>{1.0, 1.0}), x);
}

TEST(SystemSolver, SaysSingularWhereIterationOnlyFails) {
  const SparseColumns matrix =
      SparseColumns::from_triplets(2, {{0, 0, 1.0}, {1, 0, -1.0}, {0, 1, -1.0}, {1, 1, 1.0}});
  SystemSolver solver(never_factors_first);
  ASSERT_TRUE(solver.prepare(matrix, order)) << "not known before it is solved";
  std::vector<double> x = {1.0, 0.0};
  EXPECT_FALSE(solver.solve(x));
  EXPECT_EQ((std::vector<double>{1.0, 0.0}), x);
  EXPECT_LT(solver.singular_column(), 2u);
  EXPECT_FALSE(solver.solve_transposed(x));

  SystemSolver at_once;
  EXPECT_FALSE(at_once.prepare(matrix, order));
}

TEST(SystemSolver, TakesTheNextMatrixOfTheSamePattern) {
  SparseColumns matrix = cycle();
  for (const DirectLimits limits : {DirectLimits{}, never_factors_first}) {
    SystemSolver solver(limits);
    for (const double diagonal : {2.0, 4.0}) {
      matrix.value[0] = matrix.value[3] = diagonal;
      ASSERT_TRUE(solver.prepare(matrix, order));
      std::vector<double> x = {diagonal - 1.0, diagonal - 1.0};
      ASSERT_TRUE(solver.solve(x));
      EXPECT_NEAR(1.0, x[0], 1e-14);
      EXPECT_NEAR(1.0, x[1], 1e-14);
    }
  }
}

}  // namespace
}  // namespace plume::system_solver_test
