// SPDX-License-Identifier: Apache-2.0
#include "host/sampling/loop.hpp"

#include <algorithm>
#include <chrono>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "host/base/seconds_since.hpp"
#include "host/base/significant_bits.hpp"
#include "host/sampling/direct_iteration.hpp"

namespace plume {
namespace {

/// A run of the same outputs in memory.
struct Rows {
  std::vector<double> scores;
  std::vector<IterationStatus> status;

  Rows(std::uint64_t iterations, std::size_t num_outputs)
      : scores(iterations * num_outputs), status(iterations) {}
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
std::uint64_t rest_of_block(std::uint64_t done) {
  return statistics_block - done % statistics_block;
}

/// Rows of known iterations or of a batch, made whole and handed to the collector.
class Loop {
 public:
  Loop(const Problem& problem, const SamplingPlan& plan, BatchRunner& runner, IterationSink& sink,
       const KnownSamples* known)
      : problem_(problem),
        plan_(plan),
        runner_(runner),
        known_(known),
        num_outputs_(std::size_t{problem.num_demands} * problem.num_categories),
        room_(known == nullptr ? plan.batch : std::max(plan.batch, least_to_read)),
        may_stop_(plan.target.any()),
        // Of blocks as the device made them: not where the loop cuts, bounds or rounds them.
        summed_(sink.uses_moments() && !may_stop_ && plan.score_bits >= 52 && plan.bounds.empty()),
        collector_(problem, plan, sink),
        rows_(room_, num_outputs_),
        outcome_(plan.batch),
        moments_(summed_ ? plan.batch / moments_block * num_outputs_ : 0) {}

  ResultTotals run(const LoopProgress& progress, const LoopStop& stop) {
    const Clock::time_point start = Clock::now();
    bool stopped = false;
    while (collector_.at() < plan_.iterations && !precise_ && !stopped) {
      const std::uint64_t there = num_known();
      if (there > 0) {
        take(read(there), true);
      } else {
        take(make(), false);
        if (progress) progress(collector_.at(), seconds_since(start));
        stopped = stop && stop();
      }
    }
    ResultTotals totals = collector_.totals();
    totals.stop_reason = why_ended();
    totals.seconds = seconds_since(start);
    return totals;
  }

 private:
  static constexpr std::uint64_t least_to_read = 4096;  ///< rows of a file at once

  [[nodiscard]] std::uint64_t num_known() const {
    const std::uint64_t first = collector_.at();
    return known_ == nullptr ? 0 : std::min(known_->count(first), plan_.iterations - first);
  }

  std::uint64_t read(std::uint64_t there) {
    const std::uint64_t filled = std::min(there, room_);
    known_->read(collector_.at(), {rows_.scores.data(), filled * num_outputs_},
                 {rows_.status.data(), filled});
    return filled;
  }

  std::uint64_t make() {
    const std::uint64_t first = collector_.at();
    BatchOutput batch;
    batch.first = first;
    batch.count = std::min(plan_.batch, plan_.iterations - first);
    if (known_ != nullptr) batch.count = std::min(batch.count, known_->next(first) - first);
    // What a batch holds beyond the block at which the rule stops the run is given up: never more
    // than was run before.
    if (may_stop_) batch.count = std::min(batch.count, std::max(first, rest_of_block(first)));
    batch.scores = rows_.scores.data();
    batch.outcome = outcome_.data();
    batch.moments = moments_.empty() ? nullptr : moments_.data();
    std::fill(moments_.begin(), moments_.end(), not_summed);
    runner_.run(batch);
    return batch.count;
  }

  /// With a stop rule block by block, which is asked at the end of each.
  void take(std::uint64_t filled, bool known) {
    const std::uint64_t first = collector_.at();
    for (std::uint64_t begin = 0; begin < filled && !precise_;) {
      const std::uint64_t count =
          may_stop_ ? std::min(filled - begin, rest_of_block(first + begin)) : filled;
      if (!known) complete(first, begin, begin + count);
      const std::uint64_t num_summed =
          summed_ && !known ? WholeBlocks(first, filled).count * num_outputs_ : 0;
      collector_.add({rows_.scores.data() + begin * num_outputs_, count * num_outputs_},
                     {rows_.status.data() + begin, count}, known, {moments_.data(), num_summed});
      begin += count;
      precise_ = may_stop_ && collector_.at() > plan_.ask_after && collector_.precise_enough();
    }
  }

  /// Rows of a batch that began at iteration `first`: statuses, direct solutions, bounds, rounding.
  void complete(std::uint64_t first, std::uint64_t begin, std::uint64_t end) {
    for (std::uint64_t i = begin; i < end; ++i) finish_row(first + i, i);
    for (std::uint64_t i = begin; i < end && !plan_.bounds.empty(); ++i) {
      if (has_score(rows_.status[i])) plan_.bounds.apply(row(i), problem_.num_categories);
    }
    // before anybody sees them: statistics are of what is stored
    if (plan_.score_bits >= 52) return;
    for (std::uint64_t i = begin * num_outputs_; i < end * num_outputs_; ++i)
      rows_.scores[i] = rounded_to_bits(rows_.scores[i], plan_.score_bits);
  }

  void finish_row(std::uint64_t iteration, std::uint64_t i) {
    IterationStatus& status = rows_.status[i];
    status =
        outcome_[i] == LaneOutcome::infeasible ? IterationStatus::infeasible : IterationStatus::ok;
    if (outcome_[i] != LaneOutcome::unsolved) return;
    if (!direct_) direct_.emplace(problem_);
    const DirectResult result = direct_->solve(iteration);
    std::copy(result.scores.begin(), result.scores.end(), row(i).begin());
    status = result.status;
    // As it comes back from a file: what goes on from there must see the same.
    if (!has_score(status)) std::ranges::fill(row(i), std::numeric_limits<double>::quiet_NaN());
  }

  [[nodiscard]] std::span<double> row(std::uint64_t i) {
    return {rows_.scores.data() + i * num_outputs_, num_outputs_};
  }

  /// Reaching the precision with the last iteration asked for ends the run no earlier.
  [[nodiscard]] const char* why_ended() const {
    if (collector_.at() >= plan_.iterations) return "iterations done";
    return precise_ ? "precision reached" : "stopped";
  }

  const Problem& problem_;
  const SamplingPlan& plan_;
  BatchRunner& runner_;
  const KnownSamples* known_;
  std::size_t num_outputs_;
  std::uint64_t room_;
  bool may_stop_, summed_;
  Collector collector_;
  Rows rows_;
  std::vector<LaneOutcome> outcome_;
  std::vector<BlockMoments> moments_;
  std::optional<DirectIteration> direct_;
  bool precise_ = false;
};

}  // namespace

ResultTotals run_iterations(const Problem& problem, const SamplingPlan& plan, BatchRunner& runner,
                            IterationSink& sink, const LoopProgress& progress,
                            const KnownSamples* known, const LoopStop& stop) {
  return Loop(problem, plan, runner, sink, known).run(progress, stop);
}

}  // namespace plume
