// SPDX-License-Identifier: Apache-2.0
// Every call that the engine makes of the CUDA runtime fails once: what follows is an exception or
// the right scores, never anything else; nothing is left behind, and the runner, or the next one,
// works.
#include <gtest/gtest.h>

#include <exception>
#include <stdexcept>

#include "tests/cuda_on_cpu/support.hpp"

namespace cuda_on_cpu {
namespace {

constexpr std::uint64_t count = 600;  // three rounds of two flights

class FailingCalls : public ::testing::TestWithParam<Order> {
 protected:
  Problem problem_ = plume::testing::random_model(1).compile();
  ProblemView view_ = problem_.view();
  Outcomes expected_ = run_range(*plume::testing::make_serial(view_, {}), view_, 0, count);
  Outcomes others_ = run_range(*plume::testing::make_serial(view_, {}), view_, 5000, count);

  Settings orderly() const { return {.order = GetParam()}; }
};

TEST_P(FailingCalls, AtEveryPlaceOfARun) {
  long calls = 0;
  {
    const Hostility none(orderly());
    EXPECT_EQ(expected_, run_range(*few_lanes(view_), view_, 0, count));
    calls = counts().calls;
  }
  ASSERT_GT(calls, 60);
  int thrown = 0;
  for (long call = 1; call <= calls; ++call) {
    Settings failing = orderly();
    failing.fail_call = call;
    const Hostility one(failing);
    try {
      EXPECT_EQ(expected_, run_range(*few_lanes(view_), view_, 0, count)) << "call " << call;
    } catch (const std::runtime_error&) {
      ++thrown;
    }
    ASSERT_EQ("", leaks()) << "call " << call;
    ASSERT_EQ(std::vector<std::string>(), take_complaints()) << "call " << call;
  }
  EXPECT_GT(thrown, calls / 2);
  EXPECT_EQ(expected_, run_range(*few_lanes(view_), view_, 0, count));
}

// A runner that failed is used again: its flights must have forgotten the arrays of the batch that
// failed.
TEST_P(FailingCalls, LeaveARunnerThatWorks) {
  long calls_before = 0, calls = 0;
  {
    const Hostility none(orderly());
    const auto runner = few_lanes(view_);
    calls_before = counts().calls;
    (void)run_range(*runner, view_, 0, count);
    calls = counts().calls - calls_before;
  }
  ASSERT_GT(calls, 20);
  for (long call = 1; call <= calls; ++call) {
    const Hostility none(orderly());
    const auto runner = few_lanes(view_);
    {
      Settings failing = orderly();
      failing.fail_call = call;
      const Hostility one(failing);
      EXPECT_THROW((void)run_range(*runner, view_, 5000, count), std::exception) << "call " << call;
    }
    ASSERT_EQ(expected_, run_range(*runner, view_, 0, count)) << "call " << call;
    ASSERT_EQ(std::vector<std::string>(), take_complaints()) << "call " << call;
  }
}

INSTANTIATE_TEST_SUITE_P(Orders, FailingCalls,
                         ::testing::Values(Order::eager, Order::lazy, Order::interleaved));

// Memory that is promised and not there: fewer lanes, in whole blocks, until they fit.
TEST(FailingAllocations, LeadToFewerLanes) {
  const Problem problem = plume::testing::random_model(1).compile();
  const ProblemView view = problem.view();
  const auto expected =
      plume::testing::moments_of_range(*plume::testing::make_serial(view, {}), view, 2048, 5000);
  Settings tight;
  tight.device_bytes = std::size_t{24} << 20;
  tight.times_overstated = 3;
  const Hostility overstated(tight);
  const auto runner = plume::make_runner(plume::choose_device("cuda"), view, {});
  EXPECT_EQ(0u, runner->preferred_batch() / 2 % plume::moments_block)
      << "a block of moments is cut";
  EXPECT_EQ(expected, plume::testing::moments_of_range(*runner, view, 2048, 5000));
}

TEST(FailingAllocations, OfEverythingAreToldWithWhatToDo) {
  const Problem problem = plume::testing::random_model(1).compile();
  for (const std::size_t kib : {8u, 40u}) {  // not even the problem; not a block of lanes
    Settings none;
    none.device_bytes = kib << 10;
    const Hostility small(none);
    try {
      (void)plume::make_runner(plume::choose_device("cuda"), problem.view(), {});
      FAIL() << "it made a runner of " << kib << " KiB";
    } catch (const std::runtime_error& error) {
      EXPECT_NE(std::string::npos, std::string(error.what()).find("memory")) << error.what();
      EXPECT_NE(std::string::npos, std::string(error.what()).find("use --device cpu"))
          << error.what();
      EXPECT_EQ(std::string::npos, std::string(error.what()).find("--threads")) << error.what();
    }
  }
}

TEST(FailingCallsOfOtherKinds, LeaveNoErrorForTheNextCall) {
  const Problem problem = plume::testing::random_model(1).compile();
  const ProblemView view = problem.view();
  const auto runner = few_lanes(view);
  const auto expected = run_range(*runner, view, 0, 100);
  Settings once;
  once.fail_call = 1;  // the selection of the device: no memory is asked for
  {
    const Hostility failing(once);
    EXPECT_THROW((void)run_range(*runner, view, 0, 100), std::runtime_error);
  }
  EXPECT_EQ(expected, run_range(*runner, view, 0, 100))
      << "the error of before was taken for one of a launch";
}

TEST(CudaLanes, AreNoMoreThanTheIterationsAskedFor) {
  const Problem problem = plume::testing::random_model(1).compile();
  RunnerOptions few, any;
  few.most_at_once = 10'000;
  const auto device = plume::choose_device("cuda");
  Settings large;
  large.device_bytes = std::size_t{192} << 20;
  const Hostility roomy(large);
  EXPECT_EQ(10'240u, plume::make_runner(device, problem.view(), few)->preferred_batch());
  EXPECT_LT(10'240u, plume::make_runner(device, problem.view(), any)->preferred_batch());
}

}  // namespace
}  // namespace cuda_on_cpu
