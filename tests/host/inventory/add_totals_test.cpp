// SPDX-License-Identifier: Apache-2.0
// Each total by hand: every scope has an amount of its own, so that a line in a wrong sum shows.
#include "host/inventory/add_totals.hpp"

#include <gtest/gtest.h>

#include "tests/support/inventory_run.hpp"

namespace plume::add_totals_test {
namespace {

const char* const activities =
    "source,scope,category,amount,unit,factor,period,uncertainty\n"
    "boiler,1,,1,t,one,2023,5 %\n"
    "power by grid,2 location,,20,t,one,2023,5 %\n"
    "power by contract,2 market,,300,t,one,2023,5 %\n"
    "goods,3,1,4000,t,one,2023,5 %\n"
    "flights,3,6,50000,t,one,2023,5 %\n"
    "forest,removal,,0.25,t,one,2023,5 %\n"
    "flare,outside,,600000,t,one,2023,5 %\n"
    "boiler,1,,2,t,one,2018,5 %\n"
    "power by grid,2 location,,60,t,one,2018,5 %\n"
    "power by contract,2 market,,900,t,one,2018,5 %\n"
    "goods,3,1,5000,t,one,2018,5 %\n"
    "forest,removal,,0.125,t,one,2018,5 %\n";
const char* const credits =
    "project,nominal,unit,realised,reversal,retired\nforest,0.5,t,0.8,0.25,2023\n";
const char* const keys = "period = \"2023\"\nbase_period = \"2018\"";

struct Total {
  const char* demand;
  double value;
};

void expect(const testing::InventoryRun& run, const std::vector<Total>& totals) {
  for (const Total& total : totals)
    EXPECT_NEAR(run.fixed(total.demand), total.value, 1e-9 * std::abs(total.value)) << total.demand;
}

/// In every iteration, whatever was drawn.
void expect_sum(const testing::InventoryRun& run, const char* total,
                const std::vector<const char*>& parts) {
  std::vector<double> sum(run.samples(total).size(), 0.0), size(sum.size(), 0.0);
  for (const char* part : parts) {
    const std::vector<double> samples = run.samples(part);
    for (std::size_t i = 0; i < sum.size(); ++i)
      sum[i] += samples[i], size[i] += std::abs(samples[i]);
  }
  const std::vector<double> samples = run.samples(total);
  for (std::size_t i = 0; i < sum.size(); ++i)
    ASSERT_NEAR(samples[i], sum[i], 1e-6 * size[i]) << total << ", " << i;
}

TEST(AddTotals, ScopesAndTypesByLocationAndMarket) {
  const testing::InventoryRun run({.activities = activities,
                                   .credits = credits,
                                   .keys = keys,
                                   .tables = "[claim]\nboundary = \"type I\""});
  expect(run, {{"scope 1", 1.0},
               {"scope 2, location-based", 20.0},
               {"scope 2, market-based", 300.0},
               {"scope 3", 54000.0},
               {"scope 3, category 1", 4000.0},
               {"scope 3, category 6", 50000.0},
               {"removals", -0.25},
               {"outside the scopes", 600000.0},
               {"type I gross, location-based", 21.0},
               {"type I gross, market-based", 301.0},
               {"type II gross, location-based", 54021.0},
               {"type II gross, market-based", 54301.0},
               {"gross of the claim's boundary", 301.0},
               {"credits, face value", -0.5},
               {"credits, risk-adjusted", -0.5 * 0.8 * 0.75},
               {"net, credits at face value", 301.0 - 0.25 - 0.5},
               {"net, credits risk-adjusted", 301.0 - 0.25 - 0.3},
               {"base year, gross of the claim's boundary", 902.0}});
  expect_sum(run, "type II gross, location-based",
             {"scope 1", "scope 2, location-based", "scope 3"});
  expect_sum(run, "net, credits risk-adjusted",
             {"gross of the claim's boundary", "removals", "credits, risk-adjusted"});
}

TEST(AddTotals, TheClaimsBoundaryHasItsBasis) {
  const testing::InventoryRun run(
      {.activities = activities,
       .credits = credits,
       .keys = keys,
       .tables = "[claim]\nboundary = \"type I\"\nbasis = \"location\""});
  expect(run, {{"gross of the claim's boundary", 21.0},
               {"net, credits at face value", 21.0 - 0.25 - 0.5},
               {"base year, gross of the claim's boundary", 62.0}});
}

TEST(AddTotals, TypeTwoHoldsScopeThree) {
  const testing::InventoryRun run(
      {.activities = activities,
       .credits = credits,
       .keys = keys,
       .tables = "[claim]\nboundary = \"type II\"\nbasis = \"location\""});
  expect(run, {{"gross of the claim's boundary", 54021.0},
               {"net, credits risk-adjusted", 54021.0 - 0.25 - 0.3},
               {"base year, gross of the claim's boundary", 5062.0}});
}

TEST(AddTotals, ARemovalIsTakenOff) {
  const testing::InventoryRun run({.activities =
                                       "source,scope,amount,unit,factor,uncertainty\n"
                                       "boiler,1,30,t,one,5 %\nforest,removal,10,t,one,10 %\n"});
  expect(run, {{"removals", -10.0}, {"net, credits at face value", 20.0}});
  expect_sum(run, "net, credits at face value", {"scope 1", "removals"});
}

}  // namespace
}  // namespace plume::add_totals_test
