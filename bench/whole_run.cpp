// SPDX-License-Identifier: Apache-2.0
// Iterations per second of one study on one device, beside sparse LU in fp64 on the same draws, and
// the error of h between them.
//
//     bench_whole_run STUDY.toml [--seconds 3] [--device cpu] [--threads 1] [--lanes avx512]
//         [--direct 8] [--umfpack 0]
//                                [--checksum 0] [--iterations 0] [--set key=value]...
//                                        prints one JSON object
//
// The lanes run for about SECONDS. --direct: so many iterations are solved by KLU, too, and every
// score is compared: `beyond` counts those whose error is above the study's tolerance. --umfpack:
// factors and solves by UMFPACK, whose time is that of the two alone. --checksum: FNV-1a of the
// bits of the scores and outcomes of iterations 0 … N − 1, to compare devices. --iterations: just
// that range once, and how long it took. `bandwidth` is what one core reads from an array as large
// as the lanes' memory (a device: copies of 1 GiB), measured in the same run; `bytes` what one
// iteration must move if unknowns stay in cache: drawn values once written and once read a sweep,
// unknowns written, the rows that acceleration mixes; `attained` the share of bandwidth that makes.
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <string>
#include <vector>

#include "bench/bandwidth.hpp"
#include "bench/umfpack_reference.hpp"
#include "host/base/version.hpp"
#include "host/run/prepare.hpp"
#include "host/sampling/direct_iteration.hpp"
#include "kernels/api/batch_runner.hpp"

namespace {

using namespace plume;

double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

struct Options {
  std::string study, device = "cpu", lanes;
  double seconds = 3.0;
  unsigned threads = 1;
  std::uint64_t direct = 8, umfpack = 0, checksum = 0, iterations = 0;
  std::vector<Override> overrides;
};

bool parse(int argc, char** argv, Options& options) {
  for (int i = 1; i < argc; ++i) {
    const std::string name = argv[i];
    if (name.rfind("--", 0) != 0) {
      options.study = name;
      continue;
    }
    if (++i == argc) return false;
    const std::string value = argv[i];
    const auto number = static_cast<std::uint64_t>(std::atoll(argv[i]));
    if (name == "--seconds") {
      options.seconds = std::atof(argv[i]);
    } else if (name == "--device") {
      options.device = value;
    } else if (name == "--threads") {
      options.threads = static_cast<unsigned>(number);
    } else if (name == "--lanes") {
      options.lanes = value;
    } else if (name == "--direct") {
      options.direct = number;
    } else if (name == "--umfpack") {
      options.umfpack = number;
    } else if (name == "--checksum") {
      options.checksum = number;
    } else if (name == "--iterations") {
      options.iterations = number;
    } else if (const auto equals = value.find('=');
               name == "--set" && equals != std::string::npos) {
      options.overrides.emplace_back(value.substr(0, equals), value.substr(equals + 1));
    } else {
      return false;
    }
  }
  return !options.study.empty();
}

struct Lanes {
  std::vector<double> scores;
  std::vector<LaneOutcome> outcome;
  std::vector<std::uint32_t> sweeps;
  double seconds = 0.0;
};

void run(BatchRunner& runner, std::uint64_t count, std::size_t num_outputs, Lanes& lanes) {
  lanes.scores.resize(count * num_outputs);
  lanes.outcome.resize(count);
  lanes.sweeps.resize(count);
  BatchOutput batch;
  batch.first = 0;
  batch.count = count;
  batch.scores = lanes.scores.data();
  batch.outcome = lanes.outcome.data();
  batch.sweeps = lanes.sweeps.data();
  const double start = now();
  runner.run(batch);
  lanes.seconds = now() - start;
}

/// FNV-1a over bytes.
std::uint64_t fnv(const void* data, std::size_t bytes, std::uint64_t hash) {
  for (std::size_t i = 0; i < bytes; ++i)
    hash = (hash ^ static_cast<const unsigned char*>(data)[i]) * 1099511628211ull;
  return hash;
}

std::uint64_t checksum(const Lanes& lanes) {
  const std::uint64_t scores =
      fnv(lanes.scores.data(), lanes.scores.size() * sizeof(double), 14695981039346656037ull);
  return fnv(lanes.outcome.data(), lanes.outcome.size() * sizeof(LaneOutcome), scores);
}

struct Comparison {
  std::uint64_t iterations = 0, beyond = 0, no_score = 0, other_verdict = 0;
  double largest = 0.0, mean = 0.0, seconds = 0.0;
};

/// Every score of the first iterations against the direct solution, relative to it or, where that
/// is larger, to the static one.
Comparison compare(const Problem& problem, const Lanes& lanes, std::uint64_t count) {
  const std::size_t num_outputs = std::size_t{problem.num_demands} * problem.num_categories;
  Comparison c;
  c.iterations = std::min<std::uint64_t>(count, lanes.outcome.size());
  DirectIteration direct(problem);
  std::uint64_t compared = 0;
  for (std::uint64_t i = 0; i < c.iterations; ++i) {
    const double start = now();
    const DirectResult result = direct.solve(i);
    c.seconds += now() - start;
    if (lanes.outcome[i] == LaneOutcome::unsolved) continue;  // its score will be this one
    if (!has_score(result.status)) {
      ++c.no_score;  // the lanes gave a number where there is none
      continue;
    }
    const bool infeasible = result.status == IterationStatus::infeasible;
    c.other_verdict += infeasible != (lanes.outcome[i] == LaneOutcome::infeasible) ? 1 : 0;
    for (std::size_t k = 0; k < num_outputs; ++k) {
      const double exact = result.scores[k],
                   size = std::max(std::abs(exact), std::abs(problem.static_scores[k]));
      if (!(size > 0.0)) continue;
      const double error = std::abs(lanes.scores[i * num_outputs + k] - exact) / size;
      c.largest = std::max(c.largest, error);
      c.mean += error;
      ++compared;
      if (!(error <= problem.tolerance)) ++c.beyond;
    }
  }
  c.mean /= static_cast<double>(std::max<std::uint64_t>(compared, 1));
  return c;
}

int measure(const Options& options) {
  Findings findings;
  const PreparedStudy prepared = prepare_study(options.study, options.overrides, findings);
  if (findings.has_errors()) {
    std::fprintf(stderr, "%s\n", findings.to_string().c_str());
    return 3;
  }
  const Problem& problem = prepared.problem;
  const Device device = choose_device(options.device);
  RunnerOptions runner_options;
  runner_options.threads = options.threads;
  runner_options.lanes = options.lanes;
  runner_options.values = problem.lane_types();
  runner_options.most_at_once = options.iterations;
  const auto runner = make_runner(device, problem.view(), runner_options);
  const std::size_t num_outputs = std::size_t{problem.num_demands} * problem.num_categories;
  Lanes lanes;
  if (options.iterations > 0) {
    run(*runner, options.iterations, num_outputs, lanes);
    std::printf(
        "{\"iterations\": %llu, \"checksum\": \"%016llx\", \"seconds\": %.6f, "
        "\"iterations_per_second\": %.1f}\n",
        static_cast<unsigned long long>(options.iterations),
        static_cast<unsigned long long>(checksum(lanes)), lanes.seconds,
        static_cast<double>(options.iterations) / lanes.seconds);
    return 0;
  }
  std::uint64_t sum = 0;
  if (options.checksum > 0) {
    run(*runner, options.checksum, num_outputs, lanes);
    sum = checksum(lanes);
  }
  const bool on_gpu = device.system == System::cuda;
  const std::uint64_t full = on_gpu ? runner->preferred_batch() : 64;
  run(*runner, full, num_outputs, lanes);  // warms up, and says how many fill the time
  const double guess = lanes.seconds / static_cast<double>(full);
  const auto wanted = static_cast<std::uint64_t>(options.seconds / 3 / guess);
  const std::uint64_t count = std::max(full, wanted / full * full);
  double best = 1e300;
  for (int repeat = 0; repeat < 3; ++repeat) {
    run(*runner, count, num_outputs, lanes);
    best = std::min(best, lanes.seconds);
  }
  double sweeps = 0.0;
  std::uint64_t unsolved = 0, infeasible = 0;
  for (std::size_t i = 0; i < count; ++i) {
    sweeps += lanes.sweeps[i];
    unsolved += lanes.outcome[i] == LaneOutcome::unsolved ? 1 : 0;
    infeasible += lanes.outcome[i] == LaneOutcome::infeasible ? 1 : 0;
  }
  sweeps /= static_cast<double>(count);
  const Comparison c = compare(problem, lanes, options.direct);
  const bench::UmfpackTimes umfpack =
      bench::time_umfpack(problem, std::min(options.umfpack, count));

  const double rate = static_cast<double>(count) / best;
  const double bandwidth = on_gpu
                               ? bench::device_copy_bandwidth(device.ordinal, std::size_t{1} << 30)
                               : bench::read_bandwidth(runner->memory_bytes());
  const double value_bytes = problem.fp32_values ? 4.0 : 8.0;
  const double entries =
      static_cast<double>(problem.num_slots) + static_cast<double>(problem.fixed_column.size());
  const double bio = static_cast<double>(problem.biosphere.size() + problem.bio_fixed.size() +
                                         problem.bio_slot.size());
  const double demands = problem.num_demands;
  // x before the sweep, three G and three F read, one of each written, and x again.
  const double mixed = 10.0 * static_cast<double>(problem.monitored.row.size()) * 8.0;
  const double bytes = value_bytes * problem.num_slots * (1.0 + sweeps) +
                       8.0 * problem.num_rows * (demands + sweeps) + mixed * sweeps;
  const double operations = 2.0 * entries * sweeps + 2.0 * bio * demands +
                            40.0 * static_cast<double>(problem.num_drawn());
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto u64 = [](std::uint64_t value) { return static_cast<unsigned long long>(value); };
  std::printf(
      "{\"study\": \"%s\", \"device\": \"%s\", \"name\": \"%s\", \"commit\": \"%s\", \"rows\": %u, "
      "\"drawn\": %zu, "
      "\"outputs\": %zu,\n"
      " \"seconds_reading\": %.3f, \"seconds_compiling\": %.3f, \"memory_bytes\": %zu, "
      "\"peak_bytes\": %llu,\n"
      " \"iterations\": %llu, \"iterations_per_second\": %.1f, \"sweeps\": %.2f, \"unsolved\": "
      "%llu, \"infeasible\": "
      "%llu,\n",
      prepared.study.name.c_str(), runner->description().c_str(), device.name.c_str(), commit(),
      problem.num_rows, problem.num_drawn(), num_outputs, prepared.seconds_reading,
      prepared.seconds_compiling, runner->memory_bytes(),
      u64(static_cast<std::uint64_t>(usage.ru_maxrss) * 1024), u64(count), rate, sweeps,
      u64(unsolved), u64(infeasible));
  if (c.iterations > 0) {
    const double klu = static_cast<double>(c.iterations) / c.seconds;
    std::printf(
        " \"compared\": %llu, \"klu_iterations_per_second\": %.2f, \"ratio_to_klu\": %.1f, "
        "\"error_of_h_max\": %.2e, "
        "\"error_of_h_mean\": %.2e,\n \"tolerance\": %.1e, \"beyond\": %llu, \"no_score\": %llu, "
        "\"other_verdict\": "
        "%llu,\n",
        u64(c.iterations), klu, rate / klu, c.largest, c.mean, problem.tolerance, u64(c.beyond),
        u64(c.no_score), u64(c.other_verdict));
  }
  if (umfpack.solved > 0) {
    const double per_second = static_cast<double>(umfpack.solved) / umfpack.seconds;
    std::printf(" \"umfpack_iterations_per_second\": %.3f, \"ratio_to_umfpack\": %.1f,\n",
                per_second, rate / per_second);
  }
  if (options.checksum > 0) {
    std::printf(" \"checksum_iterations\": %llu, \"checksum\": \"%016llx\",\n",
                u64(options.checksum), u64(sum));
  }
  std::printf(
      " \"bytes\": %.4e, \"operations\": %.4e, \"bandwidth\": %.3e, \"attained\": %.3f, "
      "\"gflops\": %.2f}\n",
      bytes, operations, bandwidth, bandwidth > 0.0 ? rate * bytes / bandwidth : 0.0,
      rate * operations / 1e9);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  if (!parse(argc, argv, options)) {
    std::fprintf(stderr,
                 "usage: bench_whole_run STUDY.toml [--seconds S] [--device D] [--threads T] "
                 "[--lanes L] [--direct N] "
                 "[--umfpack N] [--checksum N] [--iterations N] [--set key=value]...\n");
    return 2;
  }
  try {
    return measure(options);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bench_whole_run: %s\n", error.what());
    return 4;
  }
}
