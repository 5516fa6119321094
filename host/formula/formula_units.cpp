// SPDX-License-Identifier: Apache-2.0
#include "host/formula/formula_units.hpp"

#include <fmt/format.h>

#include <cmath>
#include <utility>

namespace plume {
namespace {

using Unit = std::optional<FormulaUnit>;

constexpr double same = 1e-9;  ///< factors that differ by less, relative to themselves, are one

bool is_pure(const MeasureUnit& unit) { return same_dimension(unit, MeasureUnit{}); }

bool is_one(const MeasureUnit& unit) { return is_pure(unit) && std::abs(unit.factor - 1.0) < same; }

bool fits(const FormulaUnit& a, const FormulaUnit& b) {
  return same_dimension(a.unit, b.unit) && std::abs(a.unit.factor / b.unit.factor - 1.0) < same;
}

/// "a/b" as a divisor: "(a/b)".
std::string in_brackets(const std::string& text) {
  return text.find_first_of("*/ ") == std::string::npos ? text : "(" + text + ")";
}

class Walker {
 public:
  Walker(const std::vector<Unit>& of_names, std::string& why) : of_names_(of_names), why_(why) {}

  Unit walk(const Formula& formula) {
    const std::vector<Formula::Step>& code = formula.code();
    for (const Formula::Step& step : code) {
      Operand made;
      if (step.op == FormulaOp::number) {
        made.number = step.value;
      } else if (step.op == FormulaOp::name) {
        made.unit = of_names_[step.index];
      } else {
        const auto count = static_cast<std::size_t>(formula_operands(step.op));
        const std::vector<Operand> operands(stack_.end() - static_cast<std::ptrdiff_t>(count),
                                            stack_.end());
        stack_.resize(stack_.size() - count);
        made.unit = apply(step.op, operands);
        if (step.op == FormulaOp::negate && operands[0].number) made.number = -*operands[0].number;
      }
      stack_.push_back(std::move(made));
    }
    return stack_.back().unit;
  }

 private:
  struct Operand {
    Unit unit;
    std::optional<double> number;  ///< that is written there
  };

  void tell(std::string problem) {
    if (why_.empty()) why_ = std::move(problem);
  }

  Unit apply(FormulaOp op, const std::vector<Operand>& of) {
    switch (op) {
      case FormulaOp::negate:
      case FormulaOp::absolute:
        return of[0].unit;
      case FormulaOp::add:
        return together(of[0].unit, of[1].unit, "adds");
      case FormulaOp::subtract:
        return together(of[0].unit, of[1].unit, "subtracts");
      case FormulaOp::minimum:
      case FormulaOp::maximum:
        return together(of[0].unit, of[1].unit, "compares");
      case FormulaOp::select:
        return together(of[1].unit, of[2].unit, "chooses between");
      case FormulaOp::multiply:
        return product(of[0].unit, of[1].unit);
      case FormulaOp::divide:
        return quotient(of[0].unit, of[1].unit);
      case FormulaOp::square:
        return product(of[0].unit, of[0].unit);
      case FormulaOp::power:
        return power(of[0].unit, of[1]);
      case FormulaOp::exponential:
      case FormulaOp::natural_log:
      case FormulaOp::decimal_log:
      case FormulaOp::sine:
      case FormulaOp::cosine:
      case FormulaOp::tangent:
        if (of[0].unit && !is_pure(of[0].unit->unit))
          tell(fmt::format("takes an exponential, logarithm or angle of '{}'", of[0].unit->text));
        return {};
      case FormulaOp::less:
      case FormulaOp::less_equal:
      case FormulaOp::greater:
      case FormulaOp::greater_equal:
      case FormulaOp::equal:
      case FormulaOp::not_equal:
        (void)together(of[0].unit, of[1].unit, "compares");
        return {};
      default:
        return {};
    }
  }

  Unit together(const Unit& a, const Unit& b, std::string_view verb) {
    if (a && b && !fits(*a, *b))
      tell(fmt::format("{} '{}' and '{}' as they are", verb, a->text, b->text));
    return a ? a : b;
  }

  static Unit product(const Unit& a, const Unit& b) {
    if (!a || !b) return {};
    if (is_one(a->unit)) return b;
    if (is_one(b->unit)) return a;
    return FormulaUnit{a->text + "*" + b->text, a->unit * b->unit};
  }

  static Unit quotient(const Unit& a, const Unit& b) {
    if (!a || !b) return {};
    if (is_one(b->unit)) return a;
    return FormulaUnit{a->text + "/" + in_brackets(b->text), a->unit / b->unit};
  }

  static Unit power(const Unit& base, const Operand& exponent) {
    constexpr double highest = 6.0;
    if (!base || !exponent.number || *exponent.number != std::floor(*exponent.number) ||
        *exponent.number < 1.0 || *exponent.number > highest)
      return {};
    Unit made = base;
    for (double k = 1.0; k < *exponent.number; ++k) made = product(made, base);
    return made;
  }

  const std::vector<Unit>& of_names_;
  std::string& why_;
  std::vector<Operand> stack_;
};

}  // namespace

std::optional<FormulaUnit> named_unit(std::string_view text) {
  if (text.empty()) return {};
  std::optional<MeasureUnit> unit = parse_unit(text);
  if (!unit || unit->is_unknown) return {};
  return FormulaUnit{std::string(text), std::move(*unit)};
}

std::optional<FormulaUnit> unit_of_formula(const Formula& formula,
                                           const std::vector<std::optional<FormulaUnit>>& of_names,
                                           std::string& why) {
  return Walker(of_names, why).walk(formula);
}

std::string unit_mismatch(const std::optional<FormulaUnit>& given,
                          const std::optional<FormulaUnit>& wanted) {
  if (!given || !wanted || fits(*given, *wanted)) return {};
  if (!same_dimension(given->unit, wanted->unit))
    return fmt::format("gives '{}', which is no '{}'", given->text, wanted->text);
  return fmt::format("gives '{}', each of which is {:.6g} '{}'", given->text,
                     given->unit.factor / wanted->unit.factor, wanted->text);
}

}  // namespace plume
