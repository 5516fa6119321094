// SPDX-License-Identifier: Apache-2.0
#include "host/stats/streaming.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>

#include "kernels/base/value_bins.hpp"

namespace plume {
namespace {

constexpr double not_known = std::numeric_limits<double>::quiet_NaN();

/// Position of (row, column) in a lower triangle by rows.
std::size_t triangle(std::size_t row, std::size_t column) {
  if (row < column) std::swap(row, column);
  return row * (row + 1) / 2 + column;
}

}  // namespace

void ValueCounts::Side::add(std::int32_t bin, std::uint64_t count) {
  if (counts.empty()) first = bin;
  if (bin < first) {
    counts.insert(counts.begin(), static_cast<std::size_t>(first - bin), 0);
    first = bin;
  }
  const auto position = static_cast<std::size_t>(bin - first);
  if (position >= counts.size()) counts.resize(position + 1);
  counts[position] += count;
}

void ValueCounts::Side::add(const Side& other) {
  for (std::size_t i = 0; i < other.counts.size(); ++i) {
    if (other.counts[i] > 0) add(other.first + static_cast<std::int32_t>(i), other.counts[i]);
  }
}

void ValueCounts::add(double x) {
  const std::int32_t bin = value_bin(x);
  minimum_ = total_ == 0 ? x : std::min(minimum_, x);
  maximum_ = total_ == 0 ? x : std::max(maximum_, x);
  ++total_;
  if (bin == 0) {
    ++zeros_;
  } else if (bin > 0) {
    positive_.add(bin, 1);
  } else {
    negative_.add(-bin, 1);
  }
}

void ValueCounts::add(const ValueCounts& other) {
  if (other.total_ == 0) return;
  minimum_ = total_ == 0 ? other.minimum_ : std::min(minimum_, other.minimum_);
  maximum_ = total_ == 0 ? other.maximum_ : std::max(maximum_, other.maximum_);
  total_ += other.total_;
  zeros_ += other.zeros_;
  positive_.add(other.positive_);
  negative_.add(other.negative_);
}

StreamingStatistics::StreamingStatistics(std::size_t num_outputs, StreamingOptions options)
    : num_outputs_(num_outputs), options_(options), counts_(num_outputs) {}

void StreamingStatistics::add(std::uint64_t block, std::span<const double> scores) {
  const std::size_t length = num_outputs_ == 0 ? 0 : scores.size() / num_outputs_;
  if (length == 0 || length > streaming_block || scores.size() != length * num_outputs_) {
    throw std::invalid_argument("a block has 1 to " + std::to_string(streaming_block) + " iterations of " +
                                std::to_string(num_outputs_) + " scores, not " + std::to_string(scores.size()) +
                                " scores");
  }
  check_free(block, block + 1);
  Stretch stretch;
  stretch.moments.reserve(num_outputs_);
  for (std::size_t k = 0; k < num_outputs_; ++k) {
    stretch.moments.push_back(block_moments_of(scores.data() + k, num_outputs_, length));
  }
  if (options_.covariances) {
    stretch.products.assign(num_outputs_ * (num_outputs_ + 1) / 2, 0.0);
    std::vector<double> apart(num_outputs_);
    for (std::size_t i = 0; i < length; ++i) {
      for (std::size_t k = 0; k < num_outputs_; ++k) {
        const double x = scores[i * num_outputs_ + k];
        apart[k] = std::isnan(x) ? 0.0 : x - stretch.moments[k].mean;
      }
      double* products = stretch.products.data();
      for (std::size_t k = 0; k < num_outputs_; ++k) {
        for (std::size_t j = 0; j <= k; ++j) *products++ += apart[k] * apart[j];
      }
    }
  }
  for (std::size_t i = 0; i < length; ++i) {
    for (std::size_t k = 0; k < num_outputs_; ++k) {
      const double x = scores[i * num_outputs_ + k];
      if (!std::isnan(x)) counts_[k].add(x);
    }
  }
  insert({block, 0}, std::move(stretch));
}

void StreamingStatistics::add(const StreamingStatistics& other) {
  if (other.num_outputs_ != num_outputs_ || other.options_.covariances != options_.covariances) {
    throw std::invalid_argument("the statistics are of other outputs");
  }
  for (const auto& [place, stretch] : other.stretches_) {
    check_free(place.first, place.first + (std::uint64_t{1} << place.second));
  }
  for (const auto& [place, stretch] : other.stretches_) insert(place, stretch);
  for (std::size_t k = 0; k < num_outputs_; ++k) counts_[k].add(other.counts_[k]);
}

void StreamingStatistics::check_free(std::uint64_t first, std::uint64_t end) const {
  auto after = stretches_.lower_bound({first, 0});
  const bool follows = after != stretches_.end() && after->first.first < end;
  bool precedes = false;
  if (after != stretches_.begin()) {
    const Place before = std::prev(after)->first;
    precedes = before.first + (std::uint64_t{1} << before.second) > first;
  }
  if (follows || precedes) throw std::invalid_argument("block " + std::to_string(first) + " is there already");
}

StreamingStatistics::Stretch StreamingStatistics::together(const Stretch& a, const Stretch& b) const {
  Stretch both;
  both.moments.reserve(num_outputs_);
  for (std::size_t k = 0; k < num_outputs_; ++k) both.moments.push_back(plume::together(a.moments[k], b.moments[k]));
  if (!options_.covariances) return both;
  both.products.reserve(a.products.size());
  std::size_t i = 0;
  for (std::size_t k = 0; k < num_outputs_; ++k) {
    for (std::size_t j = 0; j <= k; ++j, ++i) {
      const BlockMoments &ak = a.moments[k], &bk = b.moments[k], &aj = a.moments[j], &bj = b.moments[j];
      const double n = ak.count + bk.count;
      const double apart = n == 0.0 ? 0.0 : (bk.mean - ak.mean) * (bj.mean - aj.mean) * (ak.count * (bk.count / n));
      both.products.push_back(a.products[i] + b.products[i] + apart);
    }
  }
  return both;
}

void StreamingStatistics::insert(Place place, Stretch stretch) {
  whole_known_ = false;
  // The neighbour that makes with it a stretch of twice the length, which begins at a multiple of its length.
  for (;;) {
    const std::uint64_t length = std::uint64_t{1} << place.second;
    const bool second = (place.first / length) % 2 == 1;
    const auto neighbour = stretches_.find({second ? place.first - length : place.first + length, place.second});
    if (neighbour == stretches_.end()) break;
    stretch = second ? together(neighbour->second, stretch) : together(stretch, neighbour->second);
    place = {second ? place.first - length : place.first, place.second + 1};
    stretches_.erase(neighbour);
  }
  stretches_.emplace(place, std::move(stretch));
}

std::uint64_t StreamingStatistics::num_blocks() const {
  std::uint64_t blocks = 0;
  for (const auto& [place, stretch] : stretches_) blocks += std::uint64_t{1} << place.second;
  return blocks;
}

/// The stretches that never met, joined from the first to the last.
const StreamingStatistics::Stretch& StreamingStatistics::whole() const {
  if (whole_known_) return whole_;
  whole_ = Stretch{std::vector<BlockMoments>(num_outputs_), {}};
  if (options_.covariances) whole_.products.assign(num_outputs_ * (num_outputs_ + 1) / 2, 0.0);
  for (const auto& [place, stretch] : stretches_) whole_ = together(whole_, stretch);
  whole_known_ = true;
  return whole_;
}

StreamingFigures StreamingStatistics::figures(std::size_t output) const {
  StreamingFigures figures;
  const BlockMoments& moments = whole().moments.at(output);
  const ValueCounts& counts = counts_[output];
  figures.count = static_cast<std::uint64_t>(moments.count);
  figures.mean = moments.count > 0.0 ? moments.mean : not_known;
  figures.sd = moments.count > 1.0 ? std::sqrt(std::max(moments.squares, 0.0) / (moments.count - 1.0)) : not_known;
  figures.minimum = moments.count > 0.0 ? counts.minimum() : not_known;
  figures.maximum = moments.count > 0.0 ? counts.maximum() : not_known;
  figures.counts_ = &counts;
  return figures;
}

double StreamingStatistics::covariance(std::size_t a, std::size_t b) const {
  if (!options_.covariances) return not_known;
  const Stretch& all = whole();
  const double n = std::min(all.moments.at(a).count, all.moments.at(b).count);
  return n > 1.0 ? all.products[triangle(a, b)] / (n - 1.0) : not_known;
}

double StreamingFigures::quantile(double level) const {
  if (count == 0) return not_known;
  if (level <= 0.0) return minimum;
  if (level >= 1.0) return maximum;
  // Samples of a bin are thought evenly spread in it, those of the outermost no farther out than the extremes.
  const double position = level * static_cast<double>(count - 1);
  double before = 0.0, found = maximum;
  counts_->for_each([&](std::int32_t bin, std::uint64_t here) {
    const auto number = static_cast<double>(here);
    if (position > before + number - 0.5) {
      before += number;
      return true;
    }
    const double inner = value_bin_inner(bin), outer = bin == 0 ? 0.0 : value_bin_inner(bin + (bin > 0 ? 1 : -1));
    const double low = std::max(std::min(inner, outer), minimum), high = std::min(std::max(inner, outer), maximum);
    found = low + (high - low) * std::clamp((position - before + 0.5) / number, 0.0, 1.0);
    return false;
  });
  return found;
}

}  // namespace plume
