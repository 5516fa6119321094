// SPDX-License-Identifier: Apache-2.0
// What the units of its names make of a formula: which unit its value is in, and what in it does
// not fit. Nothing is converted here or anywhere: formulas work with the numbers as they are
// written, so that kg + t is as wrong as kg + m.
//
//     std::string why;
//     // t*km of "load * distance"
//     const auto unit = unit_of_formula(formula, {named_unit("t"), named_unit("km")}, why);
//     // "adds 't' to 'km'" of "load + distance"
//     if (!why.empty()) tell(why);
//
// A number in a formula, and a name without a unit, is of an unknown unit: it may be a count, a
// share, or turn one unit into another. An unknown part makes a product unknown; in a sum it takes
// the unit of the others. What is unknown fits everything.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/formula/formula.hpp"
#include "host/units/units.hpp"

namespace plume {

/// A unit as it is written, and what it means.
struct FormulaUnit {
  std::string text;
  MeasureUnit unit;
};

/// Nothing where the text is empty or no unit that is known: unknown.
[[nodiscard]] std::optional<FormulaUnit> named_unit(std::string_view text);

/// Of the formula, from those of formula.names(). `why` says the first thing that does not fit, if
/// any.
[[nodiscard]] std::optional<FormulaUnit> unit_of_formula(
    const Formula& formula, const std::vector<std::optional<FormulaUnit>>& of_names,
    std::string& why);

/// Why a value of the unit cannot stand for an amount in the other: "gives 'kg*km', 0.001 of
/// 't*km'". Empty where it can, or one is unknown.
[[nodiscard]] std::string unit_mismatch(const std::optional<FormulaUnit>& given,
                                        const std::optional<FormulaUnit>& wanted);

}  // namespace plume
