// SPDX-License-Identifier: Apache-2.0
#include "host/report/make_document.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "tests/host/report/document_fixture.hpp"

namespace make_document_test {
namespace {

using plume::Profile;
using ::testing::ElementsAre;

std::vector<std::string> ids_of(const plume::Document& document) {
  std::vector<std::string> ids;
  for (const auto& section : document.sections) ids.push_back(section.id);
  return ids;
}

TEST(MakeDocument, EveryProfileIsMadeOfSectionsThatExistAndHaveHeadingsInEveryLanguage) {
  const auto& known = plume::section_ids();
  for (const Profile profile :
       {Profile::lca, Profile::inventory, Profile::claim, Profile::comparison}) {
    const auto ids = plume::sections_of(profile);
    EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()).size(), ids.size());
    for (const std::string& id : ids) {
      EXPECT_NE(std::find(known.begin(), known.end(), id), known.end()) << id;
      for (const std::string& language : plume::built_in_languages()) {
        EXPECT_TRUE(plume::built_in_labels(language).has("heading." + id)) << id;
      }
    }
    for (const char* always : {"coverage", "method", "warnings", "reproducibility"}) {
      EXPECT_NE(std::find(ids.begin(), ids.end(), always), ids.end()) << always;
    }
  }
}

TEST(MakeDocument, IdsOfTablesAndFiguresAreUnique) {
  for (const Profile profile : {Profile::lca, Profile::comparison}) {
    std::set<std::string> seen;
    for (const auto& section : plume::testing::small_document(profile).sections) {
      for (const auto& block : section.blocks) {
        const auto* table = std::get_if<plume::ReportTable>(&block);
        const auto* figure = std::get_if<plume::Figure>(&block);
        EXPECT_TRUE(!table || seen.insert(table->id).second);
        EXPECT_TRUE(!figure || seen.insert(figure->id).second);
      }
    }
    EXPECT_GE(seen.size(), 6u);
  }
}

TEST(MakeDocument, ATemplateChoosesAndOrdersSectionsAndAddsItsOwn) {
  plume::ReportChoices choices;
  choices.own.title = "Ours";
  choices.own.subtitle = "Sub";
  choices.own.organisation = "Org";
  choices.own.own = {{"preface", "Why", {"one", "two"}}};
  choices.own.sections = {"reproducibility", "preface", "results"};
  const auto document = plume::make_document(plume::testing::small_report_input(),
                                             plume::testing::small_shapes(), choices);
  EXPECT_EQ(document.title, "Ours");
  EXPECT_EQ(document.organisation, "Org");
  EXPECT_THAT(ids_of(document), ElementsAre("reproducibility", "preface", "results"));
  EXPECT_EQ(document.sections[1].blocks.size(), 2u);
}

TEST(MakeDocument, ASectionAskedForWithoutDataSaysSo) {
  plume::ReportChoices choices;
  choices.own.sections = {"comparison"};
  const auto document = plume::make_document(plume::testing::small_report_input(), {}, choices);
  ASSERT_EQ(document.sections.size(), 1u);
  EXPECT_EQ(std::get<plume::Paragraph>(document.sections[0].blocks.at(0)).text,
            "The result holds no data for this section.");
  choices.own.sections.clear();
  EXPECT_THAT(ids_of(plume::make_document(plume::testing::small_report_input(), {}, choices)),
              ::testing::Not(::testing::Contains("comparison")));
}

TEST(NaturalProfile, OptionsOfOneUnitAreCompared) {
  plume::ReportInput input = plume::testing::small_report_input();
  EXPECT_EQ(plume::natural_profile(input), Profile::lca);
  input.header.axes.demands[1].unit = "kWh";
  EXPECT_EQ(plume::natural_profile(input), Profile::comparison);
  input.header.axes.demands.resize(1);
  EXPECT_EQ(plume::natural_profile(input), Profile::lca);
}

}  // namespace
}  // namespace make_document_test
