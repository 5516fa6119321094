// SPDX-License-Identifier: Apache-2.0
#include "host/analysis/what_to_measure.hpp"

#include <algorithm>
#include <cmath>
#include <random>
#include <utility>

#include "host/stats/interval.hpp"
#include "host/stats/order_statistics.hpp"

namespace plume {

namespace {

constexpr std::size_t min_per_bin = 400, max_bins = 50;

struct Width {
  double value, variance;
};

/// Of the 95 % interval; its ends are taken as independent, which overstates the error a little.
Width width_of(std::vector<double>& values) {
  std::sort(values.begin(), values.end());
  const double lower_se = quantile_se(values, 0.025), upper_se = quantile_se(values, 0.975);
  return {quantile_of_sorted(values, 0.975) - quantile_of_sorted(values, 0.025),
          lower_se * lower_se + upper_se * upper_se};
}

struct Slope {
  double mean_x = 0.0, mean_y = 0.0, xx = 0.0, xy = 0.0, yy = 0.0;
};

Slope slope_of(std::span<const std::pair<double, double>> points) {
  Slope slope;
  for (const auto& [x, y] : points) {
    slope.mean_x += x;
    slope.mean_y += y;
  }
  slope.mean_x /= static_cast<double>(points.size());
  slope.mean_y /= static_cast<double>(points.size());
  for (const auto& [x, y] : points) {
    slope.xx += (x - slope.mean_x) * (x - slope.mean_x);
    slope.xy += (x - slope.mean_x) * (y - slope.mean_y);
    slope.yy += (y - slope.mean_y) * (y - slope.mean_y);
  }
  return slope;
}

/// The average width of what a straight line leaves in bins of equal count along x.
Width width_in_bins(std::vector<std::pair<double, double>> points, std::vector<double>& values) {
  std::sort(points.begin(), points.end());
  const std::size_t bins = std::clamp<std::size_t>(points.size() / min_per_bin, 1, max_bins);
  Width kept{0.0, 0.0};
  for (std::size_t bin = 0; bin < bins; ++bin) {
    const std::size_t begin = bin * points.size() / bins, end = (bin + 1) * points.size() / bins;
    const std::span<const std::pair<double, double>> inside(points.data() + begin, end - begin);
    const Slope slope = slope_of(inside);
    const double factor = slope.xx > 0.0 ? slope.xy / slope.xx : 0.0;
    values.clear();
    for (const auto& [x, y] : inside) values.push_back(y - factor * (x - slope.mean_x));
    const Width width = width_of(values);
    const double weight = static_cast<double>(inside.size()) / static_cast<double>(points.size());
    kept.value += weight * width.value;
    kept.variance += weight * weight * width.variance;
  }
  return kept;
}

/// The totals beside the line's values of other iterations, always the same ones.
std::vector<std::pair<double, double>> without_order(
    std::vector<std::pair<double, double>> points) {
  std::mt19937_64 random(1);
  for (std::size_t i = points.size(); i-- > 1;) {
    std::swap(points[i].first, points[static_cast<std::size_t>(random() % (i + 1))].first);
  }
  return points;
}

MeasuringGain gain_of(std::size_t line, std::vector<std::pair<double, double>>& points) {
  MeasuringGain gain{line};
  const Slope all = slope_of(points);
  if (!(all.yy > 0.0) || !(all.xx > 0.0)) return gain;
  gain.variance_share = all.xy / all.yy;
  std::vector<double> values;
  values.reserve(points.size());
  for (const auto& point : points) values.push_back(point.second);
  const Width total = width_of(values);
  if (!(total.value > 0.0)) return gain;

  const Width shuffled = width_in_bins(without_order(points), values),
              kept = width_in_bins(points, values);
  if (!(shuffled.value > 0.0)) return gain;
  const double ratio = kept.value / shuffled.value;
  gain.expected_drop = 1.0 - ratio;
  gain.expected_drop_se =
      std::sqrt(kept.variance + ratio * ratio * shuffled.variance) / shuffled.value;
  if (gain.expected_drop > 3.0 * gain.expected_drop_se) return gain;
  const double n = static_cast<double>(points.size());
  const double square = all.xy * all.xy / (all.xx * all.yy),
               known = std::max(square - 1.0 / n, 0.0);
  gain.expected_drop = 1.0 - std::sqrt(1.0 - known);
  gain.expected_drop_se = 0.5 * std::sqrt(4.0 * known / n + 2.0 / (n * n)) / std::sqrt(1.0 - known);
  return gain;
}

}  // namespace

std::vector<MeasuringGain> what_to_measure(std::span<const std::span<const double>> lines,
                                           std::span<const double> total) {
  std::vector<MeasuringGain> gains;
  std::vector<std::pair<double, double>> points;
  for (std::size_t line = 0; line < lines.size(); ++line) {
    points.clear();
    for (std::size_t i = 0; i < std::min(lines[line].size(), total.size()); ++i)
      if (std::isfinite(lines[line][i]) && std::isfinite(total[i]))
        points.emplace_back(lines[line][i], total[i]);
    if (points.size() >= min_per_bin) gains.push_back(gain_of(line, points));
  }
  std::stable_sort(gains.begin(), gains.end(),
                   [](const MeasuringGain& left, const MeasuringGain& right) {
                     return left.expected_drop > right.expected_drop;
                   });
  return gains;
}

}  // namespace plume
