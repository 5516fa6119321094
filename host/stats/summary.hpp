// SPDX-License-Identifier: Apache-2.0
// The published figures of one output (one demand × one category).
#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace plume {

/// Levels of the published quantiles.
inline constexpr std::array<double, 6> quantile_levels = {0.025, 0.05, 0.25, 0.75, 0.95, 0.975};

struct Summary {
  std::uint64_t count = 0;  ///< iterations with a score
  double mean = 0.0;
  double se_mean = 0.0;  ///< Monte Carlo error of the mean: how well the run knows it, not how uncertain h is
  double sd = 0.0;       ///< n − 1
  double median = 0.0;
  double minimum = 0.0;
  double maximum = 0.0;
  std::array<double, quantile_levels.size()> quantiles{};  ///< type 7 (linear interpolation), at quantile_levels
};

/// Quantile of a sorted sample at level p in [0, 1], Hyndman & Fan type 7 (R, NumPy and openLCA default).
/// NaN for an empty sample and for p outside [0, 1].
[[nodiscard]] double quantile_of_sorted(std::span<const double> sorted, double p);

/// Figures of one output from its samples in iteration order; NaN marks iterations without a score. Empty: all NaN.
[[nodiscard]] Summary summarise(std::span<const double> samples);

/// The same figures without a copy of the samples, whose order is lost: for columns that fill the memory.
[[nodiscard]] Summary summarise_in_place(std::span<double> samples);

}  // namespace plume
