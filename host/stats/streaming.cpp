// SPDX-License-Identifier: Apache-2.0
#include "host/stats/streaming.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>

#include "host/stats/interval.hpp"
#include "host/stats/order_statistics.hpp"
#include "kernels/base/value_bins.hpp"

namespace plume {
namespace {

constexpr double not_known = std::numeric_limits<double>::quiet_NaN();

/// The median first, then the published quantiles.
constexpr std::array<double, num_replicate_figures - 1> all_levels() {
  std::array<double, num_replicate_figures - 1> levels{0.5};
  for (std::size_t i = 0; i < quantile_levels.size(); ++i) levels[i + 1] = quantile_levels[i];
  return levels;
}
constexpr auto levels = all_levels();

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
  minimum_ = total_ == 0 ? x : std::min(minimum_, x);
  maximum_ = total_ == 0 ? x : std::max(maximum_, x);
  add(value_bin(x), 1);
}

void ValueCounts::add(std::int32_t bin, std::uint64_t count) {
  total_ += count;
  if (bin == 0) {
    zeros_ += count;
  } else if (bin > 0) {
    positive_.add(bin, count);
  } else {
    negative_.add(-bin, count);
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
    : num_outputs_(num_outputs), options_(options), counts_(num_outputs) {
  if (options.num_demands == 0 || num_outputs % options.num_demands != 0) {
    throw std::invalid_argument(std::to_string(num_outputs) + " outputs are not those of " +
                                std::to_string(options.num_demands) + " demands");
  }
  below_.resize(num_outputs / options.num_demands * num_paired() * num_paired());
}

std::size_t StreamingStatistics::num_paired() const {
  return options_.num_demands > 1 ? std::min(options_.num_demands, most_paired_demands) : 0;
}

std::uint64_t StreamingStatistics::below(std::size_t category, std::size_t a, std::size_t b) const {
  return below_.at((category * num_paired() + a) * num_paired() + b);
}

void StreamingStatistics::add(std::uint64_t block, std::span<const double> scores,
                              std::span<const BlockMoments> known) {
  const std::size_t length = num_outputs_ == 0 ? 0 : scores.size() / num_outputs_;
  if (length == 0 || length > streaming_block || scores.size() != length * num_outputs_) {
    throw std::invalid_argument("a block has 1 to " + std::to_string(streaming_block) + " iterations of " +
                                std::to_string(num_outputs_) + " scores, not " + std::to_string(scores.size()) +
                                " scores");
  }
  check_free(block, block + 1);
  Stretch stretch;
  if (known.empty()) {
    stretch.moments.reserve(num_outputs_);
    for (std::size_t k = 0; k < num_outputs_; ++k)
      stretch.moments.push_back(block_moments_of(scores.data() + k, num_outputs_, length));
  } else {
    if (known.size() != num_outputs_) throw std::invalid_argument("a block has moments of every output");
    stretch.moments.assign(known.begin(), known.end());
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
  const std::size_t paired = num_paired(), categories = num_outputs_ / options_.num_demands;
  for (std::size_t i = 0; i < length && paired > 0; ++i) {
    const double* row = scores.data() + i * num_outputs_;
    std::uint64_t* below = below_.data();
    for (std::size_t category = 0; category < categories; ++category) {
      for (std::size_t a = 0; a < paired; ++a) {
        for (std::size_t b = 0; b < paired; ++b)
          *below++ += row[a * categories + category] < row[b * categories + category];
      }
    }
  }
  if (options_.replicates) {
    stretch.replicates.resize(num_outputs_ * num_replicate_figures);
    if (length == streaming_block) {
      add_replicates(scores, stretch);
    } else {
      open_.clear();
      for (const BlockMoments& moments : stretch.moments) open_.push_back(moments.count);
    }
  }
  insert({block, 0}, std::move(stretch));
}

void StreamingStatistics::add_replicates(std::span<const double> scores, Stretch& stretch) const {
  std::vector<double> values;
  for (std::size_t k = 0; k < num_outputs_; ++k) {
    values.clear();
    for (std::size_t i = k; i < scores.size(); i += num_outputs_) {
      if (!std::isnan(scores[i])) values.push_back(scores[i]);
    }
    if (values.empty()) continue;  // says nothing
    place_quantiles(values, levels);
    BlockMoments* figures = &stretch.replicates[k * num_replicate_figures];
    figures[0] = {1.0, stretch.moments[k].mean, 0.0};
    for (std::size_t i = 0; i < levels.size(); ++i) figures[i + 1] = {1.0, quantile_of_sorted(values, levels[i]), 0.0};
  }
}

void StreamingStatistics::add(const StreamingStatistics& other) {
  if (other.num_outputs_ != num_outputs_ || other.options_.covariances != options_.covariances ||
      other.options_.replicates != options_.replicates || other.options_.num_demands != options_.num_demands) {
    throw std::invalid_argument("the statistics are of other outputs");
  }
  for (const auto& [place, stretch] : other.stretches_) {
    check_free(place.first, place.first + (std::uint64_t{1} << place.second));
  }
  for (const auto& [place, stretch] : other.stretches_) insert(place, stretch);
  for (std::size_t k = 0; k < num_outputs_; ++k) counts_[k].add(other.counts_[k]);
  for (std::size_t i = 0; i < below_.size(); ++i) below_[i] += other.below_[i];
  if (!other.open_.empty()) open_ = other.open_;
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
  for (std::size_t i = 0; i < a.replicates.size(); ++i) {
    both.replicates.push_back(plume::together(a.replicates[i], b.replicates[i]));
  }
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

StreamingStatistics::Stretch StreamingStatistics::empty_stretch() const {
  Stretch stretch;
  stretch.moments.resize(num_outputs_);
  if (options_.covariances) stretch.products.resize(num_outputs_ * (num_outputs_ + 1) / 2);
  if (options_.replicates) stretch.replicates.resize(num_outputs_ * num_replicate_figures);
  return stretch;
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
  whole_ = empty_stretch();
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

Summary StreamingStatistics::summary(std::size_t output) const {
  const StreamingFigures figures = this->figures(output);
  const double n = static_cast<double>(figures.count);
  Summary summary;
  summary.count = figures.count;
  summary.mean = figures.mean;
  summary.sd = figures.sd;
  summary.minimum = figures.minimum;
  summary.maximum = figures.maximum;
  summary.replicates = figures.count;
  const BlockMoments* replicates = options_.replicates ? &whole().replicates[output * num_replicate_figures] : nullptr;
  if (replicates != nullptr) summary.replicates = static_cast<std::uint64_t>(replicates->count);
  const auto error_of = [&](std::size_t figure, double independent) {
    if (replicates == nullptr) return independent;
    const BlockMoments& blocks = replicates[figure];
    if (blocks.count < 2.0) return not_known;
    const double open = open_.empty() ? 0.0 : open_[output], whole = (n - open) / n;
    const double of_blocks = std::max(blocks.squares, 0.0) / (blocks.count - 1.0) / blocks.count;
    return std::sqrt(whole * whole * of_blocks + (open > 0.0 ? open / n * independent * independent : 0.0));
  };
  summary.se_mean = figures.count == 0 ? not_known : error_of(0, figures.sd / std::sqrt(n));
  for (std::size_t i = 0; i < levels.size(); ++i) {
    const double error =
        figures.count == 0
            ? not_known
            : error_of(i + 1, quantile_se(figures.count, levels[i], [&](double p) { return figures.quantile(p); }));
    (i == 0 ? summary.median : summary.quantiles[i - 1]) = figures.quantile(levels[i]);
    (i == 0 ? summary.se_median : summary.se_quantiles[i - 1]) = error;
  }
  return summary;
}

StreamingState StreamingStatistics::state() const {
  StreamingState state;
  state.below = below_;
  const auto put = [](std::vector<double>& to, const std::vector<BlockMoments>& moments) {
    for (const BlockMoments& m : moments) to.insert(to.end(), {m.count, m.mean, m.squares});
  };
  for (const auto& [place, stretch] : stretches_) {
    state.first.push_back(place.first);
    state.level.push_back(place.second);
    put(state.moments, stretch.moments);
    put(state.replicates, stretch.replicates);
    state.products.insert(state.products.end(), stretch.products.begin(), stretch.products.end());
  }
  for (const ValueCounts& counts : counts_) {
    state.extremes.insert(state.extremes.end(), {counts.minimum(), counts.maximum()});
    const std::size_t before = state.bin.size();
    counts.for_each([&](std::int32_t bin, std::uint64_t count) {
      state.bin.push_back(bin);
      state.bin_count.push_back(count);
      return true;
    });
    state.num_bins.push_back(state.bin.size() - before);
  }
  return state;
}

StreamingStatistics StreamingStatistics::from(std::size_t num_outputs, StreamingOptions options,
                                              const StreamingState& state) {
  StreamingStatistics statistics(num_outputs, options);
  const Stretch shape = statistics.empty_stretch();
  const std::size_t stretches = state.first.size();
  std::size_t bins = 0;
  for (const std::uint64_t count : state.num_bins) bins += count;
  if (state.level.size() != stretches || state.moments.size() != stretches * 3 * num_outputs ||
      state.products.size() != stretches * shape.products.size() ||
      state.replicates.size() != stretches * 3 * shape.replicates.size() || state.extremes.size() != 2 * num_outputs ||
      state.num_bins.size() != num_outputs || state.bin.size() != bins || state.bin_count.size() != bins ||
      state.below.size() != statistics.below_.size()) {
    throw std::invalid_argument("the arrays are not those of " + std::to_string(num_outputs) + " outputs");
  }
  const auto take = [](const std::vector<double>& from, std::size_t stretch, std::vector<BlockMoments>& moments) {
    const double* values = from.data() + stretch * 3 * moments.size();
    for (BlockMoments& m : moments) {
      m = {values[0], values[1], values[2]};
      values += 3;
    }
  };
  for (std::size_t i = 0; i < stretches; ++i) {
    if (state.level[i] > 63) throw std::invalid_argument("a stretch has level " + std::to_string(state.level[i]));
    Stretch stretch = shape;
    take(state.moments, i, stretch.moments);
    take(state.replicates, i, stretch.replicates);
    const auto products = state.products.begin() + static_cast<std::ptrdiff_t>(i * shape.products.size());
    std::copy_n(products, shape.products.size(), stretch.products.begin());
    const auto level = static_cast<unsigned>(state.level[i]);
    statistics.check_free(state.first[i], state.first[i] + (std::uint64_t{1} << level));
    statistics.insert({state.first[i], level}, std::move(stretch));
  }
  statistics.below_ = state.below;
  std::size_t at = 0;
  for (std::size_t k = 0; k < num_outputs; ++k) {
    for (std::uint64_t i = 0; i < state.num_bins[k]; ++i, ++at) {
      statistics.counts_[k].add(static_cast<std::int32_t>(state.bin[at]), state.bin_count[at]);
    }
    statistics.counts_[k].set_extremes(state.extremes[2 * k], state.extremes[2 * k + 1]);
  }
  return statistics;
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
