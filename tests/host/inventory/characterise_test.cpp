// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/characterise.hpp"

#include <gtest/gtest.h>

#include "tests/support/inventory_run.hpp"

namespace plume {
namespace {

const char* const factors =
    "id,category,unit_activity,unit_emission,gas,value,distribution,source\n"
    "n2o,fuel,t,t,N2O,0.01,constant,x\n"
    "bio,fuel,t,t,CO2 (biogenic),2,constant,x\n";

TEST(Characterise, EachGasCountsInItsOwnCategoryAndInTheSums) {
  const testing::InventoryRun run({.activities = "source,scope,amount,unit,factor\nboiler,1,10,t,n2o;bio\n",
                                   .factors = factors,
                                   .keys = "compare_gwp = [\"AR5-100\"]"});
  EXPECT_NEAR(run.fixed("scope 1", "ghg"), 0.1 * 273.0, 1e-9);
  EXPECT_NEAR(run.fixed("scope 1", "gas N2O"), 0.1 * 273.0, 1e-9);
  EXPECT_NEAR(run.fixed("scope 1", "ghg AR5-100"), 0.1 * 265.0, 1e-9);
  EXPECT_NEAR(run.fixed("scope 1", "biogenic CO2"), 20.0, 1e-9) << "outside of the sum";
}

TEST(Characterise, CreditsCountInEverySum) {
  const testing::InventoryRun run({.activities = "source,scope,amount,unit,factor\nboiler,1,10,t,n2o\n",
                                   .credits = "project,nominal,unit,retired\nforest,5,t,2023\n",
                                   .factors = factors,
                                   .keys = "compare_gwp = [\"AR5-100\"]"});
  for (const char* category : {"ghg", "ghg AR5-100", "ghg, GWP uncertain"})
    EXPECT_NEAR(run.fixed("credits, face value", category), -5.0, 1e-9) << category;
}

}  // namespace
}  // namespace plume
