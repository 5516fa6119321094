// SPDX-License-Identifier: Apache-2.0
#include "host/report/report_input.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "host/report/csv_report.hpp"
#include "host/report/json_report.hpp"
#include "host/report/text_report.hpp"
#include "tests/host/report/fixture.hpp"
#include "tests/support/temp_folder.hpp"

namespace report_input_test {
namespace {

using plume::num_without_score;
using plume::output_row;
using plume::testing::small_report_input;

TEST(OutputRowOf, TakesDemandsAsRowsAndCategoriesAsColumns) {
  const auto input = small_report_input();

  const auto row = output_row(input, 0, 1);

  EXPECT_EQ(row.demand.name, "1 kWh");
  EXPECT_EQ(row.category.id, "tox");
  EXPECT_EQ(row.static_score, 1.25e-10);
  EXPECT_EQ(row.summary.mean, 1.31e-10);
}

TEST(OutputRowOf, ACategoryWithoutANameIsCalledByItsId) {
  auto input = small_report_input();
  EXPECT_EQ(output_row(input, 0, 1).category_name(), "人体毒性");

  input.header.axes.categories[1].name = "";

  EXPECT_EQ(output_row(input, 0, 1).category_name(), "tox");
  EXPECT_NE(plume::json_report(input).find("\"category\": \"tox\""), std::string::npos);
  EXPECT_NE(plume::csv_report(input).find("1 kWh,kWh,tox,tox,CTUh"), std::string::npos);
  EXPECT_NE(plume::text_report(input).find("\ntox  "), std::string::npos);
}

TEST(OutputRowOf, RefusesWhatIsNotThere) {
  auto input = small_report_input();
  EXPECT_THROW((void)output_row(input, 2, 0), std::out_of_range);
  input.summaries.pop_back();
  EXPECT_THROW((void)output_row(input, 1, 1), std::out_of_range);
}

TEST(MissingMeans, AreTakenAwayWhereDrawsLieBeyondAPole) {
  auto input = small_report_input();
  input.header.provenance.poles = {"the loop of 'a' and 'b' consumes more than it makes", ""};
  input.totals.failed[2] = 283;
  const double median = input.summaries[0].median;

  plume::remove_missing_means(input);

  const std::string why =
      "warning W0520: in 28 % of the draws the loop of 'a' and 'b' consumes more than it makes: "
      "the mean of '1 kWh' "
      "does not "
      "exist; read the median and this share";
  ASSERT_EQ(input.without_mean.size(), 2u);
  EXPECT_EQ(input.without_mean[0], why);
  EXPECT_EQ(input.without_mean[1], "");
  for (const std::size_t output : {0u, 1u}) {
    EXPECT_TRUE(std::isnan(input.summaries[output].mean) &&
                std::isnan(input.summaries[output].se_mean) &&
                std::isnan(input.summaries[output].sd));
  }
  EXPECT_EQ(input.summaries[0].median, median);
  EXPECT_FALSE(std::isnan(input.summaries[2].mean)) << "the other demand has no loop";
  const auto json = nlohmann::json::parse(plume::json_report(input));
  EXPECT_TRUE(json["outputs"][0]["mean"].is_null() && json["outputs"][0]["sd"].is_null() &&
              json["outputs"][0]["se_mean"].is_null());
  EXPECT_EQ(json["outputs"][0]["no_mean"], why);
  EXPECT_FALSE(json["outputs"][2].contains("no_mean"));
  const std::string text = plume::text_report(input, 0);
  EXPECT_NE(text.find("in 28 % of the draws the loop of 'a' and 'b'"), std::string::npos) << text;
  EXPECT_EQ(text.find("do not differ"), std::string::npos);
}

TEST(MissingMeans, StayWhereOnlyAFewDrawsDoOrNoPoleIsKnown) {
  for (const bool few : {false, true}) {
    auto input = small_report_input();
    input.header.provenance.poles = {
        few ? "process 'p' uses more of its product than it makes" : "", ""};
    input.totals.failed[2] = few ? 0 : 400;
    const double mean = input.summaries[0].mean;
    plume::remove_missing_means(input);
    EXPECT_EQ(input.summaries[0].mean, mean);
  }
  auto before = small_report_input();  // a file that does not know poles
  before.totals.failed[2] = 400;
  const double mean = before.summaries[0].mean;
  plume::remove_missing_means(before);
  EXPECT_EQ(before.summaries[0].mean, mean);
}

TEST(ReportInputOf, TakesTheFiguresOfTheFileBitForBit) {
  const plume::testing::TempFolder folder;
  const std::filesystem::path path = folder.path() / "result.h5";
  plume::ResultHeader header = small_report_input().header;
  header.iterations_planned = 3;
  std::vector<plume::Summary> written;
  {
    plume::ResultWriter writer(path, header);
    const std::vector<double> scores = {0.1,  2e-10,     12.0, -1.0, 0.7, 4e-10,
                                        12.0, 1.0 / 3.0, 0,    0,    0,   0};
    writer.append(scores, std::vector{plume::IterationStatus::ok, plume::IterationStatus::direct,
                                      plume::IterationStatus::singular});
    plume::ResultTotals totals;
    totals.iterations = 3;
    totals.stop_reason = "iterations done";
    totals.finished = "2025-01-02T03:04:06Z";
    written = writer.finish(totals);
  }

  const plume::ReportInput input = plume::report_input(plume::ResultFile(path));

  ASSERT_EQ(input.summaries.size(), 4u);
  EXPECT_EQ(input.header.seed, header.seed);
  EXPECT_EQ(input.totals.failed[3], 1u);
  EXPECT_EQ(num_without_score(input.totals), 1u);
  const auto outputs = nlohmann::json::parse(plume::json_report(input)).at("outputs");
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(outputs[i]["count"].get<std::uint64_t>(), 2u);
    EXPECT_EQ(outputs[i]["mean"].get<double>(), written[i].mean);
    EXPECT_EQ(outputs[i]["sd"].get<double>(), written[i].sd);
    EXPECT_EQ(outputs[i]["median"].get<double>(), written[i].median);
    EXPECT_EQ(outputs[i]["quantiles"]["0.975"].get<double>(), written[i].quantiles[5]);
  }
  EXPECT_DOUBLE_EQ(outputs[0]["mean"].get<double>(), (0.1 + 0.7) / 2);
}

TEST(NumWithoutScore, CountsSingularAndNonFiniteOnly) {
  plume::ResultTotals totals;
  totals.failed[0] = 1000;
  totals.failed[1] = 100;
  totals.failed[2] = 10;
  totals.failed[3] = 3;
  totals.failed[4] = 2;

  EXPECT_EQ(num_without_score(totals), 5u);
}

}  // namespace
}  // namespace report_input_test
