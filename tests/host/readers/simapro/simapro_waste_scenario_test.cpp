// SPDX-License-Identifier: Apache-2.0
#include "host/readers/simapro/simapro_waste_scenario.hpp"

#include <gmock/gmock.h>

#include <string>

#include "host/archive/archive.hpp"
#include "host/readers/simapro/simapro.hpp"
#include "tests/support/findings.hpp"
#include "tests/support/raw_inventory.hpp"
#include "tests/support/read_database.hpp"

namespace plume::simapro_waste_scenario_test {
namespace {

using testing::cell;

const std::string head =
    "{SimaPro 9.1.1.1}\n{processes}\n{CSV separator: Semicolon}\n{Decimal separator: .}\n\n";

std::string scenario(const std::string& kind, const std::string& separated,
                     const std::string& remaining) {
  return "Process\n\nProcess identifier\nscenario\n\nWaste scenario\nbottles;kg;2;" + kind +
         ";Others\n\nSeparated waste\n" + separated + "\nRemaining waste\n" + remaining +
         "\nEnd\n\n";
}
std::string treatment(const std::string& name) {
  return "Process\n\nProcess identifier\n" + name + "\n\nWaste treatment\n" + name +
         ";kg;1;All waste types;x;\n\nEnd\n\n";
}

class SimaProWasteScenario : public ::testing::Test {
 protected:
  Model read(const std::string& text) {
    return testing::read_database(
        simapro_format(),
        Archive::from_memory("db",
                             {{"a.csv", head + text + treatment("recycling") + treatment("mill") +
                                            treatment("dump") + treatment("burning")}}),
        findings);
  }
  /// How much of what the scenario takes goes to a treatment.
  static double share(const Model& model, const std::string& of) {
    return cell(model, Matrix::technosphere, of, "scenario") /
           cell(model, Matrix::technosphere, "scenario", "scenario");
  }
  Findings findings;
};

TEST_F(SimaProWasteScenario, AWasteOfOneKindIsSharedOut) {
  const Model model =
      read(scenario("PET", "recycling;pet;80\nmill;Paper;70\n", "dump;;60\nburning;;40\n"));
  EXPECT_THAT(testing::codes(findings), ::testing::IsEmpty()) << findings.to_string();
  EXPECT_DOUBLE_EQ(std::abs(share(model, "recycling")), 0.8);
  EXPECT_EQ(share(model, "mill"), 0.0);
  EXPECT_DOUBLE_EQ(std::abs(share(model, "dump")), 0.12);
  EXPECT_DOUBLE_EQ(std::abs(share(model, "burning")), 0.08);
  EXPECT_LT(share(model, "dump"), 0.0) << "a treatment is asked for, as an input";
}

TEST_F(SimaProWasteScenario, WithoutSeparationAllKindsGoTheSameWay) {
  const Model model = read(scenario("All waste types", "", "dump;;25\nburning;;75\n"));
  EXPECT_THAT(testing::codes(findings), ::testing::IsEmpty()) << findings.to_string();
  EXPECT_DOUBLE_EQ(std::abs(share(model, "burning")), 0.75);
}

TEST_F(SimaProWasteScenario, WhatDependsOnTheMaterialsOfAProductIsTold) {
  (void)read(scenario("All waste types", "recycling;PET;80\n", "dump;;100\n"));
  EXPECT_THAT(testing::codes(findings), ::testing::ElementsAre("W0673", "W0673"));
}

TEST_F(SimaProWasteScenario, ASplitOfWasteIsNoneOfAProcessThatTakesNone) {
  EXPECT_FALSE(
      simapro_waste_shares({}, [](std::string_view) { return std::optional<double>(1.0); }));
}

}  // namespace
}  // namespace plume::simapro_waste_scenario_test
