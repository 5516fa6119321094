// SPDX-License-Identifier: Apache-2.0
#include "host/matrix/iterative_solver.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>
#include <random>
#include <vector>

namespace plume::iterative_solver_test {
namespace {

std::vector<std::uint32_t> as_they_are(std::uint32_t n) {
  std::vector<std::uint32_t> order(n);
  std::iota(order.begin(), order.end(), 0u);
  return order;
}

/// An economy of n processes: each takes from the next and from `more` others, `feedback` of its
/// output in all; units differ by many decades.
SparseColumns economy(std::uint32_t n, std::uint32_t more, double feedback, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<double> unit(n);
  for (double& u : unit) u = std::ldexp(1.0, static_cast<int>(random() % 60) - 30);
  std::vector<Triplet> triplets;
  const auto take = [&](std::uint32_t from, std::uint32_t by, double share) {
    if (from != by) triplets.push_back({from, by, -share * unit[from] / unit[by]});
  };
  for (std::uint32_t j = 0; j < n; ++j) {
    triplets.push_back({j, j, 1.0});
    take((j + 1) % n, j, 0.5 * feedback);
    for (std::uint32_t k = 0; k < more; ++k)
      take(static_cast<std::uint32_t>(random() % n), j, 0.5 * feedback / more);
  }
  return SparseColumns::from_triplets(n, std::move(triplets));
}

double largest_difference(const std::vector<double>& a, const std::vector<double>& b) {
  double largest = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] != b[i])
      largest = std::max(largest, std::abs(a[i] - b[i]) / std::max(std::abs(a[i]), std::abs(b[i])));
  }
  return largest;
}

class IterativeSolverOf : public ::testing::TestWithParam<double> {};

TEST_P(IterativeSolverOf, AgreesWithFactorsInEveryUnknown) {
  for (const std::uint32_t n : {2u, 17u, 800u}) {
    const SparseColumns matrix = economy(n, 4, GetParam(), n);
    DirectSolver factors;
    ASSERT_TRUE(factors.factor(matrix));
    IterativeSolver solver;
    ASSERT_TRUE(solver.prepare(matrix, as_they_are(n)));
    std::vector<double> expected(n, 0.0), x(n, 0.0);
    expected[n / 2] = x[n / 2] = 3.0;
    factors.solve(expected);
    ASSERT_TRUE(solver.solve(x)) << n;
    EXPECT_LT(largest_difference(expected, x), 1e-10) << n;
    std::vector<double> adjoint(n), expected_adjoint(n);
    for (std::uint32_t i = 0; i < n; ++i)
      adjoint[i] = expected_adjoint[i] = i % 3 == 0 ? 1.0 / (i + 1) : 0.0;
    factors.solve_transposed(expected_adjoint);
    ASSERT_TRUE(solver.solve_transposed(adjoint)) << n;
    EXPECT_LT(largest_difference(expected_adjoint, adjoint), 1e-10) << n;
  }
}
// 1.2: more than all output is taken; sweeps alone diverge.
INSTANTIATE_TEST_SUITE_P(Feedback, IterativeSolverOf, ::testing::Values(0.0, 0.3, 0.9, 1.2));

TEST(IterativeSolver, AnAcyclicSystemInOrderTakesOneSweep) {
  constexpr std::uint32_t n = 1000;
  std::vector<Triplet> triplets;
  for (std::uint32_t j = 0; j < n; ++j) {
    triplets.push_back({j, j, 2.0});
    if (j + 1 < n) triplets.push_back({j + 1, j, -2.0});  // each takes from the next
  }
  IterativeSolver solver;
  ASSERT_TRUE(solver.prepare(SparseColumns::from_triplets(n, std::move(triplets)), as_they_are(n)));
  std::vector<double> x(n, 0.0);
  x[0] = 2.0;
  ASSERT_TRUE(solver.solve(x));
  EXPECT_EQ(std::vector<double>(n, 1.0), x);
  EXPECT_LE(solver.num_passes(), 3u) << "the sweep, and twice its error";
}

TEST(IterativeSolver, PassesDoNotGrowWithTheSize) {
  std::uint64_t passes[2];
  for (const int i : {0, 1}) {
    const std::uint32_t n = i == 0 ? 1'000 : 30'000;
    IterativeSolver solver;
    ASSERT_TRUE(solver.prepare(economy(n, 6, 0.6, 1), as_they_are(n)));
    std::vector<double> x(n, 0.0);
    x[0] = 1.0;
    ASSERT_TRUE(solver.solve(x));
    passes[i] = solver.num_passes();
  }
  EXPECT_LE(passes[1], passes[0] + passes[0] / 2);
  EXPECT_LE(passes[1], 120u);
}

TEST(IterativeSolver, ZeroStaysZero) {
  IterativeSolver solver;
  ASSERT_TRUE(solver.prepare(economy(50, 3, 0.5, 1), as_they_are(50)));
  std::vector<double> x(50, 0.0);
  ASSERT_TRUE(solver.solve(x));
  EXPECT_EQ(std::vector<double>(50, 0.0), x);
}

TEST(IterativeSolver, GivesUpOnASingularSystemAndLeavesTheRightHandSide) {
  // Two processes that take all of each other's output.
  const SparseColumns matrix = SparseColumns::from_triplets(
      3, {{0, 0, 1.0}, {1, 0, -1.0}, {0, 1, -1.0}, {1, 1, 1.0}, {2, 2, 1.0}});
  IterativeSolver solver;
  ASSERT_TRUE(solver.prepare(matrix, as_they_are(3)));
  std::vector<double> x = {1.0, 0.0, 7.0};
  EXPECT_FALSE(solver.solve(x));
  EXPECT_EQ((std::vector<double>{1.0, 0.0, 7.0}), x);
  EXPECT_FALSE(solver.solve_transposed(x));
  EXPECT_EQ((std::vector<double>{1.0, 0.0, 7.0}), x);
}

TEST(IterativeSolver, RefusesWhatASweepCannotDivideBy) {
  IterativeSolver solver;
  EXPECT_FALSE(solver.prepare(
      SparseColumns::from_triplets(2, {{0, 0, 1.0}, {1, 0, 1.0}, {0, 1, 1.0}}), as_they_are(2)));
  EXPECT_FALSE(
      solver.prepare(SparseColumns::from_triplets(2, {{0, 0, 1.0}, {1, 1, 0.0}}), as_they_are(2)));
  for (const double bad :
       {std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN()}) {
    EXPECT_FALSE(solver.prepare(SparseColumns::from_triplets(1, {{0, 0, bad}}), as_they_are(1)));
  }
}

}  // namespace
}  // namespace plume::iterative_solver_test
