// SPDX-License-Identifier: Apache-2.0
// Formulas of amounts and parameters: parsed once into code for a stack machine, which has no
// branches (an IF computes all of its parts), and evaluated from the values of its names.
//
//     FormulaError error;
//     if (const auto formula = parse_formula("mass * (1 + loss)",
//     formula_dialect(FormulaLanguage::openlca), error))
//       formula->evaluate({15.0, 0.1});           // names() is {"mass", "loss"}
//
// Grammar, from loose to tight binding; each language has its own spelling of some:
// EcoSpold 2 has n% for hundredths, Ref('id') and UnitConversion(x, 'MJ', 'kWh') besides.
//     or xor | and | not | = <> < <= > >= | + - | * / div mod | unary + - | ^ (to the right) |
//     number, name, f(x; y), (…)
// Comparisons are 1 or 0. A quotient by 0, the root of −1 and what goes beyond the range of doubles
// are NaN, and so is all that is made of them, comparisons included, but for the branch that an IF
// does not take: for the caller to tell.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/base/formula_op.hpp"

namespace plume {

inline constexpr int longest_chain = 500;  ///< of parameters that each need the next

enum class FormulaLanguage : std::uint8_t { openlca, ecospold2, simapro, python };

/// What differs between languages.
struct FormulaDialect {
  FormulaLanguage language = FormulaLanguage::openlca;
  char decimal = '.';
  bool comma_separates = false;  ///< arguments: by ',' as well as by ';'
  bool ignores_case = true;      ///< of names
  /// How many of the second unit are in one of the first, for UnitConversion of EcoSpold 2; null:
  /// it is not known there.
  std::optional<double> (*unit_factor)(std::string_view from, std::string_view to) = nullptr;
};

/// The name by which a formula of EcoSpold 2 knows what Ref('id') and Ref('id', 'ProductionVolume')
/// lead to: "ref:id", "ref:id:productionvolume".
[[nodiscard]] std::string formula_reference(std::string_view id, std::string_view what = {});

/// SimaPro writes numbers with the decimal sign that the header of its file names; where that is
/// the comma, only ';' separates arguments.
[[nodiscard]] FormulaDialect formula_dialect(FormulaLanguage language, char decimal = '.');

struct FormulaError {
  std::size_t at = 0;  ///< byte of the text, from 0
  std::string why;     ///< "a ')' is missing"
};

/// How many operands an operation has: one to three; numbers and names have none.
[[nodiscard]] int formula_operands(FormulaOp op);

/// op(a, b, c); operands that it lacks are not looked at. NaN where there is no value, and where an
/// operand is none: but for the branch of a select() that is not taken.
[[nodiscard]] double formula_value(FormulaOp op, double a, double b, double c);

class Formula {
 public:
  struct Step {
    FormulaOp op = FormulaOp::number;
    std::uint32_t index = 0;  ///< of a name
    double value = 0.0;       ///< of a number
  };
  /// Names in the order they are met, each once; in lower case where the language ignores case.
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }
  [[nodiscard]] const std::vector<Step>& code() const { return code_; }
  /// `values` belong to names(), one each.
  [[nodiscard]] double evaluate(const std::vector<double>& values) const;

 private:
  friend class FormulaParser;
  std::vector<Step> code_;
  std::vector<std::string> names_;
};

/// Nothing, with the error, where the text is no formula of the language. Deeper than 256 levels is
/// an error, too.
[[nodiscard]] std::optional<Formula> parse_formula(std::string_view text,
                                                   const FormulaDialect& dialect,
                                                   FormulaError& error);

/// π and e of the languages that have them; a parameter of that name comes first.
[[nodiscard]] std::optional<double> formula_constant(std::string_view name);

}  // namespace plume
