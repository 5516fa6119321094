// SPDX-License-Identifier: Apache-2.0
#include "host/run/keeper.hpp"

#include <algorithm>
#include <optional>
#include <span>
#include <utility>

#include "host/record/run_figures.hpp"
#include "host/run/long_run.hpp"
#include "host/store/figures_writer.hpp"

namespace plume {
namespace {

/// Iterations of the result that is extended, as they are.
void append_result(const ResultFile& earlier, ResultWriter& writer) {
  const std::size_t outputs = earlier.header().axes.num_outputs();
  const std::uint64_t all = earlier.totals().iterations;
  const std::uint64_t most =
      std::max<std::uint64_t>(1, (std::size_t{32} << 20) / sizeof(double) / outputs);
  std::vector<double> scores;
  std::vector<IterationStatus> status;
  for (std::uint64_t first = 0; first < all; first += status.size()) {
    status.resize(std::min(most, all - first));
    scores.resize(status.size() * outputs);
    earlier.read(first, scores, status);
    writer.append(scores, status);
  }
}

class SampleKeeper final : public Keeper {
 public:
  SampleKeeper(Session& session, PartsPolicy policy)
      : earlier_(session.extended()),
        any_known_(session.earlier.has_value() || session.found.has_value()),
        seconds_before_(session.found ? session.found->seconds() : 0.0),
        writer_(session.folder, session.manifest, std::exchange(session.found, std::nullopt),
                policy),
        // the parts that the writer adds lie before where the loop looks
        known_(earlier_, writer_.parts()) {}

  IterationSink& sink() override { return writer_; }
  const KnownSamples* known() const override { return any_known_ ? &known_ : nullptr; }
  SamplingPlan rest(const SamplingPlan& plan) const override { return plan; }
  std::uint64_t there(const SamplingPlan& plan) const override { return known_.count(plan.first); }
  double seconds_before() const override { return seconds_before_; }
  ResultTotals totals(const ResultTotals& of_the_loop) const override { return of_the_loop; }

  void flush() override { writer_.flush(); }
  void flush_begun() override {
    if (writer_.parts() != nullptr) writer_.flush();
  }
  std::uint64_t save_what_can_be() noexcept override { return writer_.save_what_can_be(); }

  std::vector<Summary> write(ResultWriter& result, const ResultTotals& totals,
                             const ControlSource* control) override {
    if (earlier_ != nullptr) append_result(*earlier_, result);
    if (writer_.parts() != nullptr) {
      result.append_parts(*writer_.parts(), totals.iterations);
    } else {
      result.append(writer_.buffered_scores(), writer_.buffered_status());
    }
    return result.finish(totals, control);
  }

 private:
  const ResultFile* earlier_;
  bool any_known_;
  double seconds_before_;
  PartsWriter writer_;
  FoundIterations known_;
};

/// The figures that a session goes on from: of its parts, of the result that it extends, or none
/// yet.
RunFigures begun_figures(const Session& session) {
  const std::uint64_t first = session.plan.first;
  if (session.found) {
    if (std::optional<RunFigures> figures = session.found->figures_from(first))
      return *std::move(figures);
  }
  if (session.earlier) return session.earlier->figures();
  const OutputAxes& axes = session.header.axes;
  const bool replicates = session.plan.replicate_length != 1;
  return {axes.num_outputs(),
          first,
          {session.prepared->study.covariances, replicates, axes.demands.size()}};
}

class FigureKeeper final : public Keeper {
 public:
  FigureKeeper(Session& session, PartsPolicy policy)
      : seconds_before_(session.found ? session.found->seconds_of(session.plan.first) : 0.0),
        writer_(begun_writer(session, policy)),
        begun_(writer_.figures().end()) {}

  IterationSink& sink() override { return writer_; }
  // figures take every iteration once
  const KnownSamples* known() const override { return nullptr; }
  SamplingPlan rest(const SamplingPlan& plan) const override {
    SamplingPlan rest = plan;
    rest.first = begun_;
    return rest;
  }
  std::uint64_t there(const SamplingPlan& plan) const override { return begun_ - plan.first; }
  double seconds_before() const override { return seconds_before_; }
  ResultTotals totals(const ResultTotals& of_the_loop) const override {
    ResultTotals totals = writer_.figures().totals();
    totals.seconds = of_the_loop.seconds;
    totals.stop_reason = of_the_loop.stop_reason;
    return totals;
  }

  void flush() override { writer_.flush(); }
  void flush_begun() override {}
  std::uint64_t save_what_can_be() noexcept override { return writer_.save_what_can_be(); }

  std::vector<Summary> write(ResultWriter& result, const ResultTotals& totals,
                             const ControlSource*) override {
    return result.finish(totals, writer_.figures());
  }

 private:
  static FiguresWriter begun_writer(Session& session, PartsPolicy policy) {
    RunFigures figures = begun_figures(session);
    return {session.folder, session.manifest, std::exchange(session.found, std::nullopt),
            std::move(figures), policy};
  }

  double seconds_before_;
  FiguresWriter writer_;
  std::uint64_t begun_;
};

}  // namespace

std::unique_ptr<Keeper> make_keeper(Session& session, PartsPolicy policy) {
  policy.shared = session.shard.has_value();
  if (session.header.samples) return std::make_unique<SampleKeeper>(session, policy);
  return std::make_unique<FigureKeeper>(session, policy);
}

}  // namespace plume
