// SPDX-License-Identifier: Apache-2.0
// Figures of many outputs without their samples: moments, covariances and quantiles of any number
// of iterations in memory that does not grow with them. Whatever order and cut the blocks come in,
// of one run or of many shards, the figures have the same bits.
//
//     StreamingStatistics statistics(num_outputs, {.covariances = true});
//     // 1,024 iterations [iteration][output]; NaN: no score
//     statistics.add(block, scores);
//     statistics.add(of_another_shard);
//     statistics.figures(output).quantile(0.95);
//
// BlockMoments are kept by block, and two neighbours become one as soon as both are there: blocks 0
// and 1, then those and 2 and 3 together. That tree is fixed by the numbers of the blocks, so it
// does not matter who added them, or when. Counts of value_bin() are whole numbers and need no
// order. Memory: 24 bytes an output for each stretch that waits for its neighbour (at most 2 log2
// of the blocks where shards have ranges), 24 bytes for each bin between the smallest and the
// largest score of a sign; with covariances 8 · outputs² ÷ 2 bytes a stretch.
//
// The least and the greatest number of each bin are kept with its count. A bin of one value is that
// value, so that figures of outputs that move in steps are exact; of others a quantile lies between
// the two, and how far apart they are is part of its standard error.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <utility>
#include <vector>

#include "host/stats/interval.hpp"
#include "host/stats/strata.hpp"
#include "host/stats/summary.hpp"
#include "kernels/base/block_moments.hpp"

namespace plume {

inline constexpr std::uint64_t streaming_block = moments_block;  ///< iterations

struct StreamingOptions {
  bool covariances = false;
  /// whole blocks are replicates of a design (host/stats/replicates.hpp): keep how they differ
  bool replicates = false;
  /// outputs are [demand][category]; of several demands pairs are compared: the first
  /// most_paired_demands
  std::size_t num_demands = 1;
};

inline constexpr std::size_t most_paired_demands = 12;

/// Figures of a block whose spread over blocks is kept: mean, median, and the published quantiles.
inline constexpr std::size_t num_replicate_figures = 2 + quantile_levels.size();

/// StreamingStatistics as plain arrays, for files. A moment is count, mean, Σ (x − mean)².
struct StreamingState {
  std::vector<std::uint64_t> first, level;  ///< of each stretch: blocks first … first + 2^level − 1
  std::vector<double> moments;              ///< [stretch][output][3]
  /// [stretch][triangle]: Σ (x − mean)(y − mean), lower triangle by rows; or empty
  std::vector<double> products;
  std::vector<double> replicates;       ///< [stretch][output][num_replicate_figures][3]; or empty
  std::vector<double> extremes;         ///< [output][2]: least, greatest; 0 without a score
  std::vector<std::uint64_t> num_bins;  ///< [output]
  /// value_bin() of those with numbers, ascending, output after output
  std::vector<std::int64_t> bin;
  std::vector<std::uint64_t> bin_count;
  /// [bin][2]: least and greatest score of each; or empty, of files before 1.3: those of the bin
  std::vector<double> bin_ends;
  /// [category][row][column]: iterations in which demand `row` is below `column`; or empty
  std::vector<std::uint64_t> below;
};

/// Numbers counted by bin. Each sign has a run of bins of its own: between them lie the million
/// bins of the very small.
class ValueCounts {
 public:
  void add(double x);  ///< not NaN
  void add(const ValueCounts& other);
  void add(std::int32_t bin, const ScoreCell& cell);
  [[nodiscard]] std::uint64_t total() const { return total_; }
  [[nodiscard]] double minimum() const { return minimum_; }  ///< meaningful once there are numbers
  [[nodiscard]] double maximum() const { return maximum_; }
  void set_extremes(double minimum, double maximum) { minimum_ = minimum, maximum_ = maximum; }
  /// Calls use(bin, cell) for every bin with numbers, ascending, until it returns false.
  template <class Use>
  void for_each(Use use) const {
    for (std::size_t i = negative_.cells.size(); i-- > 0;) {
      if (negative_.cells[i].count > 0 &&
          !use(-negative_.first - static_cast<std::int32_t>(i), negative_.cells[i]))
        return;
    }
    if (zero_.count > 0 && !use(0, zero_)) return;
    for (std::size_t i = 0; i < positive_.cells.size(); ++i) {
      if (positive_.cells[i].count > 0 &&
          !use(positive_.first + static_cast<std::int32_t>(i), positive_.cells[i]))
        return;
    }
  }
  [[nodiscard]] std::vector<ScoreCell> cells() const;
  /// Of files before 1.3: cells are whole bins, and quantiles are read from them as they were then.
  void forget_ends() { ends_known_ = false; }
  [[nodiscard]] bool ends_known() const { return ends_known_; }

 private:
  struct Side {  ///< bins by their distance from zero
    std::int32_t first = 0;
    std::vector<ScoreCell> cells;
    ScoreCell& at(std::int32_t bin);
    void add(const Side& other);
  };
  Side positive_, negative_;
  ScoreCell zero_;
  std::uint64_t total_ = 0;
  double minimum_ = 0.0, maximum_ = 0.0;
  bool ends_known_ = true;
};

/// What is known of one output.
class StreamingFigures {
 public:
  std::uint64_t count = 0;  ///< iterations with a score
  double mean = 0.0, sd = 0.0;
  double minimum = 0.0, maximum = 0.0;

  /// Type 7, as of samples, within 0.1 % of what those would give (value_bins.hpp); exact at 0 and
  /// 1, and in bins of one value. NaN without a score.
  [[nodiscard]] double quantile(double level) const;
  /// How far the quantile of the samples may at most be from that, on account of the bins.
  [[nodiscard]] double bin_reach(double level) const;
  [[nodiscard]] const ValueCounts& counts() const { return *counts_; }

 private:
  friend class StreamingStatistics;
  struct Value {
    double at, least, greatest;
  };
  [[nodiscard]] Value of_rank(std::uint64_t rank) const;
  [[nodiscard]] double in_whole_bins(double level) const;
  const ValueCounts* counts_ = nullptr;
};

class StreamingStatistics {
 public:
  explicit StreamingStatistics(std::size_t num_outputs, StreamingOptions options = {});

  /// Scores [iteration][output] of block `block`, which is iterations block · 1024 …; only the last
  /// block of a run may be shorter. `known`: its moments by output, or empty. Throws
  /// std::invalid_argument where the block is there already, or the scores are no whole iterations.
  void add(std::uint64_t block, std::span<const double> scores,
           std::span<const BlockMoments> known = {});
  /// All blocks of the other, none of which may be here. Throws std::invalid_argument.
  void add(const StreamingStatistics& other);

  [[nodiscard]] std::size_t num_outputs() const { return num_outputs_; }
  [[nodiscard]] std::uint64_t num_blocks() const;
  /// Valid until the next add().
  [[nodiscard]] StreamingFigures figures(std::size_t output) const;
  /// Of two outputs, n − 1; over the iterations in which both have a score, which are those of any.
  /// NaN without covariances, or for fewer than two iterations.
  [[nodiscard]] double covariance(std::size_t a, std::size_t b) const;
  /// Iterations in which demand `a` scores below demand `b`; both among the first
  /// most_paired_demands.
  [[nodiscard]] std::uint64_t below(std::size_t category, std::size_t a, std::size_t b) const;
  [[nodiscard]] std::size_t num_paired() const;  ///< demands that are compared; 0 for a single one
  /// The published figures with their standard errors. Of replicates the error of a figure is that
  /// of the mean of the whole blocks' figures, each block weighing the same, and of what the blocks
  /// do not show (strata.hpp); a shorter last block counts as independent iterations. What the bins
  /// leave open of a quantile is part of its error.
  [[nodiscard]] Summary summary(std::size_t output) const;

  [[nodiscard]] const StreamingOptions& options() const { return options_; }
  [[nodiscard]] StreamingState state() const;
  /// Throws std::invalid_argument where the arrays are not those of so many outputs.
  static StreamingStatistics from(std::size_t num_outputs, StreamingOptions options,
                                  const StreamingState& state);

 private:
  struct Stretch {
    std::vector<BlockMoments> moments;  ///< by output
    /// Σ (x − mean)(y − mean), lower triangle by rows; empty without covariances
    std::vector<double> products;
    /// [output][figure] of whole blocks; empty without replicates
    std::vector<BlockMoments> replicates;
  };
  using Place = std::pair<std::uint64_t, unsigned>;  ///< first block, and level: 2^level blocks

  [[nodiscard]] Stretch empty_stretch() const;
  [[nodiscard]] QuantileWindow window_of(const StreamingFigures& figures, double level) const;
  void add_replicates(std::span<const double> scores, Stretch& stretch) const;
  [[nodiscard]] Stretch together(const Stretch& a, const Stretch& b) const;
  void insert(Place place, Stretch stretch);
  void check_free(std::uint64_t first, std::uint64_t end) const;
  [[nodiscard]] const Stretch& whole() const;

  std::size_t num_outputs_;
  StreamingOptions options_;
  std::map<Place, Stretch> stretches_;
  std::vector<ValueCounts> counts_;
  std::vector<std::uint64_t> below_;
  /// by output: scores in the block that is shorter; empty: there is none
  std::vector<double> open_;
  mutable Stretch whole_;
  mutable bool whole_known_ = false;
};

}  // namespace plume
