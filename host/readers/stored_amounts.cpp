// SPDX-License-Identifier: Apache-2.0
#include "host/readers/stored_amounts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "host/base/numbers.hpp"

namespace plume {
namespace {

constexpr std::size_t shown_characters = 60;  ///< of a formula, in messages

void add_to_scope(ParameterScope& scope, const InventoryData& data, const RawParameter& parameter) {
  if (parameter.formula == no_text)
    scope.add(data.text(parameter.name), parameter.value);
  else
    scope.add_formula(data.text(parameter.name), data.text(parameter.formula));
}

}  // namespace

StoredAmounts::StoredAmounts(const InventoryData& data, const FormulaDialect& dialect,
                             Findings& findings)
    : data_(data), dialect_(dialect), findings_(findings), globals_(dialect) {}

void StoredAmounts::add_global(const RawParameter& parameter) {
  add_to_scope(globals_, data_, parameter);
}

std::size_t StoredAmounts::compare(const RawProcess& process, const std::string& file) {
  stands_ = data_.what_stands(process.source);
  const auto parameters = data_.parameters.begin() + process.first_parameter;
  const auto exchanges = data_.exchanges.begin() + process.first_exchange;
  const auto has_formula = [](const auto& each) { return each.formula != no_text; };
  const bool any = std::any_of(parameters, parameters + process.num_parameters, has_formula) ||
                   std::any_of(exchanges, exchanges + process.num_exchanges, has_formula);
  if (!any) return 0;
  ParameterScope scope(dialect_, &globals_);
  std::for_each(parameters, parameters + process.num_parameters,
                [&](const RawParameter& each) { add_to_scope(scope, data_, each); });
  for (auto each = exchanges; each != exchanges + process.num_exchanges; ++each) {
    if (each->variable != no_text) scope.add(data_.text(each->variable), each->amount);
    if (dialect_.language == FormulaLanguage::ecospold2)
      scope.add(formula_reference(data_.text(each->own_id)), each->amount);
  }
  std::size_t count = 0;
  for (auto each = parameters; each != parameters + process.num_parameters; ++each) {
    if (!has_formula(*each)) continue;
    const std::string what =
        fmt::format("parameter '{}' of '{}'", data_.text(each->name), data_.text(process.name));
    count += compare_one(scope, data_.text(each->formula), each->value, what, {file, 0, 0}) ? 1 : 0;
  }
  for (auto each = exchanges; each != exchanges + process.num_exchanges; ++each) {
    if (!has_formula(*each)) continue;
    const std::string what =
        fmt::format("exchange {} of '{}'", each->line, data_.text(process.name));
    count +=
        compare_one(scope, data_.text(each->formula), each->amount, what, {file, 0, 0}) ? 1 : 0;
  }
  return count;
}

bool StoredAmounts::compare_one(ParameterScope& scope, std::string_view formula, double stored,
                                const std::string& what, const Place& place) {
  return compare_with_formula(scope, formula, stored, what, stands_, place, findings_);
}

bool compare_with_formula(ParameterScope& scope, std::string_view formula, double stored,
                          const std::string& what, std::string_view stands, const Place& place,
                          Findings& findings) {
  std::string why;
  const std::optional<double> value = scope.evaluate(formula, why);
  const std::string_view shown = formula.substr(0, shown_characters);
  if (!value) {
    findings.add("W0696", place,
                 fmt::format("the formula '{}' of {} cannot be worked out: {}", shown, what, why),
                 "the stored value stands");
    return false;
  }
  if (std::abs(*value - stored) > StoredAmounts::tolerance * std::abs(stored)) {
    findings.add("W0695", place,
                 fmt::format("{} is {}, and its formula '{}' gives {}", what, format_exact(stored),
                             shown, format_exact(*value)),
                 std::string(stands));
  }
  return true;
}

}  // namespace plume
