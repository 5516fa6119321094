// SPDX-License-Identifier: Apache-2.0
// What a run without samples keeps of consecutive iterations: figures, counts by status, and the
// scores of the block that is not full yet, so that it can go on at any iteration. Memory and disk
// do not grow with the iterations.
//
//     RunFigures figures(num_outputs, first, options);
//     figures.append(scores, status);                    // those that follow
//     figures.append(figures_of_the_next_shard);
//     figures.statistics().summary(output).quantiles;
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "host/record/result_record.hpp"
#include "host/stats/streaming.hpp"
#include "kernels/base/status.hpp"

namespace plume {

class RunFigures {
 public:
  /// `first`: number of the first iteration, a multiple of streaming_block.
  RunFigures(std::size_t num_outputs, std::uint64_t first, StreamingOptions options);
  /// As it was stored. Throws std::invalid_argument where the pieces do not fit each other.
  RunFigures(std::uint64_t first, StreamingStatistics blocks, std::vector<double> open,
             const ResultTotals& totals);

  /// Scores [iteration][output] of the iterations that follow; those of an iteration without a
  /// score are not looked at. `moments` [block][output] of the blocks that lie wholly in them, or
  /// empty; those that are not_summed are summed here.
  void append(std::span<const double> scores, std::span<const IterationStatus> status,
              std::span<const BlockMoments> moments = {});
  /// Those of the iterations that follow. Throws std::invalid_argument where they do not, or where
  /// a block is open before them.
  void append(const RunFigures& following);

  [[nodiscard]] std::uint64_t first() const { return first_; }
  [[nodiscard]] std::uint64_t end() const { return first_ + totals_.iterations; }
  [[nodiscard]] std::size_t num_outputs() const { return blocks_.num_outputs(); }
  [[nodiscard]] const ResultTotals& totals() const {
    return totals_;
  }  ///< iterations, counts by status, lists of failures
  [[nodiscard]] const StreamingStatistics& blocks() const { return blocks_; }  ///< whole ones
  /// scores of the block that is not full
  [[nodiscard]] const std::vector<double>& open() const { return open_; }
  /// of all iterations
  [[nodiscard]] StreamingStatistics statistics() const;

 private:
  std::uint64_t first_;
  StreamingStatistics blocks_;
  std::vector<double> open_;
  ResultTotals totals_;
};

/// Bytes of its arrays in a file: what a run without samples needs for a checkpoint or a result, a
/// little more rather than less.
[[nodiscard]] std::uint64_t run_figures_bytes(std::size_t num_outputs,
                                              const StreamingOptions& options);

}  // namespace plume
