// SPDX-License-Identifier: Apache-2.0
#include "host/tables/table_file.hpp"

#include <gtest/gtest.h>

#include "host/report/zip_writer.hpp"
#include "tests/support/finding_lines.hpp"
#include "tests/support/temp_folder.hpp"

namespace plume::table_file_test {
namespace {

using testing::TempFolder;

/// The first cell of the file, or the message without the folder.
std::string first_cell_or_finding(const std::string& name, const std::string& bytes) {
  TempFolder folder;
  Findings findings;
  const auto path = folder.write(name, bytes);
  const auto rows = open_table_file(path, "", {}, findings);
  if (rows != nullptr && rows->next()) return std::string(rows->cells()[0].text);
  std::string text = findings.to_string();
  const std::string prefix = folder.path().string() + "/";
  for (std::size_t at = text.find(prefix); at != std::string::npos; at = text.find(prefix))
    text.erase(at, prefix.size());
  return text;
}

std::string zip_of(const std::vector<std::pair<std::string, std::string>>& members) {
  ZipWriter zip;
  zip.add("[Content_Types].xml", "<Types/>");
  for (const auto& [name, content] : members) zip.add(name, content);
  return zip.finish();
}

std::string workbook() {
  return zip_of(
      {{"xl/workbook.xml", R"(<workbook><sheets><sheet name="s" r:id="1"/></sheets></workbook>)"},
       {"xl/_rels/workbook.xml.rels",
        R"(<Relationships><Relationship Id="1" Target="s.xml"/></Relationships>)"},
       {"xl/s.xml",
        R"(<worksheet><sheetData><row><c t="inlineStr"><is><t>cell</t></is></c></row></sheetData></worksheet>)"}});
}

TEST(TableFile, IsToldByItsContentAndNotByItsName) {
  EXPECT_EQ(first_cell_or_finding("a.csv", "x,y\n"), "x");
  EXPECT_EQ(first_cell_or_finding("a.xlsx", "x;y\n"), "x");
  EXPECT_EQ(first_cell_or_finding("a.xlsx", workbook()), "cell");
  EXPECT_EQ(first_cell_or_finding("a.xlsm", workbook()), "cell");
  EXPECT_EQ(first_cell_or_finding("a.csv", workbook()), "cell");
}

TEST(TableFile, OtherKindsAreNamed) {
  const std::string hint = "; save it as .xlsx or as 'CSV UTF-8'";
  EXPECT_EQ(first_cell_or_finding("a.xls", "\xD0\xCF\x11\xE0 more"),
            "a.xls: error E0266: the file is an old Excel workbook (.xls), or one with a password" +
                hint);
  EXPECT_EQ(first_cell_or_finding(
                "a.ods", zip_of({{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"},
                                 {"content.xml", "<a/>"}})),
            "a.ods: error E0266: the file is an OpenDocument file (.ods)" + hint);
  EXPECT_EQ(first_cell_or_finding("a.xlsx", zip_of({{"xl/workbook.bin", "x"}})),
            "a.xlsx: error E0266: the file is a binary Excel workbook (.xlsb)" + hint);
  EXPECT_EQ(first_cell_or_finding("a.xlsx", zip_of({{"other", "x"}})),
            "a.xlsx: error E0266: the file is a zip file that holds no workbook" + hint);
  EXPECT_EQ(first_cell_or_finding("a.xls", "\xEF\xBB\xBF\n <HTML><table>"),
            "a.xls: error E0266: the file is a web page or XML, whatever its name says" + hint);
  EXPECT_EQ(first_cell_or_finding("a.csv", "%PDF-1.7"),
            "a.csv: error E0266: the file is a PDF" + hint);
}

TEST(TableFile, WhatIsNoFileIsToldAtOnce) {
  Findings findings;
  EXPECT_EQ(open_table_file("/dev/zero", "", {}, findings), nullptr);
  EXPECT_EQ(findings.to_string(),
            "/dev/zero: error E0700: the table cannot be read (it is not a regular file); the path "
            "is relative to the "
            "study file");
}

}  // namespace
}  // namespace plume::table_file_test
