// SPDX-License-Identifier: Apache-2.0
// The loop straight into a result file, which the caller finishes: what tests look at.
#pragma once

#include <limits>
#include <span>

#include "host/sampling/loop.hpp"
#include "host/store/result.hpp"

namespace plume {

/// The first iterations of a run, out of its result.
class EarlierResult final : public KnownSamples {
 public:
  explicit EarlierResult(const ResultFile& file) : file_(file) {}
  [[nodiscard]] std::uint64_t count(std::uint64_t first) const override {
    const std::uint64_t all = file_.totals().iterations;
    return first < all ? all - first : 0;
  }
  [[nodiscard]] std::uint64_t next(std::uint64_t) const override {
    return std::numeric_limits<std::uint64_t>::max();
  }
  void read(std::uint64_t first, std::span<double> scores,
            std::span<IterationStatus> status) const override {
    file_.read(first, scores, status);
  }

 private:
  const ResultFile& file_;
};

class IntoResult final : public IterationSink {
 public:
  explicit IntoResult(ResultWriter& writer) : writer_(writer) {}
  void append(std::uint64_t, std::span<const double> scores,
              std::span<const IterationStatus> status, bool) override {
    writer_.append(scores, status);
  }

 private:
  ResultWriter& writer_;
};

/// `earlier` holds the first iterations of the same run, or is null; the stop rule is asked only
/// after iterations that are new.
inline ResultTotals run_iterations(const Problem& problem, const SamplingPlan& plan,
                                   BatchRunner& runner, ResultWriter& writer,
                                   const LoopProgress& progress,
                                   const ResultFile* earlier = nullptr) {
  IntoResult sink(writer);
  if (earlier == nullptr) return run_iterations(problem, plan, runner, sink, progress);
  const EarlierResult known(*earlier);
  SamplingPlan rest = plan;
  rest.ask_after = earlier->totals().iterations;
  return run_iterations(problem, rest, runner, sink, progress, &known);
}

}  // namespace plume
