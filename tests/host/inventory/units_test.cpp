// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/units.hpp"

#include <gtest/gtest.h>

namespace plume {
namespace {

double between(const char* from, const char* to) { return conversion(*parse_unit(from), *parse_unit(to)); }

TEST(Units, ConvertsByDefinition) {
  EXPECT_DOUBLE_EQ(between("MWh", "kWh"), 1000.0);
  EXPECT_DOUBLE_EQ(between("TJ (NCV)", "MJ"), 1e6);
  EXPECT_DOUBLE_EQ(between("short ton mile", "t km"), 0.90718474 * 1.609344);
  EXPECT_DOUBLE_EQ(between("10^4 Nm3", "Nm3"), 1e4);
  EXPECT_DOUBLE_EQ(between("kg/TJ", "g/MJ"), 1e-3);
  EXPECT_DOUBLE_EQ(between("%", "1"), 0.01);
}

TEST(Units, KeepsKindsApart) {
  EXPECT_FALSE(same_dimension(*parse_unit("m3"), *parse_unit("Nm3")));
  EXPECT_FALSE(same_dimension(*parse_unit("kg"), *parse_unit("kWh")));
  EXPECT_FALSE(same_dimension(*parse_unit("TJ (NCV)"), *parse_unit("TJ (GCV)")));
  EXPECT_TRUE(same_dimension(*parse_unit("kg MG-Si"), *parse_unit("t")));
  EXPECT_EQ(parse_unit("kg MG-Si")->substance, "MG-Si");
}

TEST(Units, CarbonIsNoMassOfAGas) {
  for (const char* text : {"tC", "t C", "kg C", "kgC", "t carbon"}) {
    ASSERT_TRUE(parse_unit(text)) << text;
    EXPECT_FALSE(same_dimension(*parse_unit(text), *parse_unit("t"))) << text;
    EXPECT_TRUE(same_dimension(*parse_unit(text), *parse_unit("tC"))) << text;
  }
  EXPECT_DOUBLE_EQ(conversion(*parse_unit("t C"), *parse_unit("kgC")), 1000.0);
  EXPECT_FALSE(same_dimension(*parse_unit("tC/GJ"), *parse_unit("t/GJ")));
}

TEST(Units, RefusesWhatIsNone) {
  for (const char* text : {"", "furlong", "kg/", "(NCV)", "kg/firkin"}) EXPECT_FALSE(parse_unit(text)) << text;
}

}  // namespace
}  // namespace plume
