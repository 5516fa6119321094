// SPDX-License-Identifier: Apache-2.0
#include "host/run/loop.hpp"

#include <algorithm>
#include <chrono>
#include <limits>
#include <optional>
#include <vector>

#include "host/run/direct_iteration.hpp"

namespace plume {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

/// A batch with its buffers.
struct BatchBuffers {
  std::vector<double> scores;
  std::vector<LaneOutcome> outcome;
  std::vector<IterationStatus> status;

  BatchBuffers(std::uint64_t iterations, std::size_t num_outputs)
      : scores(iterations * num_outputs), outcome(iterations), status(iterations) {}
};

}  // namespace

ResultTotals run_iterations(const Problem& problem, const SamplingPlan& plan, BatchRunner& runner, ResultWriter& writer,
                            const LoopProgress& progress) {
  const Clock::time_point start = Clock::now();
  const std::size_t num_outputs = std::size_t{problem.num_demands} * problem.num_categories;
  BatchBuffers buffers(plan.batch, num_outputs);
  std::optional<DirectIteration> direct;
  const bool may_stop = plan.target.relative_se_mean > 0.0;
  std::vector<BlockedMoments> moments(may_stop ? num_outputs : 0);
  ResultTotals totals;
  totals.stop_reason = "iterations done";
  while (totals.iterations < plan.iterations) {
    std::uint64_t count = std::min(plan.batch, plan.iterations - totals.iterations);
    // A batch ends where a block ends, so that the stop rule is asked at the same iterations for every batch size.
    if (may_stop) count = std::min(count, statistics_block - totals.iterations % statistics_block);
    BatchOutput batch;
    batch.first = totals.iterations;
    batch.count = count;
    batch.scores = buffers.scores.data();
    batch.outcome = buffers.outcome.data();
    runner.run(batch);
    for (std::uint64_t i = 0; i < count; ++i) {
      IterationStatus& status = buffers.status[i];
      status = buffers.outcome[i] == LaneOutcome::infeasible ? IterationStatus::infeasible : IterationStatus::ok;
      if (buffers.outcome[i] == LaneOutcome::unsolved) {
        if (!direct) direct.emplace(problem);
        const DirectResult result = direct->solve(batch.first + i);
        std::copy(result.scores.begin(), result.scores.end(),
                  buffers.scores.begin() + static_cast<std::ptrdiff_t>(i * num_outputs));
        status = result.status;
      }
      ++totals.failed[static_cast<int>(status)];
    }
    const std::span<const double> scores(buffers.scores.data(), count * num_outputs);
    writer.append(scores, {buffers.status.data(), count});
    totals.iterations += count;
    if (may_stop) {
      for (std::size_t i = 0; i < scores.size(); ++i) moments[i % num_outputs].add(scores[i]);
      if (precise_enough(plan.target, totals.iterations, moments) && totals.iterations < plan.iterations) {
        totals.stop_reason = "precision reached";
        break;
      }
    }
    if (progress) progress(totals.iterations, seconds_since(start));
  }
  totals.seconds = seconds_since(start);
  return totals;
}

}  // namespace plume
