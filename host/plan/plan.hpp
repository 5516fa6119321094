// SPDX-License-Identifier: Apache-2.0
// How many iterations, in which portions, and what ends the run earlier.
#pragma once

#include <cstddef>
#include <cstdint>

#include "host/model/score_bounds.hpp"
#include "host/plan/precision.hpp"

namespace plume {

struct SamplingPlan {
  std::uint64_t iterations = 0;  ///< the end: one more than the number of the last
  std::uint64_t first = 0;       ///< of a shard: where its iterations begin
  /// so many iterations were there before: the stop rule is asked of more only
  std::uint64_t ask_after = 0;
  std::uint64_t batch = 0;  ///< iterations in memory at once; results do not depend on it
  PrecisionTarget target;
  std::uint64_t replicate_length = 1;  ///< of the design: host/stats/replicates.hpp
  unsigned score_bits = 52;            ///< of the mantissa that scores are rounded to; 52: all
  ScoreBounds bounds;                  ///< of every iteration, before its scores are rounded
};

/// `preferred` is what keeps the device busy; the scores of a batch take at most 64 MiB. `batch` 0
/// lets the plan choose.
[[nodiscard]] SamplingPlan make_plan(std::uint64_t iterations, std::uint64_t batch,
                                     std::uint64_t preferred, std::size_t num_outputs,
                                     const PrecisionTarget& target);

}  // namespace plume
