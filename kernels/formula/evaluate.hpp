// SPDX-License-Identifier: Apache-2.0
// Runs a program of formulas in the lanes of a group: registers hold the drawn parameters first,
// then what the steps make.
#pragma once

#include <cstddef>
#include <cstdint>

#include "kernels/base/formula_op.hpp"
#include "kernels/base/pack.hpp"
#include "kernels/formula/functions.hpp"

PLUME_ISA_BEGIN

/// 1 where the mask is set, else 0.
template <int W>
PLUME_HD PLUME_INLINE Pack<double, W> truth_of(Pack<std::int64_t, W> mask) {
  return select(mask, splat<Pack<double, W>>(1.0), splat<Pack<double, W>>(0.0));
}

template <int W>
PLUME_HD PLUME_INLINE Pack<double, W> connective_of(FormulaOp op, Pack<double, W> a,
                                                    Pack<double, W> b) {
  const Pack<double, W> zero = splat<Pack<double, W>>(0.0);
  const auto all = splat<Pack<std::int64_t, W>>(-1);
  const auto left = (a == zero) ^ all, right = (b == zero) ^ all;
  if (op == FormulaOp::logical_and) return truth_of<W>(left & right);
  return truth_of<W>(op == FormulaOp::logical_or ? left | right : left ^ right);
}

template <int W>
PLUME_HD PLUME_INLINE Pack<double, W> comparison_of(FormulaOp op, Pack<double, W> a,
                                                    Pack<double, W> b) {
  const auto mask = op == FormulaOp::less         ? a < b
                    : op == FormulaOp::less_equal ? a <= b
                    : op == FormulaOp::equal      ? a == b
                    : op == FormulaOp::not_equal  ? a != b
                    : op == FormulaOp::greater    ? a > b
                                                  : a >= b;
  return truth_of<W>(mask);
}

/// One operation on numbers. What it makes of others means nothing: see formula_result().
template <int W>
PLUME_HD PLUME_INLINE Pack<double, W> raw_result(FormulaOp op, Pack<double, W> a, Pack<double, W> b,
                                                 Pack<double, W> c) {
  using F64 = Pack<double, W>;
  const F64 zero = splat<F64>(0.0);
  switch (op) {
    case FormulaOp::negate:
      return zero - a;
    case FormulaOp::logical_not:
      return truth_of<W>(a == zero);
    case FormulaOp::add:
      return a + b;
    case FormulaOp::subtract:
      return a - b;
    case FormulaOp::multiply:
      return a * b;
    case FormulaOp::divide:
      return a / b;
    case FormulaOp::power:
      return power_of<W>(a, b);
    case FormulaOp::modulo:
      return modulo_of<W>(a, b);
    case FormulaOp::floored_modulo:
      return floored_modulo_of<W>(a, b);
    case FormulaOp::whole_quotient:
      return truncate_of<W>(a / b);
    case FormulaOp::less:
    case FormulaOp::less_equal:
    case FormulaOp::equal:
    case FormulaOp::not_equal:
    case FormulaOp::greater:
    case FormulaOp::greater_equal:
      return comparison_of<W>(op, a, b);
    case FormulaOp::logical_and:
    case FormulaOp::logical_or:
    case FormulaOp::logical_xor:
      return connective_of<W>(op, a, b);
    case FormulaOp::select:
      return select(a == zero, c, b);
    case FormulaOp::minimum:
      return min(a, b);
    case FormulaOp::maximum:
      return max(a, b);
    case FormulaOp::absolute:
      return select(a < zero, zero - a, a);
    case FormulaOp::square:
      return a * a;
    case FormulaOp::root:
      return sqrt(a);
    case FormulaOp::exponential:
      return exp_of<W>(a);
    case FormulaOp::natural_log:
      return log_of<W>(a);
    case FormulaOp::decimal_log:
      return log10_of<W>(a);
    case FormulaOp::sine:
      return angle_of<W>(a).sine;
    case FormulaOp::cosine:
      return angle_of<W>(a).cosine;
    case FormulaOp::tangent: {
      const Angle<W> angle = angle_of<W>(a);
      return angle.sine / angle.cosine;
    }
    case FormulaOp::cotangent: {
      const Angle<W> angle = angle_of<W>(a);
      return angle.cosine / angle.sine;
    }
    case FormulaOp::arc_sine:
      return arc_sine_of<W>(a);
    case FormulaOp::arc_cosine:
      return arc_cosine_of<W>(a);
    case FormulaOp::arc_tangent:
      return arc_tangent_of<W>(a);
    case FormulaOp::sine_h:
      return sine_h_of<W>(a);
    case FormulaOp::cosine_h:
      return cosine_h_of<W>(a);
    case FormulaOp::tangent_h:
      return tangent_h_of<W>(a);
    case FormulaOp::floor:
      return floor_of<W>(a);
    case FormulaOp::ceiling:
      return zero - floor_of<W>(zero - a);
    case FormulaOp::round:
      return round_of<W>(a);
    case FormulaOp::round_half_even:
      return nearest_whole<W>(a);
    case FormulaOp::truncate:
      return truncate_of<W>(a);
    case FormulaOp::fraction:
      return a - truncate_of<W>(a);
    case FormulaOp::number:
    case FormulaOp::name:
    case FormulaOp::store:
      break;
  }
  return a;
}

/// What is no number, or beyond the range of doubles, is NaN, of one bit pattern on every device;
/// and so is all that is made of it, but for the branch that select() does not take.
template <int W>
PLUME_HD PLUME_INLINE Pack<double, W> formula_result(FormulaOp op, Pack<double, W> a,
                                                     Pack<double, W> b, Pack<double, W> c) {
  const Pack<double, W> zero = splat<Pack<double, W>>(0.0), result = raw_result<W>(op, a, b, c);
  // x − x is 0 for numbers alone. Operands that an operation lacks are its first.
  const auto numbers = op == FormulaOp::select ? a - a == zero : (a - a == zero) & (b - b == zero);
  return select(numbers & (result - result == zero), result, no_value<W>());
}

/// What a step reads: a constant, or a register.
template <int W, class Stride>
PLUME_HD PLUME_INLINE Pack<double, W> operand_of(std::uint32_t place, const double* constants,
                                                 const double* registers, Stride at) {
  return (place & formula_constant_bit) != 0
             ? splat<Pack<double, W>>(constants[place & ~formula_constant_bit])
             : load<Pack<double, W>>(registers + at(place));
}

/// Runs steps from `begin` on up to the next that stores, which it returns, or `end`. On a CPU a
/// function of its own: it is the same whatever slots hold.
template <int W, class Stride>
PLUME_HD PLUME_CALLED_ON_CPU std::uint32_t run_to_store(const FormulaStep* steps,
                                                        std::uint32_t begin, std::uint32_t end,
                                                        const double* constants, double* registers,
                                                        Stride at) {
  const auto operand = [&](std::uint32_t place) {
    return operand_of<W>(place, constants, registers, at);
  };
  std::uint32_t i = begin;
  for (; i < end && steps[i].op != FormulaOp::store; ++i) {
    const FormulaStep& step = steps[i];
    store(registers + at(step.target),
          formula_result<W>(step.op, operand(step.a), operand(step.b), operand(step.c)));
  }
  return i;
}

/// Runs steps for the lanes of a group. `registers` hold the drawn parameters and what earlier
/// steps made; stores go to `slots`.
template <class Value, int W, class Stride>
PLUME_HD void run_formulas(const FormulaStep* steps, std::uint32_t num_steps,
                           const double* constants, double* registers, Value* slots, Stride at) {
  for (std::uint32_t i = 0; i < num_steps; ++i) {
    i = run_to_store<W>(steps, i, num_steps, constants, registers, at);
    if (i == num_steps) return;
    const FormulaStep& step = steps[i];
    Value* const slot = slots + at(step.target);
    Pack<double, W> value = operand_of<W>(step.a, constants, registers, at) *
                            operand_of<W>(step.b, constants, registers, at);
    if (step.c != 0) value = value * convert<double>(load<Pack<Value, W>>(slot));
    store(slot, convert<Value>(value));
  }
}

PLUME_ISA_END
