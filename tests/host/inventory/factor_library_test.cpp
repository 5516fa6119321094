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

  EXPECT_EQ(library.factors().size(), 508u);
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

TEST(FactorLibrary, ParametersThatAreNoDistribution) {
  Findings findings;
  FactorLibrary library;
  const auto sheet = sheet_of_csv(
      "id,unit_activity,unit_emission,gas,value,distribution,p1,p2,p3,source\n"
      "a,kWh,kg,CO2,0.5,normal,0.5,-1,,meter\n"
      "b,kWh,kg,CO2,0.5,lognormal,0.5,0.1,,meter\n"
      "c,kWh,kg,CO2,0.5,uniform,0.6,0.4,,meter\n"
      "d,kWh,kg,CO2,0.5,triangular,0.4,0.5,0.45,meter\n"
      "e,kWh,kg,CO2,0.5,constant,,,,meter\n",
      "own.csv", findings);

  library.add(*sheet, false, findings);

  EXPECT_EQ(
      findings.to_string(),
      "own.csv:2:29: error E0707: factor 'a': p2 -1 is below 0; it is a standard deviation, of ln x if lognormal\n"
      "own.csv:3:28: error E0707: factor 'b': p1 0.5 is not the logarithm of the value 0.5; the value of a "
      "lognormal is its median\n"
      "own.csv:4:26: error E0707: factor 'c': the parameters of the distribution uniform do not ascend; give "
      "minimum and maximum\n"
      "own.csv:5:29: error E0707: factor 'd': the parameters of the distribution triangular do not ascend; give "
      "minimum, mode and maximum");
}

}  // namespace
}  // namespace plume
