// SPDX-License-Identifier: Apache-2.0
#include "host/input/package/table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/host/input/package/read_texts.hpp"

namespace plume {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const std::vector<Column> columns = {
    {"id", Column::required}, {"amount", Column::required}, {"unit", Column::optional}};

/// Reads a table to its end and returns the findings.
std::vector<std::string> findings_of(std::string_view text) {
  Findings findings;
  Table table(text, "t.csv", columns, findings);
  while (table.next()) {
    (void)table.required_text(table.column("id"));
    (void)table.required_number(table.column("amount"));
  }
  return testing::lines_of(findings);
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
  EXPECT_THAT(
      findings_of(""),
      ElementsAre(
          "t.csv:1:1: error E0216: the table is empty; begin it with a line of column names: id, amount, unit"));
}

TEST(Table, UnknownColumn) {
  EXPECT_THAT(findings_of("id,amonut\n"),
              ElementsAre("t.csv:1:4: error E0217: unknown column 'amonut'; did you mean 'amount'?",
                          "t.csv:1: error E0219: the table lacks the column 'amount'; its columns "
                          "are id, amount, unit"));
  EXPECT_THAT(
      findings_of("id,amount,colour\n"),
      ElementsAre("t.csv:1:11: error E0217: unknown column 'colour'; columns of this table are id, amount, unit; use "
                  "'comment' for remarks"));
}

TEST(Table, ColumnWithoutName) {
  EXPECT_THAT(findings_of("id,,amount\na,,1\n"),
              ElementsAre("t.csv:1:4: error E0217: the column has no name; name it, or take the column out"));
}

TEST(Table, ColumnTwice) {
  EXPECT_THAT(
      findings_of("id,amount,Id\na,1,b\n"),
      ElementsAre("t.csv:1:11: error E0218: column 'Id' stands twice; it is column 1 already; keep one of them"));
  EXPECT_THAT(findings_of("id,amount,comment,comment\n"), IsEmpty());
}

TEST(Table, RowsOfAnotherLengthAreLeftOut) {
  Findings findings;
  Table table("id,amount,unit\na,1,kg\nb,1,5,kg\nc,1\nd\ne,2,kg\n", "t.csv", columns, findings);
  ASSERT_TRUE(table.next());
  ASSERT_TRUE(table.next());
  EXPECT_EQ(table.text(table.column("id")), "e");
  EXPECT_FALSE(table.next());
  EXPECT_FALSE(table.complete());
  EXPECT_THAT(
      testing::lines_of(findings),
      ElementsAre(
          "t.csv:3:7: error E0215: the row has 4 cells, the header 3; put a cell that holds ',' in double quotes; "
          "decimals use '.'",
          "t.csv:4: error E0215: the row has 2 cells, the header 3; give every column a cell, empty ones too",
          "t.csv:5: error E0215: the row has 1 cell, the header 3; give every column a cell, empty ones too"));
}

TEST(Table, RowTooLongWithSemicolons) {
  EXPECT_THAT(
      findings_of("id;amount\na;1;2\n"),
      ElementsAre(
          "t.csv:2:5: error E0215: the row has 3 cells, the header 2; put a cell that holds ';' in double quotes"));
}

TEST(Table, EmptyCells) {
  EXPECT_THAT(findings_of("id,amount\n,1\na,\n"),
              ElementsAre("t.csv:2:1: error E0220: the cell of column 'id' is empty; every row needs one",
                          "t.csv:3:3: error E0220: the cell of column 'amount' is empty; every row needs one"));
}

TEST(Table, NumbersPeopleWrite) {
  Findings findings;
  Table table("id,amount\na,1e-3\nb,+2\nc,.5\nd,5.\ne,-1.25E2\nf,\" 7 \"\n", "t.csv", columns, findings);
  std::vector<double> values;
  while (table.next()) values.push_back(table.required_number(table.column("amount")).value_or(-1.0));
  EXPECT_THAT(values, ElementsAre(0.001, 2.0, 0.5, 5.0, -125.0, 7.0));
  EXPECT_THAT(testing::lines_of(findings), IsEmpty());
}

TEST(Table, TextsThatAreNoNumbers) {
  EXPECT_THAT(
      findings_of("id;amount\na;1,5\nb;1.5 kg\nc;nan\nd;inf\ne;1e999\nf;=A1\ng;x\nh;12 %\n"),
      ElementsAre(
          "t.csv:2:3: error E0221: amount '1,5' is not a number (decimals use '.'); did you mean 1.5?",
          "t.csv:3:3: error E0221: amount '1.5 kg' is not a number ('kg' follows the number 1.5); write it like 12, "
          "0.5 or "
          "1.2e-3, without a unit",
          "t.csv:4:3: error E0221: amount 'nan' is not a number (a finite value is needed); write it like 12, 0.5 or "
          "1.2e-3, without a unit",
          "t.csv:5:3: error E0221: amount 'inf' is not a number (a finite value is needed); write it like 12, 0.5 or "
          "1.2e-3, without a unit",
          "t.csv:6:3: error E0221: amount '1e999' is not a number (it is too large for a 64-bit number); write it like "
          "12, "
          "0.5 or 1.2e-3, without a unit",
          "t.csv:7:3: error E0221: amount '=A1' is not a number; write it like 12, 0.5 or 1.2e-3, without a unit",
          "t.csv:8:3: error E0221: amount 'x' is not a number; write it like 12, 0.5 or 1.2e-3, without a unit",
          "t.csv:9:3: error E0221: amount '12 %' is not a number (percent signs are not read); did you mean 0.12?"));
}

TEST(Table, CellsOfSeveralLinesMakeOneLineOfMessage) {
  EXPECT_THAT(
      findings_of("id,amount\na,\"1\nkg\"\n"),
      ElementsAre(
          "t.csv:2:3: error E0221: amount '1?kg' is not a number; write it like 12, 0.5 or 1.2e-3, without a unit"));
}

TEST(Table, LongCellsAreShortenedInMessages) {
  const std::vector<std::string> lines = findings_of("id,amount\na,1" + std::string(100'000, 'x') + "\n");
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_LT(lines[0].size(), 250u);
}

}  // namespace
}  // namespace plume
