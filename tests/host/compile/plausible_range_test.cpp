// SPDX-License-Identifier: Apache-2.0
#include "host/compile/plausible_range.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/draft.hpp"

namespace plume::plausible_range_test {
namespace {

using testing::Draft;

PlausibleRange range_of(double amount, const Uncertainty& u = {}, int sign = 1,
                        double factor = 1.0) {
  Draft draft;
  draft.biosphere("co2", "a", amount, u).times(sign, factor);
  return plausible_range(draft.model(), draft.model().exchanges.back());
}

TEST(PlausibleRange, ACertainNumberIsItself) {
  const PlausibleRange range = range_of(3.0, {}, -1, 2.0);
  EXPECT_EQ(-6.0, range.low);
  EXPECT_EQ(-6.0, range.high);
  EXPECT_EQ(0.0, range.opposed(-6.0));
  EXPECT_EQ(1.0, range.opposed(6.0)) << "the twin";
  EXPECT_FALSE(range.is_wide(-6.0));
}

TEST(PlausibleRange, LognormalsAreWideFromAGsdOfThreeOn) {
  EXPECT_FALSE(range_of(2.0, testing::lognormal(2.0, 1.0)).is_wide(2.0));
  EXPECT_TRUE(range_of(2.0, testing::lognormal(2.0, 1.1)).is_wide(2.0));
  const PlausibleRange credit = range_of(-2.0, testing::lognormal(-2.0, 1.0));
  EXPECT_NEAR(-2.0 * std::exp(4.3), credit.low, 1e-9);
  EXPECT_EQ(0.0, credit.opposed(-2.0));
}

TEST(PlausibleRange, NormalsReachBeyondZeroByWhatTheirTailsAre) {
  EXPECT_EQ(0.0, range_of(1.0, testing::normal(1.0, 0.23)).opposed(1.0));
  EXPECT_NEAR(0.075, range_of(1.0, testing::normal(1.0, 0.25)).opposed(1.0), 1e-12);
  EXPECT_EQ(1.0, range_of(1.0, testing::normal(1.0, 1.0)).opposed(1.0));
  EXPECT_EQ(0.0,
            range_of(1.0, testing::truncated(testing::normal(1.0, 0.5), 0.0, 2.0)).opposed(1.0));
}

TEST(PlausibleRange, OthersGoByTheirBounds) {
  Uncertainty heavy;
  heavy.kind = DistributionKind::students_t;
  heavy.loc = 1.0;
  heavy.scale = 0.01;
  heavy.shape = 2.0;
  EXPECT_TRUE(range_of(1.0, heavy).is_wide(1.0)) << "nothing is known";
  EXPECT_EQ(1.0, range_of(1.0, heavy).opposed(1.0));
  EXPECT_FALSE(range_of(1.0, testing::truncated(heavy, 0.5, 3.0)).is_wide(1.0));
  EXPECT_TRUE(range_of(0.0, testing::uniform(-1.0, 1.0)).is_wide(0.0))
      << "beside a static zero everything is far";
}

TEST(PlausibleRange, ArraysCountWithEveryColumn) {
  Draft draft;
  draft.biosphere("co2", "a", 1.0).columns({2.0, Uncertainty::not_given, 500.0});
  const PlausibleRange range = plausible_range(draft.model(), draft.model().exchanges.back());
  EXPECT_EQ(1.0, range.low);
  EXPECT_EQ(500.0, range.high);
  EXPECT_TRUE(range.is_wide(1.0));
}

}  // namespace
}  // namespace plume::plausible_range_test
