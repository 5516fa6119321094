// SPDX-License-Identifier: Apache-2.0
#include "host/link/flow_table.hpp"

#include <gtest/gtest.h>

#include "tests/support/raw_inventory.hpp"

namespace plume::flow_table_test {
namespace {

using testing::RawInventory;

TEST(FlowTable, AmountsInAnotherPropertyAreDividedByIt) {
  RawInventory raw;
  InventoryData& data = raw.data;
  // Wood: 500 kg in 1 m3, its reference property is volume.
  RawFlow& wood = raw.flow("wood", FlowKind::product, "");
  wood.property = raw.text("Volume");
  wood.num_properties = 2;
  data.flow_properties = {{raw.text("Volume"), 1.0}, {raw.text("Mass"), 500.0}};
  const UnitTable units(data);
  const FlowTable flows(data, units);
  EXPECT_EQ(data.text(flows.unit_of(0, wood.id)), "m3");
  EXPECT_DOUBLE_EQ(*flows.factor(0, wood.id, raw.text("kg"), raw.text("Mass")), 1.0 / 500.0);
  EXPECT_DOUBLE_EQ(*flows.factor(0, wood.id, raw.text("t"), raw.text("Mass")), 2.0);
  EXPECT_DOUBLE_EQ(*flows.factor(0, wood.id, raw.text("l"), raw.text("Volume")), 0.001);
  EXPECT_EQ(flows.factor(0, wood.id, raw.text("kg"), raw.text("Volume")), std::nullopt);
  EXPECT_EQ(flows.factor(0, wood.id, raw.text("MJ"), raw.text("Energy")), std::nullopt);
}

TEST(FlowTable, AFlowOfSeveralUnitsHasTheReferenceUnitOfTheirDimension) {
  RawInventory raw;
  raw.flow("co2", FlowKind::elementary, "t");
  raw.flow("co2", FlowKind::elementary, "g");
  raw.flow("ch4", FlowKind::elementary, "g");
  const UnitTable units(raw.data);
  const FlowTable flows(raw.data, units);
  EXPECT_EQ(raw.data.text(flows.unit_of(0, raw.text("co2"))), "kg");
  EXPECT_DOUBLE_EQ(*flows.factor(0, raw.text("co2"), raw.text("t"), no_text), 1000.0);
  EXPECT_EQ(raw.data.text(flows.unit_of(0, raw.text("ch4"))), "g");
  EXPECT_EQ(flows.factor(0, raw.text("ch4"), raw.text("g"), no_text), 1.0);
}

TEST(FlowTable, UnknownUnitsAreTheSameUnitOrNothing) {
  RawInventory raw;
  raw.flow("x", FlowKind::elementary, "zlotykilo");
  const UnitTable units(raw.data);
  const FlowTable flows(raw.data, units);
  EXPECT_EQ(flows.factor(0, raw.text("x"), raw.text("zlotykilo"), no_text), 1.0);
  EXPECT_EQ(flows.factor(0, raw.text("x"), raw.text("kg"), no_text), std::nullopt);
}

TEST(FlowTable, TheKindOfAnotherSourceStandsWhereTheOwnIsUnknown) {
  RawInventory raw;
  raw.flow("x", FlowKind::unknown, "kg");
  RawFlow& other = raw.flow("x", FlowKind::elementary, "kg");
  other.source = 1;
  const UnitTable units(raw.data);
  const FlowTable flows(raw.data, units);
  EXPECT_EQ(flows.kind_of(0, raw.text("x")), FlowKind::elementary);
  EXPECT_EQ(flows.kind_of(0, raw.text("y")), FlowKind::unknown);
}

}  // namespace
}  // namespace plume::flow_table_test
