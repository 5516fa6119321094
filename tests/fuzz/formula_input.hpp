// SPDX-License-Identifier: Apache-2.0
// One input of the formula compiler: its first byte is the language, the rest a formula. What is no
// formula says why; what is one has a value, whatever its names are, and the same one again. Shared
// by the fuzz target and by the smoke run.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <string_view>
#include <vector>

#include "host/formula/formula_program.hpp"
#include "tests/fuzz/require.hpp"

namespace plume::fuzz {

/// Returns whether it is a formula.
inline bool formula_input(std::string_view bytes) {
  if (bytes.empty()) return false;
  const int language = static_cast<unsigned char>(bytes.front()) % 4;
  bytes.remove_prefix(1);
  FormulaError error;
  const auto formula =
      parse_formula(bytes, formula_dialect(static_cast<FormulaLanguage>(language)), error);
  if (!formula) {
    require(!error.why.empty(), "it does not say why");
    require(error.at <= bytes.size(), "the place is outside");
    return false;
  }
  const std::vector<double> values(formula->names().size(), 1.5);
  const double first = formula->evaluate(values), second = formula->evaluate(values);
  require(std::bit_cast<std::uint64_t>(first) == std::bit_cast<std::uint64_t>(second),
          "it has two values");
  FormulaGraph graph;
  std::vector<FormulaNode> names;
  std::vector<std::uint32_t> registers;
  for (std::uint32_t i = 0; i < values.size(); ++i) {
    names.push_back(graph.parameter(i));
    registers.push_back(i);
  }
  const FormulaNode node = graph.add(*formula, names);
  const std::vector<double> of_nodes = graph.values(values);
  require(std::bit_cast<std::uint64_t>(of_nodes[node]) == std::bit_cast<std::uint64_t>(first) ||
              (std::isnan(of_nodes[node]) && std::isnan(first)),
          "its graph has another value");
  if (values.empty()) return true;
  const FormulaProgram program =
      assemble(graph, of_nodes, registers, static_cast<std::uint32_t>(values.size()),
               {{{{node, 0}}, {}, {}}});
  for (const FormulaStep& step : program.steps) {
    require(step.op == FormulaOp::store || step.target < program.num_registers,
            "a step writes outside");
    for (const std::uint32_t operand : {step.a, step.b})
      require((operand & ~formula_constant_bit) < ((operand & formula_constant_bit) != 0
                                                       ? program.constants.size()
                                                       : program.num_registers),
              "a step reads outside");
  }
  return true;
}

}  // namespace plume::fuzz
