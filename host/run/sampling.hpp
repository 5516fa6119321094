// SPDX-License-Identifier: Apache-2.0
// The second half of a run: the loop, whose iterations are kept as they come (keeper.hpp), and the
// result made of them.
#pragma once

#include <cstdint>
#include <vector>

#include "host/run/run_device.hpp"
#include "host/run/run_options.hpp"
#include "host/run/session.hpp"
#include "host/sampling/loop.hpp"
#include "host/store/result.hpp"

namespace plume {

/// What is known of a run at its end. Of a shard there are neither summaries nor a result: its
/// iterations are in parts.
struct Made {
  ResultHeader header;
  ResultTotals totals;
  std::vector<Summary> summaries;
  std::vector<ControlledSummary> controlled;
};

/// What the loop tells of a plan of which `there` iterations were there before: at most ten times a
/// second, and at the end. Refers to `options`.
[[nodiscard]] LoopProgress shown_progress(const SamplingPlan& plan, std::uint64_t there,
                                          const RunOptions& options);

/// Makes what the session lacks, and the result. What it throws leaves the iterations that were
/// made in parts, and says so.
[[nodiscard]] Made sample(Session& session, RunDevice& device, const RunOptions& options);

/// All ranks make parts together. On the rank that leads, the session has found what they made.
void sample_with_ranks(Session& session, RunDevice& device, const RunOptions& options);

/// Whether more iterations have no score than the study allows.
[[nodiscard]] bool has_too_many_failures(const ResultTotals& totals, const Solver& solver);

}  // namespace plume
