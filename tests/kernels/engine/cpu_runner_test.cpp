// SPDX-License-Identifier: Apache-2.0
#include "kernels/engine/cpu_runner.hpp"

#include <gtest/gtest.h>
#include <sched.h>

#include <stdexcept>
#include <string>

#include "kernels/engine/lanes.hpp"
#include "kernels/engine/workspace.hpp"
#include "tests/support/random_model.hpp"

namespace plume::cpu_runner_test {
namespace {

Device device(System system) {
  Device d;
  d.system = system;
  d.usable = true;
  return d;
}

RunnerOptions options(unsigned threads, const std::string& lanes = "baseline") {
  RunnerOptions o;
  o.threads = threads;
  o.lanes = lanes;
  return o;
}

TEST(UsableCores, AreThoseOfTheAffinityMask) {
  cpu_set_t before, one;
  ASSERT_EQ(0, sched_getaffinity(0, sizeof(before), &before));
  EXPECT_EQ(static_cast<unsigned>(CPU_COUNT(&before)), usable_cores());
  int first = 0;
  while (!CPU_ISSET(first, &before)) ++first;
  CPU_ZERO(&one);
  CPU_SET(first, &one);
  ASSERT_EQ(0, sched_setaffinity(0, sizeof(one), &one));
  EXPECT_EQ(1u, usable_cores());
  ASSERT_EQ(0, sched_setaffinity(0, sizeof(before), &before));
}

TEST(CpuRunner, SaysWhatItIs) {
  const Problem problem = testing::random_model(1).compile();
  EXPECT_EQ("serial: 1 thread, 1 lane",
            make_cpu_runner(device(System::serial), problem.view(), options(7))->description());
  EXPECT_EQ("cpu: 1 thread, baseline lanes",
            make_cpu_runner(device(System::cpu), problem.view(), options(1))->description());
  EXPECT_EQ("cpu: 3 threads, baseline lanes",
            make_cpu_runner(device(System::cpu), problem.view(), options(3))->description());
}

TEST(CpuRunner, HoldsOneGroupsMemoryAThread) {
  const Problem problem = testing::random_model(1).compile();
  const std::size_t lane = bytes_per_lane(problem.view(), ValueType::fp32);
  EXPECT_EQ(lane,
            make_cpu_runner(device(System::serial), problem.view(), options(1))->memory_bytes());
  const auto width = static_cast<std::size_t>(choose_lanes("").width);
  EXPECT_EQ(width * 3 * lane,
            make_cpu_runner(device(System::cpu), problem.view(), options(3, ""))->memory_bytes());
  EXPECT_EQ(static_cast<std::size_t>(baseline_lanes().width) * lane,
            make_cpu_runner(device(System::cpu), problem.view(), options(1))->memory_bytes());
}

TEST(CpuRunner, WantsBatchesThatKeepEveryThreadBusy) {
  const Problem problem = testing::random_model(1).compile();
  EXPECT_GE(make_cpu_runner(device(System::cpu), problem.view(), options(1))->preferred_batch(),
            64u);
  EXPECT_GE(make_cpu_runner(device(System::cpu), problem.view(), options(40))->preferred_batch(),
            40u * 16u);
}

TEST(CpuRunner, WantsWholeGroups) {
  const auto width = static_cast<std::uint64_t>(choose_lanes("").width);
  for (const std::uint32_t processes : {5u, 200u, 2000u}) {
    const Problem problem = testing::random_model(1, {.num_processes = processes}).compile();
    for (const unsigned threads : {1u, 3u, 64u}) {
      const std::uint64_t batch =
          make_cpu_runner(device(System::cpu), problem.view(), options(threads, ""))
              ->preferred_batch();
      EXPECT_EQ(0u, batch % width) << processes << " processes, " << threads << " threads";
      EXPECT_GE(batch, threads * 64u);
    }
  }
}

TEST(CpuRunner, RefusesUnknownLanes) {
  const Problem problem = testing::random_model(1).compile();
  EXPECT_THROW((void)make_cpu_runner(device(System::cpu), problem.view(), options(1, "neon")),
               std::invalid_argument);
}

}  // namespace
}  // namespace plume::cpu_runner_test
