// SPDX-License-Identifier: Apache-2.0
#include "host/model/inventory_record.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace plume {
namespace {

TEST(InventoryRecord, SurvivesJson) {
  InventoryRecord record;
  record.period = "2023";
  record.lines.push_back({"gas boiler", "gas boiler", "site", "2023", "1"});
  record.lines[0].factors = {"f"};
  record.totals.push_back({"scope 1", "scope 1", ""});
  record.credits.push_back({"forest"});
  record.credits[0].nominal = 0.1;
  record.claim.present = true;

  const InventoryRecord again = inventory_record_from_json(to_json(record));

  EXPECT_EQ(to_json(again), to_json(record));
  EXPECT_EQ(again.demand_of("scope 1"), "scope 1");
  EXPECT_EQ(again.credits[0].nominal, 0.1);
}

TEST(InventoryRecord, EmptyTextIsAnEmptyRecord) {
  EXPECT_TRUE(inventory_record_from_json("").empty());
  EXPECT_THROW(inventory_record_from_json("[]"), std::runtime_error);
}

}  // namespace
}  // namespace plume
