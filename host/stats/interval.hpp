// SPDX-License-Identifier: Apache-2.0
// How well a run knows a quantile: its Monte Carlo standard error, independent iterations.
//
// The sample quantile at p has the asymptotic standard error √(p(1 − p)/n) ÷ f, where f is the
// density at the quantile. 1/f is estimated as the slope of the sample quantile function between
// the ends of Woodruff's interval, the levels p ± 1.96 √(p(1 − p)/n). Source: Woodruff (1952),
// "Confidence intervals for medians and other position measures", J. Am. Stat. Assoc. 47, 635-646.
// Use:
//
//     std::sort(samples.begin(), samples.end());
//     const double error = quantile_se(samples, 0.975);
//
// Where the distribution has atoms (switches, deliveries, categories), there is no slope: the
// quantile function is flat on an atom, and jumps beside it. Then the standard error is what lets
// the confidence interval reach both ends of Woodruff's, which is 0 well inside an atom and wide at
// its edge.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <utility>
#include <vector>

#include "host/stats/replicates.hpp"

namespace plume {

/// Standard error of quantile_of_sorted(sorted, p). NaN where there is none: fewer than two values,
/// or p not inside (0, 1). Rests on a sample that reaches beyond the level: n p (1 − p) of about 5
/// or more.
[[nodiscard]] double quantile_se(std::span<const double> sorted, double p);

/// The levels at which quantile_se reads the sorted sample of `size` values.
[[nodiscard]] std::pair<double, double> woodruff_levels(std::size_t size, double p);

/// √(p(1 − p)/n): standard error of the share of a sample below its quantile at p.
[[nodiscard]] double share_se(std::size_t size, double p);

/// The same of a sample of which only `quantile_at(level)` is known.
template <class QuantileAt>
[[nodiscard]] double quantile_se(std::size_t size, double p, QuantileAt quantile_at) {
  if (size < 2 || !(p > 0.0 && p < 1.0)) return std::numeric_limits<double>::quiet_NaN();
  const auto [lower, upper] = woodruff_levels(size, p);
  return share_se(size, p) * ((quantile_at(upper) - quantile_at(lower)) / (upper - lower));
}

/// Woodruff's interval of one quantile, and whether a share of it that counts is a single value.
struct QuantileWindow {
  double at = 0.0, lower = 0.0, upper = 0.0;
  bool has_atom = false;
};

/// Of values that place_quantiles() has put right at `p` and the two woodruff_levels().
[[nodiscard]] QuantileWindow quantile_window(std::span<const double> placed, double p);

/// Scores of `window` in Woodruff's interval that have to be the same to count as an atom: those of
/// rounded draws agree by chance now and then.
[[nodiscard]] std::uint64_t least_atom(std::uint64_t window);

/// `error`, or where there are atoms at least the standard error whose 95 % interval from
/// `replicates` parts reaches the ends of the window.
[[nodiscard]] double error_beside_atoms(double error, const QuantileWindow& window,
                                        std::uint64_t replicates);

/// Quantiles of each block of 1024 iterations and how far they spread, in one pass and in little
/// memory. The standard error of a block's quantile falls with the block's size as that of the
/// whole sample's does, so the average of B block quantiles is as well known as the quantile of
/// all.
class BlockQuantiles {
 public:
  explicit BlockQuantiles(std::span<const double> levels);

  void add(double value);  ///< next iteration's value; NaN advances the block without counting
  [[nodiscard]] std::size_t size() const { return levels_.size(); }
  [[nodiscard]] const BlockSpread& spread(std::size_t level) const { return spread_[level]; }
  /// Of the quantile function there: the average of the blocks' slopes between the ends of
  /// Woodruff's interval.
  [[nodiscard]] double slope(std::size_t level) const { return slope_[level].mean(); }

 private:
  std::vector<double> levels_;
  std::vector<BlockSpread> spread_, slope_;
  std::vector<double> open_;  ///< values of the block that is not full yet
  std::uint64_t num_iterations_ = 0;
};

}  // namespace plume
