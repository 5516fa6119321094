// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/line_emissions.hpp"

#include <gtest/gtest.h>

#include "host/inventory/inventory_tables.hpp"
#include "host/inventory/quantities.hpp"
#include "tests/support/inventory_files.hpp"

namespace plume::line_emissions_test {
namespace {

const std::string head = "source,scope,amount,unit,of,via,factor\n";
const std::string factors =
    "id,category,unit_activity,unit_emission,gas,value,distribution,source\n"
    "ncv,fuel,t,GJ,-,40,constant,x\n"
    "co2,fuel,GJ,kg,CO2,70,constant,x\n"
    "ch4,fuel,GJ,g,CH4 (fossil),100,constant,x\n"
    "bio,fuel,GJ,kg,CO2 (biogenic),90,constant,x\n";

LineSize size_of(const std::string& line, const std::string& quantities = {}) {
  const testing::InventoryFiles files(
      {.activities = head + line, .quantities = quantities, .factors = factors});
  FactorLibrary library;
  Model model;
  Findings findings;
  InventoryRows rows = read_inventory_tables(files.inventory, library, model, findings);
  check_quantities(rows.quantities, findings);
  EXPECT_EQ(findings.to_string(), "");
  return size_of_line(rows.lines.at(0), rows.quantities, static_amounts(rows.quantities), library,
                      "AR6-100");
}

TEST(LineEmissions, AreAmountTimesConversionsTimesGases) {
  // 2 t · 40 GJ/t · (70 kg + 0.1 kg · 29.8)
  EXPECT_NEAR(size_of("boiler,1,2,t,,ncv,co2;ch4\n").amount, 80.0 * (70.0 + 2.98), 1e-9);
}

TEST(LineEmissions, OfRemovalsAreBelowZeroAndOfLivingCarbonNothing) {
  EXPECT_NEAR(size_of("trees,removal,3,GJ,,,co2\n").amount, -210.0, 1e-9);
  EXPECT_EQ(size_of("wood,1,3,GJ,,,bio\n").amount, 0.0);
}

TEST(LineEmissions, OfAQuantityTakeItsStaticAmount) {
  const LineSize size = size_of("losses,1,0.1,1,bought,,co2\n",
                                "quantity,of,amount,unit\nbought,,500,GJ\nbought,,-100,GJ\n");
  EXPECT_TRUE(size.in_co2e);
  EXPECT_NEAR(size.amount, 0.1 * 400.0 * 70.0, 1e-9);
}

TEST(LineEmissions, OfAProcessAreNotKnown) {
  const LineSize size = size_of("steel,1,2,t,,,process:mill\n");
  EXPECT_FALSE(size.in_co2e);
  EXPECT_NEAR(size.amount, 2000.0, 1e-9) << "kg, what the process is multiplied with";
}

TEST(LineEmissions, MassesOfNitrogenAreThoseOfTheGas) {
  const testing::InventoryFiles files(
      {.activities = "source,scope,amount,unit,factor\nsoil,1,28,kg N2O-N,gwp100_ar6_n2o\n"});
  FactorLibrary library;
  Model model;
  Findings findings;
  const InventoryRows rows = read_inventory_tables(files.inventory, library, model, findings);
  const FactorEmission emission =
      emission_of(rows.lines.at(0), *library.find("gwp100_ar6_n2o"), {}, library, "AR6-100");
  EXPECT_NEAR(28.0 * emission.value * emission.to_kg, 44.0, 1e-12);
  EXPECT_NEAR(28.0 * emission.kg_co2e, 44.0 * 273.0, 1e-9);
}

}  // namespace
}  // namespace plume::line_emissions_test
