// SPDX-License-Identifier: Apache-2.0
#include "host/analysis/approach_notes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace approach_notes_test {
namespace {

using ::testing::ElementsAre;

/// Two rows of 100 t ± 10 % and ± 20 %: half-width √500 = 22.36 t of 200 t.
plume::Approach1 two_rows() {
  return plume::approach1(
      {{"a", "CO2", 0.0, 100.0, 10.0, 0.0}, {"b", "CO2", 0.0, 100.0, 20.0, 0.0}});
}

/// "label(argument, argument)" of each note.
std::vector<std::string> notes_of(const plume::Approach1& propagated,
                                  const plume::SimulatedTotal& simulated) {
  std::vector<std::string> all;
  for (const plume::ApproachNote& note : plume::approach_notes(propagated, simulated)) {
    std::string text = note.label.substr(note.label.find('.') + 1);
    for (const std::string& each : note.arguments) text += " " + each;
    all.push_back(text);
  }
  return all;
}

TEST(ApproachNotes, SayThatBothAgreeAndNothingElse) {
  EXPECT_THAT(notes_of(two_rows(), {200.0, 177.6, 222.4, 130.0, 130.0}), ElementsAre("agree"));
}

TEST(ApproachNotes, NameDependenceWhereVariancesDiffer) {
  EXPECT_THAT(notes_of(two_rows(), {200.0, 170.0, 230.0, 234.0, 130.0}),
              ElementsAre("ratio 1.3", "dependence 1.8"));
}

TEST(ApproachNotes, NameAsymmetryAndAMeanAwayFromTheStaticTotal) {
  EXPECT_THAT(notes_of(two_rows(), {206.0, 190.0, 234.0, 130.0, 130.0}),
              ElementsAre("agree", "asymmetry 0.73 1.3", "mean"));
}

TEST(ApproachNotes, NameRowsTooWideAndTotalsThatNearlyCancel) {
  const plume::Approach1 propagated = plume::approach1(
      {{"leaks", "CH4", 0.0, 100.0, 0.0, 80.0}, {"forest", "CO2", 0.0, -90.0, 10.0, 0.0}});
  EXPECT_THAT(notes_of(propagated, {10.0, -70.5, 90.5, 1690.0, 1690.0}),
              ElementsAre("agree", "too_wide leaks 80", "cancel"));
}

TEST(ApproachNotes, CompareNothingWithoutAWidth) {
  EXPECT_THAT(notes_of(two_rows(), {200.0, 200.0, 200.0, 0.0, 0.0}), ElementsAre("no_comparison"));
}

}  // namespace
}  // namespace approach_notes_test
