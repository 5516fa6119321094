// SPDX-License-Identifier: Apache-2.0
#include "host/base/significant_bits.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

namespace plume::significant_bits_test {
namespace {

TEST(SignificantBits, EachNumberOfDigitsIsKept) {
  std::mt19937_64 random(3);
  std::normal_distribution<double> normal;
  double worst = 0.0;
  for (unsigned digits = 1; digits <= 15; ++digits) {
    const unsigned bits = bits_for_digits(digits);
    for (int i = 0; i < 10'000; ++i) {
      const double x = std::exp(20.0 * normal(random)) * (i % 2 == 0 ? 1.0 : -1.0);
      const double error =
          std::fabs(rounded_to_bits(x, bits) - x) / std::fabs(x) / std::pow(10.0, -double(digits));
      worst = std::max(worst, error);
      ASSERT_LE(error, 0.5) << x << " to " << digits << " digits";
    }
  }
  EXPECT_GT(worst, 0.4) << "numbers are rounded at all";
}

TEST(SignificantBits, RoundsHalvesToEvenAndTwiceAsOnce) {
  EXPECT_EQ(rounded_to_bits(1.0 + 0.125, 2), 1.0);
  EXPECT_EQ(rounded_to_bits(1.0 + 0.375, 2), 1.5);
  EXPECT_EQ(rounded_to_bits(1.999, 2), 2.0);
  const double once = rounded_to_bits(3.14159265358979, 20);
  EXPECT_EQ(rounded_to_bits(once, 20), once);
  EXPECT_NE(once, 3.14159265358979);
}

TEST(SignificantBits, WhatIsNoNumberOrHasNoRoomStays) {
  constexpr double inf = std::numeric_limits<double>::infinity(),
                   most = std::numeric_limits<double>::max();
  EXPECT_TRUE(std::isnan(rounded_to_bits(std::nan(""), 10)));
  EXPECT_EQ(rounded_to_bits(inf, 10), inf);
  EXPECT_EQ(rounded_to_bits(-inf, 10), -inf);
  EXPECT_EQ(rounded_to_bits(most, 10), most);
  EXPECT_EQ(rounded_to_bits(0.0, 10), 0.0);
  EXPECT_EQ(rounded_to_bits(0.1, 52), 0.1);
  EXPECT_EQ(bits_for_digits(6), 20u);
  EXPECT_EQ(bits_for_digits(15), 50u);
}

}  // namespace
}  // namespace plume::significant_bits_test
