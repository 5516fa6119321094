// SPDX-License-Identifier: Apache-2.0
#include "host/formula/formula_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <string_view>

#include "host/base/letter_case.hpp"
#include "host/base/numbers.hpp"

namespace plume {
namespace {

constexpr int deepest_text = 60;              ///< brackets in one another
constexpr std::size_t longest_text = 10'000;  ///< characters

/// Between two operands; empty for what is written otherwise.
std::string_view sign_of(FormulaOp op) {
  switch (op) {
    case FormulaOp::add:
      return "+";
    case FormulaOp::subtract:
      return "-";
    case FormulaOp::multiply:
      return "*";
    case FormulaOp::divide:
      return "/";
    case FormulaOp::power:
      return "^";
    case FormulaOp::modulo:
      return "mod";
    case FormulaOp::whole_quotient:
      return "div";
    case FormulaOp::less:
      return "<";
    case FormulaOp::less_equal:
      return "<=";
    case FormulaOp::equal:
      return "=";
    case FormulaOp::not_equal:
      return "<>";
    case FormulaOp::greater:
      return ">";
    case FormulaOp::greater_equal:
      return ">=";
    case FormulaOp::logical_and:
      return "and";
    case FormulaOp::logical_or:
      return "or";
    case FormulaOp::logical_xor:
      return "xor";
    default:
      return {};
  }
}

/// Before its operands in brackets; empty where openLCA has no such function.
std::string_view function_of(FormulaOp op) {
  switch (op) {
    case FormulaOp::logical_not:
      return "not";
    case FormulaOp::select:
      return "if";
    case FormulaOp::minimum:
      return "min";
    case FormulaOp::maximum:
      return "max";
    case FormulaOp::absolute:
      return "abs";
    case FormulaOp::square:
      return "sqr";
    case FormulaOp::root:
      return "sqrt";
    case FormulaOp::exponential:
      return "exp";
    case FormulaOp::natural_log:
      return "ln";
    case FormulaOp::decimal_log:
      return "log10";
    case FormulaOp::sine:
      return "sin";
    case FormulaOp::cosine:
      return "cos";
    case FormulaOp::tangent:
      return "tan";
    case FormulaOp::cotangent:
      return "cot";
    case FormulaOp::arc_sine:
      return "asin";
    case FormulaOp::arc_cosine:
      return "acos";
    case FormulaOp::arc_tangent:
      return "atan";
    case FormulaOp::sine_h:
      return "sinh";
    case FormulaOp::cosine_h:
      return "cosh";
    case FormulaOp::tangent_h:
      return "tanh";
    case FormulaOp::floor:
      return "floor";
    case FormulaOp::ceiling:
      return "ceil";
    case FormulaOp::round:
      return "round";
    case FormulaOp::truncate:
      return "int";
    case FormulaOp::fraction:
      return "frac";
    default:
      return {};
  }
}

/// Operands as they stand, each once in the list for each time.
template <class Use>
void for_operands(const FormulaGraph::Node& node, const Use& use) {
  const int count = formula_operands(node.op);
  if (count > 0) use(node.a);
  if (count > 1) use(node.b);
  if (count > 2) use(node.c);
}

}  // namespace

FormulaTexts::FormulaTexts(const FormulaGraph& graph, const std::vector<std::string>& parameters,
                           const std::vector<double>& values,
                           const std::vector<FormulaNode>& wanted)
    : texts_(graph.nodes().size()), is_used_(parameters.size()) {
  const std::vector<FormulaGraph::Node>& nodes = graph.nodes();
  std::vector<std::uint32_t> uses(nodes.size());
  for (const FormulaNode each : wanted) ++uses[each];
  for (std::size_t i = nodes.size(); i-- > 0;) {
    if (uses[i] > 0) for_operands(nodes[i], [&](FormulaNode operand) { ++uses[operand]; });
  }
  std::set<std::string> taken;
  for (const std::string& name : parameters) taken.insert(lower_case(name));
  std::vector<int> depth(nodes.size());
  std::size_t next = 0;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (uses[i] == 0) continue;
    const FormulaGraph::Node& node = nodes[i];
    if (node.op == FormulaOp::name) is_used_[node.a] = 1;
    for_operands(node,
                 [&](FormulaNode operand) { depth[i] = std::max(depth[i], depth[operand] + 1); });
    std::string text = write(node, parameters);
    // A part must have a value of its own, which a branch that is not taken may lack.
    const bool is_part = formula_operands(node.op) > 0 && std::isfinite(values[i]) &&
                         (uses[i] > 1 || depth[i] > deepest_text || text.size() > longest_text);
    if (is_part) {
      std::string name;
      do name = fmt::format("part_{}", ++next);
      while (!taken.insert(name).second);
      parts_.push_back({name, std::move(text)});
      text = std::move(name);
      depth[i] = 0;
    }
    texts_[i] = std::move(text);
  }
}

std::string FormulaTexts::write(const FormulaGraph::Node& node,
                                const std::vector<std::string>& parameters) {
  if (node.op == FormulaOp::name) return parameters[node.a];
  if (node.op == FormulaOp::number) {
    if (!std::isfinite(node.value)) fault_ = "a part of it is no number";
    return node.value < 0.0 ? fmt::format("({})", format_exact(node.value))
                            : format_exact(node.value);
  }
  if (node.op == FormulaOp::negate) return fmt::format("(-{})", texts_[node.a]);
  if (const std::string_view sign = sign_of(node.op); !sign.empty())
    return fmt::format("({} {} {})", texts_[node.a], sign, texts_[node.b]);
  const std::string_view function = function_of(node.op);
  if (function.empty()) fault_ = "it has Python's remainder or rounding";
  std::string text(function);
  char joint = '(';
  for_operands(node, [&](FormulaNode operand) {
    text += joint + texts_[operand];
    joint = ';';
  });
  return text + ')';
}

}  // namespace plume
