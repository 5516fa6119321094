// SPDX-License-Identifier: Apache-2.0
#include "host/stats/control_variate.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "host/base/constants.hpp"
#include "host/stats/interval.hpp"
#include "host/stats/moments.hpp"
#include "host/stats/order_statistics.hpp"
#include "host/stats/replicates.hpp"
#include "host/stats/strata.hpp"

namespace plume {
namespace {

/// Means and co-moments of pairs over the iterations with a score.
struct CoMoments {
  double count = 0.0, mean_h = 0.0, mean_l = 0.0, hh = 0.0, hl = 0.0, ll = 0.0;

  void add(double h, double l) {
    count += 1.0;
    const double dh = h - mean_h, dl = l - mean_l;
    mean_h += dh / count;
    mean_l += dl / count;
    hh += dh * (h - mean_h);
    hl += dh * (l - mean_l);
    ll += dl * (l - mean_l);
  }
  [[nodiscard]] double slope() const { return ll > 0.0 ? hl / ll : 0.0; }
};

double of_one_number(std::span<const double> values, const BlockRun& run) {
  constexpr std::array some = {0.05, 0.25, 0.75, 0.95};
  BlockQuantiles quantiles(some);
  for (const double value : values) quantiles.add(value);
  std::vector<double> level_variances;
  for (std::size_t i = 0; i < some.size(); ++i) {
    const double slope = quantiles.slope(i);
    if (slope > 0.0)
      level_variances.push_back(quantiles.spread(i).variance_of_mean() / (slope * slope));
  }
  return share_of_one_number(level_variances, run);
}

/// Standard error of the mean of d(i) over the iterations, in the way the design asks for.
/// `degrees`: parameters estimated from them.
template <class D>
double error_of_mean_of(std::size_t n, std::uint64_t replicate_length, double degrees, D d) {
  Moments all, open;
  BlockSpread blocks;
  std::vector<double> values;
  if (replicate_length != 1) values.reserve(n);
  for (std::size_t i = 0; i < n; ++i) {
    const double value = d(i);
    all.add(value);
    if (replicate_length == 1) continue;
    values.push_back(value);
    open.add(value);
    if ((i + 1) % statistics_block != 0) continue;
    blocks.add(open.count, open.mean);
    open = Moments{};
  }
  const double size = static_cast<double>(n);
  const double independent = size > degrees ? std::sqrt(all.m2 / (size - degrees) / size) : nan;
  if (replicate_length == 1) return independent;
  const BlockRun run{n, size - blocks.num_scores(), blocks.num_blocks()};
  const std::vector<ScoreCell> cells = cells_of(values);
  return error_of_mean(blocks.variance_of_mean(), cells, squared_gaps(cells, run.blocks),
                       of_one_number(values, run), run, independent);
}

/// h on L and L² − V. Where the two are (nearly) the same, as for an L of two values, L alone.
struct Line {
  double beta = 0.0, beta_square = 0.0, variance = 0.0;
  double ll = 0.0, lq = 0.0, qq = 0.0;  ///< Σ of products about the means; q = L² − V

  [[nodiscard]] double square(double l) const { return l * l - variance; }
  [[nodiscard]] double value(double l) const {
    return beta * l + (beta_square != 0.0 ? beta_square * square(l) : 0.0);
  }
  /// (l, q) S⁻¹ (l, q)ᵀ
  [[nodiscard]] double distance(double l, double q) const {
    if (beta_square == 0.0) return ll > 0.0 ? l * l / ll : 0.0;
    return (qq * l * l - 2.0 * lq * l * q + ll * q * q) / (ll * qq - lq * lq);
  }
};

Line regress(std::span<const double> scores, std::span<const double> controls,
             const CoMoments& pairs, double variance) {
  Line line;
  line.beta = pairs.slope();
  line.ll = pairs.ll;
  if (!(variance > 0.0) || !(pairs.ll > 0.0) || pairs.count < 5.0) return line;
  line.variance = variance;
  double mean_q = 0.0, hq = 0.0;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    if (!std::isnan(scores[i])) mean_q += line.square(controls[i]) / pairs.count;
  }
  for (std::size_t i = 0; i < scores.size(); ++i) {
    if (std::isnan(scores[i])) continue;
    const double dq = line.square(controls[i]) - mean_q;
    line.lq += (controls[i] - pairs.mean_l) * dq;
    line.qq += dq * dq;
    hq += (scores[i] - pairs.mean_h) * dq;
  }
  const double determinant = line.ll * line.qq - line.lq * line.lq;
  if (!(determinant > 1e-9 * line.ll * line.qq)) return line;
  line.beta = (pairs.hl * line.qq - hq * line.lq) / determinant;
  line.beta_square = (hq * line.ll - pairs.hl * line.lq) / determinant;
  return line;
}

/// Puts right what quantile_window() reads at these levels.
void place_windows(std::vector<double>& values, std::span<const double> levels) {
  std::vector<double> needed(levels.begin(), levels.end());
  for (const double level : levels) {
    const auto [lower, upper] = woodruff_levels(values.size(), level);
    needed.insert(needed.end(), {lower, upper});
  }
  place_quantiles(values, needed);
}

double ratio(double plain, double controlled) {
  if (controlled > 0.0) return plain * plain / (controlled * controlled);
  return plain == controlled ? 1.0 : nan;
}

}  // namespace

ControlledSummary controlled_summary(std::span<const double> scores,
                                     std::span<const double> controls, const KnownControl& known,
                                     std::uint64_t replicate_length) {
  ControlledSummary result;
  result.quantile.fill(nan);
  result.se_quantile.fill(nan);
  result.quantile_gain.fill(nan);
  const std::size_t n = scores.size();
  CoMoments pairs;
  Moments all_l;
  std::vector<double> values;
  values.reserve(n);
  for (std::size_t i = 0; i < n; ++i) {
    all_l.add(controls[i]);
    if (std::isnan(scores[i])) continue;
    pairs.add(scores[i], controls[i]);
    values.push_back(scores[i]);
  }
  if (values.size() < 3) return result;
  const double scored = static_cast<double>(n) / pairs.count;  // 1 ÷ the share with a score

  const Line line = regress(scores, controls, pairs, known.variance);
  const auto left = [&](std::size_t i) {
    return (std::isnan(scores[i]) ? 0.0 : (scores[i] - pairs.mean_h) * scored) -
           line.value(controls[i]);
  };
  const auto plain = [&](std::size_t i) {
    return std::isnan(scores[i]) ? 0.0 : (scores[i] - pairs.mean_h) * scored;
  };
  double explained = 0.0, mean_square = 0.0;
  for (std::size_t i = 0; i < n; ++i) {
    explained += line.value(controls[i]) / static_cast<double>(n);
    mean_square += line.square(controls[i]) / static_cast<double>(n);
  }
  result.beta = line.beta;
  result.beta_square = line.beta_square;
  result.mean = pairs.mean_h - explained;
  // The slopes' own errors count as far as the controls' means happen to be from 0.
  const double distance = std::sqrt(1.0 + pairs.count * line.distance(all_l.mean, mean_square));
  result.se_mean =
      error_of_mean_of(n, replicate_length, line.beta_square != 0.0 ? 3.0 : 2.0, left) * distance;
  result.gain = ratio(error_of_mean_of(n, replicate_length, 1.0, plain), result.se_mean);

  std::array<double, num_control_levels> levels{};
  for (std::size_t k = 0; k < num_control_levels; ++k) levels[k] = control_level(k);
  place_windows(values, levels);
  std::vector<double> sorted_controls(controls.begin(), controls.end());
  place_windows(sorted_controls, levels);
  std::array<double, num_control_levels> adjusted{};
  std::array<bool, num_control_levels> shifts{};
  for (std::size_t k = 0; k < num_control_levels; ++k) {
    const double p = control_level(k), l = known.quantile[k];
    const QuantileWindow window = quantile_window(values, p);
    const double q = window.at;
    CoMoments indicators;
    double below_l = 0.0;
    for (std::size_t i = 0; i < n; ++i) {
      const double b = controls[i] <= l ? 1.0 : 0.0;
      below_l += b / static_cast<double>(n);
      if (!std::isnan(scores[i])) indicators.add(scores[i] <= q ? 1.0 : 0.0, b);
    }
    const double slope = indicators.slope();
    adjusted[k] = std::clamp(p + slope * (below_l - p), 0.0, 1.0);
    shifts[k] = slope != 0.0;
    if (shifts[k] && (window.has_atom || quantile_window(sorted_controls, p).has_atom)) {
      adjusted[k] = nan;
      continue;
    }
    const auto indicators_left = [&](double of) {
      return [&, of](std::size_t i) {
        const double a = std::isnan(scores[i]) ? 0.0 : ((scores[i] <= q ? 1.0 : 0.0) - p) * scored;
        return a - of * ((controls[i] <= l ? 1.0 : 0.0) - p);
      };
    };
    // The quantile inverts the counts of whole strata (strata.hpp).
    const double blocks = static_cast<double>(n / statistics_block),
                 block = static_cast<double>(statistics_block);
    const double steps = replicate_length == 1 ? 0.0 : 0.25 / (block * block * blocks);
    const double own = error_of_mean_of(n, replicate_length, 2.0, indicators_left(slope));
    const double level_error =
        std::sqrt(own * own + steps + slope * slope * p * (1.0 - p) / known.sample_size);
    const double plain_error = error_of_mean_of(n, replicate_length, 1.0, indicators_left(0.0));
    result.quantile_gain[k] = ratio(std::sqrt(plain_error * plain_error + steps), level_error);
    const auto [lower, upper] = woodruff_levels(values.size(), p);
    const std::uint64_t parts = replicate_length == 1 ? values.size() : n / statistics_block;
    result.se_quantile[k] = error_beside_atoms(
        level_error * (window.upper - window.lower) / (upper - lower), window, parts);
  }
  std::array<double, num_control_levels> there = adjusted;
  for (double& level : there) level = std::isnan(level) ? 0.5 : level;
  place_windows(values, there);
  for (std::size_t k = 0; k < num_control_levels; ++k) {
    // The shift must not carry onto an atom either.
    const bool refused =
        std::isnan(adjusted[k]) || (shifts[k] && quantile_window(values, there[k]).has_atom);
    if (refused) {
      result.se_quantile[k] = result.quantile_gain[k] = nan;
    } else {
      result.quantile[k] = quantile_of_sorted(values, adjusted[k]);
    }
  }
  return result;
}

}  // namespace plume
