// SPDX-License-Identifier: Apache-2.0
#include "host/stats/interval.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "host/stats/summary.hpp"

namespace plume {

double quantile_se(std::span<const double> sorted, double p) {
  if (sorted.size() < 2 || !(p > 0.0 && p < 1.0)) return std::numeric_limits<double>::quiet_NaN();
  const double spread = std::sqrt(p * (1.0 - p) / static_cast<double>(sorted.size()));
  const double lower = std::max(0.0, p - 1.96 * spread);
  const double upper = std::min(1.0, p + 1.96 * spread);
  const double slope = (quantile_of_sorted(sorted, upper) - quantile_of_sorted(sorted, lower)) / (upper - lower);
  return spread * slope;
}

}  // namespace plume
