// SPDX-License-Identifier: Apache-2.0
#include "host/stats/summary.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <vector>

#include "host/stats/interval.hpp"
#include "host/stats/moments.hpp"

namespace plume {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// The median first, then the published quantiles.
constexpr std::array<double, quantile_levels.size() + 1> all_levels() {
  std::array<double, quantile_levels.size() + 1> levels{0.5};
  for (std::size_t i = 0; i < quantile_levels.size(); ++i) levels[i + 1] = quantile_levels[i];
  return levels;
}
constexpr auto levels = all_levels();

}  // namespace

Summary summarise(std::span<const double> samples, std::uint64_t replicate_length) {
  std::vector<double> copy(samples.begin(), samples.end());
  return summarise_in_place(copy, replicate_length);
}

Summary summarise_in_place(std::span<double> samples, std::uint64_t replicate_length) {
  BlockedMoments blocked;
  std::optional<BlockQuantiles> block_quantiles;
  for (const double sample : samples) blocked.add(sample);
  if (replicate_length != 1) {  // before the order is lost
    block_quantiles.emplace(levels);
    for (const double sample : samples) block_quantiles->add(sample);
  }
  const Moments moments = blocked.total();
  Summary summary;
  summary.count = moments.count;
  if (moments.count == 0) {
    summary.mean = summary.se_mean = summary.sd = summary.median = summary.minimum = summary.maximum = nan;
    summary.quantiles.fill(nan);
    return summary;
  }
  summary.mean = moments.mean;
  summary.se_mean = blocked.se_mean(replicate_length);
  summary.replicates = replicate_length == 1 ? moments.count : blocked.block_means().num_blocks();
  summary.sd = moments.sd();
  summary.minimum = moments.minimum;
  summary.maximum = moments.maximum;

  const auto end = std::remove_if(samples.begin(), samples.end(), [](double value) { return std::isnan(value); });
  const std::span<double> values(samples.begin(), end);
  std::vector<double> needed(levels.begin(), levels.end());
  for (const double level : levels) {
    const auto [lower, upper] = woodruff_levels(values.size(), level);
    needed.push_back(lower);
    needed.push_back(upper);
  }
  place_quantiles(values, needed);
  for (std::size_t i = 0; i < levels.size(); ++i) {
    const double independent = quantile_se(values, levels[i]);
    const double error =
        block_quantiles ? standard_error(block_quantiles->spread(i), moments.count, independent) : independent;
    (i == 0 ? summary.median : summary.quantiles[i - 1]) = quantile_of_sorted(values, levels[i]);
    (i == 0 ? summary.se_median : summary.se_quantiles[i - 1]) = error;
  }
  return summary;
}

}  // namespace plume
