// SPDX-License-Identifier: Apache-2.0
// Iterations per second of one study on one core, beside sparse LU in fp64 on the same draws, and the error of h between them.
//
//     bench_whole_run STUDY.toml [SECONDS [DIRECT]]       prints one JSON object
//
// The lanes run for about SECONDS (default 3), KLU for DIRECT iterations (default 8) whose scores are compared. `bandwidth` is what
// one core reads from an array as large as the lanes' memory, measured in the same run; `attained` is the share of it that
// the sweeps use for drawn values alone.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "host/base/version.hpp"
#include "host/compile/compile.hpp"
#include "host/input/demand.hpp"
#include "host/input/reader.hpp"
#include "host/model/validate.hpp"
#include "host/run/direct_iteration.hpp"
#include "kernels/api/batch_runner.hpp"

namespace {

using namespace plume;

double now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

struct Lanes {
  std::vector<double> scores;
  std::vector<LaneOutcome> outcome;
  std::vector<std::uint32_t> sweeps;
  double seconds = 0.0;
};

void run(BatchRunner& runner, std::uint64_t first, std::uint64_t count, std::size_t num_outputs, Lanes& lanes) {
  lanes.scores.resize(count * num_outputs);
  lanes.outcome.resize(count);
  lanes.sweeps.resize(count);
  BatchOutput batch;
  batch.first = first;
  batch.count = count;
  batch.scores = lanes.scores.data();
  batch.outcome = lanes.outcome.data();
  batch.sweeps = lanes.sweeps.data();
  const double start = now();
  runner.run(batch);
  lanes.seconds = now() - start;
}

/// Bytes per second of a sum over `bytes` of memory, best of five.
double read_bandwidth(std::size_t bytes) {
  const std::vector<double> data(std::max<std::size_t>(bytes / sizeof(double), 1 << 16) / 32 * 32, 1.0);
  double best = 0.0, sink = 0.0;
  for (int repeat = 0; repeat < 5; ++repeat) {
    const double start = now();
    double sum[32] = {};
    for (std::size_t i = 0; i < data.size(); i += 32) {
      for (std::size_t j = 0; j < 32; ++j) sum[j] += data[i + j];
    }
    for (const double s : sum) sink += s;
    best = std::max(best, static_cast<double>(data.size() * sizeof(double)) / (now() - start));
  }
  return sink > 0.0 ? best : 0.0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: bench_whole_run STUDY.toml [SECONDS [DIRECT]]\n");
    return 2;
  }
  const double seconds = argc > 2 ? std::atof(argv[2]) : 3.0;
  const std::uint64_t num_direct = argc > 3 ? static_cast<std::uint64_t>(std::atoll(argv[3])) : 8;
  Findings findings;
  const double start = now();
  const Study study = read_study(argv[1], {}, findings);
  Model model = read_models(study.models, findings);
  validate(model, findings);
  const std::vector<DemandVector> demands = resolve_demands(study, model, findings);
  const std::vector<std::uint32_t> categories = resolve_categories(study, model, findings);
  const double read = now();
  CompileOptions options;
  options.seed = study.sampling.seed;
  options.tolerance = study.solver.tolerance;
  options.fp32_values = study.solver.precision == Precision::mixed;
  options.latin_hypercube = study.sampling.design == Design::latin_hypercube;
  const Problem problem = compile(model, demands, categories, options, findings);
  const double compiled = now();
  if (findings.has_errors()) {
    std::fprintf(stderr, "%s\n", findings.to_string().c_str());
    return 3;
  }

  RunnerOptions runner_options;
  runner_options.threads = 1;
  runner_options.values = problem.fp32_values ? ValueType::fp32 : ValueType::fp64;
  const auto runner = make_runner(choose_device("cpu"), problem.view(), runner_options);
  const std::size_t num_outputs = std::size_t{problem.num_demands} * problem.num_categories;
  Lanes lanes;
  run(*runner, 0, 64, num_outputs, lanes);  // warms up, and says how many fill the time
  const double guess = lanes.seconds / 64;
  const auto count = std::max<std::uint64_t>(64, static_cast<std::uint64_t>(seconds / 3 / guess) / 16 * 16);
  double best = 1e300;
  for (int repeat = 0; repeat < 3; ++repeat) {
    run(*runner, 0, count, num_outputs, lanes);
    best = std::min(best, lanes.seconds);
  }
  double sweeps = 0.0;
  std::uint64_t unsolved = 0;
  for (std::size_t i = 0; i < count; ++i) {
    sweeps += lanes.sweeps[i];
    unsolved += lanes.outcome[i] == LaneOutcome::unsolved ? 1 : 0;
  }
  sweeps /= static_cast<double>(count);

  DirectIteration direct(problem);
  double largest_error = 0.0, mean_error = 0.0;
  const double direct_start = now();
  for (std::uint64_t i = 0; i < std::min(num_direct, count); ++i) {
    const DirectResult result = direct.solve(i);
    for (std::size_t k = 0; k < num_outputs; ++k) {
      if (result.scores[k] == 0.0) continue;
      const double error = std::abs(lanes.scores[i * num_outputs + k] / result.scores[k] - 1.0);
      largest_error = std::max(largest_error, error);
      mean_error += error / static_cast<double>(num_outputs * std::max<std::uint64_t>(num_direct, 1));
    }
  }
  const double direct_seconds = now() - direct_start;
  const double rate = static_cast<double>(count) / best;
  const double bandwidth = read_bandwidth(runner->memory_bytes());
  const double value_bytes = (sweeps + 1.0) * problem.num_slots * (problem.fp32_values ? 4.0 : 8.0);
  std::printf(
      "{\"study\": \"%s\", \"device\": \"%s\", \"commit\": \"%s\", \"rows\": %u, \"drawn\": %zu, \"outputs\": %zu,\n"
      " \"seconds_reading\": %.3f, \"seconds_compiling\": %.3f, \"memory_bytes\": %zu,\n"
      " \"iterations\": %llu, \"iterations_per_second\": %.1f, \"sweeps\": %.2f, \"unsolved\": %llu,\n"
      " \"klu_iterations_per_second\": %.2f, \"ratio_to_klu\": %.1f, \"error_of_h_max\": %.2e, \"error_of_h_mean\": "
      "%.2e,\n"
      " \"bandwidth\": %.3e, \"attained\": %.3f}\n",
      study.name.c_str(), runner->description().c_str(), commit(), problem.num_rows, problem.num_drawn(), num_outputs,
      read - start, compiled - read, runner->memory_bytes(), static_cast<unsigned long long>(count), rate, sweeps,
      static_cast<unsigned long long>(unsolved), static_cast<double>(num_direct) / direct_seconds,
      rate * direct_seconds / static_cast<double>(num_direct), largest_error, mean_error, bandwidth,
      rate * value_bytes / bandwidth);
  return 0;
}
