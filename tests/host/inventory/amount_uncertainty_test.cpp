// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/amount_uncertainty.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace plume {
namespace {

Uncertainty parsed(const char* text, double amount) {
  std::string why;
  const auto made = parse_amount_uncertainty(text, amount, why);
  EXPECT_TRUE(made) << text << ": " << why;
  return made.value_or(Uncertainty{});
}

TEST(AmountUncertainty, HalfWidthsAreNormalThenLognormal) {
  EXPECT_NEAR(u95_percent(parsed("5 %", 200.0), 200.0), 5.0, 1e-9);
  EXPECT_NEAR(u95_percent(parsed("±5 %", 200.0), 200.0), 5.0, 1e-9);
  EXPECT_NEAR(u95_percent(parsed("meter class 0.5", 200.0), 200.0), 0.5, 1e-9);
  EXPECT_EQ(parsed("60 %", 200.0).kind, DistributionKind::lognormal);
}

TEST(AmountUncertainty, EndsOfAnInterval) {
  const PercentEnds ends = ends95_percent(parsed("lognormal(0.2)", 2.0), 2.0);
  EXPECT_NEAR(ends.lower, (std::exp(-0.2 * 1.959963984540054) - 1.0) * 100.0, 1e-9);
  EXPECT_NEAR(ends.upper, (std::exp(0.2 * 1.959963984540054) - 1.0) * 100.0, 1e-9);
  EXPECT_EQ(ends95_percent(parsed("", 2.0), 2.0).upper, 0.0);
}

TEST(AmountUncertainty, NamesDistributions) {
  EXPECT_EQ(parsed("triangular(1, 2, 3)", 2.0).maximum, 3.0);
  EXPECT_DOUBLE_EQ(parsed("lognormal(0.1)", 2.0).loc, std::log(2.0));
  EXPECT_TRUE(parsed("", 2.0).is_certain());
  EXPECT_EQ(parsed("(2,2,1,2,1,5)", 2.0).kind, DistributionKind::lognormal);
}

TEST(AmountUncertainty, RefusesTheRest) {
  std::string why;
  for (const char* text :
       {"5", "normal(0)", "triangular(3, 2, 1)", "cauchy(1)", "normal(1", "%", "meter class x", "(9,1)"})
    EXPECT_FALSE(parse_amount_uncertainty(text, 2.0, why)) << text;
}

}  // namespace
}  // namespace plume
