// SPDX-License-Identifier: Apache-2.0
#include "host/plan/precision.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "host/base/constants.hpp"
#include "host/stats/student.hpp"

namespace plume {
namespace {

constexpr double z_square = z95 * z95;

/// An error relative to a figure. What is exactly known is, even where it is zero.
double relative(double error, double figure) {
  return error == 0.0 ? 0.0 : error / std::abs(figure);
}

/// Whether a value is farther from its limit than another: what is not known is farthest.
bool is_worse(double value, double than) {
  return std::isnan(value) ? !std::isnan(than) : value > than;
}

}  // namespace

void PairComparison::add(double a, double b) {
  if (!std::isnan(a) && !std::isnan(b)) {
    ++open_count_;
    if (a < b) ++open_below_;
  }
  if (++num_iterations_ % statistics_block != 0) return;
  if (open_count_ > 0) {
    shares_.add(open_count_, static_cast<double>(open_below_) / static_cast<double>(open_count_));
  }
  below_ += open_below_;
  count_ += open_count_;
  open_below_ = open_count_ = 0;
}

double PairComparison::share() const {
  const std::uint64_t count = count_ + open_count_;
  return count == 0 ? nan : static_cast<double>(below_ + open_below_) / static_cast<double>(count);
}

double PairComparison::half_width(std::uint64_t replicate_length) const {
  const double n = static_cast<double>(count_ + open_count_), p = share();
  if (n == 0.0) return nan;
  if (replicate_length == 1) {
    return std::sqrt(z_square * (p * (1.0 - p) / n + z_square / (4.0 * n * n))) /
           (1.0 + z_square / n);
  }
  if (shares_.num_blocks() < 2) return nan;
  const double error = standard_error(shares_, count_ + open_count_, std::sqrt(p * (1.0 - p) / n));
  const double student = confidence_factor(shares_.num_blocks() - 1);
  const BlockRun run{count_ + open_count_, n - shares_.num_scores(), shares_.num_blocks()};
  return student * std::sqrt(error * error + unseen_variance(1.0, run));
}

PrecisionMonitor::PrecisionMonitor(PrecisionTarget target, std::size_t num_demands,
                                   std::size_t num_categories, std::uint64_t replicate_length)
    : target_(std::move(target)),
      num_demands_(num_demands),
      num_categories_(num_categories),
      replicate_length_(replicate_length) {
  const std::size_t outputs = num_demands * num_categories;
  if (target_.relative_se_mean > 0.0) moments_.resize(outputs);
  if (replicate_length != 1) values_.resize(moments_.size());
  if (target_.quantile_half_width > 0.0 && !target_.quantiles.empty())
    quantiles_.assign(outputs, BlockQuantiles(target_.quantiles));
  if (target_.comparison_half_width > 0.0)
    comparisons_.resize(target_.comparisons.size() * num_categories);
}

void PrecisionMonitor::add(std::span<const double> scores) {
  const std::size_t outputs = num_demands_ * num_categories_;
  const std::size_t iterations = scores.size() / outputs;
  for (std::size_t i = 0; i < iterations; ++i) {
    const std::span<const double> row = scores.subspan(i * outputs, outputs);
    for (std::size_t k = 0; k < moments_.size(); ++k) moments_[k].add(row[k]);
    for (std::size_t k = 0; k < values_.size(); ++k) {
      if (!std::isnan(row[k])) values_[k].add(row[k]);
    }
    for (std::size_t k = 0; k < quantiles_.size(); ++k) quantiles_[k].add(row[k]);
    for (std::size_t k = 0; k < comparisons_.size(); ++k) {
      const auto& [a, b] = target_.comparisons[k / num_categories_];
      const std::size_t category = k % num_categories_;
      comparisons_[k].add(row[a * num_categories_ + category], row[b * num_categories_ + category]);
    }
  }
  num_iterations_ += iterations;
}

bool PrecisionMonitor::reached() const {
  if (!target_.any() || num_iterations_ % statistics_block != 0 ||
      num_iterations_ < target_.min_iterations) {
    return false;
  }
  const bool rests_on_blocks = replicate_length_ != 1 || !quantiles_.empty();
  if (rests_on_blocks && num_iterations_ < least_blocks * statistics_block) return false;
  const std::vector<AchievedPrecision> all = achieved();
  return std::all_of(all.begin(), all.end(),
                     [](const AchievedPrecision& each) { return each.reached <= each.wanted; });
}

std::vector<AchievedPrecision> PrecisionMonitor::achieved() const {
  std::vector<AchievedPrecision> all;
  if (!moments_.empty()) all.push_back(worst_mean());
  if (!quantiles_.empty()) all.push_back(worst_quantile());
  if (!comparisons_.empty()) all.push_back(worst_comparison());
  return all;
}

double PrecisionMonitor::error_of_mean(std::size_t output) const {
  const BlockedMoments& moments = moments_[output];
  const double error = moments.se_mean(replicate_length_);
  if (values_.empty() || moments.block_means().num_blocks() < 2) return error;
  const BlockSpread& blocks = moments.block_means();
  const std::uint64_t scores = moments.total().count;
  const BlockRun run{scores, static_cast<double>(scores) - blocks.num_scores(),
                     blocks.num_blocks()};
  return std::sqrt(error * error + unseen_variance(values_[output].squared_gaps(), run));
}

/// Of the average of the blocks' quantiles, which is what is looked at before the end.
double PrecisionMonitor::error_of_quantile(std::size_t output, std::size_t level) const {
  const BlockSpread& spread = quantiles_[output].spread(level);
  if (spread.num_blocks() < 2) return nan;
  if (replicate_length_ == 1) return std::sqrt(spread.variance_of_mean());
  const BlockRun run{static_cast<std::uint64_t>(spread.num_scores()), 0.0, spread.num_blocks()};
  return plume::error_of_quantile(spread.variance_of_mean(), quantiles_[output].slope(level), run,
                                  nan);
}

AchievedPrecision PrecisionMonitor::worst_mean() const {
  AchievedPrecision worst;
  worst.rule = PrecisionRule::relative_se_mean;
  worst.wanted = target_.relative_se_mean;
  worst.reached = -1.0;
  for (std::size_t k = 0; k < moments_.size(); ++k) {
    const double value = relative(error_of_mean(k), moments_[k].total().mean);
    if (!is_worse(value, worst.reached)) continue;
    worst.reached = value;
    worst.demand = static_cast<std::uint32_t>(k / num_categories_);
    worst.category = static_cast<std::uint32_t>(k % num_categories_);
  }
  return worst;
}

AchievedPrecision PrecisionMonitor::worst_quantile() const {
  AchievedPrecision worst;
  worst.rule = PrecisionRule::quantile_half_width;
  worst.wanted = target_.quantile_half_width;
  worst.reached = -1.0;
  worst.scale = target_.quantile_scale;
  for (std::size_t k = 0; k < quantiles_.size(); ++k) {
    for (std::size_t i = 0; i < quantiles_[k].size(); ++i) {
      const BlockSpread& spread = quantiles_[k].spread(i);
      const double width = spread.num_blocks() < 2 ? nan
                                                   : confidence_factor(spread.num_blocks() - 1) *
                                                         error_of_quantile(k, i);
      const double value =
          target_.quantile_scale == WidthScale::absolute ? width : relative(width, spread.mean());
      if (!is_worse(value, worst.reached)) continue;
      worst.reached = value;
      worst.demand = static_cast<std::uint32_t>(k / num_categories_);
      worst.category = static_cast<std::uint32_t>(k % num_categories_);
      worst.level = target_.quantiles[i];
    }
  }
  return worst;
}

AchievedPrecision PrecisionMonitor::worst_comparison() const {
  AchievedPrecision worst;
  worst.rule = PrecisionRule::comparison_half_width;
  worst.wanted = target_.comparison_half_width;
  worst.reached = -1.0;
  for (std::size_t k = 0; k < comparisons_.size(); ++k) {
    const double value = comparisons_[k].half_width(replicate_length_);
    if (!is_worse(value, worst.reached)) continue;
    worst.reached = value;
    worst.demand = target_.comparisons[k / num_categories_].first;
    worst.other_demand = target_.comparisons[k / num_categories_].second;
    worst.category = static_cast<std::uint32_t>(k % num_categories_);
  }
  return worst;
}

}  // namespace plume
