// SPDX-License-Identifier: Apache-2.0
#include "host/model/inventory_record.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>

namespace plume::inventory_record_test {
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
  record.lines.emplace_back().rows = 4200;

  const InventoryRecord again = inventory_record_from_json(to_json(record));

  EXPECT_EQ(to_json(again), to_json(record));
  EXPECT_EQ(again.demand_of("scope 1"), "scope 1");
  EXPECT_EQ(again.credits[0].nominal, 0.1);
  EXPECT_EQ(again.lines.at(0).rows, 1U);
  EXPECT_EQ(again.lines.at(1).rows, 4200U);
  EXPECT_EQ(nlohmann::json::parse(to_json(record))["lines"][0].count("rows"), 0U)
      << "of one row nothing is said";
  EXPECT_EQ(again.lines[0].factor_lower, -3.0);
  EXPECT_EQ(again.instruments.at(0).share, 0.95);
  EXPECT_EQ(again.indicators.at(0).evidence.at(1), "D-2");
}

/// Keys of an object and of the first object of each list in it.
void expect_documented(const nlohmann::json& object, const std::string& page) {
  for (const auto& [key, value] : object.items()) {
    EXPECT_NE(page.find("`" + key + "`"), std::string::npos)
        << key << " is not in docs/file-format.md";
    if (value.is_object()) expect_documented(value, page);
    if (value.is_array() && !value.empty() && value[0].is_object())
      expect_documented(value[0], page);
  }
}

TEST(InventoryRecord, EveryMemberIsInTheDocumentation) {
  std::ifstream file(PLUME_SOURCE_DIR "/docs/file-format.md");
  ASSERT_TRUE(file);
  std::string page{std::istreambuf_iterator<char>(file), {}};
  page.erase(0, page.find("Of a study with an inventory"));
  page.erase(page.find("```python"));
  InventoryRecord record;
  record.lines.resize(1), record.readings.resize(1), record.totals.resize(1),
      record.categories.resize(1), record.factors.resize(1);
  record.credits.resize(1), record.instruments.resize(1), record.indicators.resize(1);
  record.lines[0].rows = 2;
  const auto json = nlohmann::json::parse(to_json(record));
  EXPECT_EQ(json.size(), 17u);
  expect_documented(json, page);
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
}  // namespace plume::inventory_record_test
