// SPDX-License-Identifier: Apache-2.0
#include "host/report/render_report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "host/base/error.hpp"
#include "host/report/csv_report.hpp"
#include "host/report/json_report.hpp"
#include "host/report/report_input.hpp"
#include "host/report/statement.hpp"
#include "host/report/text_report.hpp"
#include "tests/host/store/sample_result.hpp"
#include "tests/support/findings.hpp"
#include "tests/support/temp_folder.hpp"

namespace plume::render_report_test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

class RenderReport : public ::testing::Test {
 protected:
  RenderReport() {
    request_.result = (folder_.path() / "r.h5").string();
    sample::write(request_.result, 50);
  }
  std::string rendered() {
    told_.clear();
    return render_report(request_, [this](const Findings& findings) {
      for (const std::string& code : testing::codes(findings)) told_.push_back(code);
    });
  }
  std::string refusal() {
    try {
      (void)rendered();
    } catch (const BadInput& bad) {
      return testing::codes(bad.findings()).front();
    }
    return "none";
  }

  testing::TempFolder folder_;
  ReportRequest request_;
  std::vector<std::string> told_;
};

TEST_F(RenderReport, FiguresAloneAreTheReportsOfTheFormats) {
  const ReportInput input = report_input(ResultFile(request_.result));
  EXPECT_EQ(rendered(), text_report(input));
  request_.format = ReportFormat::csv;
  EXPECT_EQ(rendered(), csv_report(input));
  request_.format = ReportFormat::json;
  EXPECT_EQ(rendered(), json_report(input));
  request_.format = ReportFormat::statement;
  EXPECT_EQ(rendered(), statement_report(input));
  EXPECT_THAT(told_, IsEmpty());
}

TEST_F(RenderReport, AProfileAsksForTheWholeDocument) {
  request_.profile = "lca";
  EXPECT_THAT(rendered(), HasSubstr("Made with plume "));
  request_.language = "zh";
  EXPECT_THAT(rendered(), ::testing::Not(HasSubstr("Made with plume ")));
  request_.format = ReportFormat::csv;
  EXPECT_THAT(rendered(), StartsWith("section,table,row,column,value,shown"));
  request_.format = ReportFormat::xlsx;
  EXPECT_THAT(rendered(), StartsWith("PK\x03\x04"));
  request_.format = ReportFormat::html;
  const std::string html = rendered();
  EXPECT_THAT(html, HasSubstr("<meta name=\"generator\" content=\"plume "));
  request_.format = ReportFormat::pdf;
  EXPECT_EQ(rendered(), html) << "what is printed";
}

TEST_F(RenderReport, OnlyAScreenShortens) {
  request_.width = 40;
  const ReportInput input = report_input(ResultFile(request_.result));
  EXPECT_EQ(rendered(), text_report(input, 40));
  request_.output = (folder_.path() / "new.txt").string();
  EXPECT_EQ(rendered(), text_report(input));
}

TEST_F(RenderReport, WhatTheTemplateSaysGivesWayToTheRequest) {
  request_.report_template =
      folder_.write("look.toml", "title = \"Ours\"\nlanguage = \"zh\"\n").string();
  request_.format = ReportFormat::markdown;
  EXPECT_THAT(rendered(), HasSubstr("Ours"));
  const std::string chinese = rendered();
  request_.language = "en";
  EXPECT_NE(rendered(), chinese);
  EXPECT_THAT(rendered(), HasSubstr("Made with plume "));
}

TEST_F(RenderReport, WhatIsWrongIsThrownBeforeAnythingIsMade) {
  request_.output = folder_.write("notes.txt", "mine").string();
  EXPECT_EQ(refusal(), "E0633");
  request_.force = true;
  EXPECT_EQ(refusal(), "none");
  request_.labels = folder_.write("words.toml", "no = words = here").string();
  EXPECT_EQ(refusal(), "none") << "of figures alone nobody asks for words";
  request_.profile = "lca";
  EXPECT_NE(refusal(), "none");
  request_.result = (folder_.path() / "none.h5").string();
  EXPECT_THROW((void)rendered(), Error);
}

TEST_F(RenderReport, AResultWithoutADigestIsTold) {
  request_.result = PLUME_SOURCE_DIR "/tests/data/result-v1.h5";
  (void)rendered();
  EXPECT_THAT(told_, ElementsAre("N0635"));
}

}  // namespace
}  // namespace plume::render_report_test
