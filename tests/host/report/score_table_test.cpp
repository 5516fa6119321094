// SPDX-License-Identifier: Apache-2.0
#include "host/report/score_table.hpp"

#include <gtest/gtest.h>

#include "tests/host/report/fixture.hpp"

namespace score_table_test {
namespace {

TEST(ScoreTable, HoldsExactNumbersAndShowsRoundedOnes) {
  const plume::ReportInput input = plume::testing::small_report_input();
  const plume::ReportTable table = plume::score_table(input, 0, plume::built_in_labels("en"));
  EXPECT_EQ(table.caption, "1 kWh [kWh]");
  ASSERT_EQ(table.columns.size(), 10u);
  const auto& row = table.rows.at(0);
  EXPECT_EQ(row[4].value, 0.56234567);
  EXPECT_EQ(plume::shown(row[4]), "0.562");
  EXPECT_EQ(plume::shown(row[5]), "0.012");
  EXPECT_EQ(plume::shown(row[6]), "+12 %");
}

TEST(HeadlineRounding, TwoDigitsOfTheSpreadAndNoneBeyondTheError) {
  plume::Summary summary;
  summary.mean = 37.9123, summary.sd = 13.6, summary.se_mean = 0.0136;
  summary.quantiles[0] = 13.63, summary.quantiles[5] = 66.04;
  EXPECT_EQ(plume::headline(summary.mean, summary), "38");
  EXPECT_EQ(plume::headline(summary.quantiles[5], summary), "66");
  summary.sd = 0.5;
  EXPECT_EQ(plume::headline(summary.mean, summary), "37.91");
  summary.se_mean = 0.4;  // few iterations: its second digit is the last one
  EXPECT_EQ(plume::headline(summary.mean, summary), "37.91");
  summary.se_mean = 4.0;
  EXPECT_EQ(plume::headline(summary.mean, summary), "37.9");
}

}  // namespace
}  // namespace score_table_test
