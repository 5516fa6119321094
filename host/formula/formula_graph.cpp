// SPDX-License-Identifier: Apache-2.0
#include "host/formula/formula_graph.hpp"

#include <bit>
#include <cmath>
#include <initializer_list>

namespace plume {
namespace {

/// ∂ op(a, b) / ∂a and ∂ / ∂b; of select() the condition has none.
struct Slopes {
  double a = 0.0, b = 0.0, c = 0.0;
};

Slopes slopes_of(FormulaOp op, double a, double b, double value) {
  switch (op) {
    case FormulaOp::negate:
      return {-1.0};
    case FormulaOp::add:
      return {1.0, 1.0};
    case FormulaOp::subtract:
      return {1.0, -1.0};
    case FormulaOp::multiply:
      return {b, a};
    case FormulaOp::divide:
      return {1.0 / b, -a / (b * b)};
    case FormulaOp::power:
      return {b == 0.0 ? 0.0 : b * std::pow(a, b - 1.0), a > 0.0 ? value * std::log(a) : 0.0};
    case FormulaOp::modulo:
      return {1.0, -std::trunc(a / b)};
    case FormulaOp::floored_modulo:
      return {1.0, -std::floor(a / b)};
    case FormulaOp::select:
      return {0.0, a != 0.0 ? 1.0 : 0.0, a != 0.0 ? 0.0 : 1.0};
    case FormulaOp::minimum:
      return {a <= b ? 1.0 : 0.0, a <= b ? 0.0 : 1.0};
    case FormulaOp::maximum:
      return {a >= b ? 1.0 : 0.0, a >= b ? 0.0 : 1.0};
    case FormulaOp::absolute:
      return {a < 0.0 ? -1.0 : 1.0};
    case FormulaOp::square:
      return {2.0 * a};
    case FormulaOp::root:
      return {0.5 / value};
    case FormulaOp::exponential:
      return {value};
    case FormulaOp::natural_log:
      return {1.0 / a};
    case FormulaOp::decimal_log:
      return {0.43429448190325182765 / a};
    case FormulaOp::sine:
      return {std::cos(a)};
    case FormulaOp::cosine:
      return {-std::sin(a)};
    case FormulaOp::tangent:
      return {1.0 + value * value};
    case FormulaOp::cotangent:
      return {-1.0 - value * value};
    case FormulaOp::arc_sine:
      return {1.0 / std::sqrt(1.0 - a * a)};
    case FormulaOp::arc_cosine:
      return {-1.0 / std::sqrt(1.0 - a * a)};
    case FormulaOp::arc_tangent:
      return {1.0 / (1.0 + a * a)};
    case FormulaOp::sine_h:
      return {std::cosh(a)};
    case FormulaOp::cosine_h:
      return {std::sinh(a)};
    case FormulaOp::tangent_h:
      return {1.0 - value * value};
    case FormulaOp::fraction:
      return {1.0};
    default:
      return {};
  }
}

}  // namespace

std::size_t FormulaGraph::Hash::operator()(const Node& node) const {
  std::uint64_t hash = 0x9e3779b97f4a7c15u;
  for (const std::uint64_t part :
       {static_cast<std::uint64_t>(node.op), static_cast<std::uint64_t>(node.a),
        static_cast<std::uint64_t>(node.b), static_cast<std::uint64_t>(node.c),
        std::bit_cast<std::uint64_t>(node.value)}) {
    hash = (hash ^ part) * 0xff51afd7ed558ccdu;
    hash ^= hash >> 32;
  }
  return hash;
}

FormulaNode FormulaGraph::intern(const Node& node) {
  const auto [known, is_new] = known_.emplace(node, static_cast<FormulaNode>(nodes_.size()));
  if (is_new) nodes_.push_back(node);
  return known->second;
}

FormulaNode FormulaGraph::number(double value) {
  return intern({FormulaOp::number, 0, 0, 0, std::isfinite(value) ? value + 0.0 : value});
}

FormulaNode FormulaGraph::parameter(std::uint32_t number) {
  return intern({FormulaOp::name, number, 0, 0, 0.0});
}

FormulaNode FormulaGraph::apply(FormulaOp op, FormulaNode a, FormulaNode b, FormulaNode c) {
  const int count = formula_operands(op);
  if (count < 2) b = a;
  if (count < 3) c = a;
  if (op == FormulaOp::select && is_number(a)) {
    const double which = nodes_[a].value;
    return std::isnan(which) ? a : which != 0.0 ? b : c;
  }
  if (is_number(a) && is_number(b) && is_number(c))
    return number(formula_value(op, nodes_[a].value, nodes_[b].value, nodes_[c].value));
  return intern({op, a, b, c, 0.0});
}

FormulaNode FormulaGraph::add(const Formula& formula, const std::vector<FormulaNode>& names) {
  std::vector<FormulaNode> stack;
  for (const Formula::Step& step : formula.code()) {
    if (step.op == FormulaOp::number) {
      stack.push_back(number(step.value));
    } else if (step.op == FormulaOp::name) {
      stack.push_back(names[step.index]);
    } else {
      const auto count = static_cast<std::size_t>(formula_operands(step.op));
      const FormulaNode* operands = stack.data() + stack.size() - count;
      const FormulaNode made =
          apply(step.op, operands[0], count > 1 ? operands[1] : 0, count > 2 ? operands[2] : 0);
      stack.resize(stack.size() - count);
      stack.push_back(made);
    }
  }
  return stack.back();
}

std::vector<double> FormulaGraph::values(const std::vector<double>& parameters) const {
  std::vector<double> values;
  extend(values, [&](std::uint32_t number) { return parameters[number]; });
  return values;
}

void FormulaGraph::work_out(std::vector<double>& values, std::size_t first) const {
  for (std::size_t i = first; i < nodes_.size(); ++i) {
    const Node& node = nodes_[i];
    if (formula_operands(node.op) > 0)
      values[i] = formula_value(node.op, values[node.a], values[node.b], values[node.c]);
  }
}

std::vector<double> FormulaGraph::derivatives(const std::vector<double>& values,
                                              std::vector<double> weights) const {
  weights.resize(nodes_.size());
  for (std::size_t i = nodes_.size(); i-- > 0;) {
    const Node& node = nodes_[i];
    if (weights[i] == 0.0 || node.op == FormulaOp::number || node.op == FormulaOp::name) continue;
    const Slopes slopes = slopes_of(node.op, values[node.a], values[node.b], values[i]);
    const int count = formula_operands(node.op);
    const auto hand_on = [&](FormulaNode to, double slope) {
      if (slope != 0.0) weights[to] += weights[i] * slope;
    };
    hand_on(node.a, slopes.a);
    if (count > 1) hand_on(node.b, slopes.b);
    if (count > 2) hand_on(node.c, slopes.c);
  }
  return weights;
}

}  // namespace plume
