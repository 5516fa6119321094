// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/amount_uncertainty.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace plume::amount_uncertainty_test {
namespace {

AmountUncertainty read(const char* text, double amount, AmountKind kind = AmountKind::amount) {
  std::string why;
  const auto made = read_amount_uncertainty(text, amount, kind, why);
  EXPECT_TRUE(made) << text << ": " << why;
  return made.value_or(AmountUncertainty{});
}
Uncertainty drawn(const char* text, double amount) { return read(text, amount).drawn; }
std::string refused(const char* text, double amount = 2.0) {
  std::string why;
  EXPECT_FALSE(read_amount_uncertainty(text, amount, AmountKind::amount, why)) << text;
  return why;
}

TEST(AmountUncertainty, HalfWidthsAreNormalThenLognormal) {
  EXPECT_NEAR(u95_percent(drawn("5 %", 200.0), 200.0), 5.0, 1e-9);
  EXPECT_NEAR(u95_percent(drawn("meter class 0.5", 200.0), 200.0), 0.5, 1e-9);
  EXPECT_EQ(drawn("60 %", 200.0).kind, DistributionKind::lognormal);
  EXPECT_EQ(drawn("30 %", 200.0).kind, DistributionKind::normal);
}

TEST(AmountUncertainty, HalfWidthsAreReadHoweverTheyAreWritten) {
  for (const char* text :
       {"5 %", "±5 %", "± 5 %", "+/- 5 %", "+-5%", "5 percent", "5 per cent", "5 % (95% CI)",
        "5 % (95 %)", "5.0 % (k=2)", "5\u00a0%", "5％", "+/-5 percent", "5,0 %"})
    EXPECT_NEAR(u95_percent(drawn(text, 100.0), 100.0), 5.0, 1e-9) << text;
  EXPECT_NEAR(u95_percent(drawn("5,5 %", 100.0), 100.0), 5.5, 1e-9);
  EXPECT_NEAR(u95_percent(drawn("meter class 0,5", 100.0), 100.0), 0.5, 1e-9);
  EXPECT_EQ("'(90% ci)' is no 95 % interval: give half of the 95 % interval, such as 5 %",
            refused("5 % (90% CI)"));
  EXPECT_EQ(refused("5 %!"), refused("5 %)")) << "a bracket that was never opened";
  EXPECT_NE("", refused("5,000 %")) << "five, or five thousand";
  EXPECT_EQ("write '5 %' for half of the 95 % interval, or normal(5) for a standard deviation",
            refused("5"));
}

TEST(AmountUncertainty, ThePercentageIsKeptAsWritten) {
  EXPECT_EQ(150.0, read("150 %", 100.0).written_percent);
  EXPECT_NEAR(137.35, u95_percent(drawn("150 %", 100.0), 100.0), 0.05)
      << "of the lognormal of this mean and variance";
  EXPECT_EQ(0.5, read("meter class 0.5", 100.0).written_percent);
  EXPECT_FALSE(read("normal(5)", 100.0).written_percent);
}

TEST(AmountUncertainty, NothingKnownIsNotCertain) {
  for (const char* text : {"", "n/a", "none", "-", "NA", "unknown"})
    EXPECT_EQ(DistributionKind::undefined, drawn(text, 2.0).kind) << text;
  for (const char* text : {"constant", "exact", "0 %", "meter class 0"})
    EXPECT_EQ(DistributionKind::none, drawn(text, 2.0).kind) << text;
}

TEST(AmountUncertainty, AnAmountOfZeroHasNoSpread) {
  for (const char* text :
       {"5 %", "60 %", "(2,2,1,2,1,5)", "2;2;1;2;1;5", "lognormal(0.1)", "meter class 1",
        "normal(3)", "uniform(0, 5)", "triangular(0, 0, 1)", "bernoulli(0.1)", "(1,1,1,1,1,1)"})
    EXPECT_TRUE(drawn(text, 0.0).is_certain()) << text;
  EXPECT_EQ("", read("(2,2,1,2,1,5)", 0.0).remark) << "half-widths and scores are relative";
  EXPECT_EQ("an amount of 0 has no spread: 'uniform(0, 5)' is not drawn",
            read("uniform(0, 5)", 0.0).remark);
  EXPECT_EQ("an amount of 0 has no spread: 'normal(3)' is not drawn",
            read("normal(3)", 0.0).remark);
  EXPECT_EQ(DistributionKind::triangular,
            read("triangular(0, 0, 0.3)", 0.0, AmountKind::share).drawn.kind)
      << "a risk";
  EXPECT_NE("", refused("5 furlongs", 0.0)) << "what cannot be read is told all the same";
}

TEST(AmountUncertainty, EndsOfAnInterval) {
  const PercentEnds ends = ends95_percent(drawn("lognormal(0.2)", 2.0), 2.0);
  EXPECT_NEAR(ends.lower, (std::exp(-0.2 * 1.959963984540054) - 1.0) * 100.0, 1e-9);
  EXPECT_NEAR(ends.upper, (std::exp(0.2 * 1.959963984540054) - 1.0) * 100.0, 1e-9);
  EXPECT_EQ(ends95_percent(drawn("", 2.0), 2.0).upper, 0.0);
  EXPECT_LT(ends95_percent(drawn("lognormal(0.2)", -2.0), -2.0).lower, 0.0)
      << "the lower end of what is negative";
}

TEST(AmountUncertainty, NamesDistributions) {
  EXPECT_EQ(drawn("triangular(1, 2, 3)", 2.0).maximum, 3.0);
  EXPECT_EQ(drawn("Triangular(1; 2; 3)", 2.0).maximum, 3.0);
  EXPECT_DOUBLE_EQ(drawn("lognormal(0.1)", 2.0).loc, std::log(2.0));
  EXPECT_TRUE(drawn("", 2.0).is_certain());
}

TEST(AmountUncertainty, ScoresNeedNoBrackets) {
  const double sigma = drawn("(2,2,1,2,1,5)", 2.0).scale;
  EXPECT_GT(sigma, 0.0);
  for (const char* text : {"2;2;1;2;1;5", "2,2,1,2,1,5", "2 2 1 2 1 5", "2/2/1/2/1/5",
                           "(2;2;1;2;1;5)", "（2，2，1，2，1，5）"}) {
    EXPECT_EQ(DistributionKind::lognormal, drawn(text, 2.0).kind) << text;
    EXPECT_EQ(sigma, drawn(text, 2.0).scale) << text;
  }
}

TEST(AmountUncertainty, WhatIsDrawnHoldsTheAmount) {
  EXPECT_EQ("the amount 2 lies outside of 3 to 5, which would be drawn", refused("uniform(3, 5)"));
  EXPECT_EQ("the amount 100 lies outside of 0 to 1, which would be drawn",
            refused("beta(2, 5)", 100.0));
  EXPECT_EQ("the amount 100 lies outside of 80 to 90, which would be drawn",
            refused("triangular(80, 85, 90)", 100.0));
  EXPECT_EQ("the amount 100 is not the middle of 'uniform(90, 130)', whose mean is 110.0",
            read("uniform(90, 130)", 100.0).remark);
  EXPECT_EQ("", read("triangular(80, 100, 130)", 100.0).remark) << "the mode";
  EXPECT_EQ("", read("uniform(90, 110)", 100.0).remark);
}

TEST(AmountUncertainty, RefusesTheRest) {
  for (const char* text : {"normal(0)", "triangular(3, 2, 1)", "cauchy(1)", "normal(1", "%",
                           "meter class x", "(9,1)", "-5 %", "2000 %"})
    EXPECT_NE("", refused(text)) << text;
}

}  // namespace
}  // namespace plume::amount_uncertainty_test
