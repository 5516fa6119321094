// SPDX-License-Identifier: Apache-2.0
// Which line of an inventory to measure better: by how much the 95 % interval of the total would
// shrink, on average, if the line were known exactly.
//
//     // lines[k][i], total[i]: line k and the total in iteration i
//     const auto ranked = what_to_measure(lines, total);
//     // 0.7: the interval would be 70 % narrower
//     ranked.front().line, ranked.front().expected_drop
//
// Knowing the line means: the total given the line's value. Iterations are sorted by the line and
// cut into bins of equal count; in each the least-squares line of the total on the line is taken
// away (what is left of the line's own width) and the interval's width of the rest is read.
// Quantiles of a few hundred values are nearer to each other than those of many, by about 1 %: so
// the average of the widths is compared with what the same bins give for a line that tells nothing,
// the same one in a shuffled order. Lines that depend on each other (the same meter, the same
// factor) are credited with what they tell of one another. The error is that of the quantiles.
//
// A drop within three of these errors is nothing that widths can tell. There the first-order value
// stands for it, 1 − √(1 − r²), r being the correlation of line and total: its error is far
// smaller, (r² less 1/n for what chance correlates).
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace plume {

struct MeasuringGain {
  std::size_t line = 0;
  /// covariance of line and total ÷ variance of the total; sums to 1 over all terms of the total
  double variance_share = 0.0;
  /// of the width of the 95 % interval, as a share; 0 within its error: nothing to gain
  double expected_drop = 0.0;
  double expected_drop_se = 0.0;  ///< standard error of the run
};

/// Largest drop first. A NaN anywhere in an iteration leaves it out for that line. Fewer than 400
/// iterations: empty, since the ends of an interval need more.
[[nodiscard]] std::vector<MeasuringGain> what_to_measure(
    std::span<const std::span<const double>> lines, std::span<const double> total);

}  // namespace plume
