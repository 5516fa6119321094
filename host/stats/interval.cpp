// SPDX-License-Identifier: Apache-2.0
#include "host/stats/interval.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "host/stats/moments.hpp"
#include "host/stats/order_statistics.hpp"
#include "host/stats/student.hpp"

namespace plume {

/// Not z95: kept results have statistics that were made with it, and are verified by making them
/// again.
constexpr double two_sided = 1.96;

double share_se(std::size_t size, double p) {
  return std::sqrt(p * (1.0 - p) / static_cast<double>(size));
}

std::pair<double, double> woodruff_levels(std::size_t size, double p) {
  const double reach = two_sided * share_se(size, p);
  return {std::max(0.0, p - reach), std::min(1.0, p + reach)};
}

double quantile_se(std::span<const double> sorted, double p) {
  return quantile_se(sorted.size(), p,
                     [&](double level) { return quantile_of_sorted(sorted, level); });
}

std::uint64_t least_atom(std::uint64_t window) { return std::max<std::uint64_t>(3, window / 10); }

QuantileWindow quantile_window(std::span<const double> placed, double p) {
  const auto [lower, upper] = woodruff_levels(placed.size(), p);
  QuantileWindow window{quantile_of_sorted(placed, p), quantile_of_sorted(placed, lower),
                        quantile_of_sorted(placed, upper)};
  const double last = static_cast<double>(placed.size() - 1);
  const auto first = static_cast<std::size_t>(std::floor(lower * last));
  const auto end = static_cast<std::size_t>(std::ceil(upper * last)) + 1;
  std::vector<double> inside(
      placed.begin() + static_cast<std::ptrdiff_t>(first),
      placed.begin() + static_cast<std::ptrdiff_t>(std::min(end, placed.size())));
  std::sort(inside.begin(), inside.end());
  const std::size_t wanted = least_atom(inside.size());
  for (std::size_t i = wanted - 1; i < inside.size() && !window.has_atom; ++i) {
    window.has_atom = inside[i] == inside[i + 1 - wanted];
  }
  return window;
}

double error_beside_atoms(double error, const QuantileWindow& window, std::uint64_t replicates) {
  if (!window.has_atom || replicates < 2 || std::isnan(error)) return error;
  return std::max(error, std::max(window.upper - window.at, window.at - window.lower) /
                             confidence_factor(replicates - 1));
}

BlockQuantiles::BlockQuantiles(std::span<const double> levels)
    : levels_(levels.begin(), levels.end()), spread_(levels.size()), slope_(levels.size()) {}

void BlockQuantiles::add(double value) {
  if (!std::isnan(value)) open_.push_back(value);
  if (++num_iterations_ % statistics_block != 0) return;
  std::vector<double> needed = levels_;
  for (const double level : levels_) {
    const auto [lower, upper] = woodruff_levels(std::max<std::size_t>(open_.size(), 1), level);
    needed.insert(needed.end(), {lower, upper});
  }
  place_quantiles(open_, needed);
  for (std::size_t i = 0; i < levels_.size(); ++i) {
    spread_[i].add(open_.size(), quantile_of_sorted(open_, levels_[i]));
    const double lower = needed[levels_.size() + 2 * i], upper = needed[levels_.size() + 2 * i + 1];
    slope_[i].add(
        open_.size(),
        (quantile_of_sorted(open_, upper) - quantile_of_sorted(open_, lower)) / (upper - lower));
  }
  open_.clear();
}

}  // namespace plume
