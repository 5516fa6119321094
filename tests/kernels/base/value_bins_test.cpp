// SPDX-License-Identifier: Apache-2.0
#include "kernels/base/value_bins.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

namespace plume::value_bins_test {
namespace {

constexpr double tiny = std::numeric_limits<double>::min();
constexpr double infinity = std::numeric_limits<double>::infinity();

TEST(ValueBins, AscendWithTheNumbers) {
  const double numbers[] = {-infinity, -1e300, -2.0, -1.0,  -1e-300, -tiny, 0.0,     tiny,
                            1e-300,    0.5,    1.0,  1.001, 2.0,     1e300, infinity};
  for (std::size_t i = 1; i < std::size(numbers); ++i) {
    EXPECT_LT(value_bin(numbers[i - 1]), value_bin(numbers[i])) << numbers[i];
  }
  EXPECT_EQ(0, value_bin(-0.0));
  EXPECT_EQ(0, value_bin(std::numeric_limits<double>::denorm_min()));
  EXPECT_EQ(1, value_bin(tiny));
  EXPECT_EQ(1024, value_bin(2.0) - value_bin(1.0));
}

TEST(ValueBins, HoldWhatLiesBetweenTheirEndsAndAreNarrow) {
  std::mt19937_64 random(1);
  std::normal_distribution<double> spread(0.0, 100.0);
  for (int i = 0; i < 100000; ++i) {
    const double x = (i % 2 == 0 ? 1.0 : -1.0) * std::exp(spread(random));
    const std::int32_t bin = value_bin(x);
    const double inner = value_bin_inner(bin), outer = value_bin_inner(bin + (bin > 0 ? 1 : -1));
    ASSERT_LE(std::abs(inner), std::abs(x));
    ASSERT_LT(std::abs(x), std::abs(outer));
    ASSERT_LE(std::abs(outer - inner), value_bin_width * std::abs(inner));
    ASSERT_EQ(bin, value_bin(inner));
  }
}

}  // namespace
}  // namespace plume::value_bins_test
