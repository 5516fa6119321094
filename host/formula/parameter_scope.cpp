// SPDX-License-Identifier: Apache-2.0
#include "host/formula/parameter_scope.hpp"

#include <fmt/format.h>

#include <cmath>
#include <vector>

#include "host/base/letter_case.hpp"
#include "host/base/numbers.hpp"

namespace plume {
std::string ParameterScope::key_of(std::string_view name) const {
  name = trim(name);
  return dialect_.ignores_case ? lower_case(name) : std::string(name);
}

bool ParameterScope::add(std::string_view name, double value) {
  return entries_.insert_or_assign(key_of(name), Entry{value, {}, false}).second;
}

bool ParameterScope::add_formula(std::string_view name, std::string_view formula) {
  return entries_.insert_or_assign(key_of(name), Entry{std::nullopt, std::string(formula), false})
      .second;
}

std::optional<double> ParameterScope::value_of(std::string_view name, std::string& why) {
  return find(key_of(name), 0, why);
}

std::optional<double> ParameterScope::evaluate(std::string_view formula, std::string& why) {
  return compute(formula, 0, why);
}

std::optional<double> ParameterScope::find(const std::string& key, int depth, std::string& why) {
  const auto found = entries_.find(key);
  if (found == entries_.end()) {
    if (outer_ != nullptr) return outer_->find(key, depth, why);
    if (const std::optional<double> constant = formula_constant(key)) return constant;
    why = fmt::format("there is no parameter '{}'", key);
    return std::nullopt;
  }
  Entry& entry = found->second;
  if (entry.value) return entry.value;
  if (entry.is_open) {
    why = fmt::format("the parameter '{}' depends on itself", key);
    return std::nullopt;
  }
  entry.is_open = true;
  entry.value = compute(entry.formula, depth + 1, why);
  entry.is_open = false;
  if (!entry.value && why.find("parameter") == std::string::npos)
    why = fmt::format("parameter '{}': {}", key, why);
  return entry.value;
}

std::optional<double> ParameterScope::compute(std::string_view text, int depth, std::string& why) {
  if (depth > longest_chain) {
    why = fmt::format("more than {} parameters depend on one another", longest_chain);
    return std::nullopt;
  }
  FormulaError error;
  const std::optional<Formula> formula = parse_formula(text, dialect_, error);
  if (!formula) {
    why = fmt::format("'{}' is no formula: {} (character {})", text.substr(0, 60), error.why,
                      error.at + 1);
    return std::nullopt;
  }
  std::vector<double> values;
  for (const std::string& name : formula->names()) {
    const std::optional<double> value = find(name, depth, why);
    if (!value) return std::nullopt;
    values.push_back(*value);
  }
  const double result = formula->evaluate(values);
  if (std::isfinite(result)) return result;
  why = fmt::format("'{}' is no number", text.substr(0, 60));
  return std::nullopt;
}

}  // namespace plume
