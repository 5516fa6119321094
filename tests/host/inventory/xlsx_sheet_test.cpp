// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/xlsx_sheet.hpp"

#include <gtest/gtest.h>

#include <string>

#include "host/report/zip_writer.hpp"
#include "tests/support/temp_folder.hpp"

namespace plume {
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

class XlsxSheet : public ::testing::Test {
 protected:
  std::optional<Sheet> read(const std::string& bytes, const std::string& sheet) {
    const auto path = folder_.write("book.xlsx", bytes);
    auto read = read_xlsx_sheet(path, sheet, findings_);
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

TEST_F(XlsxSheet, TextsNumbersGapsAndFormulas) {
  const auto sheet = read(
      workbook(
          R"(<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c><c r="C2" t="inlineStr"><is><t>unit</t></is></c></row>)"
          R"(<row r="3"/>)"
          R"(<row r="5"><c r="A5" t="inlineStr"><is><r><t>grid </t></r><r><t>power</t></r></is></c><c r="C5" t="str"><f>"k"&amp;"Wh"</f><v>kWh</v></c></row>)"
          R"(<row r="6"><c r="B6"><f>1+1</f><v>2.5000000000000004</v></c><c r="A6" t="s"><v>2</v></c></row>)"
          R"(<row r="7"><c r="A7" t="inlineStr"><is><t># remark</t></is></c></row>)",
          "<si><t>source</t></si><si><t>Amount</t></si><si><t> gas &lt;own&gt; </t><rPh><t>x</t></rPh></si>"),
      "2023");
  ASSERT_TRUE(sheet) << text_;
  EXPECT_EQ("", text_);
  ASSERT_EQ(2u, sheet->rows().size());
  const std::size_t source = sheet->column("source"), amount = sheet->column("amount"), unit = sheet->column("unit");
  EXPECT_EQ("grid power", sheet->rows()[0].text(source));
  EXPECT_EQ("", sheet->rows()[0].text(amount));
  EXPECT_EQ("kWh", sheet->rows()[0].text(unit));
  EXPECT_EQ("gas <own>", sheet->rows()[1].text(source)) << "cells out of order, blanks around";
  EXPECT_EQ("2.5000000000000004", sheet->rows()[1].text(amount)) << "every digit of the file";
  EXPECT_EQ(6u, sheet->rows()[1].place(amount).line);
  EXPECT_EQ(2u, sheet->rows()[1].place(amount).column);
}

TEST_F(XlsxSheet, TheFirstSheetUnlessOneIsNamed) {
  const auto sheet = read(workbook(""), "");
  ASSERT_TRUE(sheet) << text_;
  EXPECT_EQ("1", sheet->rows()[0].text(sheet->column("a")));
  EXPECT_FALSE(read(workbook(""), "2024"));
  EXPECT_EQ("book.xlsx: error E0704: the workbook has no sheet '2024'; its sheets are 'notes', '2023'", text_);
}

TEST_F(XlsxSheet, TheEndingOfTheNameMayBeWrittenLarge) {
  const auto path = folder_.write("BOOK.XLSX", workbook(R"(<row><c><v>5</v></c></row><row><c><v>6</v></c></row>)"));
  const auto sheet = read_sheet(path, "2023", findings_);
  ASSERT_TRUE(sheet) << findings_.to_string();
  EXPECT_EQ("6", sheet->rows()[0].text(0));
}

TEST_F(XlsxSheet, ACellWithAnErrorIsAFinding) {
  (void)read(workbook(R"(<row><c t="inlineStr"><is><t>a</t></is></c><c t="inlineStr"><is><t>b</t></is></c></row>)"
                      R"(<row><c><v>1</v></c><c t="e"><v>#REF!</v></c></row>)"),
             "2023");
  EXPECT_EQ("book.xlsx:2:2: error E0705: the cell holds the error #REF!; correct its formula", text_);
}

TEST_F(XlsxSheet, WhatIsNoWorkbookIsAFinding) {
  EXPECT_FALSE(read("no zip at all", ""));
  EXPECT_NE("", text_);
  const std::string whole = workbook(R"(<row><c><v>1</v></c></row><row><c><v>1</v></c></row>)");
  for (std::size_t length = 0; length < whole.size(); length += 7) {
    findings_ = {};
    EXPECT_FALSE(read(whole.substr(0, length), "2023")) << length;
    EXPECT_TRUE(findings_.has_errors()) << length;
  }
  findings_ = {};
  EXPECT_FALSE(read(workbook("<row><c></row>"), "2023"));
  EXPECT_EQ(0u, text_.find("book.xlsx/xl/worksheets/sheet2.xml: error E0700: the workbook cannot be read ("));
}

TEST_F(XlsxSheet, FarCellsUnknownTextsAndEntitiesDoNoHarm) {
  std::string rows = R"(<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row>)";
  for (int i = 2; i < 20000; ++i) {
    rows += "<row r=\"" + std::to_string(i) + R"("><c r="A)" + std::to_string(i) +
            R"("><v>1</v></c><c r="XFD1"><v>1</v></c><c r="ZZZZZ9"><v>1</v></c></row>)";
  }
  const auto sheet = read(workbook(rows), "2023");
  ASSERT_TRUE(sheet) << text_;
  EXPECT_EQ(1u, sheet->rows().back().cells.size());
  const auto wide = read(
      workbook(
          R"(<row><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row><row><c r="A2"><v>1</v></c><c r="XFD2"><v>1</v></c></row>)"),
      "2023");
  ASSERT_TRUE(wide) << text_;
  EXPECT_EQ(1u, wide->rows().back().cells.size());
  findings_ = {};
  const auto odd = read(
      workbook(
          R"(<row><c t="inlineStr"><is><t>a</t></is></c></row><row><c t="s"><v>99</v></c></row><row><c><v>&unknown;</v></c></row>)"),
      "2023");
  ASSERT_TRUE(odd) << text_;
  EXPECT_EQ("&unknown;", odd->rows().back().text(0));
}

}  // namespace
}  // namespace plume
