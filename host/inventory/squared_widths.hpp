// SPDX-License-Identifier: Apache-2.0
// Error propagation (IPCC 2006 Guidelines, volume 1, chapter 3, Approach 1) for the half-width of a
// 95 % interval and for each of its sides, in percent squared: independent relative widths of a
// product add up in squares.
//
//     SquaredWidths widths;
//     widths.add(SquaredWidths(factor.uncertainty, factor.value), 1.0);
//     record.u95_factor = std::sqrt(widths.half);
#pragma once

#include <optional>

#include "host/inventory/amount_uncertainty.hpp"

namespace plume {

struct SquaredWidths {
  double half = 0.0, lower = 0.0, upper = 0.0;
  SquaredWidths() = default;
  /// `written_percent`: the half-width that a cell says; a lognormal of 150 % has a 95 % interval
  /// of another width.
  SquaredWidths(const Uncertainty& uncertainty, double value,
                std::optional<double> written_percent = {}) {
    const PercentEnds ends = ends95_percent(uncertainty, value);
    const double u = written_percent.value_or((ends.upper - ends.lower) / 2.0);
    half = u * u;
    lower = ends.lower * ends.lower;
    upper = ends.upper * ends.upper;
  }
  /// What moves the result by `elasticity` percent for one percent of its own; where that is below
  /// 0 the sides change places.
  void add(const SquaredWidths& other, double elasticity) {
    const double weight = elasticity * elasticity;
    half += weight * other.half;
    lower += weight * (elasticity < 0.0 ? other.upper : other.lower);
    upper += weight * (elasticity < 0.0 ? other.lower : other.upper);
  }
};

}  // namespace plume
