// SPDX-License-Identifier: Apache-2.0
#include "host/stats/interval.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "host/stats/moments.hpp"
#include "host/stats/order_statistics.hpp"

namespace plume {

double share_se(std::size_t size, double p) { return std::sqrt(p * (1.0 - p) / static_cast<double>(size)); }

std::pair<double, double> woodruff_levels(std::size_t size, double p) {
  const double reach = 1.96 * share_se(size, p);
  return {std::max(0.0, p - reach), std::min(1.0, p + reach)};
}

double quantile_se(std::span<const double> sorted, double p) {
  return quantile_se(sorted.size(), p, [&](double level) { return quantile_of_sorted(sorted, level); });
}

BlockQuantiles::BlockQuantiles(std::span<const double> levels)
    : levels_(levels.begin(), levels.end()), spread_(levels.size()) {}

void BlockQuantiles::add(double value) {
  if (!std::isnan(value)) open_.push_back(value);
  if (++num_iterations_ % statistics_block != 0) return;
  place_quantiles(open_, levels_);
  for (std::size_t i = 0; i < levels_.size(); ++i) {
    spread_[i].add(open_.size(), quantile_of_sorted(open_, levels_[i]));
  }
  open_.clear();
}

}  // namespace plume
