// SPDX-License-Identifier: Apache-2.0
#include "host/stats/moments.hpp"

#include <cmath>

namespace plume {

void Moments::add(double value) {
  ++count;
  const double delta = value - mean;
  mean += delta / static_cast<double>(count);
  m2 += delta * (value - mean);
  if (value < minimum) minimum = value;
  if (value > maximum) maximum = value;
}

void Moments::merge(const Moments& later) {
  if (later.count == 0) return;
  if (count == 0) {
    *this = later;
    return;
  }
  const double mine = static_cast<double>(count);
  const double theirs = static_cast<double>(later.count);
  const double both = mine + theirs;
  const double delta = later.mean - mean;
  mean += delta * (theirs / both);
  m2 += later.m2 + delta * delta * (mine * theirs / both);
  count += later.count;
  if (later.minimum < minimum) minimum = later.minimum;
  if (later.maximum > maximum) maximum = later.maximum;
}

double Moments::variance() const {
  if (count < 2) return std::numeric_limits<double>::quiet_NaN();
  return m2 / static_cast<double>(count - 1);
}

double Moments::sd() const { return std::sqrt(variance()); }

double Moments::se_mean() const { return sd() / std::sqrt(static_cast<double>(count)); }

Moments moments_of(std::span<const double> samples) {
  BlockedMoments blocked;
  for (const double sample : samples) blocked.add(sample);
  return blocked.total();
}

void BlockedMoments::add(double value) {
  if (!std::isnan(value)) open_.add(value);
  ++num_iterations_;
  if (num_iterations_ % statistics_block == 0) {
    merged_.merge(open_);
    block_means_.add(open_.count, open_.mean);
    open_ = Moments{};
  }
}

Moments BlockedMoments::total() const {
  Moments total = merged_;
  total.merge(open_);
  return total;
}

double BlockedMoments::se_mean(std::uint64_t replicate_length) const {
  const Moments moments = total();
  return replicate_length == 1 ? moments.se_mean()
                               : standard_error(block_means_, moments.count, moments.se_mean());
}

}  // namespace plume
