// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/factor_search.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace plume::factor_search_test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// Ids of the hits in their order.
std::vector<std::string> ids_of(const FactorQuery& query) {
  std::vector<std::string> ids;
  for (const EmissionFactor* f : search(built_in_factors(), query)) ids.push_back(f->id);
  return ids;
}

std::vector<std::string> hints(const FactorQuery& query) {
  return search_hints(built_in_factors(), query);
}

TEST(FactorSearch, FindsWhatHoldsEveryWordAndIsOfWhatIsAsked) {
  EXPECT_THAT(ids_of({.words = "grid PROVINCIAL", .region = "cn-shandong", .year = "2021"}),
              ElementsAre("cn_grid_shandong_2021"));
  EXPECT_THAT(ids_of({.words = "no such thing"}), IsEmpty());
  EXPECT_EQ(ids_of({}).size(), built_in_factors().factors().size());
}

TEST(FactorSearch, AllOfTheIdFindsThatFactorAlone) {
  EXPECT_THAT(ids_of({.id = "gwp100_ar6_ch4"}), ElementsAre("gwp100_ar6_ch4"));
  EXPECT_THAT(ids_of({.id = "gwp100_ar6"}), IsEmpty());
  EXPECT_THAT(ids_of({.words = "sichuan", .id = "gwp100_ar6_ch4"}), IsEmpty());
}

TEST(FactorSearch, GasesAreWholeWords) {
  const auto gases = [](const std::string& gas) {
    std::set<std::string> found;
    for (const EmissionFactor* f : search(built_in_factors(), {.gas = gas})) found.insert(f->gas);
    return found;
  };
  EXPECT_EQ(gases("co2"),
            (std::set<std::string>{"CO2", "CO2 (fossil)", "CO2 (biogenic, report separately)"}));
  EXPECT_EQ(gases("CH4 (fossil)"), (std::set<std::string>{"CH4 (fossil)"})) << "not non-fossil";
  EXPECT_EQ(gases("r-410a"), (std::set<std::string>{"R-410A"}));
  EXPECT_EQ(gases("HFC").size(), 8u);
  EXPECT_TRUE(gases("HF").empty());
}

/// A library of what matters to the order.
FactorLibrary small_library() {
  Findings findings;
  FactorLibrary library;
  const auto sheet = sheet_of_csv(
      "id,name,category,region,year,unit_activity,unit_emission,gas,value,source\n"
      "s1,steel,metal,DE,2020,t,kg,CO2,1,handbook of copper\n"
      "s2,a coppery alloy,metal,DE,2020,t,kg,CO2,1,book\n"
      "s3,alloy,metal,copper belt,2020,t,kg,CO2,1,book\n"
      "s4,pipes of copper and brass,metal,DE,2024,t,kg,CO2,1,book\n"
      "s5,copper wire,metal,DE,2020,t,kg,CO2,1,book\n"
      "s6,copper wire,metal,DE,2021,t,kg,CO2,1,book\n"
      "copper,unnamed,metal,DE,1999,t,kg,CO2,1,book\n"
      "s7,supercopper,metal,DE,2020,t,kg,CO2,1,book\n",
      "own.csv", factor_columns(), findings);
  library.add(*sheet, false, findings);
  EXPECT_TRUE(findings.to_string().empty()) << findings.to_string();
  return library;
}

TEST(FactorSearch, BestHitsComeFirst) {
  const FactorLibrary library = small_library();
  std::vector<std::string> ids;
  for (const EmissionFactor* f : search(library, {.words = "Copper"})) ids.push_back(f->id);
  EXPECT_THAT(ids, ElementsAre("copper", "s6", "s5", "s4", "s3", "s2", "s7", "s1"));
  ids.clear();
  for (const EmissionFactor* f : search(library, {.category = "metal"})) ids.push_back(f->id);
  EXPECT_THAT(ids, ElementsAre("s1", "s2", "s3", "s4", "s5", "s6", "copper", "s7"))
      << "as they stand in the library";
}

TEST(FactorSearch, MisspeltWordsGetHints) {
  EXPECT_THAT(hints({.words = "sichaun grid"}),
              ElementsAre("nothing holds 'sichaun'; did you mean 'sichuan'?"));
  EXPECT_THAT(
      hints({.words = "disel qqqqqqqq"}),
      ElementsAre("nothing holds 'disel'; did you mean 'diesel'?", "nothing holds 'qqqqqqqq'"));
  EXPECT_THAT(hints({.region = "CN-Sichaun", .gas = "CO"}),
              ElementsAre("no factor has the gas 'CO'; did you mean 'C' or 'CO2'?",
                          "no factor has the region 'CN-Sichaun'; did you mean 'CN-Sichuan'?"));
  EXPECT_THAT(hints({.id = "gwp100_ar6_ch5"}),
              ElementsAre("no factor has the id 'gwp100_ar6_ch5'; did you mean 'gwp100_ar6_ch4', "
                          "'gwp100_ar4_ch4' or "
                          "'gwp100_ar5_ch4'?"));
  EXPECT_THAT(hints({.year = "1850", .category = "feul"}),
              ElementsAre("no factor has the year '1850'",
                          "no factor has the category 'feul'; did you mean 'fuel'?"));
  EXPECT_THAT(hints({.words = "sichuan methane"}),
              ElementsAre("each is held by some factor, all by none: ask for less"));
}

TEST(FactorSearch, WhatIsNoTextDoesNoHarm) {
  for (const std::string& odd :
       {std::string("\xFF\xFE"), std::string("("), std::string(100000, 'x'), std::string(" ")}) {
    (void)search(built_in_factors(), {.words = odd, .region = odd, .gas = odd});
    EXPECT_FALSE(search_hints(built_in_factors(), {.words = odd, .gas = odd, .id = odd}).empty());
  }
}

}  // namespace
}  // namespace plume::factor_search_test
