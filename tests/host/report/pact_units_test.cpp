// SPDX-License-Identifier: Apache-2.0
#include "host/report/pact_units.hpp"

#include <gtest/gtest.h>

namespace plume::pact_units_test {
namespace {

TEST(PactUnits, MassesOfCarbonDioxideInKilograms) {
  EXPECT_EQ(kilograms_of_co2e("kg CO2e"), 1.0);
  EXPECT_EQ(kilograms_of_co2e("t CO₂-eq."), 1000.0);
  EXPECT_EQ(kilograms_of_co2e("g CO2-Eq"), 0.001);
  EXPECT_EQ(kilograms_of_co2e("kg CO2 equivalents"), 1.0);
  EXPECT_FALSE(kilograms_of_co2e("MJ"));
  EXPECT_FALSE(kilograms_of_co2e("kg CH4"));
  EXPECT_FALSE(kilograms_of_co2e("lb CO2e"));
  EXPECT_FALSE(kilograms_of_co2e(""));
}

TEST(PactUnits, UnitsOfTheDataModel) {
  EXPECT_EQ(declared_unit("kWh"), "kilowatt hour");
  EXPECT_EQ(declared_unit("m³"), "cubic meter");
  EXPECT_EQ(declared_unit("m2"), "square meter");
  EXPECT_EQ(declared_unit("t*km"), "ton kilometer");
  EXPECT_EQ(declared_unit("piece"), "piece");
  EXPECT_FALSE(declared_unit("t"));
  EXPECT_FALSE(declared_unit(""));
}

TEST(PactUnits, DecimalsHaveNoExponent) {
  EXPECT_EQ(pact_decimal(0.281172835), "0.281172835");
  EXPECT_EQ(pact_decimal(1.25e-7).find('e'), std::string::npos);
  EXPECT_EQ(std::stod(pact_decimal(1.25e-7)), 1.25e-7);
}

}  // namespace
}  // namespace plume::pact_units_test
