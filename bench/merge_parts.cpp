// SPDX-License-Identifier: Apache-2.0
// bench_merge_parts FOLDER [PARTS ITERATIONS DEMANDS CATEGORIES]: writes the parts of a run (100 of
// 10,000 iterations × 24 outputs), merges them with all statistics, and prints the seconds of both.
// What is asked: merging these in 5 s.
#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <vector>

#include "host/run/merge.hpp"
#include "host/store/parts.hpp"

namespace plume {
namespace {

double seconds_of(const auto& action) {
  const auto start = std::chrono::steady_clock::now();
  action();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// Scores of no special kind: what is written and sorted must not be in order.
double score(std::uint64_t i) {
  i = (i ^ (i >> 31)) * 0x9E3779B97F4A7C15u;
  i = (i ^ (i >> 29)) * 0xBF58476D1CE4E5B9u;
  return 1.0 + static_cast<double>(i >> 11) * 0x1p-53;
}

void measure(const std::filesystem::path& folder, std::uint64_t parts, std::uint64_t iterations,
             std::size_t demands, std::size_t categories) {
  PartsManifest manifest;
  manifest.iterations = manifest.header.iterations_planned = parts * iterations;
  manifest.header.provenance.design = "random";
  for (std::size_t d = 0; d < demands; ++d)
    manifest.header.axes.demands.push_back({fmt::format("d{}", d), "kg"});
  for (std::size_t k = 0; k < categories; ++k) {
    manifest.header.axes.categories.push_back({fmt::format("c{}", k), "", "kg"});
  }
  const std::size_t outputs = demands * categories;
  manifest.header.static_scores.assign(outputs, 1.0);
  const std::filesystem::path at = folder / "bench.parts", result = folder / "bench.h5";
  Parts::remove(at);
  Parts written = Parts::create(at, manifest);
  std::vector<double> scores(iterations * outputs);
  const std::vector<IterationStatus> status(iterations, IterationStatus::ok);
  double writing = 0.0;
  for (std::uint64_t p = 0; p < parts; ++p) {
    for (std::size_t i = 0; i < scores.size(); ++i) scores[i] = score(p * scores.size() + i);
    writing += seconds_of([&] { written.write(p * iterations, scores, status, 1.0); });
  }
  const double merging = seconds_of([&] { (void)merge_parts({at}, result, "bench_merge_parts"); });
  std::printf(
      "%llu parts of %llu iterations x %zu outputs: written in %.2f s (%.1f ms each), merged in "
      "%.2f s\n",
      static_cast<unsigned long long>(parts), static_cast<unsigned long long>(iterations), outputs,
      writing, 1e3 * writing / static_cast<double>(parts), merging);
  std::filesystem::remove(result);
}

}  // namespace
}  // namespace plume

int main(int argc, char** argv) {
  if (argc != 2 && argc != 6) {
    std::fprintf(stderr, "usage: bench_merge_parts FOLDER [PARTS ITERATIONS DEMANDS CATEGORIES]\n");
    return 2;
  }
  const auto number = [&](int i, std::uint64_t otherwise) {
    return argc > i ? std::strtoull(argv[i], nullptr, 10) : otherwise;
  };
  try {
    plume::measure(argv[1], number(2, 100), number(3, 10'000), number(4, 1), number(5, 24));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
  return 0;
}
