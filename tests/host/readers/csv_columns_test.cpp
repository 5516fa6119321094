// SPDX-License-Identifier: Apache-2.0
#include "host/readers/csv_columns.hpp"

#include <gmock/gmock.h>

#include "tests/support/findings.hpp"

namespace plume::csv_columns_test {
namespace {

using ::testing::ElementsAre;
using testing::lines;

TEST(CsvColumns, CellsAreFoundByTheNamesOfColumns) {
  Findings findings;
  CsvColumns rows("name,ID,other\n\"a, b\",7,x\n", "t.csv", {"id", "Name", "absent"}, findings);
  EXPECT_TRUE(rows.has(0));
  EXPECT_FALSE(rows.has(2));
  EXPECT_THAT(rows.others(), ElementsAre("other"));
  ASSERT_TRUE(rows.next());
  EXPECT_EQ(rows[0], "7");
  EXPECT_EQ(rows[1], "a, b");
  EXPECT_EQ(rows[2], "");
  EXPECT_EQ(rows.number(0), 7.0);
  EXPECT_EQ(rows.line(), 2u);
  EXPECT_FALSE(rows.next());
}

TEST(CsvColumns, WhatIsNoNumberIsAFinding) {
  Findings findings;
  CsvColumns rows("amount\n\"1,5\"\n", "t.csv", {"amount"}, findings);
  ASSERT_TRUE(rows.next());
  EXPECT_EQ(rows.number(0), std::nullopt);
  EXPECT_THAT(
      lines(findings),
      ElementsAre(
          "t.csv:2: error E0835: amount '1,5' is not a number (decimals use '.'); did you mean "
          "1.5?"));
}

}  // namespace
}  // namespace plume::csv_columns_test
