// SPDX-License-Identifier: Apache-2.0
// Several devices, and devices that are lost in the middle of a run.
#include <gtest/gtest.h>

#include <stdexcept>

#include "host/sampling/fallback_runner.hpp"
#include "tests/cuda_on_cpu/support.hpp"

namespace cuda_on_cpu {
namespace {

constexpr std::uint64_t count = 3000;

TEST(Devices, SeveralGiveTheBitsOfOne) {
  const Problem problem = plume::testing::random_model(3).compile();
  const ProblemView view = problem.view();
  const auto expected = run_range(*plume::testing::make_serial(view, {}), view, 5, count);
  const auto moments =
      plume::testing::moments_of_range(*plume::testing::make_serial(view, {}), view, 1024, 5000);
  for (const Order order : {Order::eager, Order::lazy, Order::interleaved}) {
    const Hostility three({.order = order, .devices = 3});
    const auto devices = plume::choose_devices("cuda");
    ASSERT_EQ(3u, devices.size());
    RunnerOptions options;
    options.most_at_once = std::uint64_t{3} * 2 * 1024;
    const auto runner = plume::make_runner(devices, view, options);
    EXPECT_EQ(expected, run_range(*runner, view, 5, count));
    EXPECT_EQ(moments, plume::testing::moments_of_range(*runner, view, 1024, 5000));
    EXPECT_EQ(3 * 2 * 1024u, runner->preferred_batch());
  }
}

// Wherever the device goes, the run goes on with the CPU, and the bits are the same.
TEST(Devices, OneThatIsLostIsReplacedByTheCpu) {
  const Problem problem = plume::testing::random_model(3).compile();
  const ProblemView view = problem.view();
  const auto expected = run_range(*plume::testing::make_serial(view, {}), view, 0, 1200);
  for (const int devices : {1, 2}) {
    for (const long lost_at : {1, 4, 5, 7, 12, 17, 30}) {
      const Hostility there({.devices = devices});
      std::string told;
      {
        const auto usable = plume::choose_devices("cuda");
        RunnerOptions options;
        options.max_lanes = 128;
        plume::FallbackRunner runner(
            plume::make_runner(usable, view, options),
            [&] { return plume::make_runner(plume::choose_device("cpu"), view, RunnerOptions{}); },
            [&](const std::string& cause, const std::string&) { told = cause; });
        const Hostility losing({.devices = devices, .lose_call = lost_at});
        Outcomes got = run_range(runner, view, 0, 600);
        const Outcomes rest = run_range(runner, view, 600, 600);
        got.scores.insert(got.scores.end(), rest.scores.begin(), rest.scores.end());
        got.outcome.insert(got.outcome.end(), rest.outcome.begin(), rest.outcome.end());
        EXPECT_EQ(expected, got) << lost_at;
      }
      EXPECT_NE(std::string::npos, told.find("unavailable")) << told << " at " << lost_at;
    }
  }
}

}  // namespace
}  // namespace cuda_on_cpu
