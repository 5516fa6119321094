// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/inventory_table.hpp"

#include <gtest/gtest.h>

#include "tests/support/inventory_files.hpp"

namespace plume {
namespace {

TEST(InventoryTable, ItemsAreWhatStandsBetweenSemicolons) {
  EXPECT_EQ((std::vector<std::string>{"a", "b c"}), items_of(" a ;; b c;"));
  EXPECT_TRUE(items_of("").empty());
}

TEST(InventoryTable, RowsOfAGroupShareTheirKeyAndOthersHaveTheirOwn) {
  const testing::InventoryFiles files({.activities = "amount,unit,group\n1,t,g\n2,kg,g\n3,t,\n"});
  Model model;
  Findings findings;
  const auto table = InventoryTable::open(files.inventory.activities[0], "", model, findings);
  ASSERT_TRUE(table.has_value());
  std::vector<InventoryNumber> numbers;
  for (const Sheet::Row& row : table->rows())
    numbers.push_back(table->grouped_number(row, {"amount", "unit", "uncertainty"}, findings));

  EXPECT_EQ(numbers[0].key, numbers[1].key);
  EXPECT_NE(numbers[0].key, numbers[2].key);
  EXPECT_EQ(numbers[1].amount, 2.0);
  EXPECT_EQ(numbers[1].unit.factor, 1.0);
  EXPECT_EQ(numbers[2].unit.factor, 1000.0);
  EXPECT_EQ(numbers[2].line, 4U);
  EXPECT_EQ(table->written_place(table->rows()[2]), "a.csv:4");
  EXPECT_EQ(model.sources.size(), 1U);
  EXPECT_TRUE(findings.list().empty()) << findings.to_string();
}

TEST(InventoryTable, AnAmountMayBeLeftOutWhereAQuantityIsNamed) {
  const testing::InventoryFiles files({.activities = "amount,unit,of\n,,power\n"});
  Model model;
  Findings findings;
  const auto table = InventoryTable::open(files.inventory.activities[0], "", model, findings);
  const InventoryNumber one = table->number(table->rows()[0], {"amount", "unit", "uncertainty"}, findings,
                                            InventoryTable::Amount::may_be_empty);
  EXPECT_EQ(one.amount, 1.0);
  EXPECT_TRUE(findings.list().empty()) << findings.to_string();

  (void)table->number(table->rows()[0], {"amount", "unit", "uncertainty"}, findings);
  EXPECT_TRUE(findings.has_errors()) << "an amount that is needed";
}

}  // namespace
}  // namespace plume
