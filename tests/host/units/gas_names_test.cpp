// SPDX-License-Identifier: Apache-2.0
#include "host/units/gas_names.hpp"

#include <gtest/gtest.h>

namespace plume::gas_names_test {
namespace {

std::string read(const char* text) {
  const auto gas = read_gas(text);
  return gas ? gas->text() : std::string("-");
}

TEST(GasNames, CapitalsBlanksBracketsSubscriptsAndHyphensDoNotMatter) {
  for (const char* text :
       {"CO2", "co2", "CO₂", " Co 2 ", "carbon dioxide", "CO\u00a02", "二氧化碳"})
    EXPECT_EQ("CO2", read(text)) << text;
  for (const char* text :
       {"CO2e", "CO2eq", "CO2-eq", "CO2-eq.", "CO₂e", "co2 eq", "CO2 (eq)", "CO2-equivalent",
        "CO2-Äq", "CO2-äq", "CO2 e", "CO2e (direct)", "二氧化碳当量"})
    EXPECT_EQ("CO2e", read(text)) << text;
  for (const char* text :
       {"HFC-134a", "hfc134a", "R134a", "R-134A", "HFC 134a (R-134a)", "HFC‑134a"})
    EXPECT_EQ("HFC-134a", read(text)) << text;
  EXPECT_EQ("CF4", read("CF4 (PFC-14)"));
  EXPECT_EQ("N2O", read("N₂O"));
  EXPECT_EQ("SF6", read("sf6"));
}

TEST(GasNames, OriginsOfCarbonHaveManyNames) {
  for (const char* text :
       {"CO2 (biogenic)", "CO2 (Biogenic)", "CO2 (bio)", "CO2 (non-fossil)", "CO2(nonfossil)",
        "biogenic CO2", "CO2, biogenic", "bio-CO2", "CO2_bio", "CO2 (biomass)",
        "CO2 (biogenic, report separately)", "CO2 (non fossil)", "carbon dioxide, biogenic"})
    EXPECT_EQ("CO2 (biogenic)", read(text)) << text;
  for (const char* text : {"CO2 (fossil)", "CO2 (Fossil)", "fossil CO2", "CO2-fossil"})
    EXPECT_EQ("CO2 (fossil)", read(text)) << text;
  for (const char* text : {"CH4 (biogenic)", "CH4 (non-fossil)", "Methane, non-fossil", "bio-CH4"})
    EXPECT_EQ("CH4 (non-fossil)", read(text)) << text;
  EXPECT_TRUE(read_gas("CO2 (bio)")->is_outside_the_sum());
  EXPECT_FALSE(read_gas("CH4 (biogenic)")->is_outside_the_sum());
  EXPECT_FALSE(read_gas("N2O (biogenic)")->is_outside_the_sum());
  EXPECT_FALSE(read_gas("CO2 (fossil)")->is_outside_the_sum());
}

TEST(GasNames, WhatIsNotKnownIsNoName) {
  for (const char* text : {"", "CO2 (land use)", "CO2 (biogenic, fossil)", "CO2e (biogenic)",
                           "CH4 (direct)", "HFC-999", "-", "C", "CO", "fossil", "CO2 CH4"})
    EXPECT_EQ("-", read(text)) << text;
  EXPECT_EQ("write 'CO2', 'CO2 (fossil)', 'CO2 (biogenic)' or 'CO2e'", gas_hint("CO2 (land use)"));
  EXPECT_EQ("write 'CH4', 'CH4 (fossil)' or 'CH4 (non-fossil)'", gas_hint("CH4 (leak)"));
  EXPECT_EQ("did you mean 'N2O'?", gas_hint("N20"));
  EXPECT_EQ("did you mean 'HFC-134a'?", gas_hint("HFC-134"));
  EXPECT_EQ(
      "write CO2e; where a part of it is of living origin, give CO2 (biogenic), CH4 and N2O in "
      "rows of their own",
      gas_hint("CO2e (biogenic)"));
}

TEST(GasNames, SubstancesOfAUnitAgreeWithTheGasOrAreConverted) {
  using Kind = SubstanceMass::Kind;
  const auto kind = [](const char* gas, const char* substance) {
    return mass_of(*read_gas(gas), substance).kind;
  };
  const auto factor = [](const char* gas, const char* substance) {
    return mass_of(*read_gas(gas), substance).factor;
  };
  EXPECT_EQ(Kind::same, kind("CH4", ""));
  EXPECT_EQ(Kind::same, kind("CH4", "CH4"));
  EXPECT_EQ(Kind::same, kind("CO2 (biogenic)", "CO₂"));
  EXPECT_EQ(Kind::same, kind("CO2", "CO2e"));
  EXPECT_EQ(Kind::same, kind("CO2e", "CO2-eq"));
  for (const char* gas : {"CH4", "N2O", "SF6", "HFC-134a", "CH4 (fossil)"})
    EXPECT_EQ(Kind::co2e, kind(gas, "CO2e")) << gas;
  for (const auto& [gas, substance] : {std::pair{"CO2", "CH4"},
                                       {"CO2e", "CH4"},
                                       {"CH4", "CO2"},
                                       {"N2O", "CH4"},
                                       {"CO2", "N2O-N"},
                                       {"CO2", "CO2 (biogenic)"},
                                       {"CO2 (biogenic)", "CO2e"},
                                       {"CH4", "CH4 (fossil)"},
                                       {"CH4 (fossil)", "CH4 (biogenic)"},
                                       {"CO2", "Si"},
                                       {"CO2e", "C"},
                                       {"N2O", "NH3-N"}})
    EXPECT_EQ(Kind::contradiction, kind(gas, substance)) << gas << ", " << substance;
  for (const char* text : {"N", "N2O-N", "N2O N"})
    EXPECT_DOUBLE_EQ(44.0 / 28.0, factor("N2O", text)) << text;
  for (const char* text : {"C", "CH4-C"})
    EXPECT_DOUBLE_EQ(16.0 / 12.0, factor("CH4", text)) << text;
  for (const char* text : {"C", "CO2-C", "carbon"})
    EXPECT_DOUBLE_EQ(44.0 / 12.0, factor("CO2 (fossil)", text)) << text;
}

TEST(GasNames, KnowsWhatIsASubstanceOfAGas) {
  for (const char* text : {"CO2e", "CH4", "N2O-N", "C", "N"})
    EXPECT_TRUE(is_substance_of_gas(text)) << text;
  for (const char* text : {"", "Si", "MG-Si", "wafer"})
    EXPECT_FALSE(is_substance_of_gas(text)) << text;
}

}  // namespace
}  // namespace plume::gas_names_test
