// SPDX-License-Identifier: Apache-2.0
// From an exchange and its uncertainty to what the engine draws: a fixed number, a plain fp32 draw
// or a wide fp64 one, and possibly presampled columns over it. Every factor (sign, unit conversion,
// power-of-two scaling) is folded in here.
#pragma once

#include <cstdint>
#include <optional>

#include "host/compile/draw_moments.hpp"
#include "host/compile/quantile_tables.hpp"
#include "host/formula/formula_program.hpp"
#include "host/model/model.hpp"
#include "kernels/api/problem_view.hpp"

namespace plume {

struct LowerOptions {
  bool fp32_values = true;  ///< drawn values are rounded to fp32; fixed ones never
  /// where tables are made; needed for distributions without a closed form
  QuantileTables* tables = nullptr;
};

struct LoweredExchange {
  enum class Kind { fixed, lognormal, normal, wide } kind = Kind::fixed;
  double fixed = 0.0;  ///< the value, for Kind::fixed
  PlainDraw plain{};   ///< key, a, b; target and row are the caller's
  WideDraw wide{};
  DrawMoments moments{};           ///< where the compiler was asked for them
  std::optional<ArrayDraw> array;  ///< presampled columns; NaN among them leaves the above
  /// what drawn parameters make of the amount, over the above or times it; target is the caller's
  std::optional<FormulaStore> formula;
  bool keeps_slot = false;  ///< a member of a composition, which owns a slot even where it is fixed
};

/// `scale` multiplies sign · factor. `draw` false: the static amount whatever the uncertainty or
/// array. `array_offset` is where the exchange's array starts in ProblemView::array_values.
[[nodiscard]] LoweredExchange lower(const Model& model, const Exchange& exchange, double scale,
                                    bool draw, const LowerOptions& options,
                                    const std::vector<std::uint64_t>& array_offset);

/// Φ(z), with full relative accuracy in the lower tail.
[[nodiscard]] double normal_cdf(double z);

}  // namespace plume
