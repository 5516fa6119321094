// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/characterise.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <string>

#include "host/inventory/inventory_model.hpp"
#include "tests/support/inventory_files.hpp"
#include "tests/support/inventory_run.hpp"

namespace plume::characterise_test {
namespace {

const char* const factors =
    "id,category,unit_activity,unit_emission,gas,value,distribution,source\n"
    "n2o,fuel,t,t,N2O,0.01,constant,x\n"
    "bio,fuel,t,t,CO2 (biogenic),2,constant,x\n";

TEST(Characterise, EachGasCountsInItsOwnCategoryAndInTheSums) {
  const testing::InventoryRun run(
      {.activities = "source,scope,amount,unit,factor\nboiler,1,10,t,n2o;bio\n",
       .factors = factors,
       .keys = "compare_gwp = [\"AR5-100\"]"});
  EXPECT_NEAR(run.fixed("scope 1", "ghg"), 0.1 * 273.0, 1e-9);
  EXPECT_NEAR(run.fixed("scope 1", "gas N2O"), 0.1 * 273.0, 1e-9);
  EXPECT_NEAR(run.fixed("scope 1", "ghg AR5-100"), 0.1 * 265.0, 1e-9);
  EXPECT_NEAR(run.fixed("scope 1", "biogenic CO2"), 20.0, 1e-9) << "outside of the sum";
}

/// The study's own potential counts in the set that it reports by; compared sets are the library's.
TEST(Characterise, AnOwnPotentialBesideComparedSets) {
  const testing::InventoryRun run(
      {.activities = "source,scope,amount,unit,factor\nleak,1,1,t,leak\n",
       .factors = "id,category,unit_activity,unit_emission,gas,value,distribution,p1,p2,source\n"
                  "leak,gas leak,t,t,CH4,1,constant,,,x\n"
                  "own,GWP,g,kg CO2e,CH4,0.028,normal,0.028,0.002,AR5\n",
       .keys = "compare_gwp = [\"AR6-20\", \"AR4-100\"]\ngwp_uncertainty = true"});
  EXPECT_NEAR(run.fixed("scope 1", "ghg"), 28.0, 1e-9);
  EXPECT_NEAR(run.fixed("scope 1", "ghg AR6-20"), 80.8, 1e-9);
  EXPECT_NEAR(run.fixed("scope 1", "ghg AR4-100"), 25.0, 1e-9);
  double mean = 0.0, square = 0.0;
  const std::vector<double> drawn = run.samples("scope 1");
  for (const double t : drawn) mean += t / static_cast<double>(drawn.size());
  for (const double t : drawn)
    square += (t - mean) * (t - mean) / static_cast<double>(drawn.size() - 1);
  EXPECT_NEAR(std::sqrt(square), 2.0, 4.0 * 2.0 / std::sqrt(2.0 * 1023.0))
      << "its own distribution, in its own unit; 4 s.e. of 1024";
}

TEST(Characterise, LivingMethaneCountsAndLivingCarbonDioxideStandsApart) {
  const testing::InventoryRun run(
      {.activities = "source,scope,amount,unit,factor\nengine,1,1000,MWh,co2;ch4;n2o;unit\n",
       .factors = "id,category,unit_activity,unit_emission,gas,value,distribution,source\n"
                  "co2,x,MWh,kg,CO₂ (Bio),200,constant,x\n"
                  "ch4,x,MWh,kg,CH4 (biogenic),0.5,constant,x\n"
                  "n2o,x,MWh,kg,biogenic N2O,0.1,constant,x\n"
                  "unit,x,MWh,kg CO2e,CH4,10,constant,x\n",
       .keys = "compare_gwp = [\"AR6-20\"]"});
  EXPECT_NEAR(run.fixed("scope 1", "biogenic CO2"), 200.0, 1e-9);
  EXPECT_NEAR(run.fixed("scope 1", "ghg"), 0.5 * 27.0 + 0.1 * 273.0 + 10.0, 1e-9);
  EXPECT_NEAR(run.fixed("scope 1", "gas CH4"), 0.5 * 27.0 + 10.0, 1e-9)
      << "what is CO2e of methane is reported as methane";
  EXPECT_NEAR(run.fixed("scope 1", "ghg AR6-20"), 0.5 * 80.8 + 0.1 * 273.0 + 10.0, 1e-9);
}

/// How much of a gas is in what is CO2e of it already nobody knows: its potential is not noted.
TEST(Characterise, APotentialIsNotedOfGasesByMassAlone) {
  testing::InventoryFiles files(
      {.activities = "source,scope,amount,unit,factor\nboiler,1,10,t,n2o;unit\n",
       .factors = "id,category,unit_activity,unit_emission,gas,value,distribution,source\n"
                  "n2o,fuel,t,t,N2O,0.01,constant,x\n"
                  "unit,fuel,t,kg CO2e,CH4,10,constant,x\n"});
  files.inventory.organisation = "Example";
  Model model;
  Findings findings;
  const InventoryModel made = add_inventory(files.inventory, nullptr, model, findings);
  ASSERT_FALSE(findings.has_errors()) << findings.to_string();
  std::map<std::string, double> gwp;
  for (const InventoryRecord::Category& each : made.record.categories) gwp[each.id] = each.gwp;
  EXPECT_EQ(gwp.at("gas N2O"), 273.0);
  EXPECT_EQ(gwp.at("gas CH4"), 0.0);
}

TEST(Characterise, CreditsCountInEverySum) {
  const testing::InventoryRun run(
      {.activities = "source,scope,amount,unit,factor\nboiler,1,10,t,n2o\n",
       .credits = "project,nominal,unit,retired\nforest,5,t,2023\n",
       .factors = factors,
       .keys = "compare_gwp = [\"AR5-100\"]"});
  for (const char* category : {"ghg", "ghg AR5-100", "ghg, GWP uncertain"})
    EXPECT_NEAR(run.fixed("credits, face value", category), -5.0, 1e-9) << category;
}

}  // namespace
}  // namespace plume::characterise_test
