// SPDX-License-Identifier: Apache-2.0
#include "host/matrix/dense_factors.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace plume::dense_factors_test {
namespace {

TEST(DenseFactors, SolvesWhatFp64CallsSingular) {
  // [1, 1; 1, 1 + 2⁻⁷⁰] x = [0; 1]: x = ∓2⁷⁰. The last cell is two numbers.
  DenseFactors factors(2);
  for (const auto& [row, column] : {std::pair{0u, 0u}, {0u, 1u}, {1u, 0u}, {1u, 1u}})
    factors.add(row, column, 1.0);
  factors.add(1, 1, 0x1p-70);
  ASSERT_TRUE(factors.factor());
  std::vector<DoubleDouble> b = {0.0, 1.0};
  factors.solve(b);
  EXPECT_EQ(-0x1p70, b[0].value());
  EXPECT_EQ(0x1p70, b[1].value());
}

TEST(DenseFactors, PivotsByTheSizesOfRows) {
  // The first row is large in its own units only.
  DenseFactors factors(2);
  factors.add(0, 0, 1e10);
  factors.add(0, 1, 1e30);
  factors.add(1, 0, 1.0);
  factors.add(1, 1, 1.0);
  ASSERT_TRUE(factors.factor());
  std::vector<DoubleDouble> b = {1e30, 2.0};  // x = (1, 1) but for 1e-20
  factors.solve(b);
  EXPECT_NEAR(1.0, b[0].value(), 1e-15);
  EXPECT_NEAR(1.0, b[1].value(), 1e-15);
}

TEST(DenseFactors, SaysSingular) {
  DenseFactors factors(2);
  for (const auto& [row, column] : {std::pair{0u, 0u}, {0u, 1u}, {1u, 0u}, {1u, 1u}})
    factors.add(row, column, 3.0);
  EXPECT_FALSE(factors.factor());
}

}  // namespace
}  // namespace plume::dense_factors_test
