// SPDX-License-Identifier: Apache-2.0
#include "host/analysis/sample_shapes.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <utility>

#include "host/base/constants.hpp"
#include "host/record/run_figures.hpp"

namespace plume {
namespace {

constexpr std::uint64_t range_length = std::uint64_t{1} << 16;  ///< iterations read at once
constexpr std::size_t num_fields = 4096;

/// Counts of samples in fields of equal width; what lies beyond the ends is counted there.
class Histogram {
 public:
  Histogram(double from, double to)
      : from_(from),
        width_((to - from) / num_fields),
        per_unit_(to > from ? num_fields / (to - from) : 0.0),
        counts_(num_fields + 2, 0) {}

  void add(double value) {
    const double field = (value - from_) * per_unit_ + 1.0;
    const double clamped = std::min(std::max(field, 0.0), static_cast<double>(num_fields + 1));
    ++counts_[static_cast<std::size_t>(clamped)];
    ++total_;
  }
  /// `count` samples evenly between `low` and `high`.
  void add(double low, double high, std::uint64_t count) {
    const double begin = (low - from_) * per_unit_ + 1.0,
                 end = std::max((high - from_) * per_unit_ + 1.0, begin);
    total_ += count;
    const double last = static_cast<double>(num_fields + 1);
    const auto first_field = static_cast<std::size_t>(std::clamp(begin, 0.0, last));
    const auto last_field = static_cast<std::size_t>(std::clamp(end, 0.0, last));
    const double number = static_cast<double>(count);
    if (!(end > begin)) {
      counts_[first_field] += number;
      return;
    }
    for (std::size_t field = first_field; field <= last_field; ++field) {
      const double left = field == 0 ? begin : std::max(begin, static_cast<double>(field));
      const double right =
          field == num_fields + 1 ? end : std::min(end, static_cast<double>(field) + 1.0);
      counts_[field] += number * std::max(right - left, 0.0) / (end - begin);
    }
  }
  /// Width of the shortest interval, in whole fields, with this share of what lies between the
  /// ends.
  [[nodiscard]] double shortest(double share) const {
    double inside_all = 0.0, inside = 0.0;
    for (std::size_t field = 0; field < num_fields; ++field) inside_all += count(field);
    std::size_t begin = 0, least = num_fields;
    for (std::size_t end = 0; end < num_fields; ++end) {
      inside += count(end);
      while (inside - count(begin) >= share * inside_all && begin < end) inside -= count(begin++);
      if (inside >= share * inside_all) least = std::min(least, end + 1 - begin);
    }
    return static_cast<double>(least) * width_;
  }
  [[nodiscard]] std::uint64_t total() const { return total_; }
  [[nodiscard]] double outside() const { return counts_.front() + counts_.back(); }
  [[nodiscard]] double count(std::size_t field) const { return counts_[field + 1]; }
  [[nodiscard]] double middle(std::size_t field) const {
    return from_ + (static_cast<double>(field) + 0.5) * width_;
  }
  [[nodiscard]] double width() const { return width_; }

  [[nodiscard]] double quantile(double level) const {
    const double wanted = level * static_cast<double>(total_);
    double below = 0.0;
    for (std::size_t field = 0; field < counts_.size(); ++field) {
      const double here = counts_[field];
      if (below + here >= wanted && here > 0.0) {
        const double inside = field == 0                    ? 1.0
                              : field + 1 == counts_.size() ? 0.0
                                                            : (wanted - below) / here;
        return from_ + (static_cast<double>(field) - 1.0 + inside) * width_;
      }
      below += here;
    }
    return nan;
  }

 private:
  double from_, width_, per_unit_;
  std::vector<double> counts_;
  std::uint64_t total_ = 0;
};

/// Values that many iterations share. Those of the first range that do are looked for in all.
class Atoms {
 public:
  static bool counts(std::uint64_t count, std::uint64_t total) {
    return count >= 5 && static_cast<double>(count) >= 0.01 * static_cast<double>(total);
  }
  void look(std::vector<double> values) {
    std::erase_if(values, [](double value) { return std::isnan(value); });
    std::sort(values.begin(), values.end());
    for (std::size_t begin = 0; begin < values.size();) {
      const auto end = static_cast<std::size_t>(
          std::upper_bound(values.begin() + static_cast<std::ptrdiff_t>(begin), values.end(),
                           values[begin]) -
          values.begin());
      if (counts(end - begin, values.size()))
        values_.push_back(values[begin]), counts_.push_back(0);
      begin = end;
    }
  }
  /// Whether it is one of them.
  bool add(double value, std::uint64_t count = 1) {
    const auto at = std::lower_bound(values_.begin(), values_.end(), value);
    if (at == values_.end() || *at != value) return false;
    counts_[static_cast<std::size_t>(at - values_.begin())] += count;
    return true;
  }
  /// Ascending; what is none after all goes to the histogram.
  [[nodiscard]] std::vector<SampleDensity::Atom> found(Histogram& rest) const {
    std::uint64_t total = rest.total();
    for (const std::uint64_t count : counts_) total += count;
    std::vector<SampleDensity::Atom> atoms;
    for (std::size_t i = 0; i < values_.size(); ++i) {
      if (counts(counts_[i], total)) {
        atoms.push_back({values_[i], static_cast<double>(counts_[i]) / static_cast<double>(total)});
      } else if (counts_[i] > 0) {
        rest.add(values_[i], values_[i], counts_[i]);
      }
    }
    return atoms;
  }

 private:
  std::vector<double> values_;
  std::vector<std::uint64_t> counts_;
};

constexpr std::size_t q025 = 0, q25 = 2, q75 = 3, q95 = 4, q975 = 5;
static_assert(quantile_levels[q025] == 0.025 && quantile_levels[q25] == 0.25 &&
              quantile_levels[q75] == 0.75 && quantile_levels[q95] == 0.95 &&
              quantile_levels[q975] == 0.975);

bool varies(const Summary& s) {
  return s.count > 1 && std::isfinite(s.minimum) && std::isfinite(s.maximum) &&
         s.maximum > s.minimum;
}

/// The range worth showing: the 95 % interval and half of its width on either side, as far as there
/// are samples.
Histogram density_histogram(const Summary& s) {
  double margin = 0.5 * (s.quantiles[q975] - s.quantiles[q025]);
  if (!(margin > 0.0)) margin = s.maximum - s.minimum;
  return {std::max(s.minimum, s.quantiles[q025] - margin),
          std::min(s.maximum, s.quantiles[q975] + margin)};
}

/// Fine around the 95 % quantile, where running quantiles of fewer iterations are expected.
Histogram tail_histogram(const Summary& s) {
  double margin = 2.0 * (s.quantiles[q975] - s.quantiles[q75]);
  if (!(margin > 0.0)) margin = s.maximum - s.minimum;
  return {std::max(s.minimum, s.quantiles[q95] - margin),
          std::min(s.maximum, s.quantiles[q95] + margin)};
}

/// The histogram of what is no atom, smoothed at points; kernels are cut at 4 widths, and what they
/// put beyond the ends is mirrored back.
SampleDensity smoothed(const Histogram& histogram, const Summary& s,
                       std::vector<SampleDensity::Atom> atoms) {
  SampleDensity shape;
  shape.atoms = std::move(atoms);
  const double from = histogram.middle(0) - 0.5 * histogram.width(),
               rest = static_cast<double>(histogram.total());
  shape.from = from;
  shape.to = from + histogram.width() * num_fields;
  shape.outside = histogram.outside() / static_cast<double>(s.count);
  const double quartiles = (s.quantiles[q75] - s.quantiles[q25]) / 1.34,
               hump = histogram.shortest(0.25) / 0.637;
  double spread = std::min(s.sd, hump);
  if (quartiles > 0.0) spread = std::min(spread, quartiles);
  const double bandwidth =
      std::max(0.9 * spread * std::pow(std::max(rest, 1.0), -0.2),
               0.6 * (shape.to - shape.from) / static_cast<double>(num_density_points));
  const auto reach = static_cast<std::ptrdiff_t>(4.0 * bandwidth / histogram.width());
  const double scale =
      1.0 / (bandwidth * std::sqrt(2.0 * std::numbers::pi) * static_cast<double>(s.count));
  const auto fields = static_cast<std::ptrdiff_t>(num_fields);
  for (std::size_t i = 0; i < num_density_points; ++i) {
    const double share = static_cast<double>(i) / (num_density_points - 1);
    const double at = share * num_fields - 0.5;  // in fields
    double sum = 0.0;
    for (auto field = static_cast<std::ptrdiff_t>(at) - reach;
         field <= static_cast<std::ptrdiff_t>(at) + reach; ++field) {
      const std::ptrdiff_t source = field < 0         ? -1 - field
                                    : field >= fields ? 2 * fields - 1 - field
                                                      : field;
      if (source < 0 || source >= fields) continue;
      const double distance = (static_cast<double>(field) - at) * histogram.width() / bandwidth;
      sum +=
          histogram.count(static_cast<std::size_t>(source)) * std::exp(-0.5 * distance * distance);
    }
    shape.density.push_back(sum * scale);
  }
  return shape;
}

/// Mean and 95 % quantile so far, noted at points evenly apart.
class Running {
 public:
  Running(std::size_t demand, std::size_t category, const Summary& s, std::uint64_t iterations)
      : summary_(s), histogram_(tail_histogram(s)) {
    figures_.demand = demand;
    figures_.category = category;
    const std::uint64_t points = std::min<std::uint64_t>(num_running_points, iterations);
    for (std::uint64_t i = 1; i <= points; ++i) {
      next_.push_back(static_cast<std::uint64_t>(
          static_cast<double>(iterations) * static_cast<double>(i) / static_cast<double>(points)));
    }
  }

  void add(std::uint64_t first, std::span<const double> values) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (!std::isnan(values[i])) {
        sum_ += values[i];
        histogram_.add(values[i]);
      }
      if (position_ < next_.size() && first + i + 1 == next_[position_]) {
        ++position_;
        note(first + i + 1);
      }
    }
  }

  /// The last point is what the result says.
  [[nodiscard]] RunningFigures figures() const {
    RunningFigures figures = figures_;
    if (!figures.mean.empty()) {
      figures.mean.back() = summary_.mean;
      figures.p95.back() = summary_.quantiles[q95];
    }
    return figures;
  }

 private:
  void note(std::uint64_t iterations) {
    if (histogram_.total() == 0) return;
    figures_.iterations.push_back(static_cast<double>(iterations));
    figures_.mean.push_back(sum_ / static_cast<double>(histogram_.total()));
    figures_.p95.push_back(histogram_.quantile(0.95));
  }

  const Summary& summary_;
  Histogram histogram_;
  RunningFigures figures_;
  std::vector<std::uint64_t> next_;
  std::size_t position_ = 0;
  double sum_ = 0.0;
};

/// The demand whose mean of the category is known worst; none where nothing varies.
std::size_t worst_known(const ResultFile& file, std::size_t category) {
  const std::size_t num_categories = file.header().axes.categories.size();
  const std::size_t num_demands = file.header().axes.demands.size();
  std::size_t worst = num_demands;
  double largest = -1.0;
  for (std::size_t demand = 0; demand < num_demands; ++demand) {
    const Summary& s = file.summaries()[demand * num_categories + category];
    if (!varies(s)) continue;
    const double error =
        s.mean != 0.0 && std::isfinite(s.se_mean) ? s.se_mean / std::fabs(s.mean) : 0.0;
    if (error > largest) largest = error, worst = demand;
  }
  return worst;
}

struct Pair {
  std::uint64_t below = 0, above = 0, both = 0;  ///< the others of `both` are equal
};

void count_below(const std::vector<std::vector<double>>& columns, std::vector<Pair>& pairs,
                 std::size_t num_compared) {
  for (std::size_t a = 0; a < num_compared; ++a) {
    for (std::size_t b = a + 1; b < num_compared; ++b) {
      const double *one = columns[a].data(), *other = columns[b].data();
      std::uint64_t below = 0, above = 0, equal = 0;
      for (std::size_t i = 0; i < columns[a].size(); ++i) {
        below += one[i] < other[i];
        above += one[i] > other[i];
        equal += one[i] == other[i];
      }
      Pair& pair = pairs[a * num_compared + b];
      pair.below += below;
      pair.above += above;
      pair.both += below + above + equal;
    }
  }
}

BelowCounts below_counts(const std::vector<Pair>& pairs, std::size_t size) {
  BelowCounts counts{std::vector<double>(size * size, nan),
                     std::vector<std::uint64_t>(size * size, 0),
                     std::vector<double>(size * size, nan)};
  for (std::size_t a = 0; a < size; ++a) {
    for (std::size_t b = a + 1; b < size; ++b) {
      const Pair& pair = pairs[a * size + b];
      counts.both[a * size + b] = counts.both[b * size + a] = pair.both;
      if (pair.both == 0) continue;
      counts.share[a * size + b] = static_cast<double>(pair.below) / static_cast<double>(pair.both);
      counts.share[b * size + a] = static_cast<double>(pair.above) / static_cast<double>(pair.both);
      counts.equal[a * size + b] = counts.equal[b * size + a] =
          static_cast<double>(pair.both - pair.below - pair.above) / static_cast<double>(pair.both);
    }
  }
  return counts;
}

/// Of a result without samples: what its counts tell. How it settled is not known.
SampleShapes shapes_of_figures(const ResultFile& file) {
  const OutputAxes& axes = file.header().axes;
  const std::size_t num_categories = axes.categories.size();
  const StreamingStatistics statistics = file.figures().statistics();
  SampleShapes shapes;
  shapes.densities.resize(axes.num_outputs());
  for (std::size_t output = 0; output < axes.num_outputs(); ++output) {
    const Summary& s = file.summaries()[output];
    if (!varies(s)) continue;
    Histogram histogram = density_histogram(s);
    std::vector<SampleDensity::Atom> atoms;
    statistics.figures(output).counts().for_each([&](std::int32_t, const ScoreCell& cell) {
      if (cell.least == cell.greatest && Atoms::counts(cell.count, s.count)) {
        atoms.push_back(
            {cell.least, static_cast<double>(cell.count) / static_cast<double>(s.count)});
      } else {
        histogram.add(cell.least, cell.greatest, cell.count);
      }
      return true;
    });
    shapes.densities[output] = smoothed(histogram, s, std::move(atoms));
  }
  const std::size_t compared = shapes.num_compared = statistics.num_paired();
  for (std::size_t category = 0; category < num_categories && compared > 0; ++category) {
    std::vector<Pair> pairs(compared * compared);
    for (std::size_t a = 0; a < compared; ++a) {
      for (std::size_t b = a + 1; b < compared; ++b) {
        // An iteration has a score for all outputs or for none.
        pairs[a * compared + b] = {statistics.below(category, a, b),
                                   statistics.below(category, b, a),
                                   file.summaries()[a * num_categories + category].count};
      }
    }
    shapes.below.push_back(below_counts(pairs, compared));
  }
  return shapes;
}

}  // namespace

SampleShapes sample_shapes(const ResultFile& file) {
  if (!file.header().samples) return shapes_of_figures(file);
  const OutputAxes& axes = file.header().axes;
  const std::size_t num_demands = axes.demands.size(), num_categories = axes.categories.size();
  const std::uint64_t iterations = file.totals().iterations;
  SampleShapes shapes;
  shapes.densities.resize(axes.num_outputs());
  shapes.num_compared = num_demands > 1 ? std::min(num_demands, most_compared_demands) : 0;
  for (std::size_t category = 0; category < num_categories; ++category) {
    std::vector<Histogram> histograms;
    for (std::size_t demand = 0; demand < num_demands; ++demand) {
      histograms.push_back(density_histogram(file.summaries()[demand * num_categories + category]));
    }
    std::vector<Atoms> atoms(num_demands);
    const std::size_t followed = worst_known(file, category);
    std::vector<Running> running;
    if (followed < num_demands) {
      running.emplace_back(followed, category,
                           file.summaries()[followed * num_categories + category], iterations);
    }
    std::vector<Pair> pairs(shapes.num_compared * shapes.num_compared);
    std::vector<std::vector<double>> columns(std::max<std::size_t>(shapes.num_compared, 1));
    for (std::uint64_t first = 0; first < iterations; first += range_length) {
      const std::uint64_t length = std::min(range_length, iterations - first);
      for (std::size_t demand = 0; demand < num_demands; ++demand) {
        std::vector<double>& column = columns[demand < columns.size() ? demand : 0];
        // their room is needed
        if (demand == columns.size()) count_below(columns, pairs, shapes.num_compared);
        column.resize(length);
        file.samples(demand, category, first, column);
        if (first == 0) atoms[demand].look(column);
        for (const double value : column) {
          if (!std::isnan(value) && !atoms[demand].add(value)) histograms[demand].add(value);
        }
        if (demand == followed) running.front().add(first, column);
      }
      if (num_demands <= columns.size()) count_below(columns, pairs, shapes.num_compared);
    }
    for (std::size_t demand = 0; demand < num_demands; ++demand) {
      const std::size_t output = demand * num_categories + category;
      if (varies(file.summaries()[output])) {
        std::vector<SampleDensity::Atom> found = atoms[demand].found(histograms[demand]);
        shapes.densities[output] =
            smoothed(histograms[demand], file.summaries()[output], std::move(found));
      }
    }
    if (!running.empty()) shapes.running.push_back(running.front().figures());
    if (shapes.num_compared > 0) shapes.below.push_back(below_counts(pairs, shapes.num_compared));
  }
  return shapes;
}

}  // namespace plume
