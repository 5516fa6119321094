// SPDX-License-Identifier: Apache-2.0
// What formulas can do, and one step of a program of formulas: the same for the host, which makes
// programs, and for the lanes, which run them.
#pragma once

#include <cstdint>

namespace plume {

enum class FormulaOp : std::uint32_t {
  number,
  name,  ///< of formulas; in programs a drawn parameter, which is in its register already
  negate,
  logical_not,
  add,
  subtract,
  multiply,
  divide,
  power,
  modulo,          ///< with the sign of the first, as Delphi and openLCA have it
  floored_modulo,  ///< with the sign of the second, as Python has it
  whole_quotient,
  less,
  less_equal,
  equal,
  not_equal,
  greater,
  greater_equal,
  logical_and,
  logical_or,
  logical_xor,
  select,
  minimum,
  maximum,
  absolute,
  square,
  root,
  exponential,
  natural_log,
  decimal_log,
  sine,
  cosine,
  tangent,
  cotangent,
  arc_sine,
  arc_cosine,
  arc_tangent,
  sine_h,
  cosine_h,
  tangent_h,
  floor,
  ceiling,
  round,            ///< halves away from zero
  round_half_even,  ///< as Python has it
  truncate,
  fraction,
  store  ///< of programs alone: into the slot of an amount
};

/// target = op(a, b, c). Operands are registers of the lane, or constants where the top bit is set;
/// those that an operation lacks are its first. store: slot[target] = a · b; with c = 1 times what
/// the slot held.
struct FormulaStep {
  FormulaOp op = FormulaOp::number;
  std::uint32_t target = 0;
  std::uint32_t a = 0, b = 0, c = 0;
};
inline constexpr std::uint32_t formula_constant_bit = 0x80000000u;

}  // namespace plume
