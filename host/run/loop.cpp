// SPDX-License-Identifier: Apache-2.0
#include "host/run/loop.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <span>
#include <vector>

#include "host/run/direct_iteration.hpp"

namespace plume {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

/// A run of the same outputs in memory.
struct Rows {
  std::vector<double> scores;
  std::vector<IterationStatus> status;

  Rows(std::uint64_t iterations, std::size_t num_outputs) : scores(iterations * num_outputs), status(iterations) {}
};

/// Where iterations go, in order: to the file, to the counts, to the stop rule.
class Collector {
 public:
  Collector(const Problem& problem, const SamplingPlan& plan, ResultWriter& writer)
      : writer_(writer), monitor_(plan.target, problem.num_demands, problem.num_categories, plan.replicate_length) {}

  void add(std::span<const double> scores, std::span<const IterationStatus> status) {
    writer_.append(scores, status);
    for (std::size_t i = 0; i < status.size(); ++i) totals_.count(totals_.iterations + i, status[i]);
    totals_.iterations += status.size();
    monitor_.add(scores);
  }

  [[nodiscard]] std::uint64_t iterations() const { return totals_.iterations; }
  [[nodiscard]] bool precise_enough() const { return monitor_.reached(); }
  [[nodiscard]] ResultTotals totals() const {
    ResultTotals totals = totals_;
    totals.precision = monitor_.achieved();
    return totals;
  }

 private:
  ResultWriter& writer_;
  PrecisionMonitor monitor_;
  ResultTotals totals_;
};

/// Every iteration of an earlier result.
void append(const ResultFile& earlier, std::size_t num_outputs, Collector& collector) {
  constexpr std::size_t buffer_bytes = std::size_t{32} << 20;
  const std::uint64_t all = earlier.totals().iterations;
  const std::uint64_t most = std::max<std::uint64_t>(1, buffer_bytes / (sizeof(double) * num_outputs));
  Rows rows(std::min(all, most), num_outputs);
  while (collector.iterations() < all) {
    const std::uint64_t count = std::min<std::uint64_t>(rows.status.size(), all - collector.iterations());
    const std::span<double> scores(rows.scores.data(), count * num_outputs);
    const std::span<IterationStatus> status(rows.status.data(), count);
    earlier.read(collector.iterations(), scores, status);
    collector.add(scores, status);
  }
}

/// Iterations up to the end of the block that the next one is in.
std::uint64_t rest_of_block(std::uint64_t done) { return statistics_block - done % statistics_block; }

}  // namespace

ResultTotals run_iterations(const Problem& problem, const SamplingPlan& plan, BatchRunner& runner, ResultWriter& writer,
                            const LoopProgress& progress, const ResultFile* earlier) {
  const Clock::time_point start = Clock::now();
  const std::size_t num_outputs = std::size_t{problem.num_demands} * problem.num_categories;
  Collector collector(problem, plan, writer);
  if (earlier != nullptr) append(*earlier, num_outputs, collector);

  Rows rows(plan.batch, num_outputs);
  std::vector<LaneOutcome> outcome(plan.batch);
  std::optional<DirectIteration> direct;
  const bool may_stop = plan.target.any();
  bool precise = false;
  while (collector.iterations() < plan.iterations && !precise) {
    BatchOutput batch;
    batch.first = collector.iterations();
    batch.count = std::min(plan.batch, plan.iterations - batch.first);
    // What a batch holds beyond the block at which the rule stops the run is given up: never more than was run before.
    if (may_stop) batch.count = std::min(batch.count, std::max(batch.first, rest_of_block(batch.first)));
    batch.scores = rows.scores.data();
    batch.outcome = outcome.data();
    runner.run(batch);
    for (std::uint64_t begin = 0; begin < batch.count && !precise;) {
      const std::uint64_t count =
          may_stop ? std::min(batch.count - begin, rest_of_block(batch.first + begin)) : batch.count;
      for (std::uint64_t i = begin; i < begin + count; ++i) {
        IterationStatus& status = rows.status[i];
        status = outcome[i] == LaneOutcome::infeasible ? IterationStatus::infeasible : IterationStatus::ok;
        if (outcome[i] != LaneOutcome::unsolved) continue;
        if (!direct) direct.emplace(problem);
        const DirectResult result = direct->solve(batch.first + i);
        std::copy(result.scores.begin(), result.scores.end(),
                  rows.scores.begin() + static_cast<std::ptrdiff_t>(i * num_outputs));
        status = result.status;
      }
      collector.add({rows.scores.data() + begin * num_outputs, count * num_outputs},
                    {rows.status.data() + begin, count});
      begin += count;
      precise = may_stop && collector.precise_enough();
    }
    if (progress) progress(collector.iterations(), seconds_since(start));
  }
  ResultTotals totals = collector.totals();
  // Reaching the precision with the last iteration asked for ends the run no earlier.
  totals.stop_reason = totals.iterations < plan.iterations ? "precision reached" : "iterations done";
  totals.seconds = seconds_since(start);
  return totals;
}

}  // namespace plume
