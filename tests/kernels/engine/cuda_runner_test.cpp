// SPDX-License-Identifier: Apache-2.0
// What the cuda system says of itself; that it computes as the others do is in same_bits_test.cpp
// and truth_test.cpp.
#include "kernels/engine/cuda_runner.hpp"

#include <gmock/gmock.h>

#include <stdexcept>

#include "tests/support/random_model.hpp"
#include "tests/support/systems.hpp"

namespace plume::cuda_runner_test {
namespace {

const testing::TestedSystem cuda = {"cuda", "cuda", "", 0};

TEST(ListCudaDevices, GivesDevicesOrTheReasonAgainst) {
  const auto devices = list_cuda_devices();
  ASSERT_FALSE(devices.empty());
  for (const Device& device : devices) {
    EXPECT_EQ(System::cuda, device.system);
    EXPECT_EQ(device.usable, device.why_not.empty());
    if (device.usable) {
      EXPECT_NE("", device.name);
      EXPECT_THAT(device.detail,
                  ::testing::MatchesRegex("[0-9]+ GiB, compute capability [0-9]+\\.[0-9]+"));
    } else {
      EXPECT_THAT(device.why_not, ::testing::AnyOf("built without CUDA",
                                                   ::testing::StartsWith("no CUDA device found"),
                                                   "cannot read its properties"));
    }
  }
}

TEST(MakeCudaRunner, SaysWhyNotWhereItIsNotBuilt) {
  if (list_cuda_devices().front().why_not != "built without CUDA")
    GTEST_SKIP() << "this build has CUDA";
  try {
    (void)make_cuda_runner({}, {}, {});
    FAIL() << "it made a runner";
  } catch (const std::runtime_error& error) {
    EXPECT_STREQ("cannot run on CUDA: built without CUDA", error.what());
  }
}

TEST(MakeCudaRunner, FewLanesGiveTheSameAsMany) {
  PLUME_SKIP_WITHOUT(cuda);
  const Problem problem = testing::random_model(1).compile();
  const ProblemView view = problem.view();
  RunnerOptions few;
  few.max_lanes = 128;
  const auto small = make_cuda_runner(choose_device("cuda"), view, few);
  const auto large = make_cuda_runner(choose_device("cuda"), view, {});
  EXPECT_THAT(small->description(), ::testing::StartsWith("cuda: "));
  EXPECT_LT(small->memory_bytes(), large->memory_bytes());
  EXPECT_EQ(testing::run_range(*large, view, 3, 5000), testing::run_range(*small, view, 3, 5000));
}

TEST(MakeCudaRunner, SumsBlocksAsTheCpuDoes) {
  PLUME_SKIP_WITHOUT(cuda);
  const Problem problem = testing::random_model(1).compile();
  const ProblemView view = problem.view();
  for (const std::uint64_t lanes : {0u, 1024u, 4096u}) {
    RunnerOptions options;
    options.max_lanes = lanes;
    const auto runner = make_cuda_runner(choose_device("cuda"), view, options);
    // From a multiple of 1,024 on no block is cut, whatever the lanes.
    EXPECT_EQ(
        testing::moments_of_range(*testing::make_serial(view, ValueType::fp32), view, 2048, 20000),
        testing::moments_of_range(*runner, view, 2048, 20000));
  }
}

}  // namespace
}  // namespace plume::cuda_runner_test
