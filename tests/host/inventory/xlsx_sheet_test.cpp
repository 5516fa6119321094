// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/xlsx_sheet.hpp"

#include <gtest/gtest.h>

#include <filesystem>
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

TEST_F(XlsxSheet, ElementsMayHaveAPrefix) {
  ZipWriter zip;
  zip.add("[Content_Types].xml", "<Types/>");
  zip.add("xl/workbook.xml",
          R"(<x:workbook><x:sheets><x:sheet name="s" sheetId="1" rel:id="a"/></x:sheets></x:workbook>)");
  zip.add("xl/_rels/workbook.xml.rels",
          R"(<p:Relationships><p:Relationship Id="a" Target="worksheets/1.xml"/></p:Relationships>)");
  zip.add(
      "xl/worksheets/1.xml",
      R"(<x:worksheet><x:sheetData><x:row><x:c t="s"><x:v>0</x:v></x:c></x:row><x:row><x:c><x:v>7</x:v></x:c></x:row></x:sheetData></x:worksheet>)");
  zip.add("xl/sharedStrings.xml", "<x:sst><x:si><x:t>amount</x:t></x:si></x:sst>");
  const auto sheet = read(zip.finish(), "s");
  ASSERT_TRUE(sheet) << text_;
  EXPECT_EQ("7", sheet->rows()[0].text(sheet->column("amount")));
}

TEST_F(XlsxSheet, AWorkbookThatNamesNoSheetsOrNoPlaceOfOneIsAFinding) {
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
  EXPECT_EQ("book.xlsx: error E0704: the workbook does not say where its sheet '2023' is; save it again as .xlsx",
            text_);
  findings_ = {};
  EXPECT_FALSE(read(with(R"(<sheet name="2023"/>)", R"(<Relationship Id="rId1" Target="x.xml"/>)"), ""));
  EXPECT_EQ("book.xlsx: error E0704: the workbook does not say where its sheet '2023' is; save it again as .xlsx",
            text_);
}

TEST_F(XlsxSheet, ManyCellsOfOneLongTextAreRefused) {
  std::string rows = R"(<row><c t="s"><v>0</v></c></row>)";
  for (int i = 0; i < 300; ++i) rows += R"(<row><c t="s"><v>1</v></c></row>)";
  EXPECT_FALSE(read(workbook(rows, "<si><t>a</t></si><si><t>" + std::string(1 << 20, 'x') + "</t></si>"), "2023"));
  EXPECT_EQ(
      "book.xlsx:257:1: error E0700: the texts of the cells take more than 256 MiB; keep only the table in the "
      "workbook",
      text_);
}

/// Any inventory, as spreadsheets keep it, is the same tables.
TEST_F(XlsxSheet, TablesOfTheDemoStudyAreTheSameAsCsvAndAsWorkbook) {
  const std::filesystem::path study = std::filesystem::path(PLUME_SOURCE_DIR) / "datasets/studies/wafer_factory";
  for (const char* name : {"activities", "quantities", "factors", "credits", "instruments"}) {
    const auto csv = read_sheet(study / (std::string(name) + ".csv"), "", findings_);
    ASSERT_TRUE(csv) << findings_.to_string();
    // A workbook of its cells: numbers as numbers, texts as texts, nothing where nothing is.
    std::string rows;
    const auto add = [&](const Sheet::Row& row) {
      rows += "<row>";
      for (std::size_t c = 0; c < row.cells.size(); ++c) {
        const std::string& text = row.cells[c].text;
        if (text.empty()) continue;
        const bool number = text.find_first_not_of("0123456789.-") == std::string::npos;
        std::string escaped;
        for (const char each : text) escaped += each == '&' ? "&amp;" : each == '<' ? "&lt;" : std::string(1, each);
        const std::string column =
            c < 26 ? std::string(1, static_cast<char>('A' + c)) : std::string("A") + static_cast<char>('A' + c - 26);
        rows += "<c r=\"" + column + "1\"" +
                (number ? "><v>" + escaped + "</v></c>" : " t=\"inlineStr\"><is><t>" + escaped + "</t></is></c>");
      }
      rows += "</row>";
    };
    Sheet::Row header;
    for (const std::string& column : csv->names()) header.cells.push_back({column, {}});
    add(header);
    for (const Sheet::Row& row : csv->rows()) add(row);
    const auto twin = read(workbook(rows), "2023");
    ASSERT_TRUE(twin) << text_;
    ASSERT_EQ(csv->rows().size(), twin->rows().size()) << name;
    ASSERT_GT(csv->rows().size(), 0u);
    for (std::size_t c = 0; c < csv->names().size(); ++c) {
      const std::string& head = csv->names()[c];
      ASSERT_EQ(twin->column(head), csv->column(head)) << name << " " << head;
      for (std::size_t r = 0; r < csv->rows().size(); ++r) {
        EXPECT_EQ(csv->rows()[r].text(c), twin->rows()[r].text(c)) << name << ", row " << r << ", " << head;
      }
    }
  }
}

}  // namespace
}  // namespace plume
