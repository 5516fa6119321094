// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/squared_widths.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace plume::squared_widths_test {
namespace {

TEST(SquaredWidths, AddInSquaresByTheirElasticity) {
  SquaredWidths a, b;
  a.half = 9.0, a.lower = 4.0, a.upper = 16.0;
  b.half = 16.0, b.lower = 1.0, b.upper = 25.0;
  SquaredWidths sum;
  sum.add(a, 1.0);
  sum.add(b, 0.5);
  EXPECT_DOUBLE_EQ(sum.half, 13.0);
  EXPECT_DOUBLE_EQ(sum.lower, 4.25);
  EXPECT_DOUBLE_EQ(sum.upper, 22.25);
}

TEST(SquaredWidths, WhatTakesAwayChangesTheSides) {
  SquaredWidths a, sum;
  a.half = 9.0, a.lower = 4.0, a.upper = 16.0;
  sum.add(a, -1.0);
  EXPECT_DOUBLE_EQ(sum.lower, 16.0);
  EXPECT_DOUBLE_EQ(sum.upper, 4.0);
  EXPECT_DOUBLE_EQ(sum.half, 9.0);
}

}  // namespace
}  // namespace plume::squared_widths_test
