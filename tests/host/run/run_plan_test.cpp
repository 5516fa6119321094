// SPDX-License-Identifier: Apache-2.0
#include "host/run/run_plan.hpp"

#include <gtest/gtest.h>

#include "tests/host/run/prepared_loop.hpp"

namespace plume::run_plan_test {
namespace {

TEST(RunPlan, HasWhatTheStudySays) {
  const auto prepared = prepared_loop({{"sampling.design", "lhs"},
                                       {"result.digits", "6"},
                                       {"stop.relative_se_mean", "0.01"},
                                       {"stop.min_iterations", "2048"}});
  const SamplingPlan plan = run_plan(*prepared, 5000, 1024, 0);
  EXPECT_EQ(plan.iterations, 5000u);
  EXPECT_EQ(plan.batch, 1024u);
  EXPECT_EQ(plan.score_bits, 20u);
  EXPECT_EQ(plan.replicate_length, 1024u);
  EXPECT_EQ(plan.target.relative_se_mean, 0.01);
  EXPECT_EQ(plan.target.min_iterations, 2048u);
}

TEST(RunPlan, OfAPlainStudyRoundsAndStopsNothing) {
  const SamplingPlan plan = run_plan(*prepared_loop(), 100, 0, 64);
  EXPECT_EQ(plan.score_bits, 52u);
  EXPECT_EQ(plan.replicate_length, 1u);
  EXPECT_FALSE(plan.target.any());
}

TEST(TargetOf, WidthsAreRelativeUnlessInTheUnitOfTheScore) {
  StopRule rule;
  rule.quantiles = {0.9};
  rule.quantile_half_width = 0.5;
  EXPECT_EQ(target_of(rule).quantile_scale, WidthScale::relative);
  rule.quantile_in_own_unit = true;
  EXPECT_EQ(target_of(rule).quantile_scale, WidthScale::absolute);
  EXPECT_EQ(target_of(rule).quantiles, std::vector<double>{0.9});
  EXPECT_FALSE(target_of(std::nullopt).any());
}

}  // namespace
}  // namespace plume::run_plan_test
