// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/gwp.hpp"

#include <gtest/gtest.h>

namespace plume {
namespace {

TEST(Gwp, MethaneThatBurnsIsNotFossil) {
  const FactorLibrary& library = built_in_factors();
  const auto value = [&](const char* gas, const char* set) { return find_gwp(library, gas, set, set)->value; };
  EXPECT_DOUBLE_EQ(value("CH4", "AR6-100"), value("CH4 (non-fossil)", "AR6-100"));
  EXPECT_GT(value("CH4 (fossil)", "AR6-100"), value("CH4", "AR6-100"));
  EXPECT_DOUBLE_EQ(value("N2O", "AR6-100"), 273.0);
  EXPECT_DOUBLE_EQ(value("N2O", "AR5-100"), 265.0);
  EXPECT_EQ(find_gwp(library, "phlogiston", "AR6-100", "AR6-100"), nullptr);
}

TEST(Gwp, GasesAreReportedByTheirPlainName) {
  EXPECT_EQ("CO2", plain_gas("CO2 (fossil)"));
  EXPECT_TRUE(is_co2("CO2 (fossil)"));
  EXPECT_TRUE(is_co2("CO2e"));
  EXPECT_FALSE(is_co2("CH4"));
  EXPECT_TRUE(is_biogenic("CO2 (biogenic)"));
}

}  // namespace
}  // namespace plume
