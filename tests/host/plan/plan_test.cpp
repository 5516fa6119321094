// SPDX-License-Identifier: Apache-2.0
#include "host/plan/plan.hpp"

#include <gtest/gtest.h>

namespace plume::plan_test {
namespace {

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
  EXPECT_EQ(most / 8 / 1000, make_plan(1'000'000'000, 500'000'000, 512, 1000, {}).batch)
      << "the user's, too";
  EXPECT_EQ(most / 8, make_plan(1'000'000'000, 0, 500'000'000, 0, {}).batch);
  EXPECT_EQ(1u, make_plan(1'000'000'000, 0, 512, most, {}).batch) << "one iteration must fit";
}

TEST(MakePlan, CarriesTheTarget) {
  const SamplingPlan plan = make_plan(10, 0, 1, 1, {0.01, 4096});
  EXPECT_EQ(0.01, plan.target.relative_se_mean);
  EXPECT_EQ(4096u, plan.target.min_iterations);
}

}  // namespace
}  // namespace plume::plan_test
