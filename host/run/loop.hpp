// SPDX-License-Identifier: Apache-2.0
// The loop: batches from the device, direct solutions for what the lanes could not solve, samples to the writer, and the
// stop rule at block ends.
#pragma once

#include <cstdint>
#include <functional>

#include "host/compile/problem.hpp"
#include "host/plan/plan.hpp"
#include "host/store/result.hpp"
#include "kernels/api/batch_runner.hpp"

namespace plume {

/// Called after every batch with the iterations done and the seconds since the loop began.
using LoopProgress = std::function<void(std::uint64_t done, double seconds)>;

/// Runs the plan and appends every iteration to the writer (which the caller finishes). Counts by status, seconds and the
/// stop reason are in the totals; `finished` is the caller's.
[[nodiscard]] ResultTotals run_iterations(const Problem& problem, const SamplingPlan& plan, BatchRunner& runner,
                                          ResultWriter& writer, const LoopProgress& progress);

}  // namespace plume
