// SPDX-License-Identifier: Apache-2.0
#include "host/formula/parameter_scope.hpp"

#include <gmock/gmock.h>

namespace plume::parameter_scope_test {
namespace {

using ::testing::HasSubstr;

class ParameterScopeTest : public ::testing::Test {
 protected:
  std::optional<double> get(ParameterScope& scope, std::string_view formula) {
    why.clear();
    return scope.evaluate(formula, why);
  }
  FormulaDialect dialect = formula_dialect(FormulaLanguage::openlca);
  ParameterScope project{dialect}, process{dialect, &project};
  std::string why;
};

TEST_F(ParameterScopeTest, TheInnermostDefinitionCountsAndCaseAndBlanksDoNot) {
  project.add("Mass ", 1.0);
  project.add("loss", 0.5);
  process.add("mass", 15.0);
  EXPECT_EQ(get(process, "MASS*(1+Loss)"), 22.5);
  EXPECT_EQ(get(project, "mass"), 1.0);
}

TEST_F(ParameterScopeTest, AFormulaSeesTheScopeItStandsIn) {
  project.add("mass", 1.0);
  project.add_formula("twice", "2*mass");
  process.add("mass", 15.0);
  EXPECT_EQ(get(process, "twice"), 2.0);
}

TEST_F(ParameterScopeTest, FormulasAreWorkedOutInTheOrderOfTheirDependence) {
  process.add_formula("c", "a+b");
  process.add_formula("b", "a*2");
  process.add("a", 1.0);
  EXPECT_EQ(get(process, "c"), 3.0);
}

TEST_F(ParameterScopeTest, ParametersNamedLikeConstantsComeFirst) {
  EXPECT_NEAR(*get(process, "pi"), 3.14159265358979, 1e-14);
  process.add("E", 7.0);
  process.add("yield", 2.0);
  process.add("load", 3.0);
  EXPECT_EQ(get(process, "e+yield*load"), 13.0);
}

TEST_F(ParameterScopeTest, WhatCannotBeWorkedOutSaysWhy) {
  EXPECT_FALSE(get(process, "x"));
  EXPECT_EQ(why, "there is no parameter 'x'");
  process.add_formula("a", "b+1");
  process.add_formula("b", "a+1");
  EXPECT_FALSE(get(process, "a"));
  EXPECT_EQ(why, "the parameter 'a' depends on itself");
  process.add_formula("c", "1+");
  EXPECT_FALSE(get(process, "c"));
  EXPECT_THAT(why, HasSubstr("parameter 'c': '1+' is no formula: it ends where a number or name is "
                             "expected (character 3)"));
  EXPECT_FALSE(get(process, "sqrt(0-1)"));
  EXPECT_EQ(why, "'sqrt(0-1)' is no number");
  EXPECT_FALSE(get(process, "1/0"));
  EXPECT_EQ(why, "'1/0' is no number");
}

TEST_F(ParameterScopeTest, LongChainsEnd) {
  process.add("p0", 1.0);
  for (int i = 1; i <= 100'000; ++i)
    process.add_formula("p" + std::to_string(i), "p" + std::to_string(i - 1) + "+1");
  EXPECT_EQ(get(process, "p400"), 401.0);
  EXPECT_FALSE(get(process, "p100000"));
  EXPECT_THAT(why, HasSubstr("more than 500 parameters depend on one another"));
}

TEST_F(ParameterScopeTest, ALaterDefinitionReplacesAnEarlierAndSaysSo) {
  EXPECT_TRUE(process.add("a", 1.0));
  EXPECT_FALSE(process.add_formula("A", "2"));
  EXPECT_EQ(get(process, "a"), 2.0);
}

}  // namespace
}  // namespace plume::parameter_scope_test
