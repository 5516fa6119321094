// SPDX-License-Identifier: Apache-2.0
#include "host/plan/plan.hpp"

#include <algorithm>
#include <cmath>

namespace plume {

SamplingPlan make_plan(std::uint64_t iterations, std::uint64_t batch, std::uint64_t preferred, std::size_t num_outputs,
                       const PrecisionTarget& target) {
  constexpr std::uint64_t most_bytes = std::uint64_t{64} << 20;
  const std::uint64_t most =
      std::max<std::uint64_t>(1, most_bytes / (sizeof(double) * std::max<std::size_t>(num_outputs, 1)));
  SamplingPlan plan;
  plan.iterations = iterations;
  plan.target = target;
  plan.batch = batch != 0 ? batch : preferred;
  plan.batch = std::clamp<std::uint64_t>(
      plan.batch, 1, std::max<std::uint64_t>(1, std::min(most, std::max<std::uint64_t>(iterations, 1))));
  return plan;
}

bool precise_enough(const PrecisionTarget& target, std::uint64_t iterations,
                    const std::vector<BlockedMoments>& outputs) {
  if (!(target.relative_se_mean > 0.0) || iterations < target.min_iterations || iterations % statistics_block != 0)
    return false;
  return std::all_of(outputs.begin(), outputs.end(), [&](const BlockedMoments& output) {
    const Moments moments = output.total();
    if (moments.count < 2) return false;
    if (moments.minimum == 0.0 && moments.maximum == 0.0) return true;
    return moments.se_mean() <= target.relative_se_mean * std::abs(moments.mean);
  });
}

}  // namespace plume
