// SPDX-License-Identifier: Apache-2.0
#include "host/report/report_target.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "tests/host/store/sample_result.hpp"
#include "tests/support/findings.hpp"
#include "tests/support/temp_folder.hpp"

namespace plume::report_target_test {
namespace {

namespace fs = std::filesystem;

TEST(IsReport, KnowsEachFormatByWhatOnlyPlumeWrites) {
  EXPECT_TRUE(
      is_report("demand,demand_unit,category,category_id,unit,count,static\n", ReportFormat::csv));
  EXPECT_TRUE(is_report("section,table,row,column,value,shown\n", ReportFormat::csv));
  EXPECT_FALSE(is_report("process,type,item,amount\n", ReportFormat::csv));
  EXPECT_TRUE(is_report("{\n \"generator\": \"plume 0.1.0\"", ReportFormat::json));
  EXPECT_FALSE(is_report("{\"a\": 1}", ReportFormat::json));
  EXPECT_TRUE(
      is_report("<html><meta name=\"generator\" content=\"plume 0.1.0\">", ReportFormat::html));
  EXPECT_FALSE(is_report("<html><meta name=\"generator\" content=\"other\">", ReportFormat::html));
  EXPECT_TRUE(is_report("Study       s\nIterations  200", ReportFormat::text));
  EXPECT_TRUE(is_report("# s\n\nMade with plume 0.1.0 from the result file alone.\n",
                        ReportFormat::markdown));
  EXPECT_FALSE(is_report("notes", ReportFormat::text));
  EXPECT_FALSE(is_report("", ReportFormat::text));
  const std::string own =
      "PK\x03\x04 [Content_Types].xml _rels/.rels xl/workbook.xml xl/_rels/workbook.xml.rels "
      "xl/styles.xml "
      "xl/worksheets/sheet1.xml";
  EXPECT_TRUE(is_report(own, ReportFormat::xlsx));
  EXPECT_FALSE(is_report(own + " docProps/app.xml", ReportFormat::xlsx))
      << "that of a spreadsheet program";
  EXPECT_FALSE(is_report("PK\x03\x04", ReportFormat::xlsx));
  EXPECT_FALSE(is_report("%PDF-1.7", ReportFormat::pdf)) << "a PDF does not say who made it";
}

class ReportTarget : public ::testing::Test {
 protected:
  ReportTarget() {
    sample::write(at("r.h5"), 10);
    sample::write(at("other.h5"), 10);
    write("look.toml", "logo = \"logo.svg\"\nlabels = \"own.toml\"\n");
    write("own.toml", "\n");
    write("logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    write("words.toml", "\n");
    write("notes.txt", "mine");
  }
  [[nodiscard]] std::string at(const std::string& name) const {
    return (folder_.path() / name).string();
  }
  void write(const std::string& name, const std::string& text) const {
    std::ofstream(at(name)) << text;
  }
  std::string code(const std::string& output, bool force) const {
    ReportRequest request;
    request.result = at("r.h5");
    request.report_template = at("look.toml");
    request.labels = at("words.toml");
    request.output = at(output);
    request.force = force;
    Findings findings;
    check_report_target(request, findings);
    return findings.list().empty() ? "" : findings.list().front().code;
  }

  testing::TempFolder folder_;
};

TEST_F(ReportTarget, WhatItIsMadeOfAndResultsStayWhateverIsForced) {
  for (const bool force : {false, true}) {
    for (const char* input :
         {"r.h5", "other.h5", "look.toml", "own.toml", "logo.svg", "words.toml"}) {
      EXPECT_EQ(code(input, force), "E0632") << input;
    }
  }
}

TEST_F(ReportTarget, AnotherFileNeedsForce) {
  EXPECT_EQ(code("notes.txt", false), "E0633");
  EXPECT_EQ(code("notes.txt", true), "");
  EXPECT_EQ(code("new.txt", false), "");
  write("old.txt", "Study       s\nIterations  200, seed 1\n");
  EXPECT_EQ(code("old.txt", false), "");
}

TEST_F(ReportTarget, WithoutATemplateNoFileIsItsLogo) {
  ReportRequest request;
  request.result = at("r.h5");
  request.output = at("notes.txt");
  Findings findings;
  check_report_target(request, findings);
  EXPECT_THAT(testing::codes(findings), ::testing::ElementsAre("E0633"));
  request.force = true;
  Findings forced;
  check_report_target(request, forced);
  EXPECT_THAT(forced.list(), ::testing::IsEmpty());
}

}  // namespace
}  // namespace plume::report_target_test
