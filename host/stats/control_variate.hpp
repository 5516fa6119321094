// SPDX-License-Identifier: Apache-2.0
// Estimates that make use of a control variate L of known mean 0 (kernels/solve/control.hpp).
//
//   mean        h̄ − β L̄                        β = Σ (h − h̄)(L − L̄) / Σ (L − L̄)²; L̄ over all iterations, also those without score
//   quantile p  Q(p + β (Ĝ − G))                Ĝ the share of iterations with L ≤ l, G = P(L ≤ l) known, β that of the indicators
//                                              1{h ≤ Q(p)} on 1{L ≤ l}; Q the sample quantile
//
// The standard errors are those of what is left, d = (h − h̄) − β L or its indicator form: from single iterations where these are
// independent, from the means of whole blocks where a design ties them (host/stats/replicates.hpp). Estimating β biases the
// mean by a term of order 1/n, below its standard error by √n. The gain is the variance of the plain estimate divided by that
// of the controlled one, both estimated so.
// Sources: Nelson (1990), "Control variate remedies", Oper. Res. 38; Hsu & Nelson (1990), "Control variates for quantile
// estimation", Manag. Sci. 36.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <span>

#include "host/stats/summary.hpp"

namespace plume {

/// The median first, then quantile_levels.
inline constexpr std::size_t num_control_levels = quantile_levels.size() + 1;
[[nodiscard]] constexpr double control_level(std::size_t i) { return i == 0 ? 0.5 : quantile_levels[i - 1]; }

/// What is known of L before the run: its quantiles at control_level(i), from a sample of its own.
struct KnownControl {
  std::array<double, num_control_levels> quantile{};
  double sample_size =
      std::numeric_limits<double>::infinity();  ///< of that sample: P(L ≤ quantile) = level within its error
};

struct ControlledSummary {
  double mean = std::numeric_limits<double>::quiet_NaN();
  double se_mean = std::numeric_limits<double>::quiet_NaN();
  double gain = std::numeric_limits<double>::quiet_NaN();  ///< of the mean
  double beta = std::numeric_limits<double>::quiet_NaN();
  /// By control_level.
  std::array<double, num_control_levels> quantile{}, se_quantile{}, quantile_gain{};
};

/// `scores` and `controls` of one output in iteration order; NaN marks iterations without a score. All NaN for fewer than three
/// scores; where L never differs, the plain estimates with a gain of 1.
[[nodiscard]] ControlledSummary controlled_summary(std::span<const double> scores, std::span<const double> controls,
                                                   const KnownControl& known, std::uint64_t replicate_length);

}  // namespace plume
