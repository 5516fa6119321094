// SPDX-License-Identifier: Apache-2.0
#include "host/stats/summary.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <vector>

#include "host/base/constants.hpp"
#include "host/stats/interval.hpp"
#include "host/stats/moments.hpp"
#include "host/stats/strata.hpp"

namespace plume {
namespace {}  // namespace

Summary summarise(std::span<const double> samples, std::uint64_t replicate_length) {
  std::vector<double> copy(samples.begin(), samples.end());
  return summarise_in_place(copy, replicate_length);
}

Summary summarise_in_place(std::span<double> samples, std::uint64_t replicate_length) {
  BlockedMoments blocked;
  std::optional<BlockQuantiles> block_quantiles;
  for (const double sample : samples) blocked.add(sample);
  if (replicate_length != 1) {  // before the order is lost
    block_quantiles.emplace(levels_with_median);
    for (const double sample : samples) block_quantiles->add(sample);
  }
  const Moments moments = blocked.total();
  Summary summary;
  summary.count = moments.count;
  if (moments.count == 0) {
    summary.mean = summary.se_mean = summary.sd = summary.median = summary.minimum =
        summary.maximum = nan;
    summary.quantiles.fill(nan);
    return summary;
  }
  summary.mean = moments.mean;
  summary.se_mean = moments.se_mean();
  summary.replicates = replicate_length == 1 ? moments.count : blocked.block_means().num_blocks();
  summary.sd = moments.sd();
  summary.minimum = moments.minimum;
  summary.maximum = moments.maximum;

  const auto end = std::remove_if(samples.begin(), samples.end(),
                                  [](double value) { return std::isnan(value); });
  const std::span<double> values(samples.begin(), end);
  std::vector<double> needed(levels_with_median.begin(), levels_with_median.end());
  for (const double level : levels_with_median) {
    const auto [lower, upper] = woodruff_levels(values.size(), level);
    needed.push_back(lower);
    needed.push_back(upper);
  }
  place_quantiles(values, needed);
  const BlockSpread& means = blocked.block_means();
  const double open = static_cast<double>(moments.count) - means.num_scores();
  const BlockRun run{moments.count, open, means.num_blocks()};
  std::vector<double> level_variances;
  for (std::size_t i = 0; i < levels_with_median.size(); ++i) {
    double error = quantile_se(values, levels_with_median[i]);
    if (block_quantiles) {
      const double slope = error / share_se(values.size(), levels_with_median[i]);
      const double between = block_quantiles->spread(i).variance_of_mean();
      if (slope > 0.0) level_variances.push_back(between / (slope * slope));
      error = error_of_quantile(between, slope, run, error);
    }
    const QuantileWindow window = quantile_window(values, levels_with_median[i]);
    (i == 0 ? summary.median : summary.quantiles[i - 1]) = window.at;
    (i == 0 ? summary.se_median : summary.se_quantiles[i - 1]) =
        error_beside_atoms(error, window, summary.replicates);
  }
  if (block_quantiles) {
    const std::vector<ScoreCell> cells = cells_of(values);
    summary.se_mean =
        error_of_mean(means.variance_of_mean(), cells, squared_gaps(cells, run.blocks),
                      share_of_one_number(level_variances, run), run, moments.se_mean());
  }
  return summary;
}

}  // namespace plume
