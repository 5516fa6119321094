// SPDX-License-Identifier: Apache-2.0
// Estimates that make use of a control variate L of known mean 0 (kernels/solve/control.hpp).
//
//   mean        h̄ − β₁ L̄ − β₂ mean(L² − V)
//           β from the regression of h on L and L²; V = E[L²] known; means of L and L² over all
//                                              iterations, also those without a score
//   quantile p  Q(p + β (Ĝ − G))
//           Ĝ the share of iterations with L ≤ l, G = P(L ≤ l) known, β that of the indicators
//                                              1{h ≤ Q(p)} on 1{L ≤ l}; Q the sample quantile
//
// L² catches some of what is not linear: scores are products, so numbers that raise h also raise
// what others do to it. The standard errors are those of what is left, d = (h − h̄) − β₁ L − β₂ (L²
// − V) or its indicator form: from single iterations where these are independent, from the means of
// whole blocks where a design ties them (host/stats/replicates.hpp). Estimating β biases the mean
// by a term of order 1/n, below its standard error by √n. The gain is the variance of the plain
// estimate divided by that of the controlled one, both estimated so.
//
// Where h or L has atoms (switches, deliveries, categories) P(L ≤ l) jumps at them: the level of l
// is not known, and a shifted level would read a value beside an atom that no iteration can have.
// Such a quantile is refused: NaN, with its error and its gain. Sources: Nelson (1990), "Control
// variate remedies", Oper. Res. 38; Hsu & Nelson (1990), "Control variates for quantile
// estimation", Manag. Sci. 36.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <limits>
#include <span>
#include <vector>

#include "host/stats/summary.hpp"

namespace plume {

/// Those of levels_with_median.
inline constexpr std::size_t num_control_levels = levels_with_median.size();
[[nodiscard]] constexpr double control_level(std::size_t i) { return levels_with_median[i]; }

/// What is known of L before the run: its quantiles at control_level(i), from a sample of its own.
struct KnownControl {
  std::array<double, num_control_levels> quantile{};
  /// V; NaN: not known, L² is not used
  double variance = std::numeric_limits<double>::quiet_NaN();
  /// of that sample: P(L ≤ quantile) = level within its error
  double sample_size = std::numeric_limits<double>::infinity();
};

/// Where the controls of a run come from when its estimates are made.
struct ControlSource {
  std::vector<KnownControl> known;  ///< [demand][category]
  /// Fills controls [iteration][demand][category] of consecutive iterations.
  std::function<void(std::uint64_t first, std::uint64_t count, double* controls)> controls;
};

struct ControlledSummary {
  double mean = std::numeric_limits<double>::quiet_NaN();
  double se_mean = std::numeric_limits<double>::quiet_NaN();
  double gain = std::numeric_limits<double>::quiet_NaN();         ///< of the mean
  double beta = std::numeric_limits<double>::quiet_NaN();         ///< of L
  double beta_square = std::numeric_limits<double>::quiet_NaN();  ///< of L² − V
  /// By control_level; NaN beside a mean that is known: refused on account of atoms.
  std::array<double, num_control_levels> quantile{}, se_quantile{}, quantile_gain{};
};

/// `scores` and `controls` of one output in iteration order; NaN marks iterations without a score.
/// All NaN for fewer than three scores; where L never differs, the plain estimates with a gain of
/// 1.
[[nodiscard]] ControlledSummary controlled_summary(std::span<const double> scores,
                                                   std::span<const double> controls,
                                                   const KnownControl& known,
                                                   std::uint64_t replicate_length);

}  // namespace plume
