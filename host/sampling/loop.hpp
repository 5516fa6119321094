// SPDX-License-Identifier: Apache-2.0
// The loop: batches from the device, direct solutions for what the lanes could not solve, samples
// to the writer, and the stop rule at block ends.
//
// A run may go on from iterations that are known: of an earlier result, of parts of the same run.
// They are read where they stand, as if they had just been made. Since an iteration's draws are a
// function of its number, the end is the same as that of one run that never paused. Whatever
// continues a run (extending, resuming) goes this way.
#pragma once

#include <cstdint>
#include <functional>

#include "host/compile/problem.hpp"
#include "host/plan/plan.hpp"
#include "host/record/known_samples.hpp"
#include "host/record/result_record.hpp"
#include "kernels/api/batch_runner.hpp"

namespace plume {

/// Called after every batch with the iterations done, earlier ones included, and the seconds since
/// the loop began; the last call names the number the run ended with.
using LoopProgress = std::function<void(std::uint64_t done, double seconds)>;

/// Asked after every batch: whether the run ends here, with what there is.
using LoopStop = std::function<bool()>;

/// Runs the plan and gives every iteration, in order, to the sink. Counts by status, achieved
/// precision, seconds of this loop and the stop reason are in the totals; `finished` is the
/// caller's. `known` may be null. What is thrown by the runner, the sink or `progress` leaves the
/// sink with all iterations before.
[[nodiscard]] ResultTotals run_iterations(const Problem& problem, const SamplingPlan& plan,
                                          BatchRunner& runner, IterationSink& sink,
                                          const LoopProgress& progress,
                                          const KnownSamples* known = nullptr,
                                          const LoopStop& stop = {});

}  // namespace plume
