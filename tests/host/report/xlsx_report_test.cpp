// SPDX-License-Identifier: Apache-2.0
#include "host/report/xlsx_report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "host/archive/archive.hpp"
#include "tests/host/report/document_fixture.hpp"
#include "tests/support/temp_folder.hpp"

namespace xlsx_report_test {
namespace {

using plume::Cell;
using plume::number_format;
using ::testing::HasSubstr;
using ::testing::Not;

class Workbook {
 public:
  explicit Workbook(const plume::Document& document) {
    archive_ =
        plume::Archive::open(folder_.write("x.xlsx", plume::xlsx_report(document)), findings_);
  }
  [[nodiscard]] std::string part(const std::string& name) {
    return archive_ ? archive_->read(name, findings_).value_or("") : findings_.to_string();
  }
  [[nodiscard]] std::vector<std::string> names() const { return archive_->names(); }

 private:
  plume::testing::TempFolder folder_;
  plume::Findings findings_;
  std::optional<plume::Archive> archive_;
};

TEST(XlsxReport, ColumnsGoOnAfterZ) {
  plume::Document document;
  plume::ReportTable table{"wide", "Wide", {}, {{}}};
  for (int i = 0; i < 54; ++i) {
    table.columns.push_back({std::to_string(i)});
    table.rows[0].push_back(Cell::count(i));
  }
  document.sections = {{"wide", "Wide", {table}}};
  Workbook book(document);
  const std::string sheet = book.part("xl/worksheets/sheet1.xml");
  for (const char* column : {"A", "Z", "AA", "AB", "AZ", "BA", "BB"})
    EXPECT_THAT(sheet, ::testing::ContainsRegex(std::string("<c r=\"") + column + "[0-9]+\""))
        << column;
  EXPECT_THAT(sheet, Not(HasSubstr("<c r=\"BC")));
}

TEST(XlsxReport, HasASheetForEverySectionAndExactNumbers) {
  const plume::Document document = plume::testing::small_document();
  Workbook book(document);
  EXPECT_EQ(book.names().size(), 5 + document.sections.size());
  EXPECT_THAT(book.part("xl/workbook.xml"),
              HasSubstr("<sheet name=\"Results\" sheetId=\"2\" r:id=\"rId2\"/>"));
  const std::string results = book.part("xl/worksheets/sheet2.xml");
  EXPECT_THAT(results, HasSubstr("<v>0.56234567</v>"));
  EXPECT_THAT(results, Not(HasSubstr("nan")));
  EXPECT_THAT(book.part("xl/styles.xml"), HasSubstr("formatCode=\"0.000\""));
}

TEST(XlsxReport, ColumnsBehindZHaveTwoLetters) {
  plume::Document document = plume::testing::small_document();
  plume::ReportTable wide;
  wide.id = "wide";
  wide.caption = "28 columns";
  wide.rows.emplace_back();
  for (int i = 1; i <= 28; ++i) {
    wide.columns.push_back({"c" + std::to_string(i), plume::ReportColumn::Kind::text});
    wide.rows.back().push_back(Cell::words("cell " + std::to_string(i)));
  }
  document.sections[0].blocks.emplace_back(wide);
  Workbook book(document);
  const std::string sheet = book.part("xl/worksheets/sheet1.xml");
  for (const auto& [letters, text] :
       {std::pair{"Y", "cell 25"}, {"Z", "cell 26"}, {"AA", "cell 27"}, {"AB", "cell 28"}}) {
    const std::size_t at = sheet.find(text);
    ASSERT_NE(at, std::string::npos) << text;
    const std::size_t begin = sheet.rfind("r=\"", at) + 3;
    EXPECT_EQ(sheet.substr(begin, std::string(letters).size()), letters);
    EXPECT_TRUE(
        std::isdigit(static_cast<unsigned char>(sheet[begin + std::string(letters).size()])) != 0);
  }
}

TEST(XlsxReport, TextsAreTexts) {
  Workbook book(plume::testing::hostile_document());
  std::string all;
  for (const std::string& name : book.names()) {
    if (name.find("sheet") != std::string::npos) all += book.part(name);
  }
  EXPECT_THAT(all, Not(HasSubstr("<f>")));
  EXPECT_THAT(all, Not(HasSubstr("<script")));
  EXPECT_THAT(all, HasSubstr("s=\"1\" t=\"inlineStr\"><is><t xml:space=\"preserve\">=cmd|&#39; /C "
                             "calc&#39;!A0</t></is>"));
  EXPECT_THAT(all, HasSubstr("_x005F_x0041_ | `code`"));
  EXPECT_THAT(all, Not(HasSubstr("\x1B")));
}

TEST(XlsxReport, SheetsHaveDifferentNamesThatExcelTakes) {
  plume::Document document;
  for (int i = 0; i < 3; ++i) {
    document.sections.push_back(
        {"s" + std::to_string(i), "a [very] long: heading/of a section that goes on", {}});
  }
  document.sections.push_back({"s4", "[]", {}});
  const std::string book = Workbook(document).part("xl/workbook.xml");
  EXPECT_THAT(book, HasSubstr("name=\"a  very  long  heading of a…\""));
  EXPECT_THAT(book, HasSubstr("name=\"a  very  long  heading… 2\""));
  EXPECT_THAT(book, HasSubstr("name=\"a  very  long  heading… 3\""));
  EXPECT_THAT(book, HasSubstr("name=\"Sheet\""));
}

TEST(NumberFormat, ShowsWhatTheReportShows) {
  EXPECT_EQ(number_format(Cell::number(1.2345, {-3, false})), "0.000");
  EXPECT_EQ(number_format(Cell::number(12345, {2, false})), "0");
  EXPECT_EQ(number_format(Cell::number(1.2345e-10, {-13, true})), "0.000E+00");
  EXPECT_EQ(number_format(Cell::percent(0.973)), "0.0 %");
  EXPECT_EQ(number_format(Cell::change(2.0, 2.5)), "+0 %;-0 %;0 %");
  EXPECT_EQ(number_format(Cell::words("x")), "General");
}

}  // namespace
}  // namespace xlsx_report_test
