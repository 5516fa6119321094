// SPDX-License-Identifier: Apache-2.0
#include "host/formula/formula_program.hpp"

#include <gtest/gtest.h>

#include "tests/support/add_formula.hpp"

namespace plume::formula_program_test {
namespace {

using testing::add;

TEST(FormulaProgram, WhatSeveralListsNeedIsMadeOnceBeforeThem) {
  FormulaGraph graph;
  const std::vector<FormulaNode> parameters = {graph.parameter(0), graph.parameter(1)};
  const FormulaNode left = add(graph, "exp(p) * q", parameters),
                    right = add(graph, "exp(p) + 1", parameters);
  const FormulaProgram program =
      assemble(graph, graph.values({1.0, 2.0}), {0, 1}, 2, {{{{left, 5}}, {{right, 6}}, {}}});
  ASSERT_EQ(program.part_begin, (std::array<std::uint32_t, 5>{0, 1, 3, 5, 5}));
  EXPECT_EQ(program.steps[0].op, FormulaOp::exponential);
  EXPECT_EQ(program.steps[2].op, FormulaOp::store);
  EXPECT_EQ(program.steps[2].target, 5u);
  EXPECT_EQ(program.num_registers, 4u) << "two parameters, one shared, one for a while";
}

TEST(FormulaProgram, ARegisterIsHeldUntilItsLastUse) {
  FormulaGraph graph;
  const std::vector<FormulaNode> parameters = {graph.parameter(0)};
  const FormulaNode node = add(graph, "exp(p) * 2 + exp(p)", parameters);
  const FormulaProgram program =
      assemble(graph, graph.values({1.0}), {0}, 1, {{{{node, 0}}, {}, {}}});
  ASSERT_EQ(program.steps.size(), 4u);
  EXPECT_EQ(program.steps[1].op, FormulaOp::multiply);
  EXPECT_NE(program.steps[1].target, program.steps[0].target) << "the sum reads both";
  EXPECT_EQ(program.steps[2].op, FormulaOp::add);
  EXPECT_EQ(program.steps[2].a, program.steps[1].target);
  EXPECT_EQ(program.steps[2].b, program.steps[0].target);
}

TEST(FormulaProgram, AStoreFillsItsSlotOrMultipliesIt) {
  FormulaGraph graph;
  const std::vector<FormulaNode> parameters = {graph.parameter(0)};
  const FormulaNode node = add(graph, "p * 2", parameters);
  const std::vector<FormulaStore> stores = {{node, 5, 1.0, false}, {node, 6, 1.0, true}};
  const FormulaProgram program = assemble(graph, graph.values({1.0}), {0}, 1, {{stores, {}, {}}});
  ASSERT_EQ(program.steps.size(), 3u);
  EXPECT_EQ(program.steps[1].target, 5u);
  EXPECT_EQ(program.steps[1].c, 0u);
  EXPECT_EQ(program.steps[2].target, 6u);
  EXPECT_EQ(program.steps[2].c, 1u);
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
}  // namespace plume::formula_program_test
