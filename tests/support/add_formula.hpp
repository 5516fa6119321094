// SPDX-License-Identifier: Apache-2.0
// A formula of parameters p, q, r, … in a graph: `parameters` are their nodes in this order.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "host/formula/formula_graph.hpp"

namespace plume::testing {

inline FormulaNode add(FormulaGraph& graph, const char* text,
                       const std::vector<FormulaNode>& parameters) {
  FormulaError error;
  const auto formula = parse_formula(text, formula_dialect(FormulaLanguage::openlca), error);
  EXPECT_TRUE(formula) << text << ": " << error.why;
  std::vector<FormulaNode> names;
  for (const std::string& name : formula->names())
    names.push_back(parameters[static_cast<std::size_t>(name[0] - 'p')]);
  return graph.add(*formula, names);
}

}  // namespace plume::testing
