// SPDX-License-Identifier: Apache-2.0
// How many iterations, in which portions, and when to stop earlier.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "host/stats/moments.hpp"

namespace plume {

/// Stop as soon as every output's mean is known this well. 0: never.
struct PrecisionTarget {
  double relative_se_mean = 0.0;  ///< standard error of the mean ÷ |mean|
  std::uint64_t min_iterations = statistics_block;
};

struct SamplingPlan {
  std::uint64_t iterations = 0;
  std::uint64_t batch = 0;  ///< iterations in memory at once; results do not depend on it
  PrecisionTarget target;
};

/// `preferred` is what keeps the device busy; the scores of a batch take at most 64 MiB. `batch` 0 lets the plan choose.
[[nodiscard]] SamplingPlan make_plan(std::uint64_t iterations, std::uint64_t batch, std::uint64_t preferred,
                                     std::size_t num_outputs, const PrecisionTarget& target);

/// Whether the run may stop after `iterations`, a multiple of the statistics block: so the decision is the same for every
/// batch size. Outputs that are zero in every iteration count as precise.
[[nodiscard]] bool precise_enough(const PrecisionTarget& target, std::uint64_t iterations,
                                  const std::vector<BlockedMoments>& outputs);

}  // namespace plume
