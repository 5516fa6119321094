// SPDX-License-Identifier: Apache-2.0
// The plan of a run (host/plan/plan.hpp) as its study asks for it.
#pragma once

#include <cstdint>
#include <optional>

#include "host/plan/plan.hpp"
#include "host/run/prepare.hpp"

namespace plume {

/// What a stop rule asks of the figures; without one, nothing.
[[nodiscard]] PrecisionTarget target_of(const std::optional<StopRule>& stop);

/// Iterations from 0 to `end`. `batch` of them at once, 0: chosen, near `preferred`.
[[nodiscard]] SamplingPlan run_plan(const PreparedStudy& prepared, std::uint64_t end,
                                    std::uint64_t batch, std::uint64_t preferred);

}  // namespace plume
