// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/factor_checks.hpp"

#include <gtest/gtest.h>

namespace plume::factor_checks_test {
namespace {

/// Findings of a study whose one line uses the factor `f`.
std::string told(const std::string& rows, const StudyInventory& inventory = {},
                 const char* factor = "f") {
  Findings findings;
  FactorLibrary library = built_in_factors();
  library.add(*sheet_of_csv("id,category,unit_activity,unit_emission,gas,value,source\n" + rows,
                            "f.csv", factor_columns(), findings),
              false, findings);
  ActivityLine line;
  line.factors = {factor};
  line.factor_place.line = 2;
  check_used_factors({line}, library, inventory, findings);
  return findings.to_string();
}

TEST(FactorChecks, UnitAndGasThatContradictEachOther) {
  EXPECT_EQ(
      "f.csv:2:12: error E0734: factor 'f': the unit 'kg CH4' names another substance than the gas "
      "'CO2'; correct "
      "unit_emission "
      "or gas",
      told("f,fuel,MWh,kg CH4,CO2,0.26,x\n"));
  for (const char* row : {"f,fuel,MWh,kg CH4,CO2e,1,x\n", "f,fuel,MWh,kg N2O,CH4,1,x\n",
                          "f,fuel,kg,kg NH3-N,N2O,1,x\n", "f,fuel,MWh,kgN2O-N,CO2,1,x\n",
                          "f,fuel,MWh,kg (C),N2O,1,x\n"})
    EXPECT_NE(std::string::npos, told(row).find("E0734")) << row;
  for (const char* row :
       {"f,fuel,MWh,kg CO2,CO2 (biogenic),1,x\n", "f,fuel,MWh,kgCO2e,CO2e,1,x\n",
        "f,fuel,MWh,kg CO2e,CO2,1,x\n", "f,fuel,MWh,kg,CO2,1,x\n", "f,fuel,MWh,kg N2O,N2O,1,x\n"})
    EXPECT_EQ("", told(row)) << row;
}

TEST(FactorChecks, WhatIsConvertedIsTold) {
  EXPECT_EQ(
      "f.csv:2:17: note N0735: factor 'f' gives kg N2O-N of N2O: each is 44/28 of the gas; write "
      "the gas in the unit "
      "where it is "
      "a mass of the gas already",
      told("f,fertiliser,kg,kg N2O-N,N2O,0.01,x\n"));
  EXPECT_EQ(
      "f.csv:2:12: note N0736: factor 'f' gives kg CO2e of SF6: its warming potential is in it "
      "already; it counts as "
      "it is, under "
      "every set of GWP",
      told("f,fuel,MWh,kg CO2e,SF6,0.26,x\n"));
}

TEST(FactorChecks, GasesThatAreNotKnown) {
  EXPECT_EQ(
      "f.csv:2:15: error E0733: factor 'f': the gas 'CO2 (land use)' is not known; write 'CO2', "
      "'CO2 (fossil)', "
      "'CO2 (biogenic)' or 'CO2e'",
      told("f,fuel,MWh,kg,CO2 (land use),1,x\n"));
  EXPECT_EQ("f.csv:2:15: error E0733: factor 'f': the gas 'N20' is not known; did you mean 'N2O'?",
            told("f,fuel,MWh,kg,N20,1,x\n"));
  EXPECT_EQ(
      "f.csv:2:15: error E0733: factor 'f': the gas 'HFE-7100' is not known; correct the name, or "
      "add a row of "
      "category GWP "
      "for this gas to a factor table of the study",
      told("f,fuel,MWh,kg,HFE-7100,1,x\n"));
  EXPECT_EQ("", told("f,fuel,MWh,kg,HFE-7100,1,x\ng,GWP,kg,kg CO2e,HFE 7100,421,x\n"))
      << "the study says what it counts";
}

TEST(FactorChecks, MethaneWhoseOriginDecides) {
  EXPECT_EQ(
      "f.csv:2:15: note N0739: 'CH4' does not say where its carbon comes from: it counts 27 kg "
      "CO2e/kg of "
      "'gwp100_ar6_ch4_nonfossil', and 'CH4 (fossil)' would count 29.8; write CH4 (fossil) for "
      "leaks of natural gas "
      "and mines, "
      "CH4 (non-fossil) for what burns or rots",
      told("f,leak,MWh,kg,CH4,1,x\n"));
  EXPECT_EQ("", told("f,leak,MWh,kg,CH4 (fossil),1,x\n"));
  EXPECT_EQ("", told("f,leak,MWh,kg,CH4 (bio),1,x\n"));
  EXPECT_EQ(
      "f.csv:2:15: note N0739: 'CH4 (fossil)' counts 28 kg CO2e/kg of 'own', which is of 'CH4'; "
      "give a row of category "
      "GWP for "
      "this very gas to have another",
      told("f,leak,MWh,kg,CH4 (fossil),1,x\nown,GWP,kg,kg CO2e,CH4,28,x\n"));
  StudyInventory ar4;
  ar4.gwp = "AR4-100";
  EXPECT_EQ("", told("f,leak,MWh,kg,CH4,1,x\n", ar4)) << "AR4 has one potential of methane";
}

TEST(FactorChecks, PotentialsThatCountNowhere) {
  EXPECT_EQ(
      "f.csv:3: warning W0737: 'p' of the category 'GWP100 of gases' counts nowhere; a warming "
      "potential has the "
      "category GWP, "
      "without any other word",
      told("f,fuel,MWh,kg,CO2,1,x\np,GWP100 of gases,kg,kg CO2e,N2O,265,x\n"));
  EXPECT_EQ(
      "f.csv:3: warning W0737: 'gwp20_ar6_n2o' is a potential of AR6-20, by which nothing is "
      "counted here; give it an "
      "id of its own "
      "to have it count in AR6-100",
      told("f,fuel,MWh,kg,N2O,1,x\ngwp20_ar6_n2o,GWP,kg,kg CO2e,N2O,265,x\n"));
  EXPECT_EQ("", told("f,fuel,MWh,kg,N2O,1,x\np,GWP,kg,kg CO2e,N2O,265,x\n"));
  EXPECT_EQ(
      "f.csv:4: warning W0737: 'q' counts nowhere: 'p' is a potential of the same gas; keep one of "
      "them",
      told("f,fuel,MWh,kg,N2O,1,x\np,GWP,kg,kg CO2e,N2O,265,x\nq,GWP,g,kg CO2e,N₂O,0.273,x\n"));
  EXPECT_EQ(
      "f.csv:3: warning W0737: 'p' of the category 'GWP' counts nowhere; a warming potential gives "
      "a mass of CO2e per "
      "mass of one gas",
      told("f,fuel,MWh,kg,N2O,1,x\np,GWP,kg CO2e,kg,N2O,0.004,x\n"));
  EXPECT_EQ(
      "f.csv:3: warning W0737: 'p' of the category 'gwp' counts nowhere; the potential of CO2 is 1 "
      "by definition",
      told("f,fuel,MWh,kg,CO2,1,x\np,gwp,kg,kg CO2e,CO2,2,x\n"));
}

}  // namespace
}  // namespace plume::factor_checks_test
