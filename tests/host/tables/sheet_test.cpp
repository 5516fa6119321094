// SPDX-License-Identifier: Apache-2.0
#include "host/tables/sheet.hpp"

#include <gtest/gtest.h>

namespace plume::sheet_test {
namespace {

const std::vector<Column> columns = {{"source", Column::required},
                                     {"amount", Column::required, Column::number},
                                     {"uncertainty", Column::optional, Column::expression}};

TEST(Sheet, FindsColumnsWithoutRegardToCase) {
  Findings findings;
  const auto sheet = sheet_of_csv("Source,Amount\nmeter,5\n", "a.csv", columns, findings);

  EXPECT_EQ(sheet->rows()[0].text(sheet->column("amount")), "5");
  EXPECT_EQ(sheet->column("unit"), Sheet::absent);
  EXPECT_EQ(sheet->rows()[0].text(Sheet::absent), "");
  EXPECT_EQ(sheet->rows()[0].place(sheet->column("amount")).column, 7u);
  EXPECT_EQ(sheet->rows()[0].place(Sheet::absent).line, 2u);
}

TEST(Sheet, KeepsEmptyCellsInTheirPlaces) {
  Findings findings;
  const auto sheet =
      sheet_of_csv("source,amount,uncertainty\n,5\nb,,5 %\n", "a.csv", columns, findings);
  ASSERT_TRUE(sheet);
  ASSERT_EQ(sheet->rows().size(), 2u);
  EXPECT_EQ(sheet->rows()[0].text(0), "");
  EXPECT_EQ(sheet->rows()[0].place(0).column, 1u);
  EXPECT_EQ(sheet->rows()[1].text(1), "");
  EXPECT_EQ(sheet->rows()[1].text(2), "5 %");
}

TEST(Sheet, ReportsColumnsAsEveryTableDoes) {
  Findings findings;
  EXPECT_FALSE(sheet_of_csv("source,amuont,source\nmeter,5,x\n", "a.csv", columns, findings));
  EXPECT_EQ(findings.to_string(),
            "a.csv:1:8: error E0217: unknown column 'amuont'; did you mean 'amount'?\n"
            "a.csv:1:15: error E0218: column 'source' stands twice; it is column 1 already; keep "
            "one of them\n"
            "a.csv:1: error E0219: the table lacks the column 'amount'; its columns are source, "
            "amount, uncertainty");
}

TEST(Sheet, CellsBeyondTheHeaderAreErrors) {
  Findings findings;
  (void)sheet_of_csv("source,amount\nmeter,1,5\n", "a.csv", columns, findings);
  EXPECT_EQ(findings.to_string(),
            "a.csv:2:9: error E0215: the row has 3 cells, the header 2; put a cell that holds ',' "
            "in double quotes; decimals "
            "use '.'");
}

TEST(Sheet, DecimalCommasBecomePointsInNumbersAndTheirUncertainty) {
  Findings findings;
  const auto sheet =
      sheet_of_csv("source;amount;uncertainty\n1,5;1,5;5,5 %\n", "a.csv", columns, findings);
  ASSERT_TRUE(sheet);
  EXPECT_EQ(sheet->rows()[0].text(0), "1,5") << "a text";
  EXPECT_EQ(sheet->rows()[0].text(1), "1.5");
  EXPECT_EQ(sheet->rows()[0].text(2), "5.5 %");
  EXPECT_FALSE(findings.has_errors());
}

TEST(Sheet, NeedsARow) {
  Findings findings;
  EXPECT_FALSE(sheet_of_csv("source,amount\n", "a.csv", columns, findings));
  EXPECT_EQ(findings.to_string(),
            "a.csv: error E0700: the table has no row; write a header and one row or more");
}

TEST(Sheet, MoreRowsThanAreReadAreRefused) {
  std::string text = "source,amount\n";
  for (std::size_t i = 0; i <= Sheet::most_rows; ++i) text += "x\n";
  Findings findings;
  (void)sheet_of_csv(text, "a.csv", columns, findings);
  EXPECT_NE(findings.to_string().find("error E0257: the table has more than 250000 rows"),
            std::string::npos);
}

}  // namespace
}  // namespace plume::sheet_test
