// SPDX-License-Identifier: Apache-2.0
#include "host/compile/start_error.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace plume::start_error_test {
namespace {

TEST(StartError, HasEitherSignAndDifferentSizes) {
  double sum = 0.0, together = 0.0, sizes = 0.0;
  constexpr std::uint32_t rows = 2000;
  for (std::uint32_t row = 0; row < rows; ++row) {
    const double error = start_error(row, 0);
    EXPECT_GE(std::abs(error), 1.0);
    EXPECT_LT(std::abs(error), 2.0);
    sum += error;
    sizes += std::abs(error);
    together += error * start_error(row, 1);
  }
  EXPECT_NEAR(0.0, sum / rows, 0.15);
  EXPECT_NEAR(1.5, sizes / rows, 0.05);
  EXPECT_NEAR(0.0, together / rows, 0.2) << "two starts have nothing in common";
}

}  // namespace
}  // namespace plume::start_error_test
