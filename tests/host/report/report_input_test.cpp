// SPDX-License-Identifier: Apache-2.0
#include "host/report/report_input.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "tests/host/report/fixture.hpp"

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

TEST(OutputRowOf, RefusesWhatIsNotThere) {
  auto input = small_report_input();
  EXPECT_THROW((void)output_row(input, 2, 0), std::out_of_range);
  input.summaries.pop_back();
  EXPECT_THROW((void)output_row(input, 1, 1), std::out_of_range);
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
