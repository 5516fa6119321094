// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <atomic>
#include <limits>
#include <new>
#include <optional>
#include <stdexcept>
#include <utility>

#include "host/api/state.hpp"
#include "host/base/error.hpp"
#include "host/run/long_run.hpp"
#include "host/run/run_device.hpp"
#include "host/run/run_header.hpp"
#include "host/run/run_plan.hpp"
#include "host/run/run_study.hpp"
#include "host/run/sampling.hpp"
#include "host/sampling/loop.hpp"

namespace plume::api {
namespace {

constexpr const char* own_command = "plume::api";

/// Iterations of a run in memory: where the loop puts them, and what the next go() need not make.
class Memory final : public IterationSink, public KnownSamples {
 public:
  Memory(Samples& samples, std::size_t num_outputs)
      : samples_(samples), num_outputs_(num_outputs) {}

  void append(std::uint64_t, std::span<const double> scores,
              std::span<const IterationStatus> status, bool known) override {
    if (known) return;
    samples_.scores.insert(samples_.scores.end(), scores.begin(), scores.end());
    samples_.status.insert(samples_.status.end(), status.begin(), status.end());
  }

  [[nodiscard]] std::uint64_t count(std::uint64_t first) const override {
    return first < samples_.status.size() ? samples_.status.size() - first : 0;
  }
  [[nodiscard]] std::uint64_t next(std::uint64_t) const override {
    return std::numeric_limits<std::uint64_t>::max();
  }
  void read(std::uint64_t first, std::span<double> scores,
            std::span<IterationStatus> status) const override {
    std::copy_n(samples_.scores.data() + first * num_outputs_, scores.size(), scores.data());
    std::copy_n(samples_.status.data() + first, status.size(), status.data());
  }

 private:
  Samples& samples_;
  std::size_t num_outputs_;
};

/// What only files have.
void check_in_memory(const plume::Study& study, Findings& findings) {
  const char* const hint = "give the run the path of a result, or leave it out";
  if (study.sampling.control)
    findings.add("E0778", {}, "a control variate is made for results in files", hint);
  if (!study.keep_samples)
    findings.add("E0778", {}, "a run in memory keeps its samples, whatever result.samples says",
                 hint);
}

/// docs/study-file.md, sampling.iterations
constexpr std::uint64_t most_iterations = std::uint64_t{1} << 34;

/// Room for what the run may make; with a stop rule nobody knows how much that is.
void reserve(Samples& samples, const PreparedStudy& study, std::uint64_t iterations) {
  if (study.study.stop) return;
  try {
    samples.scores.reserve(iterations * study.axes.num_outputs());
    samples.status.reserve(iterations);
  } catch (const std::exception&) {
    throw Error("not enough memory for " + std::to_string(iterations) + " iterations of " +
                std::to_string(study.axes.num_outputs()) +
                " scores; give the run the path of a result");
  }
}

ResultTotals totals_of(const Samples& samples) {
  ResultTotals totals;
  for (const IterationStatus status : samples.status) totals.count(totals.iterations++, status);
  totals.stop_reason = "stopped";
  totals.finished = utc_now();
  return totals;
}

}  // namespace

RunOptions options_of(const RunSettings& settings) {
  RunOptions options;
  options.result_path = settings.result;
  options.device = settings.device;
  options.threads = settings.threads;
  options.batch = settings.batch;
  options.force = settings.force;
  options.resume = settings.resume;
  options.notice = settings.notice;
  return options;
}

Progress progress_of(const RunProgress& at) {
  return {at.stage, at.done, at.total, at.seconds, at.first};
}

void refuse_iterations(const RunSettings& settings) {
  if (settings.iterations > 0)
    throw Error(
        "the iterations of a run into a file are those of its study: set(\"sampling.iterations\", "
        "…)");
}

struct Run::State {
  Prepared prepared;
  RunSettings settings;
  std::atomic<bool> cancelled = false, stopped = false;
  Samples samples;       ///< of a run in memory, what it has made
  ResultHeader header;   ///< of that
  double seconds = 0.0;  ///< that it took
  bool was_cancelled = false;
  std::uint64_t planned = 0;   ///< iterations of a run in memory; 0: those of the study
  std::optional<Result> made;  ///< by the last go() in memory, which more() goes on from

  State(Prepared study, RunSettings wanted)
      : prepared(std::move(study)), settings(std::move(wanted)), planned(settings.iterations) {}

  void throw_if_cancelled() {
    if (!cancelled.exchange(false)) return;
    was_cancelled = true;
    throw Cancelled();
  }

  RunOptions options() {
    RunOptions options = options_of(settings);
    options.command = own_command;
    options.overrides = prepared.state().overrides;
    options.resume = settings.resume || was_cancelled;
    options.progress = [this](const RunProgress& at) {
      if (settings.progress) settings.progress(progress_of(at));
      throw_if_cancelled();
    };
    options.stop = [this] {
      throw_if_cancelled();
      return stopped.load();
    };
    return options;
  }

  Result into_file() {
    const Prepared::State& study = prepared.state();
    const RunReport report = run_prepared(study.study, options(), study.findings);
    return Result::file(report.result_path.string());
  }

  [[nodiscard]] std::uint64_t iterations() const {
    return planned > 0 ? planned : prepared.state().study->study.sampling.iterations;
  }

  ResultTotals sample(RunDevice& device, const RunOptions& options, Memory& memory) {
    const PreparedStudy& study = *prepared.state().study;
    const SamplingPlan plan =
        run_plan(study, iterations(), options.batch, device.runner->preferred_batch());
    const std::uint64_t there = samples.status.size();
    return on_device(device.devices, [&] {
      return run_iterations(study.problem, plan, *device.runner, memory,
                            shown_progress(plan, there, options), there > 0 ? &memory : nullptr,
                            options.stop);
    });
  }

  Result in_memory() {
    const PreparedStudy& study = *prepared.state().study;
    Findings findings = prepared.state().findings;
    check_in_memory(study.study, findings);
    if (findings.has_errors()) throw BadInput(findings);
    RunOptions wanted = options();
    if (planned > 0) override_iterations(wanted.overrides);
    made.reset();
    RunDevice device = open_device(devices_for(wanted), study, wanted, findings, iterations());
    header = run_header(study, wanted.overrides, own_command, *device.runner, findings);
    header.iterations_planned = iterations();
    reserve(samples, study, iterations());
    Memory memory(samples, study.axes.num_outputs());
    ResultTotals totals = sample(device, wanted, memory);
    totals.seconds = seconds += totals.seconds;
    totals.finished = utc_now();
    made = result_of(header, std::move(totals), std::exchange(samples, {}));
    return *made;
  }

  void override_iterations(std::vector<Override>& overrides) const {
    const std::string key = "sampling.iterations";
    std::erase_if(overrides, [&](const Override& each) { return each.first == key; });
    overrides.emplace_back(key, std::to_string(planned));
  }

  /// From the result of the last go() to what the next one goes on from.
  void plan_more(std::uint64_t more) {
    if (!made) throw Error("a run has more iterations only after go() in memory");
    if (prepared.state().study->study.stop)
      throw Error("the stop rule has said when this run is over");
    const std::uint64_t before = made->iterations();
    if (more > most_iterations - before)
      throw Error("a run has at most " + std::to_string(most_iterations) + " iterations");
    samples = made->state().samples;
    planned = before + more;
    made.reset();
  }
};

Run::Run(Prepared prepared, RunSettings settings)
    : state_(std::make_unique<State>(std::move(prepared), std::move(settings))) {}
Run::~Run() = default;

Result Run::go() {
  if (!state_->prepared.ok()) throw BadInput(state_->prepared.state().findings);
  if (state_->settings.iterations > most_iterations)
    throw Error("a run has at most " + std::to_string(most_iterations) + " iterations");
  if (!state_->settings.result.empty()) refuse_iterations(state_->settings);
  Result result = state_->settings.result.empty() ? state_->in_memory() : state_->into_file();
  state_->cancelled = state_->stopped = state_->was_cancelled = false;
  return result;
}

Result Run::more(std::uint64_t iterations) {
  state_->plan_more(iterations);
  return go();
}

Result Run::so_far() const {
  if (!state_->settings.result.empty())
    throw Error("what a run into a file has made so far lies in parts beside " +
                state_->settings.result);
  if (state_->made) return *state_->made;
  return result_of(state_->header, totals_of(state_->samples), state_->samples);
}

void Run::cancel() noexcept { state_->cancelled = true; }
void Run::stop() noexcept { state_->stopped = true; }

}  // namespace plume::api
