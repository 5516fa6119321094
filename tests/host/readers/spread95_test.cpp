// SPDX-License-Identifier: Apache-2.0
#include "host/readers/spread95.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace plume::spread95_test {
namespace {

TEST(Spread95, OfALognormalIsTheSquareOfItsGeometricDeviation) {
  Uncertainty u;
  EXPECT_TRUE(set_lognormal_by_spread95(-4.0, 1.21, u));
  EXPECT_EQ(u.kind, DistributionKind::lognormal);
  EXPECT_DOUBLE_EQ(std::exp(u.scale), 1.1);
  EXPECT_DOUBLE_EQ(std::exp(u.loc), 4.0);
  EXPECT_TRUE(u.negative);
  for (const double none : {1.0, 0.5, std::numeric_limits<double>::infinity(), std::nan("")})
    EXPECT_FALSE(set_lognormal_by_spread95(4.0, none, u)) << none;
}

TEST(Spread95, OfANormalIsTwoStandardDeviations) {
  Uncertainty u;
  EXPECT_TRUE(set_normal_by_spread95(-4.0, 0.5, u));
  EXPECT_EQ(u.kind, DistributionKind::normal);
  EXPECT_EQ(u.loc, -4.0);
  EXPECT_EQ(u.scale, 0.25);
  for (const double none : {0.0, -1.0, std::numeric_limits<double>::infinity(), std::nan("")})
    EXPECT_FALSE(set_normal_by_spread95(4.0, none, u)) << none;
}

TEST(Spread95, TheStudyMaySayThatItIsAVarianceOrPerCent) {
  Uncertainty u;
  EXPECT_TRUE(set_normal_by_spread95(-4.0, 0.25, u, NormalSpread::variance));
  EXPECT_EQ(u.scale, 0.5);
  EXPECT_TRUE(set_normal_by_spread95(-4.0, 10.0, u, NormalSpread::percent));
  EXPECT_DOUBLE_EQ(u.scale, 0.2);
  EXPECT_EQ(u.loc, -4.0);
  EXPECT_FALSE(set_normal_by_spread95(-4.0, -0.25, u, NormalSpread::variance));
  EXPECT_FALSE(set_normal_by_spread95(0.0, 10.0, u, NormalSpread::percent));  // of nothing
}

}  // namespace
}  // namespace plume::spread95_test
