// SPDX-License-Identifier: Apache-2.0
#include "host/report/inventory_cells.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "tests/host/report/document_fixture.hpp"
#include "tests/host/report/inventory_fixture.hpp"

namespace plume::inventory_cells_test {
namespace {

TEST(InventoryCells, SharesSayWhatTheyAreSharesOf) {
  InventoryRecord::Claim claim;
  EXPECT_EQ(boundary_words(claim, built_in_labels("en")), "type I (scopes 1 and 2), market-based");
  claim.boundary = "type II";
  claim.basis = "location";
  EXPECT_EQ(boundary_words(claim, built_in_labels("en")), "type II (all scopes), location-based");
}

TEST(InventoryCells, DirectGasesStandInTheOrderOfTheStandardsBiogenicLast) {
  InventorySummary inventory = testing::wafer_inventory();
  const double unknown = std::numeric_limits<double>::quiet_NaN();
  inventory.direct = {{"CO2 (biogenic)", true, 1747.2, {"scope 1", 1747.2, 1757.6}},
                      {"SF6", false, 0.001, {"scope 1", 25.2, 25.2}},
                      {"HFC-134a", false, 0.1, {"scope 1", 153.0, 153.0}},
                      {"CH4", false, unknown, {"scope 1", 12.6, 15.0}},
                      {"CO2", false, 31.863, {"scope 1", 31.863, 31.86}}};
  const ReportInput input = testing::small_report_input();
  const SampleShapes shapes = testing::small_shapes();
  const Labels labels = built_in_labels("en");
  std::vector<Block> blocks;

  add_direct_gases({input, shapes, labels, &inventory}, blocks);

  const auto& table = std::get<ReportTable>(blocks.at(0));
  EXPECT_EQ(table.caption, "Direct emissions (scope 1) by gas, t CO2e");
  std::vector<std::string> gases;
  for (const auto& row : table.rows) gases.push_back(shown(row[0]));
  EXPECT_EQ(gases, (std::vector<std::string>{"CO2", "CH4", "HFC-134a", "SF6",
                                             "CO2 of living origin, outside the scopes (t CO2)"}));
  EXPECT_EQ(shown(table.rows[0][1]), "31.86");
  EXPECT_EQ(shown(table.rows[1][1]), "");  // two forms of methane
}

TEST(InventoryCells, WithoutScopeOneThereIsNoTable) {
  InventorySummary inventory = testing::wafer_inventory();
  const ReportInput input = testing::small_report_input();
  const SampleShapes shapes = testing::small_shapes();
  const Labels labels = built_in_labels("en");
  std::vector<Block> blocks;
  add_direct_gases({input, shapes, labels, &inventory}, blocks);
  EXPECT_TRUE(blocks.empty());
}

}  // namespace
}  // namespace plume::inventory_cells_test
