// SPDX-License-Identifier: Apache-2.0
// Between which values an exchange's number lies in all but one of some ten thousand draws: how far
// it may leave its static value, and whether it keeps its sign. Conservative: what is not known to
// be narrow is called wide.
//
//     const PlausibleRange range = plausible_range(model, exchange);
//     if (range.is_wide(exchange.static_value())) …;
#pragma once

#include "host/model/model.hpp"

namespace plume {

struct PlausibleRange {
  double low = 0.0, high = 0.0;  ///< of sign · factor · draw
  bool bounded = true;           ///< false: nothing is known of the size

  /// More than `wide_ratio` times the static size is plausible.
  [[nodiscard]] bool is_wide(double static_value) const;
  /// How far it reaches to the other side of zero, as a share of its static size: 0 where it keeps
  /// its sign, at most 1.
  [[nodiscard]] double opposed(double static_value) const;
  /// How far a draw goes from the static value, over how many standard deviations that plausibly
  /// is: a standard deviation, generously where the tail is long. Infinite where nothing is known.
  [[nodiscard]] double spread(double static_value) const;
};

inline constexpr double wide_ratio = 100.0;

[[nodiscard]] PlausibleRange plausible_range(const Model& model, const Exchange& exchange);

}  // namespace plume
