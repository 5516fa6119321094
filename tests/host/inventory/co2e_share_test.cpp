// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/co2e_share.hpp"

#include <gtest/gtest.h>

#include "host/inventory/inventory_tables.hpp"
#include "tests/support/inventory_files.hpp"

namespace plume::co2e_share_test {
namespace {

const char* const factors =
    "id,category,unit_activity,unit_emission,gas,value,distribution,source\n"
    "el,electricity,MWh,kg,CO2e,400,constant,x\n"
    "ch4,fuel,MWh,kg CO2e,CH4,200,constant,x\n"
    "co2,fuel,MWh,kg,CO2,600,constant,x\n"
    "bio,fuel,MWh,kg,CO2 (biogenic),9000,constant,x\n"
    "leak,fuel,t,t,CH4 (fossil),1,constant,x\n";

std::string told(const std::string& activities, const std::string& quantities = {},
                 bool compares = true) {
  testing::InventoryFiles files(
      {.activities = activities, .quantities = quantities, .factors = factors});
  if (compares) files.inventory.compare_gwp = {"AR6-20"};
  FactorLibrary library;
  Model model;
  Findings findings;
  const InventoryRows rows = read_inventory_tables(files.inventory, library, model, findings);
  note_co2e_share(rows, library, files.inventory, findings);
  return findings.to_string();
}

TEST(Co2eShare, IsThatOfTheStaticEmissions) {
  EXPECT_EQ(
      "note N0741: 100 % of what the lines emit is in CO2e already, by 'el': that part is the same "
      "under AR6-20 as "
      "under AR6-100; "
      "give the gases in rows of their own to have them counted by another set",
      told("source,scope,amount,unit,factor\na,1,10,MWh,el\n"));
  EXPECT_NE(std::string::npos, told("source,scope,amount,unit,factor\na,1,1,MWh,el;ch4;co2;bio\n")
                                   .find("50 % of what the lines emit is "
                                         "in CO2e already, by 'el', 'ch4'"))
      << "600 of 1200 kg; biogenic CO2 is outside the sum";
  EXPECT_NE(std::string::npos,
            told("source,scope,amount,unit,of,factor\na,1,0.5,1,power,el\nb,1,1,t,,leak\n",
                 "quantity,amount,unit\npower,149,MWh\n")
                .find("50 % of"))
      << "29.8 t each";
}

TEST(Co2eShare, NothingIsSaidWhereGasesAreKnownOrNoSetsAreCompared) {
  EXPECT_EQ("", told("source,scope,amount,unit,factor\na,1,10,MWh,co2\nb,1,1,t,leak\n"));
  EXPECT_EQ("", told("source,scope,amount,unit,factor\na,1,10,MWh,el\n", {}, false));
}

TEST(Co2eShare, ProcessesOfAModelAreNamed) {
  EXPECT_NE(std::string::npos, told("source,scope,amount,unit,factor\na,1,10,MWh,process:steam\n")
                                   .find("0 % of what the lines emit is in CO2e already, by "
                                         "'process:steam'"));
}

}  // namespace
}  // namespace plume::co2e_share_test
