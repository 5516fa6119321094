// SPDX-License-Identifier: Apache-2.0
// Google Benchmark of the kernels, for each instruction set this CPU has.
//
//     bench_kernels [STUDY.toml] [--benchmark_filter=…]
//
// Without a study only random numbers are timed. Counters: "per_draw" is time per drawn number,
// "per_entry_lane" time per matrix entry and lane of a sweep, "per_row_lane" per row that
// acceleration mixes, "per_entry_lane" of impact per biosphere entry.
#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "bench/kernels.hpp"
#include "host/run/prepare.hpp"
#include "kernels/api/problem_view.hpp"

namespace {

using namespace plume;
using bench::Kernels;

constexpr std::size_t count = 4096;  // iterations of one call: stays in the first cache
constexpr double lanes = 16.0;

/// Time per unit of work, shown as a counter in seconds with its SI prefix.
void report(benchmark::State& state, const char* name, double units) {
  state.counters[name] = benchmark::Counter(
      units, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

void add_random(const Kernels& k) {
  const std::string suffix = std::string("/") + k.name;
  const auto add = [&](const char* name, auto body) {
    benchmark::RegisterBenchmark((name + suffix).c_str(), [body](benchmark::State& state) {
      std::uint64_t first = 0;
      for (auto _ : state) {
        body(first);
        benchmark::ClobberMemory();
        first += count;
      }
      report(state, "per_draw", 2.0 * count);
    });
  };
  struct alignas(64) Buffer {
    double data[2 * count];
  };
  const auto buffer = std::make_shared<Buffer>();
  PlainDraw plain{};
  plain.a = 1.0f;
  plain.b = 0.3f;
  WideDraw wide{};
  wide.form = DrawForm::lognormal;
  wide.a = 1.0;
  wide.b = 0.2;
  wide.t1 = 1.0;
  wide.minimum = -1e300;
  wide.maximum = 1e300;
  add("philox", [=](std::uint64_t first) {
    k.words(1, first, count, reinterpret_cast<std::uint32_t*>(buffer->data));
  });
  add("lognormal_fp32", [=](std::uint64_t first) {
    k.lognormal(plain, first, count, reinterpret_cast<float*>(buffer->data));
  });
  add("normal_fp32", [=](std::uint64_t first) {
    k.normal(plain, first, count, reinterpret_cast<float*>(buffer->data));
  });
  add("lognormal_fp64",
      [=](std::uint64_t first) { k.wide(wide, nullptr, first, count, buffer->data); });
}

/// A problem with the memory of one group of lanes.
struct Loaded {
  Problem problem;
  LaneTypes type;
  std::unique_ptr<void, void (*)(void*)> memory{nullptr, std::free};
  Workspace workspace;
  std::vector<double> scores;
  std::vector<LaneOutcome> outcome;
  BatchOutput batch;
};

std::shared_ptr<Loaded> load_problem(const char* study, const char* precision) {
  Findings findings;
  auto loaded = std::make_shared<Loaded>();
  loaded->problem = prepare_study(study, {{"solver.precision", precision}}, findings).problem;
  if (findings.has_errors()) {
    std::fprintf(stderr, "%s\n", findings.to_string().c_str());
    std::exit(3);
  }
  loaded->type = loaded->problem.lane_types();
  const ProblemView view = loaded->problem.view();
  const std::size_t bytes = bytes_per_lane(view, loaded->type) * 16;
  loaded->memory.reset(std::aligned_alloc(64, (bytes + 63) / 64 * 64));
  loaded->workspace = cut_workspace(view, loaded->type, 16, loaded->memory.get());
  loaded->scores.resize(std::size_t{16} * view.num_demands * view.num_categories);
  loaded->outcome.resize(16);
  loaded->batch.count = 16;
  loaded->batch.scores = loaded->scores.data();
  loaded->batch.outcome = loaded->outcome.data();
  return loaded;
}

void add_problem(const Kernels& k, const std::string& precision, const std::shared_ptr<Loaded>& p) {
  const std::string suffix = "/" + precision + "/" + k.name;
  const ProblemView view = p->problem.view();
  const auto add = [&](const char* name, const char* unit, double units, auto body) {
    benchmark::RegisterBenchmark((name + suffix).c_str(), [=](benchmark::State& state) {
      k.draw(view, p->type, p->workspace, 0);
      k.solve(view, p->type, p->workspace, p->batch, 0);
      for (auto _ : state) {
        body();
        benchmark::ClobberMemory();
      }
      report(state, unit, units * lanes);
    });
  };
  const double technosphere = static_cast<double>(p->problem.technosphere.size());
  const double entries =
      static_cast<double>(view.num_slots) + static_cast<double>(p->problem.fixed_column.size());
  const double impact =
      static_cast<double>(p->problem.biosphere.size() + p->problem.bio_fixed.size());
  add("draw_technosphere", "per_draw", technosphere,
      [=] { k.draw(view, p->type, p->workspace, 0); });
  add("sweep", "per_entry_lane", entries, [=] { k.sweep(view, p->type, p->workspace); });
  if (view.max_monitored > 0) {
    add("anderson", "per_row_lane", view.max_monitored,
        [=] { k.accelerate(view, p->type, p->workspace); });
  }
  add("solve", "per_iteration", 1.0, [=] {
    k.draw(view, p->type, p->workspace, 0);
    k.solve(view, p->type, p->workspace, p->batch, 0);
  });
  add("impact", "per_entry_lane", impact,
      [=] { k.score(view, p->type, p->workspace, p->batch, 0); });
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  std::vector<Kernels> sets;
#if !defined(__x86_64__)  // older processors of this kind run one lane at a time
  sets.push_back(bench::kernels_baseline());
#endif
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
    sets.push_back(bench::kernels_avx2());
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq"))
    sets.push_back(bench::kernels_avx512());
  for (const Kernels& k : sets) add_random(k);
  if (argc > 1) {
    for (const char* precision : {"fast", "mixed", "double"}) {
      const auto problem = load_problem(argv[1], precision);
      for (const Kernels& k : sets) add_problem(k, precision, problem);
    }
  }
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
