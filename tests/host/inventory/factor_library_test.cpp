// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/factor_library.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "host/base/hash.hpp"
#include "host/inventory/factor_distribution.hpp"

namespace plume::factor_library_test {
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

/// What is printed beside a factor is what is drawn; a table's two ends are drawn as they stand.
TEST(FactorLibrary, PublishedIntervalsAreTheOnesDrawn) {
  std::size_t uncertain = 0;
  for (const EmissionFactor& factor : built_in_factors().factors()) {
    if (!factor.lower95) continue;
    ++uncertain;
    const Interval95 drawn = interval95(factor.uncertainty, factor.value);
    const double width = *factor.upper95 - *factor.lower95;
    EXPECT_NEAR(*factor.lower95, drawn.lower, 0.01 * width) << factor.id;
    EXPECT_NEAR(*factor.upper95, drawn.upper, 0.01 * width) << factor.id;
  }
  EXPECT_GT(uncertain, 200u);
  EXPECT_EQ("two-piece lognormal, sigma 0.311 and 1.44 (95 %: 50 to 1540)",
            built_in_factors().find("ipcc06_mob_road_ch4_natural_gas")->uncertainty_text());
}

TEST(FactorLibrary, NoNumberIsRecalled) {
  for (const EmissionFactor& factor : built_in_factors().factors())
    EXPECT_EQ(std::string::npos, factor.confidence.find("recalled")) << factor.id;
}

TEST(FactorLibrary, ItsGasesAreThoseOfTheTableOfNames) {
  for (const EmissionFactor& factor : built_in_factors().factors())
    EXPECT_TRUE(factor.is_conversion() || factor.gas_name.in_table || factor.gas == "C")
        << factor.id << ": " << factor.gas;
}

TEST(FactorLibrary, AWarmingPotentialIsOneByItsMeaningAndOneWord) {
  Findings findings;
  FactorLibrary library;
  const auto sheet = sheet_of_csv(
      "id,category,unit_activity,unit_emission,gas,value,source\n"
      "word,GWP,kg,kg CO2e,CH4,28,AR5\n"
      "gram, gwp ,g,kg CO2e,N2O,0.265,AR5\n"
      "unit,fugitive,kg CH4,kg CO2e,CH4,28,AR5\n"
      "steel,materials GWP100,t,t CO2e,CO2e,1.9,supplier\n"
      "power,GWP,MWh,kg CO2e,CH4,0.2,supplier\n"
      "sum,GWP,t,t CO2e,CO2e,1.9,supplier\n"
      "fuel,GWP-total,kg,kg CO2e,CH4,0.1,supplier\n",
      "own.csv", factor_columns(), findings);

  library.add(*sheet, false, findings);

  std::string which;
  for (const EmissionFactor& factor : library.factors())
    which += factor.is_gwp ? factor.id + " " : "";
  EXPECT_EQ("word gram unit ", which);
  EXPECT_EQ("", findings.to_string());
}

TEST(FactorLibrary, WhatIsGivenAndNotDrawnIsTold) {
  Findings findings;
  FactorLibrary library;
  const auto sheet = sheet_of_csv(
      "id,unit_activity,unit_emission,gas,value,distribution,p1,p2,lower95,upper95,pedigree,"
      "source\n"
      "a,t,kg,CO2,1000,normal,1000,50,500,1100,,x\n"
      "b,gal,kg,CO2,1000,,,,900,1100,\"(2,2,1,2,1,5)\",x\n"
      "c,gal,kg,CO2,1000,normal,500,50,,,,x\n",
      "own.csv", factor_columns(), findings);

  library.add(*sheet, false, findings);

  EXPECT_EQ(
      "own.csv:2:32: warning W0740: factor 'a': its 95 % interval is given as 500 to 1100, and "
      "drawn as 902.0 to 1098: "
      "that of "
      "its distribution normal; give one way to say it: a distribution with its parameters, or "
      "lower95 and upper95, or "
      "pedigree "
      "scores\n"
      "own.csv:3:3: note N0743: gal is read as the US gallon (3.785411784 L); the imperial one is "
      "'UK gal' (4.54609 "
      "L); write the "
      "other name where the other is meant\n"
      "own.csv:3:31: warning W0740: factor 'b': its pedigree scores '(2,2,1,2,1,5)' are not drawn: "
      "its 95 % interval "
      "is; give one "
      "way to say it: a distribution with its parameters, or lower95 and upper95, or pedigree "
      "scores\n"
      "own.csv:4:26: error E0707: factor 'c': p1 500 is not the value 1000; the value of a normal "
      "is its mean",
      findings.to_string());
}

TEST(FactorLibrary, SaysWhereNoUncertaintyIsPublished) {
  EXPECT_EQ(built_in_factors().find("cn_grid_shandong_2021")->uncertainty_text(),
            "no uncertainty published");
}

TEST(FactorLibrary, TableOfAStudyIsCheckedRowByRow) {
  Findings findings;
  FactorLibrary library;
  const auto sheet = sheet_of_csv(
      "id,unit_activity,unit_emission,gas,value,distribution,p1,p2,source\n"
      "a,kWh,kg,CO2,0.5,,,,meter\n"
      "a,kWh,kg,CO2,x,cauchy,1,2,\n"
      "b,furlong,kg,CO2,1,,,,book\n",
      "own.csv", factor_columns(), findings);

  library.add(*sheet, false, findings);

  EXPECT_EQ(
      findings.to_string(),
      "own.csv:3:14: error E0707: value 'x' is not a number\n"
      "own.csv:3:16: error E0708: factor 'a' has the distribution 'cauchy', which cannot be used "
      "here; one of "
      "lognormal, "
      "normal, uniform, triangular, two-piece lognormal, constant; empty: none published\n"
      "own.csv:3:27: error E0710: factor 'a' has no source; say where the number comes from\n"
      "own.csv:3: error E0706: factor 'a' stands twice, first in line 2; give each a name of its "
      "own\n"
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
      "own.csv", factor_columns(), findings);

  library.add(*sheet, false, findings);

  EXPECT_EQ(findings.to_string(),
            "own.csv:2:29: error E0707: factor 'a': p2 -1 is below 0; it is a standard deviation, "
            "of ln x if lognormal\n"
            "own.csv:3:28: error E0707: factor 'b': p1 0.5 is not the logarithm of the value 0.5; "
            "the value of a "
            "lognormal is its median\n"
            "own.csv:4:26: error E0707: factor 'c': the parameters of the distribution uniform do "
            "not ascend; give "
            "minimum and maximum\n"
            "own.csv:5:29: error E0707: factor 'd': the parameters of the distribution triangular "
            "do not ascend; give "
            "minimum, mode and maximum");
}

}  // namespace
}  // namespace plume::factor_library_test
