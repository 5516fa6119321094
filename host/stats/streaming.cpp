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
#include "host/stats/student.hpp"
#include "kernels/base/value_bins.hpp"

namespace plume {
namespace {

constexpr double not_known = std::numeric_limits<double>::quiet_NaN();

/// Position of (row, column) in a lower triangle by rows.
std::size_t triangle(std::size_t row, std::size_t column) {
  if (row < column) std::swap(row, column);
  return row * (row + 1) / 2 + column;
}

/// The ends of a bin, of the outermost no farther out than the extremes.
ScoreCell whole_bin(std::int32_t bin, double least, double greatest) {
  const double inner = value_bin_inner(bin),
               outer = bin == 0 ? 0.0 : value_bin_inner(bin + (bin > 0 ? 1 : -1));
  return {std::max(std::min(inner, outer), least), std::min(std::max(inner, outer), greatest), 0};
}

}  // namespace

namespace {

void join(ScoreCell& cell, const ScoreCell& more) {
  if (more.count == 0) return;
  cell.least = cell.count == 0 ? more.least : std::min(cell.least, more.least);
  cell.greatest = cell.count == 0 ? more.greatest : std::max(cell.greatest, more.greatest);
  cell.count += more.count;
}

}  // namespace

ScoreCell& ValueCounts::Side::at(std::int32_t bin) {
  if (cells.empty()) first = bin;
  if (bin < first) {
    cells.insert(cells.begin(), static_cast<std::size_t>(first - bin), ScoreCell{});
    first = bin;
  }
  const auto position = static_cast<std::size_t>(bin - first);
  if (position >= cells.size()) cells.resize(position + 1);
  return cells[position];
}

void ValueCounts::Side::add(const Side& other) {
  for (std::size_t i = 0; i < other.cells.size(); ++i) {
    if (other.cells[i].count > 0)
      join(at(other.first + static_cast<std::int32_t>(i)), other.cells[i]);
  }
}

void ValueCounts::add(double x) {
  // Zeros of both signs are one value: that which came first must not show.
  x = x == 0.0 ? 0.0 : x;
  minimum_ = total_ == 0 ? x : std::min(minimum_, x);
  maximum_ = total_ == 0 ? x : std::max(maximum_, x);
  add(value_bin(x), {x, x, 1});
}

void ValueCounts::add(std::int32_t bin, const ScoreCell& cell) {
  total_ += cell.count;
  join(bin == 0 ? zero_ : bin > 0 ? positive_.at(bin) : negative_.at(-bin), cell);
}

void ValueCounts::add(const ValueCounts& other) {
  if (other.total_ == 0) return;
  minimum_ = total_ == 0 ? other.minimum_ : std::min(minimum_, other.minimum_);
  maximum_ = total_ == 0 ? other.maximum_ : std::max(maximum_, other.maximum_);
  total_ += other.total_;
  ends_known_ = ends_known_ && other.ends_known_;
  join(zero_, other.zero_);
  positive_.add(other.positive_);
  negative_.add(other.negative_);
}

std::vector<ScoreCell> ValueCounts::cells() const {
  std::vector<ScoreCell> all;
  for_each([&](std::int32_t, const ScoreCell& cell) {
    all.push_back(cell);
    return true;
  });
  return all;
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
    throw std::invalid_argument("a block has 1 to " + std::to_string(streaming_block) +
                                " iterations of " + std::to_string(num_outputs_) + " scores, not " +
                                std::to_string(scores.size()) + " scores");
  }
  check_free(block, block + 1);
  Stretch stretch;
  if (known.empty()) {
    stretch.moments.reserve(num_outputs_);
    for (std::size_t k = 0; k < num_outputs_; ++k)
      stretch.moments.push_back(block_moments_of(scores.data() + k, num_outputs_, length));
  } else {
    if (known.size() != num_outputs_)
      throw std::invalid_argument("a block has moments of every output");
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
    place_quantiles(values, levels_with_median);
    BlockMoments* figures = &stretch.replicates[k * num_replicate_figures];
    figures[0] = {1.0, stretch.moments[k].mean, 0.0};
    for (std::size_t i = 0; i < levels_with_median.size(); ++i)
      figures[i + 1] = {1.0, quantile_of_sorted(values, levels_with_median[i]), 0.0};
  }
}

void StreamingStatistics::add(const StreamingStatistics& other) {
  if (other.num_outputs_ != num_outputs_ || other.options_.covariances != options_.covariances ||
      other.options_.replicates != options_.replicates ||
      other.options_.num_demands != options_.num_demands) {
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
  if (follows || precedes)
    throw std::invalid_argument("block " + std::to_string(first) + " is there already");
}

StreamingStatistics::Stretch StreamingStatistics::together(const Stretch& a,
                                                           const Stretch& b) const {
  Stretch both;
  both.moments.reserve(num_outputs_);
  for (std::size_t k = 0; k < num_outputs_; ++k)
    both.moments.push_back(plume::together(a.moments[k], b.moments[k]));
  for (std::size_t i = 0; i < a.replicates.size(); ++i) {
    both.replicates.push_back(plume::together(a.replicates[i], b.replicates[i]));
  }
  if (!options_.covariances) return both;
  both.products.reserve(a.products.size());
  std::size_t i = 0;
  for (std::size_t k = 0; k < num_outputs_; ++k) {
    for (std::size_t j = 0; j <= k; ++j, ++i) {
      const BlockMoments &ak = a.moments[k], &bk = b.moments[k], &aj = a.moments[j],
                         &bj = b.moments[j];
      const double n = ak.count + bk.count;
      const double apart =
          n == 0.0 ? 0.0 : (bk.mean - ak.mean) * (bj.mean - aj.mean) * (ak.count * (bk.count / n));
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
  // The neighbour that makes with it a stretch of twice the length, which begins at a multiple of
  // its length.
  for (;;) {
    const std::uint64_t length = std::uint64_t{1} << place.second;
    const bool second = (place.first / length) % 2 == 1;
    const auto neighbour =
        stretches_.find({second ? place.first - length : place.first + length, place.second});
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
  figures.sd = moments.count > 1.0
                   ? std::sqrt(std::max(moments.squares, 0.0) / (moments.count - 1.0))
                   : not_known;
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

QuantileWindow StreamingStatistics::window_of(const StreamingFigures& figures, double level) const {
  const auto [lower, upper] = woodruff_levels(figures.count, level);
  QuantileWindow window{figures.quantile(level), figures.quantile(lower), figures.quantile(upper)};
  const double last = static_cast<double>(figures.count - 1);
  const double first = std::floor(lower * last), end = std::ceil(upper * last) + 1.0;
  const auto wanted = static_cast<double>(least_atom(static_cast<std::uint64_t>(end - first)));
  double before = 0.0;
  figures.counts().for_each([&](std::int32_t, const ScoreCell& cell) {
    const double after = before + static_cast<double>(cell.count);
    const double inside = std::min(after, end) - std::max(before, first);
    window.has_atom = window.has_atom || (cell.least == cell.greatest && inside >= wanted);
    before = after;
    return before < end && !window.has_atom;
  });
  return window;
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
  if (figures.count == 0) {
    summary.se_mean = summary.median = not_known;
    summary.quantiles.fill(not_known);
    summary.replicates = 0;
    return summary;
  }
  const BlockMoments* blocks =
      options_.replicates ? &whole().replicates[output * num_replicate_figures] : nullptr;
  if (blocks != nullptr) summary.replicates = static_cast<std::uint64_t>(blocks->count);
  const BlockRun run{figures.count, open_.empty() ? 0.0 : open_[output], summary.replicates};
  const auto between = [&](std::size_t figure) {
    const BlockMoments& of = blocks[figure];
    return of.count < 2.0 ? not_known : std::max(of.squares, 0.0) / (of.count - 1.0) / of.count;
  };
  summary.se_mean = figures.sd / std::sqrt(n);
  std::vector<double> level_variances;
  for (std::size_t i = 0; i < levels_with_median.size(); ++i) {
    double error = quantile_se(figures.count, levels_with_median[i],
                               [&](double p) { return figures.quantile(p); });
    if (blocks != nullptr) {
      const double slope = error / share_se(figures.count, levels_with_median[i]);
      if (slope > 0.0) level_variances.push_back(between(i + 1) / (slope * slope));
      error = error_of_quantile(between(i + 1), slope, run, error);
    }
    const QuantileWindow window = window_of(figures, levels_with_median[i]);
    error = std::hypot(error_beside_atoms(error, window, summary.replicates),
                       figures.bin_reach(levels_with_median[i]) / z95);
    (i == 0 ? summary.median : summary.quantiles[i - 1]) = window.at;
    (i == 0 ? summary.se_median : summary.se_quantiles[i - 1]) = error;
  }
  if (blocks != nullptr) {
    const std::vector<ScoreCell> cells = figures.counts().cells();
    // those in bins are not known
    const double gaps = squared_gaps(cells, run.blocks) + squared_widths(cells);
    summary.se_mean =
        error_of_mean(between(0), cells, gaps, share_of_one_number(level_variances, run), run,
                      figures.sd / std::sqrt(n));
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
    counts.for_each([&](std::int32_t bin, const ScoreCell& cell) {
      state.bin.push_back(bin);
      state.bin_count.push_back(cell.count);
      state.bin_ends.insert(state.bin_ends.end(), {cell.least, cell.greatest});
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
      state.replicates.size() != stretches * 3 * shape.replicates.size() ||
      state.extremes.size() != 2 * num_outputs || state.num_bins.size() != num_outputs ||
      state.bin.size() != bins || state.bin_count.size() != bins ||
      state.below.size() != statistics.below_.size() ||
      (!state.bin_ends.empty() && state.bin_ends.size() != 2 * bins)) {
    throw std::invalid_argument("the arrays are not those of " + std::to_string(num_outputs) +
                                " outputs");
  }
  const auto take = [](const std::vector<double>& from, std::size_t stretch,
                       std::vector<BlockMoments>& moments) {
    const double* values = from.data() + stretch * 3 * moments.size();
    for (BlockMoments& m : moments) {
      m = {values[0], values[1], values[2]};
      values += 3;
    }
  };
  for (std::size_t i = 0; i < stretches; ++i) {
    if (state.level[i] > 63)
      throw std::invalid_argument("a stretch has level " + std::to_string(state.level[i]));
    Stretch stretch = shape;
    take(state.moments, i, stretch.moments);
    take(state.replicates, i, stretch.replicates);
    const auto products =
        state.products.begin() + static_cast<std::ptrdiff_t>(i * shape.products.size());
    std::copy_n(products, shape.products.size(), stretch.products.begin());
    const auto level = static_cast<unsigned>(state.level[i]);
    statistics.check_free(state.first[i], state.first[i] + (std::uint64_t{1} << level));
    statistics.insert({state.first[i], level}, std::move(stretch));
  }
  statistics.below_ = state.below;
  std::size_t at = 0;
  for (std::size_t k = 0; k < num_outputs; ++k) {
    const double least = state.extremes[2 * k], greatest = state.extremes[2 * k + 1];
    for (std::uint64_t i = 0; i < state.num_bins[k]; ++i, ++at) {
      const auto bin = static_cast<std::int32_t>(state.bin[at]);
      ScoreCell cell = whole_bin(bin, least, greatest);
      if (!state.bin_ends.empty()) cell = {state.bin_ends[2 * at], state.bin_ends[2 * at + 1], 0};
      cell.count = state.bin_count[at];
      statistics.counts_[k].add(bin, cell);
    }
    statistics.counts_[k].set_extremes(least, greatest);
    if (state.bin_ends.empty() && state.num_bins[k] > 0) statistics.counts_[k].forget_ends();
  }
  return statistics;
}

/// The first of a bin is its least, the last its greatest; those between are thought evenly spread.
StreamingFigures::Value StreamingFigures::of_rank(std::uint64_t rank) const {
  if (rank == 0) return {minimum, minimum, minimum};
  Value found{maximum, maximum, maximum};
  if (rank + 1 >= count) return found;
  std::uint64_t before = 0;
  counts_->for_each([&](std::int32_t, const ScoreCell& cell) {
    const std::uint64_t inside = rank - before;
    before += cell.count;
    if (rank >= before) return true;
    if (inside == 0) {
      found = {cell.least, cell.least, cell.least};
    } else if (inside + 1 == cell.count) {
      found = {cell.greatest, cell.greatest, cell.greatest};
    } else {
      const double share = static_cast<double>(inside) / static_cast<double>(cell.count - 1);
      found = {cell.least + (cell.greatest - cell.least) * share, cell.least, cell.greatest};
    }
    return false;
  });
  return found;
}

/// The samples of a bin are thought evenly spread in it.
double StreamingFigures::in_whole_bins(double level) const {
  if (level <= 0.0) return minimum;
  if (level >= 1.0) return maximum;
  const double position = level * static_cast<double>(count - 1);
  double before = 0.0, found = maximum;
  counts_->for_each([&](std::int32_t, const ScoreCell& cell) {
    const auto number = static_cast<double>(cell.count);
    if (position > before + number - 0.5) {
      before += number;
      return true;
    }
    found = cell.least +
            (cell.greatest - cell.least) * std::clamp((position - before + 0.5) / number, 0.0, 1.0);
    return false;
  });
  return found;
}

double StreamingFigures::quantile(double level) const {
  if (count == 0) return not_known;
  if (!counts_->ends_known()) return in_whole_bins(level);
  const double position = std::clamp(level, 0.0, 1.0) * static_cast<double>(count - 1),
               lower = std::floor(position);
  const auto rank = static_cast<std::uint64_t>(lower);
  const double at = of_rank(rank).at, next = of_rank(rank + 1).at;
  return at == next ? at : at + (next - at) * (position - lower);
}

double StreamingFigures::bin_reach(double level) const {
  if (count == 0) return not_known;
  const double position = std::clamp(level, 0.0, 1.0) * static_cast<double>(count - 1),
               lower = std::floor(position);
  const auto rank = static_cast<std::uint64_t>(lower);
  const Value value = of_rank(rank), next = of_rank(rank + 1);
  const auto reach = [](const Value& of) {
    return std::max(of.at - of.least, of.greatest - of.at);
  };
  const double weight = position - lower;
  return (1.0 - weight) * reach(value) + weight * reach(next);
}

}  // namespace plume
