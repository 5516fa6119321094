// SPDX-License-Identifier: Apache-2.0
#include "host/analysis/approach_notes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

/// Two rows of 100 t ± 10 % and ± 20 %: half-width √500 = 22.36 t of 200 t.
plume::Approach1 two_rows() {
  return plume::approach1({{"a", "CO2", 0.0, 100.0, 10.0, 0.0}, {"b", "CO2", 0.0, 100.0, 20.0, 0.0}});
}

TEST(ApproachNotes, SayThatBothAgreeAndNothingElse) {
  EXPECT_THAT(plume::approach_notes(two_rows(), {200.0, 177.6, 222.4, 130.0, 130.0}),
              ElementsAre("Error propagation and simulation agree: their half-widths differ by a tenth or less."));
}

TEST(ApproachNotes, NameDependenceWhereVariancesDiffer) {
  EXPECT_THAT(plume::approach_notes(two_rows(), {200.0, 170.0, 230.0, 234.0, 130.0}),
              ElementsAre("The simulated interval is 1.3 times as wide as that of error propagation.",
                          "The lines depend on each other (shared factors or activity): the variance of the total is "
                          "1.8 times the sum of the lines' variances, which error propagation takes as independent."));
}

TEST(ApproachNotes, NameAsymmetryAndAMeanAwayFromTheStaticTotal) {
  EXPECT_THAT(plume::approach_notes(two_rows(), {206.0, 190.0, 234.0, 130.0, 130.0}),
              ElementsAre(StartsWith("Error propagation and simulation agree"),
                          "The simulated interval is not symmetric (0.73 and 1.3 of its half-width below and above the "
                          "mean); error propagation's is.",
                          "The simulated mean is not the static total: means of skewed inputs differ from the values "
                          "that the static calculation uses."));
}

TEST(ApproachNotes, NameRowsTooWideAndTotalsThatNearlyCancel) {
  const plume::Approach1 propagated =
      plume::approach1({{"leaks", "CH4", 0.0, 100.0, 0.0, 80.0}, {"forest", "CO2", 0.0, -90.0, 10.0, 0.0}});
  EXPECT_THAT(plume::approach_notes(propagated, {10.0, -70.5, 90.5, 1690.0, 1690.0}),
              ElementsAre(StartsWith("Error propagation and simulation agree"),
                          "Error propagation is meant for half-widths up to 60 %; \"leaks\" has 80 %.",
                          HasSubstr("Emissions and removals nearly cancel")));
}

TEST(ApproachNotes, CompareNothingWithoutAWidth) {
  EXPECT_THAT(plume::approach_notes(two_rows(), {200.0, 200.0, 200.0, 0.0, 0.0}),
              ElementsAre("No comparison: one of the two intervals has no width, or the total is 0."));
}

TEST(MonitoringTier, IsTheHighestWhoseLimitIsKept) {
  using enum plume::MonitoringKind;
  EXPECT_EQ(plume::monitoring_tier(fuel_amount, 1.0), 4);
  EXPECT_EQ(plume::monitoring_tier(fuel_amount, 1.5), 4);
  EXPECT_EQ(plume::monitoring_tier(fuel_amount, 1.6), 3);
  EXPECT_EQ(plume::monitoring_tier(fuel_amount, 7.5), 1);
  EXPECT_EQ(plume::monitoring_tier(fuel_amount, 7.6), 0);
  EXPECT_EQ(plume::monitoring_tier(continuous, 7.6), 1);
  EXPECT_EQ(plume::monitoring_tier(continuous, 2.5), 4);
}

}  // namespace
