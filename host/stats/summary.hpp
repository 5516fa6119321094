// SPDX-License-Identifier: Apache-2.0
// The published figures of one output (one demand × one category).
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <span>

#include "host/stats/order_statistics.hpp"

namespace plume {

/// Levels of the published quantiles.
inline constexpr std::array<double, 6> quantile_levels = {0.025, 0.05, 0.25, 0.75, 0.95, 0.975};
inline constexpr std::size_t lower95 = 0,
                             /// of quantile_levels: ends of the 95 % interval
    upper95 = quantile_levels.size() - 1;
static_assert(quantile_levels[lower95] == 0.025 && quantile_levels[upper95] == 0.975);
/// The median first, then quantile_levels.
inline constexpr std::array<double, quantile_levels.size() + 1> levels_with_median = [] {
  std::array<double, quantile_levels.size() + 1> levels{0.5};
  for (std::size_t i = 0; i < quantile_levels.size(); ++i) levels[i + 1] = quantile_levels[i];
  return levels;
}();

struct Summary {
  std::uint64_t count = 0;  ///< iterations with a score
  double mean = 0.0;
  /// Monte Carlo error of the mean: how well the run knows it, not how uncertain h is; NaN: not
  /// known
  double se_mean = 0.0;
  double sd = 0.0;  ///< n − 1
  double median = 0.0;
  double minimum = 0.0;
  double maximum = 0.0;
  /// type 7 (linear interpolation), at quantile_levels
  std::array<double, quantile_levels.size()> quantiles{};

  double se_median = std::numeric_limits<double>::quiet_NaN();
  std::array<double, quantile_levels.size()> se_quantiles = unknown_quantiles();
  /// Independent parts that all standard errors rest on: iterations with a score, or whole blocks
  /// of a design that ties iterations to each other. A 95 % confidence interval is
  /// confidence_interval(mean, se_mean, replicates).
  std::uint64_t replicates = 0;

  [[nodiscard]] static constexpr std::array<double, quantile_levels.size()> unknown_quantiles() {
    std::array<double, quantile_levels.size()> all{};
    all.fill(std::numeric_limits<double>::quiet_NaN());
    return all;
  }
};

/// Figures of one output from its samples in iteration order; NaN marks iterations without a score.
/// Empty: all NaN. `replicate_length`: see host/stats/replicates.hpp; of a block design a standard
/// error is NaN, not known, for fewer than two whole blocks.
[[nodiscard]] Summary summarise(std::span<const double> samples, std::uint64_t replicate_length);

/// The same figures without a copy of the samples, whose order is lost: for columns that fill the
/// memory.
[[nodiscard]] Summary summarise_in_place(std::span<double> samples, std::uint64_t replicate_length);

}  // namespace plume
