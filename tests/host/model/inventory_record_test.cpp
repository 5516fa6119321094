// SPDX-License-Identifier: Apache-2.0
#include "host/model/inventory_record.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace plume {
namespace {

TEST(InventoryRecord, SurvivesJson) {
  InventoryRecord record;
  record.period = "2023";
  record.lines.emplace_back().source = "gas boiler";
  record.lines[0].factors = {"f"};
  record.totals.push_back({"scope 1", "scope 1", ""});
  record.credits.emplace_back().project = "forest";
  record.credits[0].nominal = 0.1;
  record.lines[0].factor_lower = -3.0;
  record.instruments.emplace_back().name = "hydropower";
  record.instruments[0].share = 0.95;
  record.indicators.push_back({"products", "footprint", "met", "", {"D-1", "D-2"}});
  record.claim.present = true;

  const InventoryRecord again = inventory_record_from_json(to_json(record));

  EXPECT_EQ(to_json(again), to_json(record));
  EXPECT_EQ(again.demand_of("scope 1"), "scope 1");
  EXPECT_EQ(again.credits[0].nominal, 0.1);
  EXPECT_EQ(again.lines[0].factor_lower, -3.0);
  EXPECT_EQ(again.instruments.at(0).share, 0.95);
  EXPECT_EQ(again.indicators.at(0).evidence.at(1), "D-2");
}

TEST(InventoryRecord, TheCodeHasSixGroups) {
  EXPECT_EQ(indicator_groups().size(), 6u);
  EXPECT_EQ(indicator_statuses().back(), "not assessed");
}

TEST(InventoryRecord, EmptyTextIsAnEmptyRecord) {
  EXPECT_TRUE(inventory_record_from_json("").empty());
  EXPECT_THROW(inventory_record_from_json("[]"), std::runtime_error);
}

}  // namespace
}  // namespace plume
