// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/factor_library.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "host/base/hash.hpp"

namespace plume {
namespace {

TEST(FactorLibrary, EveryRowParsesConvertsAndHasASource) {
  const FactorLibrary& library = built_in_factors();

  EXPECT_EQ(library.factors().size(), 507u);
  for (const EmissionFactor& factor : library.factors()) {
    EXPECT_FALSE(factor.source.empty()) << factor.id;
    EXPECT_FALSE(factor.confidence.empty()) << factor.id;
    EXPECT_GT(factor.activity.factor, 0.0) << factor.id;
    EXPECT_GT(factor.emission.factor, 0.0) << factor.id;
  }
}

TEST(FactorLibrary, IsTheFileWhoseChecksumStandsBesideIt) {
  std::ifstream file(PLUME_SOURCE_DIR "/datasets/factors/factors.csv.sha256");
  std::string digest;
  file >> digest;

  EXPECT_EQ(sha256(built_in_factors_text()), digest);
}

TEST(FactorLibrary, SaysWhereNoUncertaintyIsPublished) {
  EXPECT_EQ(built_in_factors().find("cn_grid_shandong_2021")->uncertainty_text(), "no uncertainty published");
}

TEST(FactorLibrary, FindsByWordsRegionAndYear) {
  EXPECT_EQ(search(built_in_factors(), {"grid provincial", "CN-Shandong", "2021", ""}).size(), 1u);
  EXPECT_TRUE(search(built_in_factors(), {"no such thing", "", "", ""}).empty());
}

TEST(FactorLibrary, TableOfAStudyIsCheckedRowByRow) {
  Findings findings;
  FactorLibrary library;
  const auto sheet = sheet_of_csv(
      "id,unit_activity,unit_emission,gas,value,distribution,p1,p2,source\n"
      "a,kWh,kg,CO2,0.5,,,,meter\n"
      "a,kWh,kg,CO2,x,cauchy,1,2,\n"
      "b,furlong,kg,CO2,1,,,,book\n",
      "own.csv", findings);

  library.add(*sheet, false, findings);

  EXPECT_EQ(findings.to_string(),
            "own.csv:3:14: error E0707: value 'x' is not a number\n"
            "own.csv:3:16: error E0708: factor 'a' has the distribution 'cauchy', which cannot be used here; one of "
            "lognormal, "
            "normal, uniform, triangular, constant; empty: none published\n"
            "own.csv:3:27: error E0710: factor 'a' has no source; say where the number comes from\n"
            "own.csv:3: error E0706: factor 'a' stands twice, first in line 2; give each a name of its own\n"
            "own.csv:4:3: error E0709: unit 'furlong' is not known; docs/inventory.md lists the units");
}

}  // namespace
}  // namespace plume
