// SPDX-License-Identifier: Apache-2.0
#include "host/record/result_record.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace plume::result_record_test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(ResultTotals, CountEveryStatusAndListWhatFailed) {
  ResultTotals totals;
  totals.count(0, IterationStatus::ok);
  totals.count(1, IterationStatus::direct);
  totals.count(2, IterationStatus::infeasible);
  totals.count(7, IterationStatus::singular);
  EXPECT_THAT(totals.failed, ElementsAre(1, 1, 1, 1, 0));
  EXPECT_THAT(totals.failed_iterations,
              ElementsAre(IsEmpty(), IsEmpty(), ElementsAre(2), ElementsAre(7), IsEmpty()));
}

TEST(ResultTotals, ListOnlyTheFirstOfVeryMany) {
  ResultTotals totals;
  for (std::uint64_t i = 0; i < most_listed_iterations + 5; ++i)
    totals.count(i, IterationStatus::singular);
  EXPECT_EQ(totals.failed[3], most_listed_iterations + 5);
  EXPECT_THAT(totals.failed_iterations[3], SizeIs(most_listed_iterations));
}

TEST(CompleteProvenance, GivesTheLastPartWhatIsItsOwn) {
  Provenance made;
  made.parts.resize(2);
  made.parts[0].iterations = 100;
  made.parts[0].seconds = 3.0;
  made.parts[0].finished = "yesterday";
  made.parts[1].first_iteration = 100;
  ResultTotals totals;
  totals.iterations = 250;
  totals.seconds = 10.0;
  totals.finished = "today";
  complete_provenance(made, totals);
  EXPECT_EQ(made.finished, "today");
  EXPECT_EQ(made.parts[0].iterations, 100u);
  EXPECT_EQ(made.parts[1].iterations, 150u);
  EXPECT_EQ(made.parts[1].seconds, 7.0);
  EXPECT_EQ(made.memory_peak, 0u) << "nothing is said of memory where that of lanes is not known";
  totals.finished = "tomorrow";
  complete_provenance(made, totals);
  EXPECT_EQ(made.parts[1].finished, "today") << "once";
}

TEST(OutputAxes, EveryDemandHasEveryCategory) {
  OutputAxes axes;
  axes.demands.resize(3);
  axes.categories.resize(4);
  EXPECT_EQ(axes.num_outputs(), 12u);
}

}  // namespace
}  // namespace plume::result_record_test
