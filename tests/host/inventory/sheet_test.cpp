// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/sheet.hpp"

#include <gtest/gtest.h>

namespace plume {
namespace {

TEST(Sheet, FindsColumnsWithoutRegardToCase) {
  Findings findings;
  const auto sheet = sheet_of_csv("Source,Amount\nmeter,5\n", "a.csv", findings);

  EXPECT_EQ(sheet->rows()[0].text(sheet->column("amount")), "5");
  EXPECT_EQ(sheet->column("unit"), Sheet::absent);
  EXPECT_EQ(sheet->rows()[0].place(sheet->column("amount")).column, 7u);
}

TEST(Sheet, ReportsColumns) {
  Findings findings;
  const auto sheet = sheet_of_csv("source,amuont,source\nmeter,5,x\n", "a.csv", findings);

  sheet->check_columns({"source", "amount"}, {}, findings);

  EXPECT_EQ(findings.to_string(),
            "a.csv:1:8: error E0701: unknown column 'amuont'; did you mean 'amount'?\n"
            "a.csv:1:15: error E0702: column 'source' stands twice; give each column once\n"
            "a.csv:1: error E0703: there is no column 'amount'; add it to the header");
}

TEST(Sheet, NeedsARow) {
  Findings findings;
  EXPECT_FALSE(sheet_of_csv("source,amount\n", "a.csv", findings));
  EXPECT_EQ(findings.to_string(), "a.csv: error E0700: the table has no row; write a header and one row or more");
}

}  // namespace
}  // namespace plume
