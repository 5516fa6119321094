// SPDX-License-Identifier: Apache-2.0
#include "host/stats/strata.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "host/stats/student.hpp"

namespace plume {
namespace {

constexpr double wanting = 3.0;  ///< scores that B blocks may miss and still agree
constexpr double tail_strata = 16.0;
constexpr double heaviest = 0.45;  ///< shape: from 0.5 on there is no variance

/// Calls use(rank from the top, value) for the greatest scores; those of a cell are thought evenly
/// spread in it.
template <class Use>
void for_greatest(std::span<const ScoreCell> cells, std::uint64_t wanted, Use use) {
  std::uint64_t rank = 0;
  for (std::size_t i = cells.size(); i-- > 0 && rank < wanted;) {
    const ScoreCell& cell = cells[i];
    const double step =
        cell.count > 1 ? (cell.greatest - cell.least) / static_cast<double>(cell.count - 1) : 0.0;
    for (std::uint64_t k = 0; k < cell.count && rank < wanted; ++k, ++rank) {
      use(rank, cell.greatest - static_cast<double>(k) * step);
    }
  }
}

std::vector<ScoreCell> mirrored(std::span<const ScoreCell> cells) {
  std::vector<ScoreCell> mirror;
  mirror.reserve(cells.size());
  for (std::size_t i = cells.size(); i-- > 0;)
    mirror.push_back({-cells[i].greatest, -cells[i].least, cells[i].count});
  return mirror;
}

/// Variance of the part of the open block: (r/n)² · (n/r) · independent².
double open_part(const BlockRun& run, double independent) {
  return run.open > 0.0 ? run.open / static_cast<double>(run.scores) * independent * independent
                        : 0.0;
}

}  // namespace

std::vector<ScoreCell> cells_of(std::span<const double> values) {
  if (values.empty()) return {};
  const auto [least, greatest] = std::minmax_element(values.begin(), values.end());
  const double from = *least, width = *greatest - from;
  std::vector<ScoreCell> cells(width > 0.0 ? num_cells : 1);
  for (const double value : values) {
    // Halves first: the width of doubles of both signs may be beyond the greatest.
    const double share =
        width > 0.0 ? (0.5 * value - 0.5 * from) / (0.5 * *greatest - 0.5 * from) : 0.0;
    ScoreCell& cell =
        cells[std::min(static_cast<std::size_t>(share * num_cells), cells.size() - 1)];
    cell.least = cell.count == 0 ? value : std::min(cell.least, value);
    cell.greatest = cell.count == 0 ? value : std::max(cell.greatest, value);
    ++cell.count;
  }
  std::erase_if(cells, [](const ScoreCell& cell) { return cell.count == 0; });
  return cells;
}

double squared_gaps(std::span<const ScoreCell> cells, std::uint64_t blocks) {
  const auto is_atom = [](const ScoreCell& cell) {
    return cell.count > 1 && cell.least == cell.greatest;
  };
  std::uint64_t total = 0, below = 0;
  for (const ScoreCell& cell : cells) total += cell.count;
  double sum = 0.0;
  for (std::size_t i = 1; i < cells.size(); ++i) {
    below += cells[i - 1].count;
    const bool inside = std::min(below, total - below) >= 4 * blocks;
    if (!inside && !is_atom(cells[i - 1]) && !is_atom(cells[i])) continue;
    const double gap = cells[i].least - cells[i - 1].greatest;
    sum += gap * gap;
  }
  return sum;
}

double squared_widths(std::span<const ScoreCell> cells) {
  double sum = 0.0;
  for (const ScoreCell& cell : cells)
    sum += (cell.greatest - cell.least) * (cell.greatest - cell.least);
  return sum;
}

double unseen_variance(double squared_gaps, const BlockRun& run) {
  const double each = wanting / confidence_factor(run.blocks - 1) / static_cast<double>(run.scores);
  return each * each * squared_gaps;
}

void FewValues::add(double value) {
  constexpr std::size_t most = 32;
  if (many_) return;
  const auto at = std::lower_bound(values_.begin(), values_.end(), value);
  if (at != values_.end() && *at == value) return;
  values_.insert(at, value);
  many_ = values_.size() > most;
}

double FewValues::squared_gaps() const {
  double sum = 0.0;
  for (std::size_t i = 1; i < values_.size() && !many_; ++i) {
    const double gap = values_[i] - values_[i - 1];
    sum += gap * gap;
  }
  return sum;
}

Tail tail_of(std::span<const ScoreCell> cells, double strata) {
  double total = 0.0;
  for (const ScoreCell& cell : cells) total += static_cast<double>(cell.count);
  const auto size =
      static_cast<std::uint64_t>(total / strata * std::min(tail_strata, strata / 4.0));
  if (size < 4) return {};
  double threshold = 0.0;
  for_greatest(cells, size + 1, [&](std::uint64_t, double value) { threshold = value; });
  // The first two probability-weighted moments of the excesses e: E[e], E[e (1 − F)].
  const double n = static_cast<double>(size);
  double first = 0.0, second = 0.0;
  for_greatest(cells, size, [&](std::uint64_t rank, double value) {
    first += (value - threshold) / n;
    second += (value - threshold) / n * ((static_cast<double>(rank) + 0.35) / n);
  });
  const double difference = first - 2.0 * second;
  if (!(first > 0.0) || !(difference > 0.0)) return {};
  const double shape = std::min(2.0 - first / difference, heaviest);
  // Beyond the outermost stratum the distribution is of the same shape, its scale grown by (share
  // of the excesses beyond)^−ξ.
  const double scale = 2.0 * first * second / difference * std::pow(n / (total / strata), shape);
  return {scale * scale / ((1.0 - shape) * (1.0 - shape) * (1.0 - 2.0 * shape)), shape};
}

double share_of_one_number(std::span<const double> level_variances, const BlockRun& run) {
  if (level_variances.empty() || run.blocks < 2) return 1.0;
  const double blocks = static_cast<double>(run.blocks);
  const double strata = (static_cast<double>(run.scores) - run.open) / blocks;
  double counts = 0.0;  // variance of the scores of a block below a value
  for (const double variance : level_variances) {
    counts += variance * strata * strata * blocks / static_cast<double>(level_variances.size());
  }
  return std::clamp((4.0 - counts) / 3.0, 0.0, 1.0);
}

double error_of_mean(double between, std::span<const ScoreCell> cells, double squared_gaps,
                     double of_one_number, const BlockRun& run, double independent) {
  if (run.blocks < 2) return std::numeric_limits<double>::quiet_NaN();
  const double all = static_cast<double>(run.scores), blocks = static_cast<double>(run.blocks);
  const double whole = all - run.open, strata = whole / blocks;  // a block's scores
  const double tails = of_one_number > 0.0
                           ? of_one_number * (tail_of(cells, strata).variance +
                                              tail_of(mirrored(cells), strata).variance)
                           : 0.0;
  const double of_blocks = std::max(between, tails / (strata * strata * blocks));
  return std::sqrt(whole / all * (whole / all) * of_blocks + unseen_variance(squared_gaps, run) +
                   open_part(run, independent));
}

double error_of_quantile(double between, double slope, const BlockRun& run, double independent) {
  if (run.blocks < 2) return std::numeric_limits<double>::quiet_NaN();
  const double all = static_cast<double>(run.scores), blocks = static_cast<double>(run.blocks);
  const double whole = all - run.open, strata = whole / blocks;
  const double count = 0.25 * slope * slope / (strata * strata * blocks);
  return std::sqrt(whole / all * (whole / all) * (between + count) + open_part(run, independent));
}

}  // namespace plume
