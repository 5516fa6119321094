// SPDX-License-Identifier: Apache-2.0
#include "host/report/report_input.hpp"

#include <gtest/gtest.h>

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

TEST(ReportInputOf, TakesTheFiguresOfTheFileBitForBit) {
  const plume::testing::TempFolder folder;
  const std::filesystem::path path = folder.path() / "result.h5";
  plume::ResultHeader header = small_report_input().header;
  header.iterations_planned = 3;
  std::vector<plume::Summary> written;
  {
    plume::ResultWriter writer(path, header);
    const std::vector<double> scores = {0.1, 2e-10, 12.0, -1.0, 0.7, 4e-10, 12.0, 1.0 / 3.0, 0, 0, 0, 0};
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
