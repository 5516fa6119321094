// SPDX-License-Identifier: Apache-2.0
// The control variates of a run, for the estimates made at its end
// (host/stats/control_variate.hpp).
//
// A control is a function of the iteration alone, and costs about a hundredth of it: what a run's
// iterations had is computed once more instead of being stored. What is known of it before the run
// comes from a sample of its own: other draws, in a Latin hypercube, always on the CPU, so that it
// is the same whatever device the run uses.
#pragma once

#include <cstdint>

#include "host/compile/problem.hpp"
#include "host/stats/control_variate.hpp"
#include "kernels/api/batch_runner.hpp"

namespace plume {

/// Iterations in the sample that the known quantiles come from: several times the run's, within
/// what memory and time allow.
[[nodiscard]] std::uint64_t control_sample_size(std::uint64_t iterations, std::size_t num_outputs);

/// Of a problem with a control, which must outlive the source, as must the runner. `iterations` of
/// the run.
[[nodiscard]] ControlSource control_source(const Problem& problem, BatchRunner& runner,
                                           const RunnerOptions& options, std::uint64_t iterations);

}  // namespace plume
