// SPDX-License-Identifier: Apache-2.0
#include "host/units/named_units.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>

namespace plume::named_units_test {
namespace {

TEST(NamedUnits, NoSpellingBelongsToTwo) {
  std::map<std::string_view, std::string_view> rows;
  const auto add = [&](std::string_view spelling, std::string_view row) {
    EXPECT_TRUE(rows.emplace(spelling, row).second)
        << spelling << " of " << row << " and " << rows[spelling];
  };
  for (const NamedUnit& unit : named_units()) {
    EXPECT_GT(unit.factor, 0.0) << unit.name;
    add(unit.name, unit.name);
    for (const std::string_view other : unit.others) add(other, unit.name);
  }
  for (const AmbiguousUnit& several : ambiguous_units())
    for (const std::string_view name : several.names) add(name, "those of several meanings");
}

TEST(NamedUnits, CapitalsMatterWhereTheyTellUnitsApart) {
  EXPECT_EQ("kWh", find_unit("KWh")->name);
  EXPECT_EQ("mg", find_unit("mg")->name);
  EXPECT_EQ("Mg", find_unit("Mg")->name);
  EXPECT_EQ(nullptr, find_unit("MG")) << "milligrams or megagrams";
  EXPECT_EQ(nullptr, find_unit("MT")) << "metric tons or megatonnes";
  EXPECT_EQ(nullptr, find_unit("H")) << "one letter is not guessed";
  EXPECT_NE(nullptr, find_ambiguous("ton"));
  EXPECT_EQ(nullptr, find_ambiguous("t"));
}

}  // namespace
}  // namespace plume::named_units_test
