// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/inventory_tables.hpp"

#include <gtest/gtest.h>

#include "tests/support/inventory_files.hpp"

namespace plume::inventory_tables_test {
namespace {

InventoryRows read(const testing::InventoryTexts& texts, Findings& findings) {
  const testing::InventoryFiles files(texts);
  FactorLibrary library;
  Model model;
  return read_inventory_tables(files.inventory, library, model, findings);
}

TEST(InventoryTables, EachTableFillsItsRows) {
  Findings findings;
  const InventoryRows rows =
      read({.activities = "source,scope,amount,unit,factor\nboiler,1,2,t,one\n",
            .quantities = "quantity,of,amount,unit\nuse,,5,MWh\nuse,,1,MWh\n",
            .instruments = "instrument,covers,amount,unit,factor\nwind,use,3,MWh,power\n",
            .credits = "project,nominal,unit,delivery\nforest,4,t,0.9\n",
            .factors = testing::plain_factors},
           findings);
  EXPECT_TRUE(findings.list().empty()) << findings.to_string();
  ASSERT_EQ(rows.lines.size(), 2U) << "an instrument with a factor is a line, too";
  EXPECT_EQ(rows.lines[0].record.source, "boiler");
  EXPECT_EQ(rows.lines[1].record.scope, "2 market");
  EXPECT_EQ(rows.lines[1].of, "wind");
  EXPECT_EQ(rows.quantities.at("use").rows.size(), 2U);
  EXPECT_EQ(rows.quantities.count("wind"), 1U) << "an instrument is a quantity";
  ASSERT_EQ(rows.credits.size(), 1U);
  EXPECT_EQ(rows.credits[0].record.nominal, 4.0);
  EXPECT_EQ(rows.credits[0].delivery.amount, 1.0) << "the static balance assumes delivery";
  EXPECT_EQ(rows.credits[0].delivery.uncertainty.loc, 0.9);
}

TEST(InventoryTables, ScopeThreeKnowsTheCategoryOfIso14064) {
  Findings findings;
  const InventoryRows rows =
      read({.activities = "source,scope,category,amount,unit,factor\nflights,3,6,2,t,one\n",
            .factors = testing::plain_factors},
           findings);
  EXPECT_EQ(rows.lines.at(0).record.iso_category, "3");
}

}  // namespace
}  // namespace plume::inventory_tables_test
