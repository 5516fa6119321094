// SPDX-License-Identifier: Apache-2.0
#include "host/readers/brightway_excel/stats_arrays.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <string>

namespace plume::stats_arrays_test {
namespace {

using Row = std::map<std::string, std::string, std::less<>>;

class StatsArraysTest : public ::testing::Test {
 protected:
  std::optional<RawUncertainty> read(const Row& row, double amount) {
    const auto cell = [&](std::string_view name) {
      const auto found = row.find(name);
      return found == row.end() ? std::string_view{} : std::string_view(found->second);
    };
    return stats_arrays_uncertainty(cell, amount, texts);
  }
  std::string fault(const Row& row, double amount = 1.0) {
    return std::string(texts[read(row, amount)->fault]);
  }
  TextPool texts;
};

TEST_F(StatsArraysTest, NoneIsNoneInEveryWayItIsWritten) {
  EXPECT_FALSE(read({}, 1));
  EXPECT_FALSE(read({{"uncertainty type", "0"}}, 1));
  EXPECT_FALSE(read({{"uncertainty type", "1.0"}}, 1));
}

TEST_F(StatsArraysTest, ParametersStandInTheirColumns) {
  const auto lognormal =
      read({{"uncertainty type", "2"}, {"loc", "0.5"}, {"scale", "0.1"}, {"negative", "True"}}, -2);
  EXPECT_EQ(lognormal->value.kind, DistributionKind::lognormal);
  EXPECT_EQ(lognormal->value.loc, 0.5);
  EXPECT_EQ(lognormal->value.scale, 0.1);
  EXPECT_TRUE(lognormal->value.negative);
  const auto beta = read({{"uncertainty type", "10"},
                          {"loc", "2"},
                          {"shape", "3"},
                          {"minimum", "0"},
                          {"maximum", "4"}},
                         1);
  EXPECT_EQ(beta->value.kind, DistributionKind::beta);
  EXPECT_EQ(beta->value.shape, 3.0);
  EXPECT_EQ(beta->value.maximum, 4.0);
  EXPECT_EQ(read({{"uncertainty type", "5.0"}, {"minimum", "1"}, {"loc", "2"}, {"maximum", "4"}}, 1)
                ->value.loc,
            2.0);
}

TEST_F(StatsArraysTest, Trap6ATriangleWithoutLocHasItsModeInTheMiddle) {
  EXPECT_EQ(read({{"uncertainty type", "5"}, {"minimum", "1"}, {"maximum", "4"}}, 1)->value.loc,
            2.5);
}

TEST_F(StatsArraysTest, Trap9LognormalsWithoutLocHaveTheirAmountAsMedianAndItsSign) {
  const auto negative = read({{"uncertainty type", "2"}, {"scale", "0.1"}}, -2);
  EXPECT_DOUBLE_EQ(negative->value.loc, std::log(2.0));
  EXPECT_TRUE(negative->value.negative);
  EXPECT_EQ(read({{"uncertainty type", "3"}, {"scale", "0.1"}}, -2)->value.loc, -2.0);
}

TEST_F(StatsArraysTest, Trap5WhatIsNoNumberIsNotGiven) {
  EXPECT_EQ(fault({{"uncertainty type", "2"}, {"loc", "NA"}, {"scale", "NA"}}), "no scale");
  EXPECT_EQ(fault({{"uncertainty type", "2"}, {"scale", "0"}}), "scale 0");
  EXPECT_EQ(fault({{"uncertainty type", "2"}, {"scale", "1"}}, 0.0), "amount 0");
  EXPECT_EQ(fault({{"uncertainty type", "4"}, {"minimum", "2"}, {"maximum", "1"}}),
            "minimum is not below maximum");
  EXPECT_EQ(fault({{"uncertainty type", "5"}, {"minimum", "2"}, {"maximum", "1"}}),
            "minimum, loc and maximum are not in order");
  EXPECT_EQ(fault({{"uncertainty type", "36"}}), "the uncertainty type '36' is not known");
  EXPECT_EQ(fault({{"uncertainty type", "#NUM!"}}), "the uncertainty type '#NUM!' is not known");
}

}  // namespace
}  // namespace plume::stats_arrays_test
