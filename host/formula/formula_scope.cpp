// SPDX-License-Identifier: Apache-2.0
#include "host/formula/formula_scope.hpp"

#include <fmt/format.h>

#include <cmath>
#include <vector>

#include "host/base/letter_case.hpp"
#include "host/base/numbers.hpp"

namespace plume {
std::string FormulaScope::key_of(const FormulaDialect& dialect, std::string_view name) {
  name = trim(name);
  return dialect.ignores_case ? lower_case(name) : std::string(name);
}

std::optional<FormulaNode> FormulaScope::compile(std::string_view text, int depth,
                                                 std::string& why) {
  if (depth > longest_chain) {
    why = fmt::format("more than {} parameters depend on one another", longest_chain);
    return std::nullopt;
  }
  FormulaError error;
  const std::optional<Formula> formula = parse_formula(text, *dialect_, error);
  if (!formula) {
    why = fmt::format("{} (character {})", error.why, error.at + 1);
    return std::nullopt;
  }
  std::vector<FormulaNode> names;
  for (const std::string& name : formula->names()) {
    const std::optional<FormulaNode> node = node_of(name, depth, why);
    if (!node) return std::nullopt;
    names.push_back(*node);
  }
  return graph_->add(*formula, names);
}

std::string FormulaScope::unit_trouble(std::string_view formula,
                                       const std::optional<FormulaUnit>& wanted) {
  if (!knows_units()) return {};
  std::string why;
  const std::optional<FormulaUnit> given = unit_of(formula, why);
  return why.empty() ? unit_mismatch(given, wanted) : why;
}

std::optional<FormulaUnit> FormulaScope::unit_of(std::string_view text, std::string& why) {
  FormulaError ignored;
  const std::optional<Formula> formula = parse_formula(text, *dialect_, ignored);
  if (!formula) return {};
  std::vector<std::optional<FormulaUnit>> units;
  for (const std::string& name : formula->names()) units.push_back(unit_of_name(name));
  return unit_of_formula(*formula, units, why);
}

/// A fault within the formula of a name is told where that stands.
std::optional<FormulaUnit> FormulaScope::unit_of_name(const std::string& key) {
  const auto found = meanings_.find(key);
  if (found == meanings_.end()) return outer_ == nullptr ? std::nullopt : outer_->unit_of_name(key);
  const auto [known, is_new] = units_.try_emplace(key);
  if (!is_new) return known->second;
  std::string ignored;
  const Meaning& meaning = found->second;
  if (!meaning.unit.empty())
    known->second = named_unit(meaning.unit);
  else if (!meaning.formula.empty())
    known->second = unit_of(meaning.formula, ignored);
  return known->second;
}

std::optional<FormulaNode> FormulaScope::node_of(const std::string& key, int depth,
                                                 std::string& why) {
  const auto found = meanings_.find(key);
  if (found == meanings_.end()) {
    if (outer_ != nullptr) return outer_->node_of(key, depth, why);
    if (const std::optional<double> constant = formula_constant(key))
      return graph_->number(*constant);
    why = fmt::format("there is no parameter '{}'", key);
    return std::nullopt;
  }
  Meaning& meaning = found->second;
  if (meaning.node) return meaning.node;
  if (meaning.is_open) {
    why = fmt::format("'{}' depends on itself", key);
    return std::nullopt;
  }
  meaning.is_open = true;
  meaning.node = work_out(key, meaning, depth, why);
  meaning.is_open = false;
  if (!meaning.node && why.find("parameter '") == std::string::npos)
    why = fmt::format("parameter '{}': {}", key, why);
  return meaning.node;
}

std::optional<FormulaNode> FormulaScope::work_out(const std::string& key, const Meaning& meaning,
                                                  int depth, std::string& why) {
  if (meaning.formula.empty()) return number_of_(key, meaning.token);
  const std::optional<FormulaNode> node = compile(meaning.formula, depth + 1, why);
  if (!node || !meaning.is_drawn_beside || meaning.stored == 0.0 || !std::isfinite(meaning.stored))
    return node;
  const FormulaNode relative = graph_->apply(FormulaOp::divide, number_of_(key, meaning.token),
                                             graph_->number(meaning.stored));
  return graph_->apply(FormulaOp::multiply, relative, *node);
}

}  // namespace plume
