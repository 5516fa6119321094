// SPDX-License-Identifier: Apache-2.0
#include "host/tables/workbook.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "host/report/zip_writer.hpp"
#include "host/tables/sheet.hpp"
#include "tests/support/temp_folder.hpp"

namespace plume::workbook_test {
namespace {

using testing::TempFolder;

/// A workbook of two sheets, as spreadsheets write them; `rows` is the XML of the second.
std::string workbook(const std::string& rows, const std::string& strings = "") {
  ZipWriter zip;
  zip.add("[Content_Types].xml", "<Types/>");
  zip.add(
      "xl/workbook.xml",
      R"(<workbook><sheets><sheet name="notes" sheetId="1" r:id="rId1"/><sheet name="2023" sheetId="2" r:id="rId2"/></sheets></workbook>)");
  zip.add(
      "xl/_rels/workbook.xml.rels",
      R"(<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Target="/xl/worksheets/sheet2.xml"/></Relationships>)");
  zip.add(
      "xl/worksheets/sheet1.xml",
      R"(<worksheet><sheetData><row><c t="inlineStr"><is><t>a</t></is></c></row><row><c><v>1</v></c></row></sheetData></worksheet>)");
  zip.add("xl/worksheets/sheet2.xml", "<worksheet><sheetData>" + rows + "</sheetData></worksheet>");
  if (!strings.empty()) zip.add("xl/sharedStrings.xml", "<sst>" + strings + "</sst>");
  return zip.finish();
}

const std::vector<Column> columns = {
    {"a"}, {"b"}, {"source"}, {"amount", Column::optional, Column::number}, {"unit"}, {"1"}, {"5"}};

class Workbook : public ::testing::Test {
 protected:
  std::optional<Sheet> read(const std::string& bytes, const std::string& sheet) {
    const auto path = folder_.write("book.xlsx", bytes);
    auto read = read_sheet(path, sheet, columns, findings_);
    text_ = findings_.to_string();
    const std::string prefix = folder_.path().string() + "/";
    for (std::size_t at = text_.find(prefix); at != std::string::npos; at = text_.find(prefix)) {
      text_.erase(at, prefix.size());
    }
    return read;
  }
  TempFolder folder_;
  Findings findings_;
  std::string text_;
};

TEST_F(Workbook, SheetsHaveTheirNamesAndHiddenRowsAreReadWhereThatIsAskedFor) {
  const auto path = folder_.write(
      "book.xlsx", workbook(R"(<row hidden="1"><c t="inlineStr"><is><t>x</t></is></c></row>)"
                            R"(<row><c t="inlineStr"><is><t>y</t></is></c></row>)"));
  const auto archive = Archive::open(path, findings_);
  ASSERT_TRUE(archive);
  EXPECT_EQ(sheet_names(*archive, findings_), (std::vector<std::string>{"notes", "2023"}));
  const auto rows_of = [&](bool with_hidden) {
    WorkbookBudget budget;
    budget.with_hidden = with_hidden;
    const auto rows = open_workbook(*archive, "2023", findings_, budget);
    std::string texts;
    while (rows->next()) texts += rows->cells()[0].text;
    return texts;
  };
  EXPECT_EQ(rows_of(true), "xy");
  EXPECT_EQ(findings_.to_string(), "");
  EXPECT_EQ(rows_of(false), "y");
}

TEST_F(Workbook, TextsNumbersGapsAndFormulas) {
  const auto sheet = read(
      workbook(
          R"(<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c><c r="C2" t="inlineStr"><is><t>unit</t></is></c></row>)"
          R"(<row r="3"/>)"
          R"(<row r="5"><c r="A5" t="inlineStr"><is><r><t>grid </t></r><r><t>power</t></r></is></c><c r="C5" t="str"><f>"k"&amp;"Wh"</f><v>kWh</v></c></row>)"
          R"(<row r="6"><c r="B6"><f>1+1</f><v>2.5000000000000004</v></c><c r="A6" t="s"><v>2</v></c></row>)"
          R"(<row r="7"><c r="A7" t="inlineStr"><is><t># remark</t></is></c></row>)",
          "<si><t>source</t></si><si><t>Amount</t></si><si><t> gas &lt;own&gt; "
          "</t><rPh><t>x</t></rPh></si>"),
      "2023");
  ASSERT_TRUE(sheet) << text_;
  EXPECT_EQ("", text_);
  ASSERT_EQ(2u, sheet->rows().size());
  const std::size_t source = sheet->column("source"), amount = sheet->column("amount"),
                    unit = sheet->column("unit");
  EXPECT_EQ("grid power", sheet->rows()[0].text(source));
  EXPECT_EQ("", sheet->rows()[0].text(amount));
  EXPECT_EQ("kWh", sheet->rows()[0].text(unit));
  EXPECT_EQ("gas <own>", sheet->rows()[1].text(source)) << "cells out of order, blanks around";
  EXPECT_EQ("2.5000000000000004", sheet->rows()[1].text(amount)) << "every digit of the file";
  EXPECT_EQ(6u, sheet->rows()[1].place(amount).line);
  EXPECT_EQ(2u, sheet->rows()[1].place(amount).column);
}

TEST_F(Workbook, TheFirstSheetUnlessOneIsNamed) {
  const auto sheet = read(workbook(""), "");
  ASSERT_TRUE(sheet) << text_;
  EXPECT_EQ("1", sheet->rows()[0].text(sheet->column("a")));
  EXPECT_EQ(
      "book.xlsx: note N0269: the sheet 'notes' is read, and not '2023'; name the one to read: "
      "sheet = \"…\" in "
      "[inventory]",
      text_);
  findings_ = {};
  EXPECT_FALSE(read(workbook(""), "2024"));
  EXPECT_EQ(
      "book.xlsx: error E0704: the workbook has no sheet '2024'; its sheets are 'notes', '2023'",
      text_);
}

TEST_F(Workbook, TheEndingOfTheNameMayBeWrittenLarge) {
  const auto path = folder_.write(
      "BOOK.XLSX", workbook(R"(<row><c><v>5</v></c></row><row><c><v>6</v></c></row>)"));
  const auto sheet = read_sheet(path, "2023", columns, findings_);
  ASSERT_TRUE(sheet) << findings_.to_string();
  EXPECT_EQ("6", sheet->rows()[0].text(0));
}

TEST_F(Workbook, ACellWithAnErrorIsAFinding) {
  (void)read(
      workbook(
          R"(<row><c t="inlineStr"><is><t>a</t></is></c><c t="inlineStr"><is><t>b</t></is></c></row>)"
          R"(<row><c><v>1</v></c><c t="e"><v>#REF!</v></c></row>)"),
      "2023");
  EXPECT_EQ("book.xlsx:2:2: error E0705: the cell holds the error '#REF!'; correct its formula",
            text_);
}

TEST_F(Workbook, WhatIsNoWorkbookIsAFinding) {
  const std::string whole = workbook(R"(<row><c><v>1</v></c></row><row><c><v>1</v></c></row>)");
  for (std::size_t length = 4; length < whole.size(); length += 7) {
    findings_ = {};
    EXPECT_FALSE(read(whole.substr(0, length), "2023")) << length;
    EXPECT_TRUE(findings_.has_errors()) << length;
  }
  findings_ = {};
  EXPECT_FALSE(read(workbook("<row><c></row>"), "2023"));
  EXPECT_EQ(
      0u,
      text_.find("book.xlsx/xl/worksheets/sheet2.xml: error E0700: the workbook cannot be read ("));
}

/// A workbook of two sheets with styles; `first` are the attributes of its first sheet, `book` what
/// stands before the sheets.
std::string styled(const std::string& first, const std::string& rows,
                   const std::string& book = "") {
  ZipWriter zip;
  zip.add("[Content_Types].xml", "<Types/>");
  zip.add("xl/workbook.xml",
          "<workbook>" + book + "<sheets><sheet name=\"one\" " + first +
              " r:id=\"1\"/><sheet name=\"Two\" r:id=\"2\"/></sheets></workbook>");
  zip.add(
      "xl/_rels/workbook.xml.rels",
      R"(<Relationships><Relationship Id="1" Target="1.xml"/><Relationship Id="2" Target="2.xml"/></Relationships>)");
  zip.add(
      "xl/styles.xml",
      R"(<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy\-mm"/></numFmts><cellStyleXfs><xf numFmtId="9"/></cellStyleXfs>)"
      R"(<cellXfs><xf numFmtId="0"/><xf numFmtId="9"/><xf numFmtId="164"/></cellXfs></styleSheet>)");
  zip.add("xl/1.xml",
          "<worksheet><sheetData><row><c "
          "t=\"inlineStr\"><is><t>amount</t></is></c></row><row><c><v>999</v></c></row></"
          "sheetData></worksheet>");
  zip.add("xl/2.xml", "<worksheet><sheetData>" + rows + "</sheetData></worksheet>");
  return zip.finish();
}

TEST_F(Workbook, AHiddenSheetIsNotTheFirst) {
  const std::string rows =
      R"(<row><c t="inlineStr"><is><t>amount</t></is></c></row><row><c><v>100</v></c></row>)";
  for (const char* state : {"state=\"hidden\"", "state=\"veryHidden\""}) {
    const auto sheet = read(styled(state, rows), "");
    ASSERT_TRUE(sheet) << text_;
    EXPECT_EQ("100", sheet->rows()[0].text(0));
    EXPECT_EQ("", text_);
  }
  const auto named = read(styled("state=\"hidden\"", rows), "one");
  ASSERT_TRUE(named) << text_;
  EXPECT_EQ("999", named->rows()[0].text(0)) << "who names it wants it";
  EXPECT_TRUE(read(styled("", rows), " two ")) << "names of sheets are compared as spreadsheets do";
}

TEST_F(Workbook, NumberFormatsAndTheDateSystemAreThoseOfItsParts) {
  const std::string rows =
      R"(<row><c t="inlineStr"><is><t>amount</t></is></c><c t="inlineStr"><is><t>unit</t></is></c></row>)"
      R"(<row><c s="1"><v>0.07</v></c><c s="1"><v>0.07</v></c></row><row><c><v>1</v></c><c s="2"><v>43555</v></c></row><row><c><v>12.0</v></c><c><v>12.0</v></c></row>)";
  const auto sheet = read(styled("state=\"hidden\"", rows, "<workbookPr date1904=\"1\"/>"), "");
  ASSERT_TRUE(sheet) << text_;
  EXPECT_TRUE(sheet->rows()[0].is_percent(0));
  EXPECT_EQ("0.07", sheet->rows()[0].text(0)) << "a column of numbers";
  EXPECT_EQ("7 %", sheet->rows()[0].text(1)) << "a column of texts";
  EXPECT_EQ("2023-04", sheet->rows()[1].text(1));
  EXPECT_FALSE(sheet->rows()[1].is_percent(0));
  EXPECT_EQ("12", sheet->rows()[2].text(1)) << "as it is shown";
}

TEST_F(Workbook, ElementsMayHaveAPrefix) {
  ZipWriter zip;
  zip.add("[Content_Types].xml", "<Types/>");
  zip.add(
      "xl/workbook.xml",
      R"(<x:workbook><x:sheets><x:sheet name="s" sheetId="1" rel:id="a"/></x:sheets></x:workbook>)");
  zip.add(
      "xl/_rels/workbook.xml.rels",
      R"(<p:Relationships><p:Relationship Id="a" Target="worksheets/1.xml"/></p:Relationships>)");
  zip.add(
      "xl/worksheets/1.xml",
      R"(<x:worksheet><x:sheetData><x:row><x:c t="s"><x:v>0</x:v></x:c></x:row><x:row><x:c><x:v>7</x:v></x:c></x:row></x:sheetData></x:worksheet>)");
  zip.add("xl/sharedStrings.xml", "<x:sst><x:si><x:t>amount</x:t></x:si></x:sst>");
  const auto sheet = read(zip.finish(), "s");
  ASSERT_TRUE(sheet) << text_;
  EXPECT_EQ("7", sheet->rows()[0].text(sheet->column("amount")));
}

TEST_F(Workbook, AWorkbookThatNamesNoSheetsOrNoPlaceOfOneIsAFinding) {
  const auto with = [](const std::string& sheets, const std::string& relations) {
    ZipWriter zip;
    zip.add("[Content_Types].xml", "<Types/>");
    zip.add("xl/workbook.xml", "<workbook><sheets>" + sheets + "</sheets></workbook>");
    zip.add("xl/_rels/workbook.xml.rels", "<Relationships>" + relations + "</Relationships>");
    return zip.finish();
  };
  EXPECT_FALSE(read(with("", ""), ""));
  EXPECT_EQ("book.xlsx: error E0704: the workbook names no sheets; save it again as .xlsx", text_);
  findings_ = {};
  EXPECT_FALSE(read(with(R"(<sheet name="2023" r:id="rId1"/>)", ""), "2023"));
  EXPECT_EQ(
      "book.xlsx: error E0704: the workbook does not say where its sheet '2023' is; save it again "
      "as .xlsx",
      text_);
  findings_ = {};
  EXPECT_FALSE(
      read(with(R"(<sheet name="2023"/>)", R"(<Relationship Id="rId1" Target="x.xml"/>)"), ""));
  EXPECT_EQ(
      "book.xlsx: error E0704: the workbook does not say where its sheet '2023' is; save it again "
      "as .xlsx",
      text_);
}

TEST_F(Workbook, ManyCellsOfOneLongTextAreRefused) {
  std::string rows = R"(<row><c t="s"><v>0</v></c></row>)";
  for (int i = 0; i < 300; ++i) rows += R"(<row><c t="s"><v>1</v></c></row>)";
  EXPECT_FALSE(
      read(workbook(rows, "<si><t>a</t></si><si><t>" + std::string(1 << 20, 'x') + "</t></si>"),
           "2023"));
  EXPECT_EQ(
      "book.xlsx:257:1: error E0257: the table has more than 256 MiB of text; keep only the "
      "table's own rows and "
      "columns",
      text_);
}

}  // namespace
}  // namespace plume::workbook_test
