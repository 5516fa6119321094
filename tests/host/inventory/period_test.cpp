// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/period.hpp"

#include <gtest/gtest.h>

namespace plume {
namespace {

TEST(Period, AYearHoldsItsMonthsAndNoneOfTheNext) {
  const auto year = parse_period("2023"), december = parse_period("2023-12"), next = parse_period("2024-01");
  ASSERT_TRUE(year && december && next);
  EXPECT_TRUE(overlap(*year, *december));
  EXPECT_FALSE(overlap(*year, *next));
  EXPECT_TRUE(overlap(*parse_period("2023-11/2024-02"), *next));
}

TEST(Period, WhatIsNoPeriodIsNone) {
  for (const char* text : {"", "23", "2023-13", "2023-1", "2023/2022", "last year"})
    EXPECT_FALSE(parse_period(text).has_value()) << text;
}

}  // namespace
}  // namespace plume
