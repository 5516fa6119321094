// SPDX-License-Identifier: Apache-2.0
#include "host/formula/formula_units.hpp"

#include <gtest/gtest.h>

#include <map>

namespace plume::formula_units_test {
namespace {

/// The unit of a formula as text, "?" where it is unknown; or what does not fit in it.
std::string of(const std::string& text, const std::string& wanted = {}) {
  static const std::map<std::string, std::string> units = {
      {"load", "t"},   {"mass", "kg"},  {"distance", "km"}, {"way", "km"},
      {"use", "L/km"}, {"power", "MW"}, {"area", "m2"}};
  FormulaError error;
  const auto formula = parse_formula(text, formula_dialect(FormulaLanguage::openlca), error);
  if (!formula) return error.why;
  std::vector<std::optional<FormulaUnit>> names;
  for (const std::string& name : formula->names())
    names.push_back(units.count(name) ? named_unit(units.at(name)) : std::nullopt);
  std::string why;
  const auto unit = unit_of_formula(*formula, names, why);
  if (!why.empty()) return why;
  if (const std::string trouble = unit_mismatch(unit, named_unit(wanted)); !trouble.empty())
    return trouble;
  return unit ? unit->text : "?";
}

TEST(FormulaUnits, ProductsAndQuotients) {
  EXPECT_EQ(of("load * distance", "t km"), "t*km");
  EXPECT_EQ(of("use * distance", "L"), "L/km*km");
  EXPECT_EQ(of("mass / (area / distance)"), "kg/(m2/km)");
  EXPECT_EQ(of("distance ^ 2", "m2"), "gives 'km*km', each of which is 1e+06 'm2'");
  EXPECT_EQ(of("sqr(distance)", "km2").substr(0, 5), "km*km");
}

TEST(FormulaUnits, SumsNeedOneUnit) {
  EXPECT_EQ(of("distance + way", "km"), "km");
  EXPECT_EQ(of("load + mass"), "adds 't' and 'kg' as they are") << "nothing is converted";
  EXPECT_EQ(of("load - distance"), "subtracts 't' and 'km' as they are");
  EXPECT_EQ(of("if(load > 3; distance; mass)"), "chooses between 'km' and 'kg' as they are");
  EXPECT_EQ(of("if(load > distance; 1; 2)"), "compares 't' and 'km' as they are");
  EXPECT_EQ(of("max(distance; mass)"), "compares 'km' and 'kg' as they are");
  EXPECT_EQ(of("exp(load)"), "takes an exponential, logarithm or angle of 't'");
}

TEST(FormulaUnits, AmountsNeedTheUnitOfTheirFormula) {
  EXPECT_EQ(of("load", "kg"), "gives 't', each of which is 1000 'kg'");
  EXPECT_EQ(of("load * distance", "kg"), "gives 't*km', which is no 'kg'");
  EXPECT_EQ(of("load", "t CO2"), "t") << "a substance is no dimension";
}

TEST(FormulaUnits, WhatIsUnknownFitsEverything) {
  EXPECT_EQ(of("load * 1000", "kg"), "?") << "a number may convert";
  EXPECT_EQ(of("load * yield + mass"), "kg") << "and so may a parameter without a unit";
  EXPECT_EQ(of("mass + 3", "kg"), "kg");
  EXPECT_EQ(of("1 - load / load", "kg"), "gives 't/t', which is no 'kg'");
  EXPECT_EQ(of("yield ^ distance", "m"), "?");
  EXPECT_EQ(of("load", "furlong"), "t");
  EXPECT_FALSE(named_unit(""));
  EXPECT_FALSE(named_unit("dimensionless"));
}

}  // namespace
}  // namespace plume::formula_units_test
