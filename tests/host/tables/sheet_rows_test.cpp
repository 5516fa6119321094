// SPDX-License-Identifier: Apache-2.0
#include "host/tables/sheet_rows.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/finding_lines.hpp"

namespace plume::sheet_rows_test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Rows = std::vector<std::vector<std::string>>;

struct Read {
  Rows rows;  ///< a percentage with '%' behind it
  std::vector<std::string> findings;
};

/// Formats 0: general, 1: percent, 2: date, 3: year, 4: thousands, 5: time of day, 6: with a word,
/// 7: nothing.
Read read(const std::string& rows, const std::string& behind = "", const std::string& before = "",
          DateSystem dates = DateSystem::from_1900) {
  const std::vector<NumberFormat> formats = {number_format("General"),    number_format("0%"),
                                             number_format("yyyy-mm-dd"), number_format("yyyy"),
                                             number_format("0,"),         number_format("h:mm"),
                                             number_format("0\" kt\""),   number_format(";;;")};
  const std::vector<std::string> strings = {"shared", "  blanks "};
  const SheetParts parts{"b.xlsx", "b.xlsx/s.xml", formats, strings, dates, 1000, 5000};
  Findings findings;
  Read result;
  const auto reader = read_sheet_rows(
      "<worksheet>" + before + "<sheetData>" + rows + "</sheetData>" + behind + "</worksheet>",
      parts, findings);
  while (reader != nullptr && reader->next()) {
    auto& row = result.rows.emplace_back();
    for (const Cell& cell : reader->cells())
      row.push_back(std::string(cell.text) + (cell.percent ? "%" : ""));
  }
  result.findings = testing::lines_of(findings);
  return result;
}

std::string text_cell(const std::string& at, const std::string& text) {
  return "<c r=\"" + at + "\" t=\"inlineStr\"><is><t>" + text + "</t></is></c>";
}

TEST(SheetRows, CellsOfEveryKind) {
  const Read sheet = read(
      R"(<row r="3"><c r="C3" t="s"><v>1</v></c><c r="A3"><v>2.5000000000000004</v></c></row>)"
      R"(<row><c t="b"><v>1</v></c><c t="b"><v>0</v></c><c t="str"><f>1</f><v></v></c><c s="1"><v>0.05</v></c></row>)"
      R"(<row><c s="2"><v>45017</v></c><c s="3"><v>44927</v></c><c t="d"><v>2023-04-01T00:00:00</v></c></row>)");
  EXPECT_EQ(sheet.rows, (Rows{{"2.5000000000000004", "", "blanks"},
                              {"TRUE", "FALSE", "", "0.05%"},
                              {"2023-04-01", "2023", "2023-04-01"}}));
  EXPECT_THAT(sheet.findings, IsEmpty());
}

TEST(SheetRows, DatesSince1904) {
  EXPECT_EQ(read(R"(<row><c s="2"><v>43555</v></c></row>)", "", "", DateSystem::from_1904).rows,
            (Rows{{"2023-04-01"}}));
}

TEST(SheetRows, AFormulaWithoutAValueIsNotEmpty) {
  for (const char* cell : {"<c r=\"B1\"><f>1+1</f></c>", "<c r=\"B1\"><f>1+1</f><v></v></c>",
                           "<c r=\"B1\"><f t=\"shared\" si=\"0\"/></c>"}) {
    EXPECT_THAT(read("<row>" + std::string(cell) + "</row>").findings,
                ElementsAre("b.xlsx:1:2: error E0264: the cell holds a formula without a stored "
                            "value; open the workbook in a "
                            "spreadsheet program and save it, so that the values are stored"));
  }
}

TEST(SheetRows, WhatIsShownOtherwiseIsAnError) {
  EXPECT_THAT(
      read(
          R"(<row><c s="4"><v>1500</v></c><c s="5"><v>0.5</v></c><c s="2"><v>-7</v></c><c t="e"><v>#N/A</v></c></row>)")
          .findings,
      ElementsAre("b.xlsx:1:1: error E0265: the cell holds '1500' and is shown as a number in "
                  "thousands; give it a number "
                  "format that shows what it holds",
                  "b.xlsx:1:2: error E0265: the cell holds '0.5' and is shown as a time of day; "
                  "give it a number format "
                  "that shows what it holds",
                  "b.xlsx:1:3: error E0265: the cell holds '-7' and is shown as a date that no "
                  "calendar has; give it a "
                  "number format that shows what it holds",
                  "b.xlsx:1:4: error E0705: the cell holds the error '#N/A'; correct its formula"));
}

TEST(SheetRows, MergedCellsStandInEachRow) {
  const std::string rows = "<row r=\"1\">" + text_cell("A1", "a") + text_cell("B1", "5 %") +
                           "</row><row r=\"2\">" + text_cell("A2", "b") + "</row><row r=\"3\">" +
                           text_cell("B3", "hidden below") + "</row>";
  const Read sheet = read(rows, R"(<mergeCells><mergeCell ref="B1:B3"/></mergeCells>)");
  EXPECT_EQ(sheet.rows, (Rows{{"a", "5 %"}, {"b", "5 %"}, {"", "hidden below"}}))
      << "a row that holds nothing else is none of the table's";
  EXPECT_THAT(
      sheet.findings,
      ElementsAre(
          "b.xlsx:1:2: note N0267: cells B1:B3 are merged: what they show, '5 %', stands in each "
          "of them; check that it is meant for each row"));
}

TEST(SheetRows, HiddenRowsAndColumnsAreNotReadAndTold) {
  const std::string rows = "<row r=\"1\">" + text_cell("A1", "a") + text_cell("B1", "b") +
                           text_cell("C1", "c") + "</row>" + "<row r=\"2\" hidden=\"1\">" +
                           text_cell("A2", "x") + "</row><row r=\"3\" ht=\"0\">" +
                           text_cell("A3", "x") + "</row>";
  const Read sheet = read(
      rows, "",
      R"(<cols><col min="2" max="2" hidden="1"/><col min="9" max="16384" hidden="1"/></cols>)");
  EXPECT_EQ(sheet.rows, (Rows{{"a", "", "c"}}));
  EXPECT_THAT(sheet.findings, ElementsAre("b.xlsx:2: warning W0268: 2 hidden rows are not read, as "
                                          "the sheet does not show them; unhide the rows, or "
                                          "take the filter off, if they count",
                                          "b.xlsx:1:2: warning W0268: 1 cell of hidden columns is "
                                          "not read, as the sheet does not show them; unhide "
                                          "the columns if they count"));
}

TEST(SheetRows, RemarksAreLeftOut) {
  EXPECT_EQ(
      read("<row>" + text_cell("A1", "# remark") + "</row><row>" + text_cell("A2", "a") + "</row>")
          .rows,
      (Rows{{"a"}}));
}

TEST(SheetRows, WordsOfANumberFormatAreToldOnce) {
  const std::string worded =
      R"(<row><c r="A1" s="6"><v>10</v></c></row><row><c r="A2" s="6"><v>20</v></c></row>)";
  EXPECT_THAT(read(worded).findings,
              ElementsAre("b.xlsx:1:1: note N0291: 2 numbers are shown with the words of a "
                          "number format, here 'kt': they are not read; a unit "
                          "belongs into its own column: check that it says the same"));
  EXPECT_THAT(
      read(R"(<row><c r="A1" s="7"><v>10</v></c></row>)").findings,
      ElementsAre(::testing::HasSubstr("E0265: the cell holds '10' and is shown as nothing")));
}

TEST(SheetRows, TheBudgetIsOfWhatIsKept) {
  std::string rows;
  for (int i = 1; i <= 900; ++i)
    rows += "<row r=\"" + std::to_string(i) + "\"><c r=\"XFD" + std::to_string(i) +
            "\"><v>1</v></c><c r=\"A" + std::to_string(i) + "\"/></row>";
  EXPECT_THAT(read(rows).findings, IsEmpty()) << "far cells cost no more than near ones";
  for (int i = 0; i < 200; ++i) rows += "<row><c><v>1</v></c></row>";
  EXPECT_THAT(
      read(rows).findings,
      ElementsAre("b.xlsx:1001:1: error E0257: the table has more than 1000 cells; keep only the "
                  "table's own rows and columns"));
  const std::string merged = R"(<mergeCells><mergeCell ref="A1:XFC1"/></mergeCells>)";
  EXPECT_THAT(read("<row><c><v>1</v></c><c r=\"XFD1\"><v>2</v></c></row>", merged).findings.front(),
              ::testing::HasSubstr("E0257: the table has more than 1000 cells"));
}

TEST(SheetRows, WhatIsNoSheetIsAFinding) {
  for (const char* rows : {"<row><c></row>", "<row><c r=\"ZZZZZ9\"/></row>", "<row r=\"0\"/>",
                           "<row r=\"99999999\"/>", "<row><c t=\"s\"><v>99</v></c></row>"}) {
    const Read sheet = read(rows);
    ASSERT_EQ(sheet.findings.size(), 1u) << rows;
    EXPECT_THAT(sheet.findings[0],
                ::testing::StartsWith("b.xlsx/s.xml: error E0700: the workbook cannot be read ("));
  }
}

}  // namespace
}  // namespace plume::sheet_rows_test
