// SPDX-License-Identifier: Apache-2.0
// Quantiles of a sample, and how to have some of them without sorting all of it.
//
//     place_quantiles(values, levels);                      // n log(number of levels), not n log n
//     const double q = quantile_of_sorted(values, 0.95);    // for a level among them
#pragma once

#include <span>

namespace plume {

/// Quantile of a sorted sample at level p in [0, 1], Hyndman & Fan type 7 (R, NumPy and openLCA
/// default). NaN for an empty sample and for p outside [0, 1].
[[nodiscard]] double quantile_of_sorted(std::span<const double> sorted, double p);

/// Reorders the values, none of them NaN, so that quantile_of_sorted reads the right ones at these
/// levels.
void place_quantiles(std::span<double> values, std::span<const double> levels);

}  // namespace plume
