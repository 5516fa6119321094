// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/gwp.hpp"

#include <gtest/gtest.h>

namespace plume::gwp_test {
namespace {

double value(const FactorLibrary& library, const char* gas, const char* set, const char* main_set) {
  return find_gwp(library, *read_gas(gas), set, main_set).kg_per_kg;
}

/// The library with rows of a study.
FactorLibrary with_own(const std::string& rows) {
  Findings findings;
  FactorLibrary library = built_in_factors();
  library.add(*sheet_of_csv("id,category,unit_activity,unit_emission,gas,value,source\n" + rows,
                            "own.csv", factor_columns(), findings),
              false, findings);
  EXPECT_EQ("", findings.to_string());
  return library;
}

TEST(Gwp, MethaneThatBurnsIsNotFossil) {
  const auto of = [](const char* gas, const char* set) {
    return value(built_in_factors(), gas, set, set);
  };
  EXPECT_EQ(27.0, of("CH4", "AR6-100"));
  EXPECT_EQ(27.0, of("CH4 (biogenic)", "AR6-100"));
  EXPECT_EQ(29.8, of("CH4 (fossil)", "AR6-100"));
  EXPECT_EQ(28.0, of("CH4", "AR5-100"));
  EXPECT_EQ(25.0, of("CH4 (fossil)", "AR4-100")) << "AR4 does not tell them apart";
  EXPECT_EQ(273.0, of("N2O", "AR6-100"));
  EXPECT_EQ(273.0, of("N2O (biogenic)", "AR6-100"));
  EXPECT_EQ(265.0, of("N2O", "AR5-100"));
  EXPECT_EQ(
      find_gwp(built_in_factors(), {"phlogiston", GasOrigin::not_said, false}, "AR6-100", "AR6-100")
          .row,
      nullptr);
}

TEST(Gwp, OwnPotentialsStandBeforeTheLibrarysInTheMainSet) {
  const FactorLibrary library = with_own("own,GWP,kg,kg CO2e,CH4,28,AR5\n");
  for (const char* gas : {"CH4", "CH4 (fossil)", "CH4 (biogenic)"}) {
    EXPECT_EQ(28.0, value(library, gas, "AR6-100", "AR6-100")) << gas;
    EXPECT_NE(28.0, value(library, gas, "AR6-20", "AR6-100"))
        << "a compared set is the library's: " << gas;
  }
  const FactorLibrary exact =
      with_own("own,GWP,kg,kg CO2e,CH4,28,AR5\nfossil,GWP,kg,kg CO2e,CH4 (fossil),30,AR5\n");
  EXPECT_EQ(30.0, value(exact, "CH4 (fossil)", "AR6-100", "AR6-100")) << "the very gas first";
  EXPECT_EQ(28.0, value(exact, "CH4", "AR6-100", "AR6-100"));
}

TEST(Gwp, AnOwnRowOfALibrarysIdServesItsSet) {
  const FactorLibrary library =
      with_own("gwp100_ar6_ch4,GWP,kg,kg CO2e,CH4,28,AR5\ngwp20_ar6_ch4,GWP,kg,kg CO2e,CH4,80,x\n");
  EXPECT_EQ(28.0, value(library, "CH4", "AR6-100", "AR6-100"));
  EXPECT_EQ(80.0, value(library, "CH4", "AR6-20", "AR6-100"));
  EXPECT_EQ("AR6-500", set_of_gwp_id("gwp500_ar6_sf6"));
  EXPECT_EQ("", set_of_gwp_id("own"));
}

TEST(Gwp, UnitsOfTheRowCount) {
  EXPECT_DOUBLE_EQ(
      265.0, value(with_own("own,GWP,g,kg CO2e,N2O,0.265,AR5\n"), "N2O", "AR6-100", "AR6-100"));
  EXPECT_DOUBLE_EQ(
      265.0, value(with_own("own,,t N2O,kg CO2e,N2O,265000,AR5\n"), "N2O", "AR6-100", "AR6-100"));
}

TEST(Gwp, CategoriesOfOtherWordsAreNoPotentials) {
  EXPECT_EQ(27.0, value(with_own("own,climate GWP100,kg,kg CO2e,CH4,5,supplier\n"), "CH4",
                        "AR6-100", "AR6-100"));
}

TEST(Gwp, AUnitSaysWhatOfAGasIsEmitted) {
  const auto gas = [](const char* unit, const char* name) {
    EmissionFactor factor;
    factor.emission = *parse_unit(unit);
    factor.gas_name = *read_gas(name);
    return emitted_gas(factor);
  };
  EXPECT_DOUBLE_EQ(44.0 / 28.0, gas("kg N2O-N", "N2O").kg_per_unit);
  EXPECT_DOUBLE_EQ(44.0 / 12.0, gas("t C", "CO2").kg_per_unit);
  EXPECT_TRUE(gas("kg CO2e", "CH4").in_co2e);
  EXPECT_TRUE(gas("kg CO2e", "CH4").counts_one());
  EXPECT_EQ("CH4, in CO2e", gas("kg CO2e", "CH4").flow());
  EXPECT_FALSE(gas("kg", "CH4").counts_one());
  EXPECT_EQ("CO2 (biogenic)", gas("kg", "CO2 (bio)").flow());
}

}  // namespace
}  // namespace plume::gwp_test
