// SPDX-License-Identifier: Apache-2.0
#include "host/matrix/double_double.hpp"

#include <gtest/gtest.h>

#include <random>

namespace plume::double_double_test {
namespace {

TEST(DoubleDouble, SumsAndProductsLoseNothing) {
  const DoubleDouble sum = exact_sum(1.0, 0x1p-80);
  EXPECT_EQ(1.0, sum.high);
  EXPECT_EQ(0x1p-80, sum.low);
  const DoubleDouble product = exact_product(1.0 + 0x1p-40, 1.0 + 0x1p-40);
  EXPECT_EQ(1.0 + 0x1p-39, product.high);
  EXPECT_EQ(0x1p-80, product.low);
}

TEST(DoubleDouble, WhatCancelsIsKnownTo30Digits) {
  DoubleDouble sum(1e16);
  sum += 1.0;
  sum += 1e-10;
  sum -= 1e16;
  sum -= 1.0;
  EXPECT_NEAR(1e-10, sum.value(), 2e-16) << "a plain sum gives 0";
}

TEST(DoubleDouble, QuotientsUndoProducts) {
  std::mt19937_64 random(3);
  std::uniform_real_distribution<double> number(-2.0, 2.0);
  for (int i = 0; i < 1000; ++i) {
    const DoubleDouble a = DoubleDouble(number(random)) + 1e-17 * number(random),
                       b = DoubleDouble(number(random)) / 3.0;
    const DoubleDouble rest = a / b * b - a;
    EXPECT_LE(std::abs(rest.value()), 1e-30 * std::abs(a.value()));
  }
}

TEST(DoubleDouble, OperationsAreThoseOfNumbers) {
  EXPECT_EQ(5.0, (DoubleDouble(2.0) + 3.0).value());
  EXPECT_EQ(-1.0, (DoubleDouble(2.0) - 3.0).value());
  EXPECT_EQ(6.0, (DoubleDouble(2.0) * 3.0).value());
  EXPECT_EQ(-2.0, (-DoubleDouble(2.0)).value());
  EXPECT_EQ(0.0, DoubleDouble().value());
}

}  // namespace
}  // namespace plume::double_double_test
