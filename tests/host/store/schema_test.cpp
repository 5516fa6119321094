// SPDX-License-Identifier: Apache-2.0
#include "host/store/schema.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace plume::schema::schema_test {
namespace {

TEST(Schema, NamesAreUnique) {
  std::set<std::string> names;
  for (const Variable& variable : variables)
    EXPECT_TRUE(names.insert(variable.name).second) << variable.name;
}

TEST(Schema, EveryDimensionHasItsScaleFirst) {
  // Scales come before what they are attached to, in the order of the dimensions: netCDF numbers
  // them so.
  const Dimension dimensions[] = {Dimension::iteration, Dimension::demand, Dimension::category,
                                  Dimension::level};
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_STREQ(variables[i].name, name_of(dimensions[i]));
    EXPECT_EQ(variables[i].rank, 1u);
    EXPECT_EQ(variables[i].dimensions[0], dimensions[i]);
  }
}

TEST(Schema, OutputsEndInDemandAndCategoryAndHaveNoUnitOfTheirOwn) {
  for (const Variable& variable : variables) {
    ASSERT_LE(variable.rank, 3u);
    if (!variable.of_outputs) continue;
    ASSERT_GE(variable.rank, 2u) << variable.name;
    EXPECT_EQ(variable.dimensions[variable.rank - 2], Dimension::demand) << variable.name;
    EXPECT_EQ(variable.dimensions[variable.rank - 1], Dimension::category) << variable.name;
    EXPECT_EQ(variable.units, nullptr) << variable.name;
    EXPECT_EQ(variable.type, Type::float64) << variable.name;
  }
}

TEST(Schema, CoordinatesAreVariables) {
  std::string named;
  for (const Variable* variable : {&demand_unit, &category_name, &category_unit}) {
    named += (named.empty() ? "" : " ") + std::string(variable->name);
  }
  EXPECT_EQ(named, output_coordinates);
}

TEST(Schema, TypesHaveTheNamesOfTheDocumentation) {
  EXPECT_STREQ(name_of(Type::float64), "float64");
  EXPECT_STREQ(name_of(Type::int64), "int64");
  EXPECT_STREQ(name_of(Type::uint8), "uint8");
  EXPECT_STREQ(name_of(Type::text), "string");
}

}  // namespace
}  // namespace plume::schema::schema_test
