// SPDX-License-Identifier: Apache-2.0
#include "host/tables/table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "host/tables/csv.hpp"
#include "tests/support/finding_lines.hpp"

namespace plume::table_test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const std::vector<Column> columns = {
    {"id", Column::required}, {"amount", Column::required}, {"unit", Column::optional}};

const std::vector<Column> number_columns = {{"id", Column::required},
                                            {"amount", Column::required, Column::number},
                                            {"unit", Column::optional}};

/// Reads a table to its end and returns the findings.
std::vector<std::string> findings_of(std::string_view text,
                                     const std::vector<Column>& asked = columns) {
  Findings findings;
  Table table(text, "t.csv", asked, findings);
  while (table.next()) {
    (void)table.required_text(table.column("id"));
    (void)table.required_number(table.column("amount"));
  }
  return testing::lines_of(findings);
}

std::vector<std::string> number_findings_of(std::string_view text) {
  return findings_of(text, number_columns);
}

TEST(Table, ColumnsInAnyOrderAndCase) {
  Findings findings;
  Table table("Amount,ID,comment\n2.5,a,free\n", "t.csv", columns, findings);
  ASSERT_TRUE(table.next());
  EXPECT_EQ(table.text(table.column("id")), "a");
  EXPECT_EQ(table.required_number(table.column("amount")), 2.5);
  EXPECT_EQ(table.column("unit"), Table::absent);
  EXPECT_EQ(table.text(Table::absent), "");
  EXPECT_EQ(table.number(Table::absent).state, NumberCell::State::empty);
  EXPECT_EQ(table.place(table.column("id")).column, 5u);
  EXPECT_EQ(table.place(Table::absent).line, 2u);
  EXPECT_FALSE(table.next());
  EXPECT_TRUE(table.complete());
  EXPECT_THAT(testing::lines_of(findings), IsEmpty());
}

TEST(Table, PaddingOfSpreadsheetsIsNoFault) {
  EXPECT_THAT(findings_of("id,amount,,\na,1,,\nb,2,,,,\n,,,\n"), IsEmpty());
}

TEST(Table, Empty) {
  EXPECT_THAT(findings_of(""), ElementsAre("t.csv:1:1: error E0216: the table is empty; begin it "
                                           "with a line of column names: id, amount, unit"));
}

TEST(Table, UnknownColumn) {
  EXPECT_THAT(findings_of("id,amonut\n"),
              ElementsAre("t.csv:1:4: error E0217: unknown column 'amonut'; did you mean 'amount'?",
                          "t.csv:1: error E0219: the table lacks the column 'amount'; its columns "
                          "are id, amount, unit"));
  EXPECT_THAT(findings_of("id,amount,colour\n"),
              ElementsAre("t.csv:1:11: error E0217: unknown column 'colour'; columns of this table "
                          "are id, amount, unit; use "
                          "'comment' for remarks"));
}

TEST(Table, AColumnWithoutNameMustBeEmpty) {
  EXPECT_THAT(findings_of("id,,amount\na,,1\n"), IsEmpty());
  EXPECT_THAT(findings_of("id,,amount\na,,1\nb,x,2\n"),
              ElementsAre("t.csv:3:3: error E0217: the cell 'x' stands in a column without a name; "
                          "name the column, or empty "
                          "the cell"));
}

TEST(Table, ColumnTwice) {
  EXPECT_THAT(findings_of("id,amount,Id\na,1,b\n"),
              ElementsAre("t.csv:1:11: error E0218: column 'Id' stands twice; it is column 1 "
                          "already; keep one of them"));
  EXPECT_THAT(findings_of("id,amount,comment,comment\n"), IsEmpty());
}

TEST(Table, ShortRowsEndWithEmptyCellsAndLongOnesAreErrors) {
  Findings findings;
  Table table("id,amount,unit\na,1,kg\nb,1,5,kg\nc,1\nd\ne,2,kg\n", "t.csv", columns, findings);
  std::vector<std::string> ids;
  while (table.next()) {
    ids.emplace_back(table.text(table.column("id")));
    if (ids.back() == "c" || ids.back() == "d") {
      EXPECT_EQ(table.text(table.column("unit")), "");
      EXPECT_EQ(table.place(table.column("unit")).column, 0u) << "the row's place";
    }
  }
  EXPECT_THAT(ids, ElementsAre("a", "c", "d", "e"));
  EXPECT_FALSE(table.complete());
  EXPECT_THAT(testing::lines_of(findings),
              ElementsAre("t.csv:3:7: error E0215: the row has 4 cells, the header 3; put a cell "
                          "that holds ',' in double quotes; "
                          "decimals use '.'"));
}

TEST(Table, RowTooLongWithSemicolons) {
  EXPECT_THAT(findings_of("id;amount\na;1;2\n"),
              ElementsAre("t.csv:2:5: error E0215: the row has 3 cells, the header 2; put a cell "
                          "that holds ';' in double quotes"));
}

TEST(Table, EmptyCells) {
  EXPECT_THAT(
      findings_of("id,amount\n,1\na,\n"),
      ElementsAre(
          "t.csv:2:1: error E0220: the cell of column 'id' is empty; every row needs one",
          "t.csv:3:3: error E0220: the cell of column 'amount' is empty; every row needs one"));
}

TEST(Table, NumbersPeopleWrite) {
  Findings findings;
  Table table("id,amount\na,1e-3\nb,+2\nc,.5\nd,5.\ne,-1.25E2\nf,\" 7 \"\n", "t.csv", columns,
              findings);
  std::vector<double> values;
  while (table.next())
    values.push_back(table.required_number(table.column("amount")).value_or(-1.0));
  EXPECT_THAT(values, ElementsAre(0.001, 2.0, 0.5, 5.0, -125.0, 7.0));
  EXPECT_THAT(testing::lines_of(findings), IsEmpty());
}

TEST(Table, TextsThatAreNoNumbers) {
  EXPECT_THAT(
      findings_of("id,amount\na,\"1,5\"\nb,1.5 kg\nc,nan\nd,inf\ne,1e999\nf,=A1\ng,x\nh,12 %\n"),
      ElementsAre("t.csv:2:3: error E0221: amount '1,5' is not a number (decimals use '.'); did "
                  "you mean 1.5?",
                  "t.csv:3:3: error E0221: amount '1.5 kg' is not a number ('kg' follows the "
                  "number 1.5); write it like 12, "
                  "0.5 or "
                  "1.2e-3, without a unit",
                  "t.csv:4:3: error E0221: amount 'nan' is not a number (a finite value is "
                  "needed); write it like 12, 0.5 or "
                  "1.2e-3, without a unit",
                  "t.csv:5:3: error E0221: amount 'inf' is not a number (a finite value is "
                  "needed); write it like 12, 0.5 or "
                  "1.2e-3, without a unit",
                  "t.csv:6:3: error E0221: amount '1e999' is not a number (it is too large for a "
                  "64-bit number); write it like "
                  "12, "
                  "0.5 or 1.2e-3, without a unit",
                  "t.csv:7:3: error E0221: amount '=A1' is not a number; write it like 12, 0.5 or "
                  "1.2e-3, without a unit",
                  "t.csv:8:3: error E0221: amount 'x' is not a number; write it like 12, 0.5 or "
                  "1.2e-3, without a unit",
                  "t.csv:9:3: error E0221: amount '12 %' is not a number (percent signs are not "
                  "read); did you mean 0.12?"));
}

TEST(Table, CellsOfSeveralLinesMakeOneLineOfMessage) {
  EXPECT_THAT(findings_of("id,amount\na,\"1\nkg\"\n"),
              ElementsAre("t.csv:2:3: error E0221: amount '1?kg' is not a number; write it like "
                          "12, 0.5 or 1.2e-3, without a unit"));
}

TEST(Table, LongCellsAreShortenedInMessages) {
  const std::vector<std::string> lines =
      findings_of("id,amount\na,1" + std::string(100'000, 'x') + "\n");
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_LT(lines[0].size(), 250u);
}

TEST(Table, DecimalCommasBetweenSemicolonsAreReadWithANote) {
  Findings findings;
  Table table("id;amount\na;1,5\nb;-0,25e1\nc;3\n", "t.csv", number_columns, findings);
  std::vector<double> values;
  while (table.next())
    values.push_back(table.required_number(table.column("amount")).value_or(-1.0));
  EXPECT_THAT(values, ElementsAre(1.5, -2.5, 3.0));
  EXPECT_THAT(testing::lines_of(findings),
              ElementsAre("t.csv:2:3: note N0260: the table writes decimals with ',': '1,5' is "
                          "read as 1.5, in 2 cells; take the "
                          "commas out if they separate thousands"));
}

TEST(Table, ATableOfBothDecimalsIsOneError) {
  EXPECT_THAT(number_findings_of("id;amount\na;1,5\nb;2,5\nc;1.234\n"),
              ElementsAre("t.csv:2:3: error E0258: decimals of the table are written with ',' in 2 "
                          "cells ('1,5') and with '.' "
                          "in 1 ('1.234', line 4); write all with '.' or all with ',', and nothing "
                          "between thousands"));
}

TEST(Table, BetweenTabsAllNumbersWithCommasMayBeThousands) {
  EXPECT_THAT(number_findings_of("id\tamount\na\t1,234\n"),
              ElementsAre("t.csv:2:3: error E0258: '1,234' may be 1.234 or thousands, and so may "
                          "every number with ',' of the "
                          "table; write decimals with '.', and nothing between thousands"));
}

TEST(Table, QuotedDecimalCommasBetweenCommasAreOneErrorOfTheTable) {
  EXPECT_THAT(number_findings_of("id,amount\na,\"1,5\"\nb,\"2,5\"\nc,\"1,234,5\"\n"),
              ElementsAre("t.csv:2:3: error E0221: amount '1,5' is not a number (decimals use "
                          "'.'); did you mean 1.5?; the table "
                          "has 1 more of the kind",
                          "t.csv:4:3: error E0221: amount '1,234,5' is not a number (',234,5' "
                          "follows the number 1); write it "
                          "like 12, 0.5 or 1.2e-3, without a unit"));
}

TEST(Table, TheHeaderIsFoundBelowATitle) {
  Findings findings;
  Table table("Inventory of 2023;;\n;;\nby;Meier;\nid;amount;unit\na;1,5;kg\n", "t.csv",
              number_columns, findings);
  ASSERT_TRUE(table.next());
  EXPECT_EQ(table.required_number(table.column("amount")), 1.5);
  EXPECT_EQ(testing::lines_of(findings).front(),
            "t.csv:3: note N0259: the header is found below 2 rows that are not read; the first "
            "begins with 'Inventory "
            "of 2023'; "
            "begin remarks with '#'");
  EXPECT_EQ(findings.num_errors(), 0u);
}

TEST(Table, RowsThatLookLikeOthersAreNoRemarks) {
  EXPECT_THAT(
      findings_of(
          "id,amount,unit\n# remark, of two words\na,1,\n#3 boiler,2,kg\n\"#4, old\",2,kg\n"),
      ElementsAre("t.csv:4: warning W0290: 2 rows that begin with '#' and look like the others are "
                  "not read; "
                  "'#' begins a remark: begin "
                  "the name otherwise if the row counts, or take it out"));
  EXPECT_THAT(findings_of("# id, of, all\nid,amount,unit\n# a remark\na,1,\n"), IsEmpty());
}

TEST(Table, ACopiedRowIsTold) {
  EXPECT_THAT(findings_of("id,amount,unit\na,1,\na,2,\na,1\n"),
              ElementsAre("t.csv:4: warning W0261: the row is the same as line 2 in every cell; "
                          "both count; take one out if it "
                          "is a copy"));
  EXPECT_THAT(
      findings_of("id,amount,unit\n1,2,\n2,1,\n,1,2\n"),
      ElementsAre("t.csv:4:1: error E0220: the cell of column 'id' is empty; every row needs one"))
      << "the same texts in other columns are another row";
}

TEST(Table, MoreRowsThanTheBudgetAreRefused) {
  Findings findings;
  std::string text = "id,amount\n";
  for (int i = 0; i < 5; ++i) text += std::to_string(i) + ",1\n";
  Table table(std::make_unique<CsvReader>(text, "t.csv", findings), columns, findings,
              Repeats::told, {3});
  std::size_t rows = 0;
  while (table.next()) ++rows;
  EXPECT_EQ(rows, 3u);
  EXPECT_FALSE(table.complete());
  EXPECT_THAT(testing::lines_of(findings),
              ElementsAre("t.csv:5: error E0257: the table has more than 3 rows; no more are read "
                          "of such a table; take out "
                          "rows that are empty of meaning, or split it"));
}

}  // namespace
}  // namespace plume::table_test
