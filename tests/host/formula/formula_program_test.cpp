// SPDX-License-Identifier: Apache-2.0
#include "host/formula/formula_program.hpp"

#include <gtest/gtest.h>

namespace plume {
namespace {

FormulaNode add(FormulaGraph& graph, const char* text, const std::vector<FormulaNode>& parameters) {
  FormulaError error;
  const auto formula = parse_formula(text, formula_dialect(FormulaLanguage::openlca), error);
  EXPECT_TRUE(formula) << text << ": " << error.why;
  std::vector<FormulaNode> names;
  for (const std::string& name : formula->names()) names.push_back(parameters[static_cast<std::size_t>(name[0] - 'p')]);
  return graph.add(*formula, names);
}

TEST(FormulaProgram, WhatSeveralListsNeedIsMadeOnceBeforeThem) {
  FormulaGraph graph;
  const std::vector<FormulaNode> parameters = {graph.parameter(0), graph.parameter(1)};
  const FormulaNode shared = add(graph, "exp(p)", parameters);
  const FormulaNode left = add(graph, "exp(p) * q", parameters), right = add(graph, "exp(p) + 1", parameters);
  const FormulaProgram program =
      assemble(graph, graph.values({1.0, 2.0}), {0, 1}, 2, {{{{left, 5}}, {{right, 6}}, {}}});
  ASSERT_EQ(program.part_begin, (std::array<std::uint32_t, 5>{0, 1, 3, 5, 5}));
  EXPECT_EQ(program.steps[0].op, FormulaOp::exponential);
  EXPECT_EQ(program.steps[2].op, FormulaOp::store);
  EXPECT_EQ(program.steps[2].target, 5u);
  EXPECT_EQ(program.num_registers, 4u) << "two parameters, one shared, one for a while";
  (void)shared;
}

TEST(FormulaProgram, WhatIsCertainIsAConstant) {
  FormulaGraph graph;
  const std::vector<FormulaNode> parameters = {graph.parameter(0), graph.parameter(1)};
  const FormulaNode node = add(graph, "p * (q + 1)", parameters);
  const FormulaProgram program =
      assemble(graph, graph.values({1.0, 2.0}), {0, no_register}, 1, {{{{node, 0}}, {}, {}}});
  ASSERT_EQ(program.steps.size(), 2u);
  EXPECT_EQ(program.steps[0].op, FormulaOp::multiply);
  EXPECT_EQ(program.constants[program.steps[0].b & ~formula_constant_bit], 3.0);
}

}  // namespace
}  // namespace plume
