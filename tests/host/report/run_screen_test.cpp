// SPDX-License-Identifier: Apache-2.0
#include "host/report/run_screen.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>

#include "tests/host/report/fixture.hpp"
#include "tests/host/report/inventory_fixture.hpp"
#include "tests/host/store/sample_result.hpp"
#include "tests/support/temp_folder.hpp"

namespace plume::run_screen_test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::size_t num_lines(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

TEST(RunScreen, OfScoresHasThemTheirDriversAndWhereTheRestIs) {
  ReportInput input = testing::small_report_input();
  input.header.provenance.drivers =
      R"([{"demand": 0, "category": 0, "contributions": [], "variance": 1.0, "parameters": [
          {"name": "heat", "count": 1, "share": 0.2}, {"name": "power", "count": 3, "share": 0.7},
          {"name": "steel", "count": 1, "share": 0.06}, {"name": "paper", "count": 1, "share": 0.04}]}])";
  const std::string text = run_screen(input, {}, "out.h5");
  EXPECT_THAT(text, HasSubstr("Study       Two kettles\n"));
  EXPECT_THAT(text, HasSubstr("seed 18446744073709551615"));
  EXPECT_THAT(text, HasSubstr("3 singular")) << "failures are never left out";
  EXPECT_THAT(text, HasSubstr("\nDevice      cpu: 2 threads, AVX-512; 0.12 s in the loop\n"));
  EXPECT_THAT(text, HasSubstr("Warnings    1;"));
  EXPECT_THAT(text, HasSubstr("Of the variance of climate change of 1 kWh, to first order: power "
                              "(and 2 that share its draw) "
                              "70 %;\nheat 20 %; steel 6.0 %."));
  EXPECT_THAT(text, Not(HasSubstr("paper"))) << "three drivers";
  EXPECT_THAT(text, ::testing::EndsWith("\nresult: out.h5\n"));
  EXPECT_THAT(text, HasSubstr("plume report out.h5 -o report.html\n"));
  EXPECT_LE(num_lines(text), 40u);
}

TEST(RunScreen, OfAClaimBeginsWithTheVerdict) {
  const ReportInput input = testing::small_report_input();
  InventorySummary inventory = testing::wafer_inventory();
  inventory.claim.not_shown = 60.0;
  const std::string text = run_screen(input, inventory, "out.h5");
  EXPECT_THAT(text, HasSubstr("The claim is not demonstrated at the 95 % level.\n"));
  EXPECT_THAT(text, HasSubstr("Retirement not shown")) << "what must be read beside the verdict";
  EXPECT_THAT(text, HasSubstr("residual electricity"));
  EXPECT_LT(text.find("The claim is"), text.find("t CO2e   ")) << "before the numbers";
}

TEST(RunScreen, StaysOnOneScreenHoweverManyScoresThereAre) {
  ReportInput input = testing::small_report_input();
  OutputAxes& axes = input.header.axes;
  axes.demands.resize(200, axes.demands.front());
  input.header.static_scores.resize(axes.num_outputs(), 1.0);
  input.summaries.resize(axes.num_outputs(), input.summaries.front());
  const std::string text = run_screen(input, {}, "out.h5");
  EXPECT_LE(num_lines(text), 40u);
  EXPECT_THAT(text, HasSubstr("and 386 further scores\n"));
  EXPECT_THAT(text, HasSubstr("(all 400 scores;"));
}

TEST(RunScreen, OfAFileIsThatOfWhatItHolds) {
  const testing::TempFolder folder;
  const std::filesystem::path path = folder.path() / "r.h5";
  sample::write(path, 50);
  const ResultFile file(path);
  EXPECT_EQ(run_screen(path, 60),
            run_screen(report_input(file), inventory_summary(file), path.string(), 60));
}

TEST(RunScreen, AMeanThatDoesNotExistIsSaid) {
  ReportInput input = testing::small_report_input();
  input.without_mean = {"", "the mean of 'cup' does not exist"};
  EXPECT_THAT(run_screen(input, {}, "out.h5"), HasSubstr("the mean of 'cup' does not exist\n"));
}

}  // namespace
}  // namespace plume::run_screen_test
