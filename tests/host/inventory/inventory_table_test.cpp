// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/inventory_table.hpp"

#include <gtest/gtest.h>

#include "host/inventory/inventory_columns.hpp"
#include "tests/support/inventory_files.hpp"

namespace plume::inventory_table_test {
namespace {

const std::vector<Column> some_columns =
    inventory_columns({"amount"}, {"unit", "uncertainty", "group", "of"});

TEST(InventoryTable, ItemsAreWhatStandsBetweenSemicolons) {
  EXPECT_EQ((std::vector<std::string>{"a", "b c"}), items_of(" a ;; b c;"));
  EXPECT_TRUE(items_of("").empty());
}

TEST(InventoryTable, RowsOfAGroupShareTheirKeyAndOthersHaveTheirOwn) {
  const testing::InventoryFiles files({.activities = "amount,unit,group\n1,t,g\n2,kg,g\n3,t,\n"});
  Model model;
  Findings findings;
  const auto table =
      InventoryTable::open(files.inventory.activities[0], "", some_columns, model, findings);
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

TEST(InventoryTable, WhatOfACellIsNotDrawnIsTold) {
  const testing::InventoryFiles files(
      {.activities = "amount,unit,uncertainty\n0,therms,normal(3)\n100,t,\"uniform(90, "
                     "130)\"\n0,t,5 %\n10,tonnes,150 %\n5,ton,\n"});
  Model model;
  Findings findings;
  const auto table =
      InventoryTable::open(files.inventory.activities[0], "", some_columns, model, findings);
  std::vector<InventoryNumber> numbers;
  for (const Sheet::Row& row : table->rows())
    numbers.push_back(table->number(row, {"amount", "unit", "uncertainty"}, findings));

  const std::string told = findings.to_string();
  for (const char* text :
       {"a.csv:2:3: note N0743: therm is read as 100,000 Btu of the International Table (105.5056 "
        "MJ); the therm of US gas bills is "
        "105.4804 MJ; write the other name where the other is meant",
        "a.csv:2:10: note N0744: an amount of 0 has no spread: 'normal(3)' is not drawn; the "
        "static "
        "value and what is drawn should "
        "speak of one amount",
        "a.csv:3:7: note N0744: the amount 100 is not the middle of 'uniform(90, 130)', whose mean "
        "is 110.0; the static value and "
        "what is drawn should speak of one amount",
        "a.csv:6:3: error E0709: unit 'ton': 'ton' has several meanings; write t (1000 kg), short "
        "ton (907.18474 kg) or long ton "
        "(1016.0469088 kg)"})
    EXPECT_NE(std::string::npos, told.find(text)) << text << "\nin\n" << told;
  EXPECT_EQ(4U, findings.list().size()) << told;
  EXPECT_EQ(150.0, numbers[3].written_percent);
  EXPECT_FALSE(numbers[3].unit.is_unknown);
  EXPECT_TRUE(numbers[4].unit.is_unknown);
}

TEST(InventoryTable, AnAmountMayBeLeftOutWhereAQuantityIsNamed) {
  const testing::InventoryFiles files({.activities = "amount,unit,of\n,,power\n"});
  Model model;
  Findings findings;
  const auto table =
      InventoryTable::open(files.inventory.activities[0], "", some_columns, model, findings);
  const InventoryNumber one = table->number(table->rows()[0], {"amount", "unit", "uncertainty"},
                                            findings, InventoryTable::Amount::may_be_empty);
  EXPECT_EQ(one.amount, 1.0);
  EXPECT_TRUE(findings.list().empty()) << findings.to_string();

  (void)table->number(table->rows()[0], {"amount", "unit", "uncertainty"}, findings);
  EXPECT_TRUE(findings.has_errors()) << "an amount that is needed";
}

}  // namespace
}  // namespace plume::inventory_table_test
