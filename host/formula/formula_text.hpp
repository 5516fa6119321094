// SPDX-License-Identifier: Apache-2.0
// Formulas of a graph as texts of openLCA's language, which give the same nodes, and so the same
// bits, when they are read again.
//
//     const FormulaTexts texts(graph, {"mass", "loss"}, values, {node});
//     texts.text(node)                       // "(mass * (1 + loss))"
//     for (const auto& part : texts.parts()) define(part.name, part.formula);
//
// What several formulas need, and what would make a text too deep, is a part: a parameter with a
// formula of its own.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "host/formula/formula_graph.hpp"

namespace plume {

class FormulaTexts {
 public:
  struct Part {
    std::string name, formula;
  };

  /// `parameters` are names by number, such that formulas can use them and no two are one; `values`
  /// those of all nodes at the static parameters.
  FormulaTexts(const FormulaGraph& graph, const std::vector<std::string>& parameters,
               const std::vector<double>& values, const std::vector<FormulaNode>& wanted);

  [[nodiscard]] const std::string& text(FormulaNode wanted) const { return texts_[wanted]; }
  [[nodiscard]] const std::vector<Part>& parts() const { return parts_; }
  /// Parameters that a wanted node depends on, by number.
  [[nodiscard]] const std::vector<char>& is_used() const { return is_used_; }
  /// What no text says: an operation of another language, or what is no number. Empty: all can be
  /// written.
  [[nodiscard]] const std::string& fault() const { return fault_; }

 private:
  [[nodiscard]] std::string write(const FormulaGraph::Node& node,
                                  const std::vector<std::string>& parameters);

  std::vector<std::string> texts_;  ///< by node: of a part its name
  std::vector<Part> parts_;
  std::vector<char> is_used_;
  std::string fault_;
};

}  // namespace plume
