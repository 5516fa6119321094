// SPDX-License-Identifier: Apache-2.0
#include "host/plan/plan.hpp"

#include <algorithm>

namespace plume {

SamplingPlan make_plan(std::uint64_t iterations, std::uint64_t batch, std::uint64_t preferred,
                       std::size_t num_outputs, const PrecisionTarget& target) {
  constexpr std::uint64_t most_bytes = std::uint64_t{64} << 20;
  const std::uint64_t most = std::max<std::uint64_t>(
      1, most_bytes / (sizeof(double) * std::max<std::size_t>(num_outputs, 1)));
  SamplingPlan plan;
  plan.iterations = iterations;
  plan.target = target;
  plan.batch = batch != 0 ? batch : preferred;
  plan.batch = std::clamp<std::uint64_t>(
      plan.batch, 1,
      std::max<std::uint64_t>(1, std::min(most, std::max<std::uint64_t>(iterations, 1))));
  return plan;
}

}  // namespace plume
