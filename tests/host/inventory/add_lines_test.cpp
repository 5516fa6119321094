// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/add_lines.hpp"

#include <gtest/gtest.h>

#include "host/inventory/inventory_tables.hpp"
#include "host/inventory/quantities.hpp"
#include "tests/support/inventory_run.hpp"

namespace plume {
namespace {

InventoryModel made_of(const std::string& activities) {
  const testing::InventoryFiles files({.activities = activities, .factors = testing::plain_factors});
  FactorLibrary library;
  Model model;
  Findings findings;
  InventoryRows rows = read_inventory_tables(files.inventory, library, model, findings);
  check_quantities(rows.quantities, findings);
  InventoryParts parts(model, findings);
  EXPECT_FALSE(add_lines(rows, library, "AR6-100", parts));
  return parts.finish();
}

TEST(AddLines, LinesOfOneSourceAreToldApartBySiteOrPeriod) {
  const InventoryModel made = made_of(
      "source,scope,amount,unit,factor,period\nboiler,1,1,t,one,2022\nboiler,1,2,t,one,2023\nboiler,1,3,t,one,\n");
  EXPECT_EQ("boiler", made.record.lines.at(0).demand);
  EXPECT_EQ("boiler, 2023", made.record.lines.at(1).demand) << "no empty place where a site would stand";
  EXPECT_EQ("boiler, 1", made.record.lines.at(2).demand);
  const InventoryModel sites =
      made_of("source,site,scope,amount,unit,factor\nboiler,north,1,1,t,one\nboiler,south,1,2,t,one\n");
  EXPECT_EQ("boiler, south", sites.record.lines.at(1).demand);
}

TEST(AddLines, AQuantityReachesTheLinesThatAreOfIt) {
  const testing::InventoryRun run(
      {.activities = "source,scope,amount,unit,of,factor\nlosses,1,0.1,1,bought,power\n",
       .quantities = "quantity,of,amount,unit,report\nused,,5000,MWh,\nbought,used,1,1,yes\nbought,,-1000,MWh,\n"});
  EXPECT_NEAR(run.fixed("losses"), 0.1 * 4000.0 * 0.4, 1e-9);
  EXPECT_NEAR(run.fixed("quantity: bought", "quantity"), 4000.0 * 3600.0, 1e-6);
}

}  // namespace
}  // namespace plume
