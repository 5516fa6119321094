// SPDX-License-Identifier: Apache-2.0
#include "host/plan/plan.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace plume {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

TEST(MakePlan, TakesThePreferredBatchUnlessOneIsGiven) {
  EXPECT_EQ(512u, make_plan(100'000, 0, 512, 10, {}).batch);
  EXPECT_EQ(100u, make_plan(100'000, 100, 512, 10, {}).batch);
  EXPECT_EQ(100'000u, make_plan(100'000, 0, 512, 10, {}).iterations);
}

TEST(MakePlan, NoBatchIsLargerThanTheRunOrSmallerThanOne) {
  EXPECT_EQ(50u, make_plan(50, 0, 512, 10, {}).batch);
  EXPECT_EQ(50u, make_plan(50, 1'000'000, 512, 10, {}).batch);
  EXPECT_EQ(1u, make_plan(50, 0, 0, 10, {}).batch);
  EXPECT_EQ(1u, make_plan(0, 0, 512, 10, {}).batch);
}

TEST(MakePlan, TheScoresOfABatchTakeAtMost64MiB) {
  const std::uint64_t most = std::uint64_t{64} << 20;
  EXPECT_EQ(most / 8 / 1000, make_plan(1'000'000'000, 0, 500'000'000, 1000, {}).batch);
  EXPECT_EQ(most / 8 / 1000, make_plan(1'000'000'000, 500'000'000, 512, 1000, {}).batch) << "the user's, too";
  EXPECT_EQ(most / 8, make_plan(1'000'000'000, 0, 500'000'000, 0, {}).batch);
  EXPECT_EQ(1u, make_plan(1'000'000'000, 0, 512, most, {}).batch) << "one iteration must fit";
}

TEST(MakePlan, CarriesTheTarget) {
  const SamplingPlan plan = make_plan(10, 0, 1, 1, {0.01, 4096});
  EXPECT_EQ(0.01, plan.target.relative_se_mean);
  EXPECT_EQ(4096u, plan.target.min_iterations);
}

/// 2048 iterations of mean 10 and standard deviation 1: standard error 0.0221, relative 0.00221.
BlockedMoments wobbly(double mean = 10.0) {
  BlockedMoments moments;
  for (int i = 0; i < 2048; ++i) moments.add(mean + (i % 2 == 0 ? 1.0 : -1.0));
  return moments;
}
BlockedMoments constant(double value) {
  BlockedMoments moments;
  for (int i = 0; i < 2048; ++i) moments.add(value);
  return moments;
}

TEST(PreciseEnough, ComparesTheStandardErrorWithTheMean) {
  EXPECT_TRUE(precise_enough({0.0023, 1024}, 2048, {wobbly()}));
  EXPECT_FALSE(precise_enough({0.0022, 1024}, 2048, {wobbly()}));
  EXPECT_TRUE(precise_enough({0.0023, 1024}, 2048, {wobbly(-10.0)})) << "the sign does not matter";
}

TEST(PreciseEnough, EveryOutputMustBe) {
  EXPECT_TRUE(precise_enough({0.0023, 1024}, 2048, {wobbly(), constant(5.0), wobbly(11.0)}));
  EXPECT_FALSE(precise_enough({0.0023, 1024}, 2048, {wobbly(), constant(5.0), wobbly(9.0)}));
}

TEST(PreciseEnough, OnlyAtTheEndOfABlockAndAfterTheLeastIterations) {
  EXPECT_FALSE(precise_enough({0.1, 1024}, 2047, {wobbly()}));
  EXPECT_FALSE(precise_enough({0.1, 1024}, 2049, {wobbly()}));
  EXPECT_FALSE(precise_enough({0.1, 2049}, 2048, {wobbly()}));
  EXPECT_TRUE(precise_enough({0.1, 2048}, 2048, {wobbly()}));
}

TEST(PreciseEnough, NeverWithoutATarget) {
  EXPECT_FALSE(precise_enough({}, 2048, {constant(1.0)}));
  EXPECT_FALSE(precise_enough({-1.0, 1024}, 2048, {constant(1.0)}));
  EXPECT_FALSE(precise_enough({nan, 1024}, 2048, {constant(1.0)}));
}

TEST(PreciseEnough, AnOutputThatIsAlwaysZeroIs) {
  EXPECT_TRUE(precise_enough({0.01, 1024}, 2048, {constant(0.0), wobbly(1000.0)}));
}

TEST(PreciseEnough, AMeanOfZeroOrHardlyAnyScoresAreNot) {
  EXPECT_FALSE(precise_enough({0.5, 1024}, 2048, {wobbly(0.0)}));
  BlockedMoments failed;
  for (int i = 0; i < 2048; ++i) failed.add(i == 7 ? 1.0 : nan);
  EXPECT_FALSE(precise_enough({0.5, 1024}, 2048, {failed}));
}

}  // namespace
}  // namespace plume
