// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/instruments.hpp"

#include <gtest/gtest.h>

#include "host/inventory/inventory_tables.hpp"
#include "host/inventory/quantities.hpp"
#include "tests/support/inventory_files.hpp"

namespace plume::instruments_test {
namespace {

InventoryRows checked(const std::string& instruments, Findings& findings) {
  const testing::InventoryFiles files({.quantities = "quantity,amount,unit\nuse,5000,MWh\n",
                                       .instruments = instruments,
                                       .factors = testing::plain_factors});
  FactorLibrary library;
  Model model;
  InventoryRows rows = read_inventory_tables(files.inventory, library, model, findings);
  check_quantities(rows.quantities, findings);
  check_instruments(rows, library, findings);
  return rows;
}

TEST(Instruments, VolumeShareAndFactorAreWrittenDown) {
  Findings findings;
  const InventoryRows rows = checked(
      "instrument,covers,of,amount,unit,factor\nwind,use,,1500,MWh,power\nsun,use,use,0.2,1,\n",
      findings);
  EXPECT_TRUE(findings.list().empty()) << findings.to_string();
  EXPECT_DOUBLE_EQ(rows.instruments.at(0).record.volume, 1500.0);
  EXPECT_EQ(rows.instruments.at(0).record.unit, "MWh");
  EXPECT_DOUBLE_EQ(rows.instruments.at(0).record.share, 0.3);
  EXPECT_EQ(rows.instruments.at(0).record.factor_text, "0.4 t/MWh");
  EXPECT_DOUBLE_EQ(rows.instruments.at(1).record.volume, 1000.0);
}

TEST(Instruments, MoreThanTheWholeIsToldOnce) {
  Findings findings;
  (void)checked("instrument,covers,amount,unit\na,use,3000,MWh\nb,use,3000,MWh\nc,use,1,MWh\n",
                findings);
  ASSERT_EQ(findings.list().size(), 1U) << findings.to_string();
  EXPECT_EQ(findings.list()[0].code, "E0730");
  EXPECT_EQ(findings.list()[0].place.line, 3U);
}

}  // namespace
}  // namespace plume::instruments_test
