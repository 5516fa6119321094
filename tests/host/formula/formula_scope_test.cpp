// SPDX-License-Identifier: Apache-2.0
#include "host/formula/formula_scope.hpp"

#include <gmock/gmock.h>

#include <vector>

namespace plume::formula_scope_test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// Parameters get numbers in the order in which formulas ask for them; what they are worth stands
/// in `values`.
class FormulaScopeTest : public ::testing::Test {
 protected:
  FormulaScope::NumberOf number_of() {
    return [this](const std::string& key, std::uint64_t token) {
      asked.push_back(key);
      values.push_back(static_cast<double>(token));
      return graph.parameter(static_cast<std::uint32_t>(values.size() - 1));
    };
  }
  double get(FormulaScope& scope, std::string_view formula) {
    const std::optional<FormulaNode> node = scope.compile(formula, why);
    return node ? graph.values(values)[*node] : -1.0;
  }
  FormulaDialect dialect = formula_dialect(FormulaLanguage::openlca);
  FormulaGraph graph;
  FormulaScope project{graph, dialect, number_of()}, process{graph, dialect, number_of(), &project};
  std::vector<std::string> asked;
  std::vector<double> values;
  std::string why;
};

TEST_F(FormulaScopeTest, TheInnermostDefinitionCountsAndIsAskedForOnce) {
  project.define("mass", {.token = 1});
  project.define("loss", {.token = 2});
  process.define("mass", {.token = 15});
  EXPECT_EQ(get(process, "MASS * Loss"), 30.0);
  EXPECT_EQ(get(process, "mass + mass"), 30.0);
  EXPECT_EQ(get(project, "mass"), 1.0);
  EXPECT_THAT(asked, ElementsAre("mass", "loss", "mass"));
}

TEST_F(FormulaScopeTest, WhatNoFormulaAsksForIsNoParameter) {
  project.define("mass", {.token = 1});
  project.define("unused", {.formula = "2 * mass"});
  EXPECT_EQ(get(project, "3"), 3.0);
  EXPECT_TRUE(asked.empty());
}

TEST_F(FormulaScopeTest, ADistributionBesideAFormulaIsAroundTheStoredNumber) {
  project.define("mass", {.token = 6});
  process.define("gross",
                 {.formula = "2 * mass", .token = 10, .stored = 8.0, .is_drawn_beside = true});
  EXPECT_EQ(get(process, "gross"), 12.0 * 10.0 / 8.0);
}

TEST_F(FormulaScopeTest, CirclesAndUnknownNamesAreTold) {
  process.define("a", {.formula = "b + 1"});
  process.define("b", {.formula = "a + 1"});
  EXPECT_EQ(get(process, "2 * a"), -1.0);
  EXPECT_THAT(why, HasSubstr("'a' depends on itself"));
  EXPECT_EQ(get(process, "nowhere"), -1.0);
  EXPECT_THAT(why, HasSubstr("there is no parameter 'nowhere'"));
  EXPECT_EQ(get(process, "1 +"), -1.0);
  EXPECT_THAT(why, HasSubstr("(character 4)"));
}

TEST_F(FormulaScopeTest, BlanksAroundNamesAreNoPartOfThem) {
  EXPECT_EQ(FormulaScope::key_of(dialect, " Mass "), "mass");
  EXPECT_EQ(FormulaScope::key_of(formula_dialect(FormulaLanguage::python), "Mass"), "Mass");
}

}  // namespace
}  // namespace plume::formula_scope_test
