// SPDX-License-Identifier: Apache-2.0
// Two tests of fit for fixed samples. Callers state n and the level; with fixed seeds nothing
// flickers.
//
//     // and beside it the sabotaged twin:
//     EXPECT_LT(ks_statistic(sample, cdf), ks_critical(n));
//     EXPECT_GT(ks_statistic(sample, wrong_cdf), ks_critical(n));
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace plume::testing {

/// Kolmogorov-Smirnov: the largest distance between the sample's distribution function and cdf.
template <class Cdf>
double ks_statistic(std::vector<double> sample, Cdf cdf) {
  std::sort(sample.begin(), sample.end());
  const double n = static_cast<double>(sample.size());
  double largest = 0.0;
  for (std::size_t i = 0; i < sample.size(); ++i) {
    const double p = cdf(sample[i]);
    largest =
        std::max({largest, p - static_cast<double>(i) / n, static_cast<double>(i + 1) / n - p});
  }
  return largest;
}

/// Its critical value at level 0.001 for large n: 1.949 / √n.
inline double ks_critical(std::size_t n) { return 1.949 / std::sqrt(static_cast<double>(n)); }

/// Σ (observed − expected)² / expected over cells of equal expectation.
template <class Counts>
double chi_square(const Counts& counts) {
  double total = 0.0;
  for (const auto count : counts) total += static_cast<double>(count);
  const double expected = total / static_cast<double>(counts.size());
  double sum = 0.0;
  for (const auto count : counts)
    sum += (static_cast<double>(count) - expected) * (static_cast<double>(count) - expected);
  return sum / expected;
}

/// Its critical value at level 0.001 for `degrees` of freedom (Wilson & Hilferty 1931; z = 3.0902).
inline double chi_square_critical(double degrees) {
  const double c = 2.0 / (9.0 * degrees);
  return degrees * std::pow(1.0 - c + 3.0902 * std::sqrt(c), 3);
}

}  // namespace plume::testing
