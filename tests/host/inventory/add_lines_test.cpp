// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/add_lines.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "host/inventory/inventory_tables.hpp"
#include "host/inventory/quantities.hpp"
#include "tests/support/inventory_run.hpp"

namespace plume::add_lines_test {
namespace {

InventoryModel made_of(const std::string& activities) {
  const testing::InventoryFiles files(
      {.activities = activities, .factors = testing::plain_factors});
  FactorLibrary library;
  Model model;
  Findings findings;
  InventoryRows rows = read_inventory_tables(files.inventory, library, model, findings);
  check_quantities(rows.quantities, findings);
  InventoryParts parts(model, findings);
  EXPECT_FALSE(add_lines(rows, choose_lines(files.inventory, rows, {}, library, findings), library,
                         "AR6-100", parts));
  return parts.finish();
}

TEST(AddLines, LinesOfOneSourceAreToldApartBySiteOrPeriod) {
  const InventoryModel made = made_of(
      "source,scope,amount,unit,factor,period\nboiler,1,1,t,one,2022\nboiler,1,2,t,one,"
      "2023\nboiler,1,3,t,one,\n");
  EXPECT_EQ("boiler", made.record.lines.at(0).demand);
  EXPECT_EQ("boiler, 2023", made.record.lines.at(1).demand)
      << "no empty place where a site would stand";
  EXPECT_EQ("boiler, 1", made.record.lines.at(2).demand);
  const InventoryModel sites = made_of(
      "source,site,scope,amount,unit,factor\nboiler,north,1,1,t,one\nboiler,south,1,2,t,one\n");
  EXPECT_EQ("boiler, south", sites.record.lines.at(1).demand);
}

/// 90 % of the CO2e from a gas of ±10 %, 10 % from one of ±100 %: √((0.9·10)² + (0.1·100)²), and so
/// each side.
TEST(AddLines, UncertaintiesOfGasesAreWeightedByWhatTheyEmit) {
  const testing::InventoryFiles files(
      {.activities = "source,scope,amount,unit,factor\nboiler,1,1,t,co2;ch4\n",
       .factors = "id,category,unit_activity,unit_emission,gas,value,distribution,p1,p2,source\n"
                  "co2,fuel,t,kg,CO2,900,normal,900,45.91921112321886,x\n"
                  "ch4,fuel,t,kg CO2e,CH4,100,normal,100,51.021345692465395,x\n"});
  FactorLibrary library;
  Model model;
  Findings findings;
  InventoryRows rows = read_inventory_tables(files.inventory, library, model, findings);
  InventoryParts parts(model, findings);
  add_lines(rows, choose_lines(files.inventory, rows, {}, library, findings), library, "AR6-100",
            parts);
  const InventoryRecord::Line line = parts.finish().record.lines.at(0);
  const double wanted = std::hypot(9.0, 10.0);
  EXPECT_NEAR(line.u95_factor, wanted, 1e-12 * wanted);
  EXPECT_NEAR(line.factor_lower, -wanted, 1e-12 * wanted);
  EXPECT_NEAR(line.factor_upper, wanted, 1e-12 * wanted);
}

TEST(AddLines, AMassOfNitrogenBecomesTheGasOfItsPotential) {
  const testing::InventoryRun run(
      {.activities = "source,scope,amount,unit,factor\nsoil,1,28,kg N2O-N,gwp100_ar6_n2o\n"});
  EXPECT_NEAR(run.fixed("soil"), 44.0 * 273.0 / 1000.0, 1e-9);
}

TEST(AddLines, AQuantityReachesTheLinesThatAreOfIt) {
  const testing::InventoryRun run(
      {.activities = "source,scope,amount,unit,of,factor\nlosses,1,0.1,1,bought,power\n",
       .quantities = "quantity,of,amount,unit,report\nused,,5000,MWh,\nbought,used,1,1,yes\nbought,"
                     ",-1000,MWh,\n"});
  EXPECT_NEAR(run.fixed("losses"), 0.1 * 4000.0 * 0.4, 1e-9);
  EXPECT_NEAR(run.fixed("quantity: bought", "quantity"), 4000.0 * 3600.0, 1e-6);
}

}  // namespace
}  // namespace plume::add_lines_test
