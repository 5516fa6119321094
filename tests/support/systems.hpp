// SPDX-License-Identifier: Apache-2.0
// The systems that tests compare: serial, cpu with each instruction set, cuda. One that this
// machine lacks skips its tests with the reason; under PLUME_REQUIRE_DEVICE=1 a missing CUDA device
// is a failure.
//
//     class Engine : public ::testing::TestWithParam<TestedSystem> {};
//     TEST_P(Engine, …) { PLUME_SKIP_WITHOUT(GetParam());
//         auto runner = make_tested(GetParam(), view, ValueType::fp32); … }
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <memory>
#include <ostream>
#include <stdexcept>
#include <string>
#include <vector>

#include "kernels/api/batch_runner.hpp"
#include "tests/support/instruction_sets.hpp"

namespace plume::testing {

struct TestedSystem {
  std::string name;
  std::string device;
  std::string lanes;
  unsigned threads = 1;
};

inline void PrintTo(const TestedSystem& system, std::ostream* out) { *out << system.name; }

inline std::vector<TestedSystem> other_systems() {
  return {{"baseline", "cpu", "baseline", 1},
          {"baseline_2_threads", "cpu", "baseline", 2},
          {"avx2", "cpu", "avx2", 1},
          {"avx512", "cpu", "avx512", 1},
          {"avx512_2_threads", "cpu", "avx512", 2},
          {"cuda", "cuda", "", 0}};
}
inline std::string name_of_system(const ::testing::TestParamInfo<TestedSystem>& tested) {
  return tested.param.name;
}

/// Why the system cannot be tested here; empty if it can.
inline std::string reason_against(const TestedSystem& system) {
  if (!system.lanes.empty() && !cpu_runs(system.lanes)) return "this CPU has no " + system.lanes;
  try {
    (void)choose_device(system.device);
    return {};
  } catch (const std::runtime_error& error) {
    return error.what();
  }
}

inline std::unique_ptr<BatchRunner> make_tested(const TestedSystem& system, const ProblemView& view,
                                                LaneTypes values) {
  RunnerOptions options;
  options.values = values;
  options.threads = system.threads;
  options.lanes = system.lanes;
  return make_runner(choose_device(system.device), view, options);
}
inline std::unique_ptr<BatchRunner> make_serial(const ProblemView& view, LaneTypes values) {
  return make_tested({"serial", "serial", "", 1}, view, values);
}

/// Everything that a range of iterations gives.
struct Outcomes {
  std::vector<double> scores;
  std::vector<LaneOutcome> outcome;
  bool operator==(const Outcomes&) const = default;
};

inline Outcomes run_range(BatchRunner& runner, const ProblemView& view, std::uint64_t first,
                          std::uint64_t count) {
  Outcomes result;
  result.scores.assign(count * view.num_demands * view.num_categories, -12345.0);
  result.outcome.assign(count, LaneOutcome::unsolved);
  BatchOutput batch;
  batch.first = first;
  batch.count = count;
  batch.scores = result.scores.data();
  batch.outcome = result.outcome.data();
  runner.run(batch);
  return result;
}

/// [whole block][output][count, mean, Σ (x − mean)²], as the runner sums them.
inline std::vector<double> moments_of_range(BatchRunner& runner, const ProblemView& view,
                                            std::uint64_t first, std::uint64_t count) {
  const std::size_t num_outputs = std::size_t{view.num_demands} * view.num_categories;
  std::vector<double> scores(count * num_outputs);
  std::vector<LaneOutcome> outcome(count);
  std::vector<BlockMoments> moments(WholeBlocks(first, count).count * num_outputs, not_summed);
  BatchOutput batch;
  batch.first = first;
  batch.count = count;
  batch.scores = scores.data();
  batch.outcome = outcome.data();
  batch.moments = moments.data();
  runner.run(batch);
  std::vector<double> numbers;
  for (const BlockMoments& m : moments) numbers.insert(numbers.end(), {m.count, m.mean, m.squares});
  return numbers;
}

#define PLUME_SKIP_WITHOUT(system)                                                        \
  do {                                                                                    \
    const std::string reason = ::plume::testing::reason_against(system);                  \
    const char* required = std::getenv("PLUME_REQUIRE_DEVICE");                           \
    const bool fails =                                                                    \
        (system).device == "cuda" && required != nullptr && std::string(required) == "1"; \
    if (!reason.empty() && fails) FAIL() << "PLUME_REQUIRE_DEVICE=1, but " << reason;     \
    if (!reason.empty()) GTEST_SKIP() << reason;                                          \
  } while (false)

}  // namespace plume::testing
