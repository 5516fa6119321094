// SPDX-License-Identifier: Apache-2.0
// bench_writing_cost STUDY.toml FOLDER [ITERATIONS 50000] [THREADS 1] [SECONDS 30]: what it costs
// to keep a run. Samples the study as `plume run` does, with a part every SECONDS, makes the result
// of the parts, and prints the share of writing in the whole: parts, result and statistics.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "host/run/prepare.hpp"
#include "host/sampling/loop.hpp"
#include "host/store/parts_writer.hpp"
#include "kernels/api/batch_runner.hpp"

namespace plume {
namespace {

double seconds_of(const auto& action) {
  const auto start = std::chrono::steady_clock::now();
  action();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// Hands on, and adds up how long that takes.
class TimedSink final : public IterationSink {
 public:
  explicit TimedSink(PartsWriter& writer) : writer_(writer) {}
  void append(std::uint64_t first, std::span<const double> scores,
              std::span<const IterationStatus> status, bool known) override {
    seconds_ += seconds_of([&] { writer_.append(first, scores, status, known); });
  }
  [[nodiscard]] double seconds() const { return seconds_; }

 private:
  PartsWriter& writer_;
  double seconds_ = 0.0;
};

int measure(const char* study, const std::filesystem::path& folder, std::uint64_t iterations,
            unsigned threads, double interval) {
  Findings findings;
  const PreparedStudy prepared = prepare_study(study, {}, findings);
  if (findings.has_errors()) {
    std::fprintf(stderr, "%s\n", findings.to_string().c_str());
    return 3;
  }
  const Problem& problem = prepared.problem;
  RunnerOptions options;
  options.threads = threads;
  options.values = problem.lane_types();
  const auto runner = make_runner(choose_device("cpu"), problem.view(), options);
  PartsManifest manifest;
  manifest.iterations = manifest.header.iterations_planned = iterations;
  manifest.header.study_name = prepared.study.name;
  manifest.header.axes = prepared.axes;
  manifest.header.static_scores = problem.static_scores;
  manifest.header.provenance.design = "random";
  const SamplingPlan plan =
      make_plan(iterations, 0, runner->preferred_batch(), prepared.axes.num_outputs(), {});
  Parts::remove(folder / "bench.parts");
  PartsWriter writer(folder / "bench.parts", manifest, {}, {.seconds = interval});
  TimedSink sink(writer);
  ResultTotals totals;
  const double loop =
      seconds_of([&] { totals = run_iterations(problem, plan, *runner, sink, {}); });
  const std::size_t parts = writer.parts() == nullptr ? 0 : writer.parts()->whole().size();
  const double result = seconds_of([&] {
    if (writer.parts() != nullptr) writer.flush();
    ResultWriter file(folder / "bench.h5", manifest.header);
    if (writer.parts() != nullptr) {
      file.append_parts(*writer.parts(), iterations);
    } else {
      file.append(writer.buffered_scores(), writer.buffered_status());
    }
    (void)file.finish(totals);
    Parts::remove(folder / "bench.parts");
  });
  const double writing = sink.seconds() + result;
  std::printf(
      "%llu iterations x %zu scores: %.2f s, of it %.3f s for %zu parts and %.3f s for the result: "
      "%.2f %%\n",
      static_cast<unsigned long long>(iterations), prepared.axes.num_outputs(), loop + result,
      sink.seconds(), parts, result, 100.0 * writing / (loop + result));
  std::filesystem::remove(folder / "bench.h5");
  return 0;
}

}  // namespace
}  // namespace plume

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr,
                 "usage: bench_writing_cost STUDY.toml FOLDER [ITERATIONS] [THREADS] [SECONDS]\n");
    return 2;
  }
  return plume::measure(argv[1], argv[2], argc > 3 ? std::strtoull(argv[3], nullptr, 10) : 50000,
                        argc > 4 ? static_cast<unsigned>(std::atoi(argv[4])) : 1,
                        argc > 5 ? std::atof(argv[5]) : 30.0);
}
