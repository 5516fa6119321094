// SPDX-License-Identifier: Apache-2.0
#include "host/run/loop.hpp"

#include <algorithm>
#include <chrono>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "host/base/significant_bits.hpp"
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

/// Where iterations go, in order: to the sink, to the counts, to the stop rule.
class Collector {
 public:
  Collector(const Problem& problem, const SamplingPlan& plan, IterationSink& sink)
      : sink_(sink),
        monitor_(plan.target, problem.num_demands, problem.num_categories, plan.replicate_length),
        at_(plan.first) {}

  void add(std::span<const double> scores, std::span<const IterationStatus> status, bool known,
           std::span<const BlockMoments> moments) {
    if (moments.empty()) {
      sink_.append(at_, scores, status, known);
    } else {
      sink_.append_summed(at_, scores, status, moments);
    }
    for (std::size_t i = 0; i < status.size(); ++i) totals_.count(at_ + i, status[i]);
    at_ += status.size();
    totals_.iterations += status.size();
    monitor_.add(scores);
  }

  [[nodiscard]] std::uint64_t at() const { return at_; }
  [[nodiscard]] bool precise_enough() const { return monitor_.reached(); }
  [[nodiscard]] ResultTotals totals() const {
    ResultTotals totals = totals_;
    totals.precision = monitor_.achieved();
    return totals;
  }

 private:
  IterationSink& sink_;
  PrecisionMonitor monitor_;
  ResultTotals totals_;
  std::uint64_t at_;  ///< number of the next iteration
};

/// Iterations up to the end of the block that the next one is in.
std::uint64_t rest_of_block(std::uint64_t done) { return statistics_block - done % statistics_block; }

/// The first iterations of a run, out of its result.
class EarlierResult final : public KnownSamples {
 public:
  explicit EarlierResult(const ResultFile& file) : file_(file) {}
  [[nodiscard]] std::uint64_t count(std::uint64_t first) const override {
    const std::uint64_t all = file_.totals().iterations;
    return first < all ? all - first : 0;
  }
  [[nodiscard]] std::uint64_t next(std::uint64_t) const override { return std::numeric_limits<std::uint64_t>::max(); }
  void read(std::uint64_t first, std::span<double> scores, std::span<IterationStatus> status) const override {
    file_.read(first, scores, status);
  }

 private:
  const ResultFile& file_;
};

class IntoResult final : public IterationSink {
 public:
  explicit IntoResult(ResultWriter& writer) : writer_(writer) {}
  void append(std::uint64_t, std::span<const double> scores, std::span<const IterationStatus> status, bool) override {
    writer_.append(scores, status);
  }

 private:
  ResultWriter& writer_;
};

}  // namespace

ResultTotals run_iterations(const Problem& problem, const SamplingPlan& plan, BatchRunner& runner, IterationSink& sink,
                            const LoopProgress& progress, const KnownSamples* known) {
  const Clock::time_point start = Clock::now();
  const std::size_t num_outputs = std::size_t{problem.num_demands} * problem.num_categories;
  Collector collector(problem, plan, sink);

  constexpr std::uint64_t least_to_read = 4096;  // rows of a file at once
  const std::uint64_t room = known == nullptr ? plan.batch : std::max(plan.batch, least_to_read);
  Rows rows(room, num_outputs);
  std::vector<LaneOutcome> outcome(plan.batch);
  // Of blocks as the device made them: not where the loop cuts, bounds or rounds them.
  const bool summed = sink.uses_moments() && !plan.target.any() && plan.score_bits >= 52 && plan.bounds.empty();
  std::vector<BlockMoments> moments(summed ? plan.batch / moments_block * num_outputs : 0);
  std::optional<DirectIteration> direct;
  const bool may_stop = plan.target.any();
  bool precise = false;
  const auto finish_row = [&](std::uint64_t iteration, std::uint64_t i) {
    IterationStatus& status = rows.status[i];
    status = outcome[i] == LaneOutcome::infeasible ? IterationStatus::infeasible : IterationStatus::ok;
    if (outcome[i] != LaneOutcome::unsolved) return;
    if (!direct) direct.emplace(problem);
    const DirectResult result = direct->solve(iteration);
    const auto row = rows.scores.begin() + static_cast<std::ptrdiff_t>(i * num_outputs);
    std::copy(result.scores.begin(), result.scores.end(), row);
    status = result.status;
    // As it comes back from a file: what goes on from there must see the same.
    if (!has_score(status)) std::fill_n(row, num_outputs, std::numeric_limits<double>::quiet_NaN());
  };
  const auto bound_row = [&](std::uint64_t i) {
    if (has_score(rows.status[i]))
      plan.bounds.apply({rows.scores.data() + i * num_outputs, num_outputs}, problem.num_categories);
  };
  while (collector.at() < plan.iterations && !precise) {
    const std::uint64_t first = collector.at();
    const std::uint64_t there = known == nullptr ? 0 : std::min(known->count(first), plan.iterations - first);
    std::uint64_t filled = std::min(there, room);
    if (there > 0) {
      known->read(first, {rows.scores.data(), filled * num_outputs}, {rows.status.data(), filled});
    } else {
      BatchOutput batch;
      batch.first = first;
      batch.count = std::min(plan.batch, plan.iterations - first);
      if (known != nullptr) batch.count = std::min(batch.count, known->next(first) - first);
      // What a batch holds beyond the block at which the rule stops the run is given up: never more than was run before.
      if (may_stop) batch.count = std::min(batch.count, std::max(first, rest_of_block(first)));
      batch.scores = rows.scores.data();
      batch.outcome = outcome.data();
      batch.moments = moments.empty() ? nullptr : moments.data();
      std::fill(moments.begin(), moments.end(), not_summed);
      runner.run(batch);
      filled = batch.count;
    }
    for (std::uint64_t begin = 0; begin < filled && !precise;) {
      const std::uint64_t count = may_stop ? std::min(filled - begin, rest_of_block(first + begin)) : filled;
      for (std::uint64_t i = begin; i < begin + count && there == 0; ++i) finish_row(first + i, i);
      if (!plan.bounds.empty() && there == 0) {
        for (std::uint64_t i = begin; i < begin + count; ++i) bound_row(i);
      }
      if (plan.score_bits < 52 && there == 0) {  // before anybody sees them: statistics are of what is stored
        for (std::uint64_t i = begin * num_outputs; i < (begin + count) * num_outputs; ++i)
          rows.scores[i] = rounded_to_bits(rows.scores[i], plan.score_bits);
      }
      const std::uint64_t num_summed = summed && there == 0 ? WholeBlocks(first, filled).count * num_outputs : 0;
      collector.add({rows.scores.data() + begin * num_outputs, count * num_outputs},
                    {rows.status.data() + begin, count}, there > 0, {moments.data(), num_summed});
      begin += count;
      precise = may_stop && collector.at() > plan.ask_after && collector.precise_enough();
    }
    if (progress && there == 0) progress(collector.at(), seconds_since(start));
  }
  ResultTotals totals = collector.totals();
  // Reaching the precision with the last iteration asked for ends the run no earlier.
  totals.stop_reason = collector.at() < plan.iterations ? "precision reached" : "iterations done";
  totals.seconds = seconds_since(start);
  return totals;
}

ResultTotals run_iterations(const Problem& problem, const SamplingPlan& plan, BatchRunner& runner, ResultWriter& writer,
                            const LoopProgress& progress, const ResultFile* earlier) {
  IntoResult sink(writer);
  if (earlier == nullptr) return run_iterations(problem, plan, runner, sink, progress);
  const EarlierResult known(*earlier);
  SamplingPlan rest = plan;
  rest.ask_after = earlier->totals().iterations;
  return run_iterations(problem, rest, runner, sink, progress, &known);
}

}  // namespace plume
