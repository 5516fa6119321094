// SPDX-License-Identifier: Apache-2.0
#include "host/formula/formula_text.hpp"

#include <gtest/gtest.h>

#include "host/formula/formula_scope.hpp"
#include "tests/support/add_formula.hpp"

namespace plume::formula_text_test {
namespace {

using testing::add;

constexpr double p_value = 0.3, q_value = 0.7;

/// The node that texts of a formula's node lead back to, in the same graph.
FormulaNode read_again(FormulaGraph& graph, FormulaNode node,
                       const std::vector<FormulaNode>& wanted) {
  const FormulaTexts texts(graph, {"p", "q"}, graph.values({p_value, q_value}), wanted);
  EXPECT_EQ(texts.fault(), "");
  const FormulaDialect dialect = formula_dialect(FormulaLanguage::openlca);
  FormulaScope scope(graph, dialect, [&](const std::string&, std::uint64_t token) {
    return graph.parameter(static_cast<std::uint32_t>(token));
  });
  scope.define("p", {.token = 0});
  scope.define("q", {.token = 1});
  for (const FormulaTexts::Part& part : texts.parts())
    scope.define(part.name, {.formula = part.formula});
  std::string why;
  const auto again = scope.compile(texts.text(node), why);
  EXPECT_TRUE(again) << why << ": " << texts.text(node);
  return again.value_or(0);
}

TEST(FormulaTexts, EveryOperationLeadsBackToItsNode) {
  const char* texts[] = {
      "p*q",        "p/q",        "p^q",        "(0-p)^2",         "p - (q - p)", "p/(q/p)",
      "-p^2",       "-(p - q)",   "sqrt(p)",    "exp(p)",          "ln(p*q)",     "log10(p)",
      "sin(p)",     "cos(p)",     "tan(p)",     "cot(p)",          "asin(p)",     "acos(p)",
      "atan(p)",    "sinh(p)",    "cosh(p)",    "tanh(p)",         "abs(p-2)",    "sqr(p)",
      "p mod q",    "p div q",    "frac(p)",    "int(p)",          "round(p)",    "ceil(p)",
      "floor(p)",   "max(p;q;1)", "min(p;2)",   "if(p>q;p;q)",     "not(p<q)",    "p<=q",
      "p>=q",       "p=q",        "p<>q",       "(p>1) and (q>1)", "(p>1) or q",  "(p>1) xor q",
      "avg(p;q;3)", "p + 1e-300", "p * (-0.1)", "q - 1/3"};
  for (const char* text : texts) {
    FormulaGraph graph;
    const FormulaNode node = add(graph, text, {graph.parameter(0), graph.parameter(1)});
    EXPECT_EQ(read_again(graph, node, {node}), node) << text;
  }
}

TEST(FormulaTexts, WhatSeveralNeedIsAPartOfItsOwn) {
  FormulaGraph graph;
  const FormulaNode p = graph.parameter(0), q = graph.parameter(1);
  const FormulaNode one = add(graph, "(p + q) * 2", {p, q}),
                    two = add(graph, "(p + q) / 3", {p, q});
  const FormulaTexts texts(graph, {"p", "part_1"}, graph.values({1.0, 2.0}), {one, two});
  ASSERT_EQ(texts.parts().size(), 1u);
  EXPECT_EQ(texts.parts()[0].name, "part_2") << "no name stands twice";
  EXPECT_EQ(texts.parts()[0].formula, "(p + part_1)");
  EXPECT_EQ(texts.text(one), "(part_2 * 2)");
}

/// 2⁶⁰ operations if each formula was written out; 500 levels if in one text.
TEST(FormulaTexts, DeepAndSharedFormulasStayShort) {
  FormulaGraph graph;
  FormulaNode shared = graph.parameter(0);
  for (int k = 0; k < 60; ++k) shared = graph.apply(FormulaOp::multiply, shared, shared);
  EXPECT_EQ(read_again(graph, shared, {shared}), shared);
  FormulaNode deep = graph.parameter(0);
  for (int k = 0; k < 500; ++k) deep = graph.apply(FormulaOp::sine, deep);
  EXPECT_EQ(read_again(graph, deep, {deep}), deep);
}

TEST(FormulaTexts, OnlyParametersThatAreNeededAreUsed) {
  FormulaGraph graph;
  (void)graph.parameter(0);
  const FormulaNode q = graph.parameter(1);
  const FormulaTexts texts(graph, {"p", "q"}, graph.values({1.0, 2.0}), {q});
  EXPECT_EQ(texts.is_used(), (std::vector<char>{0, 1}));
}

TEST(FormulaTexts, WhatOpenlcaDoesNotHaveIsAFault) {
  FormulaGraph graph;
  const FormulaNode odd =
      graph.apply(FormulaOp::floored_modulo, graph.parameter(0), graph.parameter(1));
  EXPECT_NE(FormulaTexts(graph, {"p", "q"}, graph.values({1.0, 2.0}), {odd}).fault(), "");
}

}  // namespace
}  // namespace plume::formula_text_test
