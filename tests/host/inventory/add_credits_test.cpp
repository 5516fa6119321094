// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/add_credits.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/inventory_run.hpp"

namespace plume::add_credits_test {
namespace {

double mean_of(const std::vector<double>& samples) {
  double sum = 0.0;
  for (const double each : samples) sum += each;
  return sum / static_cast<double>(samples.size());
}

testing::InventoryRun run_of(const std::string& credits) {
  return testing::InventoryRun(
      {.activities = "source,scope,amount,unit,factor\nboiler,1,100,t,one\n",
       .credits = credits,
       .tables = "[claim]\nboundary = \"type I\"",
       .iterations = 4096});
}

TEST(AddCredits, WhatIsReversedDoesNotCount) {
  const testing::InventoryRun run =
      run_of("project,nominal,unit,reversal,retired\nforest,50,t,0.2,2023\n");
  EXPECT_NEAR(run.fixed("credits, face value"), -50.0, 1e-9);
  EXPECT_NEAR(run.fixed("credits, risk-adjusted"), -40.0, 1e-9);
  EXPECT_NEAR(run.fixed("net, credits risk-adjusted"), 60.0, 1e-9);
  EXPECT_NEAR(mean_of(run.samples("net, credits risk-adjusted")), 60.0, 1e-4);
}

TEST(AddCredits, AnUncertainReversalHasItsMean) {
  const testing::InventoryRun run = run_of(
      "project,nominal,unit,reversal,reversal_uncertainty,retired\nforest,50,t,0.2,\"uniform(0.1, "
      "0.3)\",2023\n");
  const std::vector<double> credits = run.samples("credits, risk-adjusted");
  // Standard error: 50 · 0.2 / √12 / √4096 = 0.045; four of them.
  EXPECT_NEAR(mean_of(credits), -40.0, 0.18);
  for (const double each : credits)
    ASSERT_TRUE(each <= -35.0 + 1e-4 && each >= -45.0 - 1e-4) << each;
}

TEST(AddCredits, DeliveryRealisedAndReversalMultiply) {
  const testing::InventoryRun run = run_of(
      "project,nominal,unit,realised,delivery,reversal,retired\nforest,100,t,0.6,0.9,0.25,2023\n");
  EXPECT_NEAR(run.fixed("credits, risk-adjusted"), -45.0, 1e-9)
      << "the static balance assumes delivery";
  std::size_t none = 0;
  for (const double each : run.samples("credits, risk-adjusted")) {
    if (each == 0.0)
      ++none;
    else
      ASSERT_NEAR(each, -45.0, 1e-4);
  }
  // Binomial of 4096 with p = 0.1: 410 ± 19; four standard errors.
  EXPECT_NEAR(static_cast<double>(none), 409.6, 77.0);
}

}  // namespace
}  // namespace plume::add_credits_test
