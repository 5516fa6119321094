// SPDX-License-Identifier: Apache-2.0
// When a run knows enough: the rules of [stop], asked over all outputs at once and at the ends of
// blocks only, so that the answer is the same for every batch size, thread count and device.
//
//     PrecisionMonitor monitor(target, num_demands, num_categories, replicate_length("lhs"));
//     // consecutive iterations, [iteration][demand][category]
//     monitor.add(scores);
//     if (monitor.reached()) stop();                // false between the ends of blocks
//     // a line a rule, with the output that is farthest from it
//     totals.precision = monitor.achieved();
//
// Nothing is sorted twice and nothing is kept but sums: the standard error of a quantile is the
// spread of the quantiles of the blocks (host/stats/interval.hpp), whatever the design. Three
// rules, each off where its limit is 0:
//
//   relative_se_mean        standard error of the mean ÷ |mean|
//   quantile_half_width     half of the 95 % confidence interval of each quantile, ÷ |quantile| or
//                           in the score's own unit
//   comparison_half_width   half of the 95 % confidence interval of P(score of A < score of B), in
//                           each category
//
// In a design of blocks the errors hold what the spread of blocks does not show
// (host/stats/strata.hpp), as far as it is known without the samples: an output that moves in steps
// is never known exactly, since blocks may agree by chance.
//
// A rule that rests on blocks is not asked before eight of them: the spread of fewer is small by
// chance too often.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <utility>
#include <vector>

#include "host/stats/interval.hpp"
#include "host/stats/moments.hpp"
#include "host/stats/strata.hpp"

namespace plume {

enum class WidthScale : std::uint8_t { relative, absolute };

/// Stop as soon as every output is known this well.
struct PrecisionTarget {
  double relative_se_mean = 0.0;
  std::uint64_t min_iterations = statistics_block;
  std::vector<double> quantiles = {};  ///< levels
  double quantile_half_width = 0.0;
  WidthScale quantile_scale = WidthScale::relative;
  double comparison_half_width = 0.0;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> comparisons = {};  ///< pairs of demands

  [[nodiscard]] bool any() const {
    return relative_se_mean > 0.0 || (quantile_half_width > 0.0 && !quantiles.empty()) ||
           (comparison_half_width > 0.0 && !comparisons.empty());
  }
};

enum class PrecisionRule : std::uint8_t {
  relative_se_mean,
  quantile_half_width,
  comparison_half_width
};

/// Name in study files, results and reports.
[[nodiscard]] constexpr const char* name_of(PrecisionRule rule) {
  constexpr const char* names[] = {"relative_se_mean", "quantile_half_width",
                                   "comparison_half_width"};
  return names[static_cast<int>(rule)];
}

/// What one rule asked for and what the run has, at the output that is farthest from it.
struct AchievedPrecision {
  PrecisionRule rule = PrecisionRule::relative_se_mean;
  double wanted = 0.0;
  double reached = std::numeric_limits<double>::quiet_NaN();  ///< NaN: not known
  std::uint32_t demand = 0;
  std::uint32_t category = 0;
  std::uint32_t other_demand = 0;                           ///< of a comparison
  double level = std::numeric_limits<double>::quiet_NaN();  ///< of a quantile
  WidthScale scale = WidthScale::relative;                  ///< of a quantile's half-width
};

/// P(A < B) of one pair and category.
class PairComparison {
 public:
  void add(double a, double b);  ///< next iteration; NaN advances the block without counting
  /// Half-width of the 95 % confidence interval: Wilson's for independent iterations, Student's
  /// from the blocks' shares otherwise, together with the three of all iterations that blocks which
  /// agree may have missed. NaN: not known.
  [[nodiscard]] double half_width(std::uint64_t replicate_length) const;
  [[nodiscard]] double share() const;  ///< NaN without a score of both

 private:
  std::uint64_t below_ = 0, count_ = 0, open_below_ = 0, open_count_ = 0, num_iterations_ = 0;
  BlockSpread shares_;
};

class PrecisionMonitor {
 public:
  PrecisionMonitor(PrecisionTarget target, std::size_t num_demands, std::size_t num_categories,
                   std::uint64_t replicate_length);

  void add(std::span<const double> scores);

  /// Whether every rule is met, at the end of a block and after the least number of iterations.
  /// False without a rule.
  [[nodiscard]] bool reached() const;
  /// in the order of the rules above
  [[nodiscard]] std::vector<AchievedPrecision> achieved() const;
  [[nodiscard]] std::uint64_t num_iterations() const { return num_iterations_; }

  static constexpr std::uint64_t least_blocks = 8;

 private:
  [[nodiscard]] double error_of_mean(std::size_t output) const;
  [[nodiscard]] double error_of_quantile(std::size_t output, std::size_t level) const;
  [[nodiscard]] AchievedPrecision worst_mean() const;
  [[nodiscard]] AchievedPrecision worst_quantile() const;
  [[nodiscard]] AchievedPrecision worst_comparison() const;

  PrecisionTarget target_;
  std::size_t num_demands_;
  std::size_t num_categories_;
  std::uint64_t replicate_length_;
  std::uint64_t num_iterations_ = 0;
  std::vector<BlockedMoments> moments_;      ///< [demand][category]
  std::vector<FewValues> values_;            ///< [demand][category], of a design of blocks
  std::vector<BlockQuantiles> quantiles_;    ///< [demand][category]
  std::vector<PairComparison> comparisons_;  ///< [pair][category]
};

}  // namespace plume
