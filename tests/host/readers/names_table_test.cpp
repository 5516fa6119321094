// SPDX-License-Identifier: Apache-2.0
#include "host/readers/names_table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/draft.hpp"
#include "tests/support/findings.hpp"
#include "tests/support/temp_folder.hpp"

namespace plume::names_table_test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class NamesTableTest : public ::testing::Test {
 protected:
  NamesTableTest() {
    draft_.technosphere("17", "17", 1.0)
        .biosphere("4", "17", 2.0)
        .characterisation("4", "gwp", 1.0);
  }
  bool read(const std::string& text) {
    return read_names_table(folder_.write("names.csv", text), draft_.model(), findings_);
  }
  testing::TempFolder folder_;
  testing::Draft draft_;
  Findings findings_;
};

TEST_F(NamesTableTest, WhatACellSaysTakesThePlaceOfWhatTheModelSaid) {
  draft_.model().flows[0].unit = "g";
  EXPECT_TRUE(
      read("id,name,unit,location,kind\n17,\"electricity, low voltage\",kWh,CN,\n4,carbon "
           "dioxide,,air,flow\ngwp,warming,kg CO2e,,category\n"));
  EXPECT_EQ(findings_.to_string(), "");
  const Model& model = draft_.model();
  EXPECT_EQ(model.processes[0].name, "electricity, low voltage");
  EXPECT_EQ(model.processes[0].location, "CN");
  EXPECT_EQ(model.products[0].name, "electricity, low voltage")
      << "without a kind all of the id are named";
  EXPECT_EQ(model.products[0].unit, "kWh");
  EXPECT_EQ(model.flows[0].name, "carbon dioxide");
  EXPECT_EQ(model.flows[0].unit, "g") << "an empty cell changes nothing";
  EXPECT_EQ(model.categories[0].name, "warming");
  EXPECT_EQ(model.processes[0].id, "17") << "ids, of which keys are made, stay";
}

TEST_F(NamesTableTest, AKindNamesNothingElse) {
  EXPECT_TRUE(read("id;name;kind\n17;mill;process\n"));
  EXPECT_EQ(draft_.model().processes[0].name, "mill");
  EXPECT_NE(draft_.model().products[0].name, "mill");
}

TEST_F(NamesTableTest, ASetHasAUnitAndKeepsItsName) {
  draft_.model().normalisations = {{"EF | 3.1", "n.zip"}};
  draft_.model().weightings = {{"EF | 3.1", "w.zip"}};
  EXPECT_TRUE(
      read("id,name,unit,kind\nEF | 3.1,x,person years,normalisation\nEF | 3.1,,Pt,weighting\n"));
  EXPECT_EQ(findings_.to_string(), "");
  EXPECT_EQ(draft_.model().normalisations[0].name, "EF | 3.1");
  EXPECT_EQ(draft_.model().normalisations[0].unit, "person years");
  EXPECT_EQ(draft_.model().weightings[0].unit, "Pt");
}

TEST_F(NamesTableTest, EveryRowIsUsedOrNamed) {
  EXPECT_TRUE(read("id,name,kind\n17,mill,factory\n18,mine,\n19,port,\n17,mill,\n"));
  EXPECT_THAT(
      testing::lines(findings_),
      ElementsAre(
          HasSubstr("names.csv:2:9: error E0837: 'factory' is no kind of thing that has a name"),
          HasSubstr("names.csv:3:1: note N0838: 2 of 4 rows name nothing of the model; the first "
                    "is '18'")));
  EXPECT_FALSE(read_names_table(folder_.path() / "none.csv", draft_.model(), findings_));
}

}  // namespace
}  // namespace plume::names_table_test
