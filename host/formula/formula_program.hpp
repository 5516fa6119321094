// SPDX-License-Identifier: Apache-2.0
// From a graph of formulas to the steps that lanes run (kernels/formula/evaluate.hpp). Registers
// hold the drawn parameters first, then what several parts need, then what a part holds for as long
// as it is needed.
//
//     part 0    what more than one part needs
//     part p    the stores of list p − 1, each right behind what it needs
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "host/formula/formula_graph.hpp"
#include "kernels/base/formula_op.hpp"

namespace plume {

/// slot[target] = factor · value of the node; or the slot's own value times that.
struct FormulaStore {
  FormulaNode node = 0;
  std::uint32_t target = 0;
  double factor = 1.0;
  bool multiplies = false;
};

inline constexpr std::size_t formula_lists = 3;

struct FormulaProgram {
  std::vector<FormulaStep> steps;
  std::array<std::uint32_t, formula_lists + 2>
      part_begin{};  ///< steps of part p are part_begin[p] … part_begin[p + 1] − 1
  std::vector<double> constants;
  std::uint32_t num_registers = 0;
};

/// `registers` says by the number of a parameter which register its draws are in, or no_register
/// where it is certain and `values` has its value: `values` are those of all nodes.
inline constexpr std::uint32_t no_register = 0xffffffffu;
[[nodiscard]] FormulaProgram assemble(
    const FormulaGraph& graph, const std::vector<double>& values,
    const std::vector<std::uint32_t>& registers, std::uint32_t num_parameters,
    const std::array<std::vector<FormulaStore>, formula_lists>& stores);

/// Nodes that change with a parameter for which `is_drawn`, by node.
[[nodiscard]] std::vector<char> depends_on(const FormulaGraph& graph,
                                           const std::vector<char>& is_drawn);

}  // namespace plume
