// SPDX-License-Identifier: Apache-2.0
#include "host/tables/csv.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include "tests/support/finding_lines.hpp"

namespace plume::csv_test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Rows = std::vector<std::vector<std::string>>;

struct CsvResult {
  Rows rows;
  std::vector<std::uint32_t> lines;
  std::vector<std::string> findings;
  bool intact = true;
};

CsvResult read(std::string_view text) {
  CsvResult result;
  Findings findings;
  CsvReader csv(text, "t.csv", findings);
  while (csv.next()) {
    auto& row = result.rows.emplace_back();
    for (const Cell& cell : csv.cells()) row.emplace_back(cell.text);
    result.lines.push_back(csv.line());
  }
  result.findings = testing::lines_of(findings);
  result.intact = csv.intact();
  return result;
}

TEST(Csv, PlainRows) {
  const CsvResult result = read("id,name\na,b\nc,d");
  EXPECT_EQ(result.rows, (Rows{{"id", "name"}, {"a", "b"}, {"c", "d"}}));
  EXPECT_THAT(result.findings, IsEmpty());
}

TEST(Csv, LineEndsOfEverySystem) {
  for (const std::string end : {"\n", "\r\n", "\r"}) {
    const CsvResult result =
        read("id,name" + end + "a,b" + end + "\"x" + end + "y\",d" + end + "e,f" + end);
    EXPECT_EQ(result.rows, (Rows{{"id", "name"}, {"a", "b"}, {"x" + end + "y", "d"}, {"e", "f"}}));
    EXPECT_THAT(result.lines, ElementsAre(1, 2, 3, 5));
  }
}

TEST(Csv, QuotedCells) {
  EXPECT_EQ(read("a,b\n\"x, y\",\"say \"\"hi\"\"\"\n\"\"\"\",\"\"\n").rows,
            (Rows{{"a", "b"}, {"x, y", "say \"hi\""}, {"\"", ""}}));
}

TEST(Csv, SeparatorFromTheHeader) {
  EXPECT_EQ(read("a;b\n1,5;2\n").rows, (Rows{{"a", "b"}, {"1,5", "2"}}));
  EXPECT_EQ(read("\"a;b\",c\nx;y,z\n").rows, (Rows{{"a;b", "c"}, {"x;y", "z"}}));
  EXPECT_EQ(read("# a comment; with; others\n\n,,\na,b\n").rows, (Rows{{"a", "b"}}));
  EXPECT_EQ(read("# 5\" pipe; x\na,b\n1,2\n").rows, (Rows{{"a", "b"}, {"1", "2"}}));
}

TEST(Csv, ByteOrderMarkAndBlanksAreNotPartOfCells) {
  const CsvResult result = read("\xEF\xBB\xBFid , name\n  a\t,\"b \" \n");
  EXPECT_EQ(result.rows, (Rows{{"id", "name"}, {"a", "b"}}));
}

TEST(Csv, EmptyRowsAndCommentsAreLeftOut) {
  const CsvResult result =
      read("# head\nid,name\n\n,\n  # 5\" pipe, free\n\"# a, b\",\na,b\n   \n");
  EXPECT_EQ(result.rows, (Rows{{"id", "name"}, {"a", "b"}}));
  EXPECT_THAT(result.lines, ElementsAre(2, 7));
  EXPECT_THAT(result.findings, IsEmpty());
}

TEST(Csv, EmptyCellsAtTheEndsOfRows) {
  EXPECT_EQ(read("a,b,c\n,,x\n1,,\n").rows, (Rows{{"a", "b", "c"}, {"", "", "x"}, {"1", "", ""}}));
  EXPECT_EQ(read("a,").rows, (Rows{{"a", ""}}));
  EXPECT_EQ(read("").rows, Rows{});
}

TEST(Csv, PlaceCountsCharactersNotBytes) {
  Findings findings;
  const std::string text = "id,name\nCO₂,\"x\ny\",last\n";
  CsvReader csv(text, "t.csv", findings);
  ASSERT_TRUE(csv.next() && csv.next());
  EXPECT_EQ(csv.place(csv.cells()[1]).line, 2u);
  EXPECT_EQ(csv.place(csv.cells()[1]).column, 5u);
  EXPECT_EQ(csv.place(csv.cells()[2]).line, 3u);
  EXPECT_EQ(csv.place(csv.cells()[2]).column, 4u);
  EXPECT_EQ(csv.row_place().line, 2u);
}

TEST(Csv, UnterminatedQuote) {
  const CsvResult result = read("id,name\na,\"b\nc,d\n");
  EXPECT_EQ(result.rows, (Rows{{"id", "name"}}));
  EXPECT_FALSE(result.intact);
  EXPECT_THAT(
      result.findings,
      ElementsAre(
          "t.csv:2:3: error E0213: the quote that begins this cell never ends; close it with "
          "'\"', or write an inner quote twice"));
}

TEST(Csv, StrayQuotes) {
  const CsvResult result = read("id,name\na,5\" pipe\nb,\"x\" y\nc,d\n");
  EXPECT_EQ(result.rows.size(), 4u);
  EXPECT_THAT(result.findings, ElementsAre("t.csv:2:4: error E0214: a double quote stands inside "
                                           "the cell '5\" pipe'; put the whole cell in double "
                                           "quotes and write the inner quote twice",
                                           "t.csv:3:7: error E0214: text follows the closing quote "
                                           "of a cell: 'y'; write a quote inside a quoted "
                                           "cell twice"));
}

TEST(Csv, NulByte) {
  const CsvResult result = read(std::string_view("id,name\na\0,b\n", 13));
  EXPECT_EQ(result.rows, Rows{});
  EXPECT_THAT(
      result.findings,
      ElementsAre(
          "t.csv:2:2: error E0212: the file holds a NUL byte, so it is not a text; export the "
          "table again as 'CSV UTF-8'"));
}

TEST(Csv, NotUtf8) {
  const CsvResult result = read(
      "id,name\r\nä,Stra\xDF"
      "e\r\n");
  EXPECT_EQ(result.rows, Rows{});
  EXPECT_FALSE(result.intact);
  EXPECT_THAT(
      result.findings,
      ElementsAre(
          "t.csv:2:7: error E0211: the file is not UTF-8; save it as 'CSV UTF-8'; Windows-1252 "
          "and Latin-1 are not read"));
}

TEST(Csv, Utf16OfEitherOrderIsReadAsItsText) {
  // "id\tä\n𝄞\t1" with a pair of surrogates.
  const std::string little(
      "\xFF\xFEi\0d\0\t\0\xE4\0\n\0\x34\xD8\x1E\xDD\t\0"
      "1\0",
      20);
  std::string big = little;
  for (std::size_t i = 0; i + 1 < big.size(); i += 2) std::swap(big[i], big[i + 1]);
  for (const std::string& text : {little, big}) {
    const CsvResult result = read(text);
    EXPECT_EQ(result.rows, (Rows{{"id", "ä"}, {"𝄞", "1"}}));
    EXPECT_THAT(result.findings, IsEmpty());
  }
}

TEST(Csv, ASeparatorLineOfASpreadsheetIsNoRow) {
  EXPECT_EQ(read("sep=;\na,b;c\n1;2\n").rows, (Rows{{"a,b", "c"}, {"1", "2"}}));
  EXPECT_EQ(read("\xEF\xBB\xBFSEP=|\r\na;b|c\r\n").rows, (Rows{{"a;b", "c"}}));
  EXPECT_EQ(read("sep=\t\na,b\tc\n").rows, (Rows{{"a,b", "c"}}));
  EXPECT_THAT(read("sep=;\na;b\n").lines, ElementsAre(2));
}

TEST(Csv, TheSeparatorIsTheOneThatGivesTheWordsAskedFor) {
  const std::vector<std::string> words = {"id", "amount"};
  Findings findings;
  CsvReader csv("Data, of, 2023, and, more\nID;Amount\na;1,5\n", "t.csv", findings, words);
  EXPECT_EQ(csv.separator(), ';');
  CsvReader quoted("id;\"sum of id, amount, and more\";place, year\na;1;b\n", "t.csv", findings,
                   words);
  EXPECT_EQ(quoted.separator(), ';') << "a quoted cell is one, whatever words it holds";
  CsvReader tabs("id\tamount\na\t1\n", "t.csv", findings, words);
  EXPECT_EQ(tabs.separator(), '\t');
}

TEST(Csv, BlanksOfEveryKindAreCutOff) {
  EXPECT_EQ(read("\xC2\xA0id\xE2\x80\xAF,\"\xE2\x80\x87x y\xE3\x80\x80\"\n").rows,
            (Rows{{"id", "x y"}}));
}

TEST(Csv, LettersInTwoPartsAreTheOnesInOne) {
  EXPECT_EQ(read("id,name\nKo\u0308ln,1\n").rows, (Rows{{"id", "name"}, {"K\u00F6ln", "1"}}));
}

TEST(Csv, EmptyCellsBetweenTabsStay) {
  EXPECT_EQ(read("a\tb\tc\n\t\tx\n1\t\t\n").rows,
            (Rows{{"a", "b", "c"}, {"", "", "x"}, {"1", "", ""}}));
}

TEST(Csv, LongLinesWithManyFaultsTakeLinearTime) {
  // 8,000 faults on one line of 8 MB: a walk back to the line's begin for each would be 3 * 10^10
  // steps.
  std::string text = "a\n";
  const std::string filling(1000, 'x');
  for (int i = 0; i < 8'000; ++i) text += filling + "b\"c,,";
  const auto begin = std::chrono::steady_clock::now();
  const CsvResult result = read(text);
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
  EXPECT_EQ(result.rows.back().size(), 16'001u);
  EXPECT_EQ(result.findings.size(), Findings::limit);
  EXPECT_LT(seconds.count(), 60.0);
}

TEST(Csv, ARowWiderThanASpreadsheetIsRefused) {
  const CsvResult result = read("a,b\n" + std::string(20'000, ',') + "\nc,d\n");
  EXPECT_FALSE(result.intact);
  EXPECT_EQ(result.rows, (Rows{{"a", "b"}}));
  EXPECT_THAT(
      result.findings,
      ElementsAre(
          "t.csv:2: error E0257: the row has more than 16384 cells; no spreadsheet has more "
          "columns; check the file's separators and line ends"));
}

}  // namespace
}  // namespace plume::csv_test
