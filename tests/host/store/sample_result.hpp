// SPDX-License-Identifier: Apache-2.0
// One small result that holds all that is hard to store: names beyond ASCII, an empty unit, a seed
// above 2^63, scores of very different size, iterations of every status. Each test of the store,
// the kept files in tests/data and the interoperability test write or expect this one.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <span>
#include <vector>

#include "host/store/result.hpp"

namespace plume::sample {

// 2^64 - 11: neither int64 nor double holds it
inline constexpr std::uint64_t seed = 0xFFFFFFFFFFFFFFF5u;

inline ResultHeader header(std::uint64_t iterations) {
  ResultHeader header;
  header.study_name = "Électricité, 1 kWh";
  header.seed = seed;
  header.iterations_planned = iterations;
  header.axes.demands = {{"1 kWh, low voltage", "kWh"}, {"污水处理 · mixed basket", ""}};
  header.axes.categories = {{"gwp100", "climate change, GWP100", "kg CO₂-eq"},
                            {"ap", "acidification", "mol H⁺-eq"},
                            {"human-tox", "human toxicity, cancer", "CTUh"}};
  header.static_scores = {0.5, -2.25, 1e-13, 120.0, 0.0, std::numeric_limits<double>::quiet_NaN()};
  Provenance& provenance = header.provenance;
  provenance.plume_version = "0.1.0";
  provenance.commit = "83aaa03f0c11";
  provenance.compiler = "GNU 12.2.0";
  provenance.device = "cpu: 2 threads, AVX-512";
  provenance.precision = "mixed";
  provenance.tolerance = 1e-7;
  provenance.design = "random";
  provenance.lognormal_anchor = "median";
  provenance.drawn = "technosphere biosphere characterisation";
  provenance.started = "2024-06-11T08:00:00Z";
  provenance.finished = "2024-06-11T08:00:03Z";
  provenance.command = "plume run study.toml --set 'sampling.seed=7'";
  provenance.study_path = "studies/électricité.toml";
  provenance.study_text = "# a \"study\"\n[study]\nname = \"Électricité, 1 kWh\"\t\\ \n";
  provenance.overrides = {"sampling.seed=7", "solver.tolerance=1e-7"};
  provenance.inputs = {{"model/package.zip", "plume", std::string(64, 'a')},
                       {"../bw", "brightway", std::string(64, '7')}};
  provenance.warnings = {
      "model/exchanges.csv:7:3: warning W0401: the amount is far from the median", "second"};
  return header;
}

/// Mostly ok; every other status comes by within 20 iterations.
inline IterationStatus status(std::uint64_t iteration) {
  switch (iteration % 20) {
    case 3:
      return IterationStatus::direct;
    case 8:
      return IterationStatus::infeasible;
    case 13:
      return IterationStatus::singular;
    case 17:
      return IterationStatus::non_finite;
    default:
      return IterationStatus::ok;
  }
}

/// Exact in any reader: a ratio of integers times a power of two.
inline double score(std::uint64_t iteration, std::size_t output) {
  if (!has_score(status(iteration))) return std::numeric_limits<double>::quiet_NaN();
  const double base = static_cast<double>((iteration * 7919 + output * 104729) % 65536) - 30000.0;
  return std::ldexp(base, static_cast<int>(output) * 10 - 40);
}

inline std::vector<IterationStatus> statuses(std::uint64_t first, std::uint64_t count) {
  std::vector<IterationStatus> statuses(count);
  for (std::uint64_t i = 0; i < count; ++i) statuses[i] = status(first + i);
  return statuses;
}

inline std::vector<double> scores(std::uint64_t first, std::uint64_t count,
                                  std::size_t num_outputs) {
  std::vector<double> scores;
  for (std::uint64_t i = first; i < first + count; ++i) {
    for (std::size_t output = 0; output < num_outputs; ++output) scores.push_back(score(i, output));
  }
  return scores;
}

inline std::vector<double> column(std::uint64_t iterations, std::size_t output) {
  std::vector<double> column(iterations);
  for (std::uint64_t i = 0; i < iterations; ++i) column[i] = score(i, output);
  return column;
}

inline ResultTotals totals(std::uint64_t iterations) {
  ResultTotals totals;
  totals.iterations = iterations;
  for (std::uint64_t i = 0; i < iterations; ++i) ++totals.failed[static_cast<int>(status(i))];
  totals.seconds = 2.5;
  totals.finished = "2024-06-11T08:00:03Z";
  totals.stop_reason = "iterations done";
  return totals;
}

/// Writes the whole of it, in batches that do not divide a chunk.
inline std::vector<Summary> write(const std::filesystem::path& path, std::uint64_t iterations,
                                  std::uint64_t batch = 1000) {
  const ResultHeader head = header(iterations);
  ResultWriter writer(path, head);
  for (std::uint64_t first = 0; first < iterations; first += batch) {
    const std::uint64_t count = std::min(batch, iterations - first);
    writer.append(scores(first, count, head.axes.num_outputs()), statuses(first, count));
  }
  return writer.finish(totals(iterations));
}

}  // namespace plume::sample
