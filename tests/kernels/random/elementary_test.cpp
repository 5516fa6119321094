// SPDX-License-Identifier: Apache-2.0
// Against the C library in the next wider type, over dense grids, in units in the last place.
#include "kernels/random/elementary.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

namespace plume::elementary_test {
namespace {

float exp2_of(float x) { return exp2(Pack<float, 1>{x}).v; }
double exp_of(double x) { return exp(Pack<double, 1>{x}).v; }
double log_of(double x) { return log(Pack<double, 1>{x}).v; }

/// Distance to the exact value in units of the last place of the nearest number.
template <class T, class Exact>
double ulps(T value, Exact exact) {
  const T nearest = static_cast<T>(exact);
  const T unit = std::max(
      std::nextafter(std::abs(nearest), std::numeric_limits<T>::infinity()) - std::abs(nearest),
      std::numeric_limits<T>::min() * std::numeric_limits<T>::epsilon());
  return std::abs(
      static_cast<double>((static_cast<Exact>(value) - exact) / static_cast<Exact>(unit)));
}

TEST(Exp2, IsWithinOneUnitInTheLastPlace) {
  double largest = 0.0;
  for (int i = 0; i <= 1'000'000; ++i) {
    const float x = static_cast<float>(-125.0 + 251.0 * i / 1'000'000.0);
    largest = std::max(largest, ulps(exp2_of(x), std::exp2(static_cast<double>(x))));
  }
  for (int i = 0; i <= 200'000; ++i) {
    const float x = static_cast<float>(-1.0 + 2.0 * i / 200'000.0);
    largest = std::max(largest, ulps(exp2_of(x), std::exp2(static_cast<double>(x))));
  }
  EXPECT_LE(largest, 1.0);
  EXPECT_GT(largest, 0.5) << "an exact function would round: the measure is broken";
}

TEST(Exp2, IsExactForIntegers) {
  for (int n = -125; n <= 126; ++n) EXPECT_EQ(std::ldexp(1.0f, n), exp2_of(static_cast<float>(n)));
  EXPECT_EQ(1.0f, exp2_of(-0.0f));
}

TEST(Exp, IsWithinTwoUnitsInTheLastPlace) {
  double largest = 0.0;
  for (int i = 0; i <= 1'000'000; ++i) {
    const double x = -700.0 + 1400.0 * i / 1'000'000.0;
    largest = std::max(largest, ulps(exp_of(x), std::exp(static_cast<long double>(x))));
  }
  for (int i = 0; i <= 200'000; ++i) {
    const double x = -1.0 + 2.0 * i / 200'000.0;
    largest = std::max(largest, ulps(exp_of(x), std::exp(static_cast<long double>(x))));
  }
  EXPECT_LE(largest, 2.0);
  EXPECT_GT(largest, 0.5);
}

TEST(Exp, IsClampedOutside) {
  EXPECT_EQ(1.0, exp_of(0.0));
  EXPECT_EQ(exp_of(700.0), exp_of(1e9));
  EXPECT_EQ(exp_of(-700.0), exp_of(-1e9));
}

TEST(Log, IsWithinTwoUnitsInTheLastPlace) {
  std::mt19937_64 random(3);
  double largest = 0.0;
  const auto look_at = [&](double x) {
    largest = std::max(largest, ulps(log_of(x), std::log(static_cast<long double>(x))));
  };
  for (int i = 0; i <= 1'000'000; ++i)
    look_at(
        std::ldexp(1.0 + std::ldexp(static_cast<double>(random() >> 12), -52), i % 2045 - 1022));
  // 0.5 … 2.5, where the result passes zero
  for (int i = 1; i <= 400'000; ++i) look_at(0.5 + i / 200'000.0);
  for (int e = 1; e <= 52; ++e) {
    look_at(1.0 + std::ldexp(1.0, -e));
    look_at(1.0 - std::ldexp(1.0, -e));
  }
  for (const double edge : {std::sqrt(0.5), std::sqrt(2.0), std::numeric_limits<double>::min(),
                            std::numeric_limits<double>::max()}) {
    look_at(edge);
    look_at(std::nextafter(edge, 1.0));
  }
  EXPECT_LE(largest, 2.0);
  EXPECT_GT(largest, 0.5);
}

TEST(Log, OfOneIsZero) { EXPECT_EQ(0.0, log_of(1.0)); }

TEST(Elementary, LogUndoesExp) {
  for (int i = -690; i <= 690; ++i)
    EXPECT_NEAR(i, log_of(exp_of(i)), 4e-16 * std::max(1, std::abs(i)));
}

}  // namespace
}  // namespace plume::elementary_test
