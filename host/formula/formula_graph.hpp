// SPDX-License-Identifier: Apache-2.0
// Formulas joined into one graph: equal parts of all formulas are one node, so that what many
// amounts share is worked out once. Operands come before what is made of them: nodes in order of
// their numbers are a program.
//
//     FormulaGraph graph;
//     const FormulaNode mass = graph.parameter(0),
//         gross = graph.apply(FormulaOp::multiply, mass, graph.number(1.1));
//     graph.values({15.0})[gross];                    // 16.5
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "host/formula/formula.hpp"

namespace plume {

using FormulaNode = std::uint32_t;

class FormulaGraph {
 public:
  struct Node {
    FormulaOp op = FormulaOp::number;
    FormulaNode a = 0, b = 0,
                /// operands, those that are lacking the first; of FormulaOp::name a is the number
        /// of a parameter
        c = 0;
    double value = 0.0;  ///< of FormulaOp::number

    bool operator==(const Node&) const = default;
  };

  FormulaNode number(double value);
  FormulaNode parameter(std::uint32_t number);

  /// Numbers alone make a number; a condition that is a number takes its branch. Operands beyond
  /// those of the operation are not looked at.
  FormulaNode apply(FormulaOp op, FormulaNode a, FormulaNode b = 0, FormulaNode c = 0);

  /// `names` are the nodes of formula.names().
  FormulaNode add(const Formula& formula, const std::vector<FormulaNode>& names);

  [[nodiscard]] const std::vector<Node>& nodes() const { return nodes_; }
  [[nodiscard]] bool is_number(FormulaNode node) const {
    return nodes_[node].op == FormulaOp::number;
  }

  /// Of all nodes, NaN where there is none; `parameters` by number.
  [[nodiscard]] std::vector<double> values(const std::vector<double>& parameters) const;

  /// Works out what `values` of earlier nodes lacks of a graph that has grown; `parameter(number)`
  /// is asked for those that are new.
  template <class Of>
  void extend(std::vector<double>& values, const Of& parameter) const {
    const std::size_t first = values.size();
    values.resize(nodes_.size());
    for (std::size_t i = first; i < nodes_.size(); ++i) {
      if (nodes_[i].op == FormulaOp::number) values[i] = nodes_[i].value;
      if (nodes_[i].op == FormulaOp::name) values[i] = parameter(nodes_[i].a);
    }
    work_out(values, first);
  }

  /// Works out operations, from node `first` on; numbers and parameters stand in `values` already.
  void work_out(std::vector<double>& values, std::size_t first = 0) const;

  /// Of every node, the derivative of Σ weight · value by it, at those values; `weights` by node.
  /// Comparisons and roundings have none: 0.
  [[nodiscard]] std::vector<double> derivatives(const std::vector<double>& values,
                                                std::vector<double> weights) const;

 private:
  struct Hash {
    std::size_t operator()(const Node& node) const;
  };
  FormulaNode intern(const Node& node);

  std::vector<Node> nodes_;
  std::unordered_map<Node, FormulaNode, Hash> known_;
};

}  // namespace plume
