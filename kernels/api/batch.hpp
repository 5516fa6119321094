// SPDX-License-Identifier: Apache-2.0
// What the engine is asked for and what it gives back: a range of iterations, and their scores.
#pragma once

#include <cstdint>

#include "kernels/base/block_moments.hpp"

namespace plume {

/// What the lane solver says of one iteration. `unsolved` ones are regenerated and solved directly
/// by the host.
enum class LaneOutcome : std::uint8_t { ok = 0, infeasible = 1, unsolved = 2 };

/// Iterations first … first + count − 1, any range: results do not depend on how iterations are cut
/// into batches.
struct BatchOutput {
  std::uint64_t first = 0;
  std::uint64_t count = 0;
  double* scores = nullptr;        ///< [count][demand][category]; null: only `control` is filled
  LaneOutcome* outcome = nullptr;  ///< [count]
  /// [count] or null; a CPU pack gives all its lanes the slowest lane's number
  std::uint32_t* sweeps = nullptr;
  /// [count][demand][row] or null: scaled supplies x in solving order, for tests and dumps
  double* supply = nullptr;
  /// [count][demand][category] or null: the control variate of each score
  double* control = nullptr;
  double* inventory = nullptr;  ///< [count][demand][flow] or null
  /// [WholeBlocks(first, count)][demand][category] or null: what a run without samples remembers,
  /// summed where the scores were made. The caller fills it with not_summed, which stays where an
  /// iteration of the block is unsolved, or a device takes less than a block at a time.
  BlockMoments* moments = nullptr;
};

inline constexpr BlockMoments not_summed{-1.0, 0.0, 0.0};

}  // namespace plume
