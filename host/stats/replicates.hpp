// SPDX-License-Identifier: Apache-2.0
// Honest standard errors: what the independent parts of a run are, and how far an average over them
// may be from the truth.
//
// Random iterations are independent: each is a part. A Latin hypercube or a Sobol design ties the
// 1024 iterations of a block to each other, so that s/√n is not the error of their mean; the blocks
// are independent replicates, and the spread of what each block says by itself is the error of
// their average. docs/designs.md, "Standard errors".
//
// Blocks may hold different numbers of scores (iterations without one). With counts c, figures y
// and M = Σ c y / Σ c:
//
//     se² = B/(B − 1) · Σ c² (y − M)² / (Σ c)²
//
// the usual variance of a ratio estimate; with equal counts it is the variance of the y, divided by
// B.
#pragma once

#include <cstdint>
#include <string_view>

namespace plume {

/// Iterations of one independent part of a run of this design ("random", "lhs", …): 1 or a block.
/// The one place that says so; a design that this does not know gets blocks, which are right for
/// independent iterations, too.
[[nodiscard]] std::uint64_t replicate_length(std::string_view design);

/// Collects one figure a block, in order, and keeps nothing of the single ones.
class BlockSpread {
 public:
  /// A whole block's figure (its mean, its quantile) from `count` scores; a block without a score
  /// says nothing.
  void add(std::uint64_t count, double figure);

  [[nodiscard]] std::uint64_t num_blocks() const { return num_blocks_; }
  [[nodiscard]] double num_scores() const { return weight_; }
  [[nodiscard]] double mean() const { return mean_; }  ///< M
  [[nodiscard]] double variance_of_mean() const;       ///< se²; NaN for fewer than two blocks

 private:
  std::uint64_t num_blocks_ = 0;
  double weight_ = 0.0;         ///< Σ c
  double mean_ = 0.0;           ///< Σ c y / Σ c
  double square_weight_ = 0.0;  ///< Σ c²
  double square_mean_ = 0.0;    ///< Σ c² y / Σ c²
  double m2_ = 0.0;             ///< Σ c² (y − square_mean)²
};

/// Standard error of a figure of all scores: those of the whole blocks by their spread, those of
/// the last, open block, which is no replicate, as if they were independent. `independent`: the
/// standard error that `count` independent scores had. NaN for fewer than two whole blocks.
[[nodiscard]] double standard_error(const BlockSpread& blocks, std::uint64_t count,
                                    double independent);

}  // namespace plume
