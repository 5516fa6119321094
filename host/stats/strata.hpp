// SPDX-License-Identifier: Apache-2.0
// What the spread of a few balanced blocks does not show of a standard error.
//
// A block of a Latin hypercube or Sobol design holds N iterations, one in each of N equally
// probable strata of every number. Where an output hangs on one number, as a line of an inventory
// does, this leaves almost nothing to differ between blocks, and what is left is seen too seldom to
// be judged by B of them. Three terms are added to the spread between blocks
// (host/stats/replicates.hpp); where an output hangs on many numbers they are small beside it.
//
//   gaps    A share of a block moves in steps of 1/N. In B blocks that agree, up to 3 of their n =
//           B N scores may still be wanting on either side of a gap g between neighbouring scores:
//           e^−3 is 5 %. (The rule of three; Hanley & Lippman-Hand 1983, JAMA 249.) The half-width
//           is at least 3 g/n, all gaps together as independent ones: (t se)² ≥ Σ (3 g/n)², t
//           Student's factor for B − 1
//   tails   The greatest scores of B blocks are B values beyond the level 1 − 1/N. What a heavy
//           tail does beyond it is told better by the sixteen outermost strata: a generalised
//           Pareto distribution with shape ξ and scale σ at that level, fitted by its
//           probability-weighted moments (Hosking & Wallis 1987, Technometrics 29), has there the
//           variance v = σ² / ((1 − ξ)² (1 − 2ξ)), and the mean at least v / (N² B). That holds
//           where an output hangs on one number alone: where it hangs on many, blocks are balanced
//           otherwise, and their spread shows what they do. Which it is, the blocks' quantiles
//           tell: of one number their levels have a variance below 1 / (N² B)
//   count   Of a block whose scores come from one number, k or k + 1 lie below a fixed value: a
//           variance of up to 1/4. The quantile of the whole sample inverts the average of these
//           counts, so that its level is no better known than 1/4 / (N² B); the block quantiles,
//           which interpolate between two strata each, spread less
//
// Use, after the scores were sorted into cells:
//
//     const double se = error_of_mean(spread.variance_of_mean(), cells, squared_gaps(cells, B),
//         1.0, {n, n_of_whole_blocks, B}, sd / √n);
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace plume {

/// Scores that lie next to each other, ascending.
struct ScoreCell {
  double least = 0.0, greatest = 0.0;
  std::uint64_t count = 0;
};

/// The values, none of them NaN, in at most `num_cells` ranges of equal width; gaps within a range
/// are not seen.
[[nodiscard]] std::vector<ScoreCell> cells_of(std::span<const double> values);
inline constexpr std::size_t num_cells = 4096;

/// What a run of a block design rests on.
struct BlockRun {
  std::uint64_t scores = 0;  ///< of all blocks
  double open = 0.0;         ///< of them in the last block, which is not whole
  std::uint64_t blocks = 0;  ///< whole ones with a score
};

/// Between 0 and 1: how far an output hangs on one number. `level_variances`: (between ÷ slope²) of
/// error_of_quantile(), of some levels; none, as of an output in steps: 1.
[[nodiscard]] double share_of_one_number(std::span<const double> level_variances,
                                         const BlockRun& run);

/// Standard error of the mean. `between`: variance of the mean of the whole blocks, by their
/// spread; `squared_gaps`: Σ g²; `independent`: what the standard error of so many independent
/// scores would be, for those of the open block. NaN for fewer than two blocks.
[[nodiscard]] double error_of_mean(double between, std::span<const ScoreCell> cells,
                                   double squared_gaps, double of_one_number, const BlockRun& run,
                                   double independent);

/// Standard error of the quantile of the whole sample. `between`: variance of the average of the
/// blocks' quantiles; `slope`: of the sample's quantile function there.
[[nodiscard]] double error_of_quantile(double between, double slope, const BlockRun& run,
                                       double independent);

/// Σ g² over the gaps between cells.
/// Among the outermost scores (four a block, of `blocks`), where those of any distribution lie
/// apart, only gaps beside a value that is there more than once count.
[[nodiscard]] double squared_gaps(std::span<const ScoreCell> cells, std::uint64_t blocks);

/// Σ of the squared widths of cells: at most this are the gaps within them.
[[nodiscard]] double squared_widths(std::span<const ScoreCell> cells);

/// Variance of the mean that the gaps leave open.
[[nodiscard]] double unseen_variance(double squared_gaps, const BlockRun& run);

/// The distinct values of an output as long as they are few, in one pass and a few bytes: whether
/// it moves in steps, and in which.
class FewValues {
 public:
  void add(double value);                     ///< not NaN
  [[nodiscard]] double squared_gaps() const;  ///< 0 once there are too many

 private:
  std::vector<double> values_;  ///< ascending
  bool many_ = false;
};

/// What lies beyond the outermost of `strata` equal shares of the scores, above; no variance where
/// it has no width.
struct Tail {
  double variance = 0.0;  ///< v
  double shape = 0.0;     ///< ξ
};
[[nodiscard]] Tail tail_of(std::span<const ScoreCell> cells, double strata);

}  // namespace plume
