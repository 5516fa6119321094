// SPDX-License-Identifier: Apache-2.0
#include "host/link/unit_table.hpp"

#include <gtest/gtest.h>

namespace plume::unit_table_test {
namespace {

class UnitTableTest : public ::testing::Test {
 protected:
  Text text(std::string_view words) { return data.texts.add(words); }
  void unit(std::string_view group, std::string_view id, std::string_view name, double factor,
            std::uint32_t source) {
    data.units.push_back({text(group), text(id), text(name), factor, factor == 1.0, source});
  }
  InventoryData data;
};

TEST_F(UnitTableTest, TheUnitsOfASourceStandBeforeThoseOfOthers) {
  unit("length", "u1", "mi", 1609.34, 0);
  unit("length", "u1", "mi", 1609.344, 1);
  const UnitTable units(data);
  EXPECT_EQ(units.factor(0, text("u1"), text("length")), 1609.34);
  EXPECT_EQ(units.factor(1, text("u1"), text("length")), 1609.344);
  EXPECT_EQ(units.factor(1, text("mi"), text("length")), 1609.344);
  EXPECT_EQ(units.factor(2, text("mi"), text("length")), 1609.34);
}

TEST_F(UnitTableTest, PackagesWithoutUnitGroupsUseTheBuiltInIds) {
  const UnitTable units(data);
  const Text mass = units.group_of(0, text("93a60a56-a3c8-11da-a746-0800200b9a66"));
  ASSERT_NE(mass, no_text);
  EXPECT_EQ(units.group_of(0, text("Mass")), mass);
  EXPECT_EQ(units.factor(0, text("20aadc24-a391-41cf-b340-3e4529f44bde"), mass), 1.0);
  EXPECT_EQ(units.factor(0, text("t"), mass), 1000.0);
  EXPECT_EQ(data.text(units.reference_unit(0, mass)), "kg");
}

TEST_F(UnitTableTest, OneUnitUnderItsOtherNames) {
  const UnitTable units(data);
  for (const auto& [one, other] : {std::pair{"t*km", "metric ton*km"},
                                   {"Item(s)", "unit"},
                                   {"m2*a", "m2*year"},
                                   {"kWh", "kilowatt hour"}}) {
    const Text group = units.group_of_unit(0, text(one));
    ASSERT_NE(group, no_text) << one;
    EXPECT_EQ(units.group_of_unit(0, text(other)), group) << other;
    EXPECT_EQ(units.factor(0, text(one), group), units.factor(0, text(other), group)) << other;
  }
}

TEST_F(UnitTableTest, AUnitOfAnotherGroupIsNone) {
  const UnitTable units(data);
  EXPECT_EQ(units.factor(0, text("m3"), units.group_of(0, text("Mass"))), std::nullopt);
  EXPECT_EQ(units.factor(0, text("parsec"), units.group_of(0, text("Length"))), std::nullopt);
  EXPECT_EQ(units.factor(0, no_text, units.group_of(0, text("Mass"))), 1.0);
}

TEST(UnitTable, KnownUnitsHaveTheReferenceOfTheirDimension) {
  EXPECT_EQ(UnitTable::known_reference("g"), "kg");
  EXPECT_EQ(UnitTable::known_reference("kg"), "kg");
  EXPECT_EQ(UnitTable::known_reference("kWh"), "MJ");
  EXPECT_EQ(UnitTable::known_reference("metric ton"), "kg");
  EXPECT_EQ(UnitTable::known_reference("furlong per fortnight"), "furlong per fortnight");
}

TEST(UnitTable, KnownUnitsAreConvertedWithinTheirDimension) {
  EXPECT_DOUBLE_EQ(*UnitTable::known_factor("MJ", "kWh"), 1 / 3.6);
  EXPECT_DOUBLE_EQ(*UnitTable::known_factor("metric ton", "kg"), 1000.0);
  EXPECT_FALSE(UnitTable::known_factor("MJ", "kg"));
  EXPECT_FALSE(UnitTable::known_factor("MJ", "parsec"));
}

}  // namespace
}  // namespace plume::unit_table_test
