// SPDX-License-Identifier: Apache-2.0
#include "host/run/run_device.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/host/run/prepared_loop.hpp"
#include "tests/support/refusal.hpp"

namespace plume::run_device_test {
namespace {

using ::testing::HasSubstr;

RunOptions on(const char* device) {
  RunOptions options;
  options.device = device;
  options.threads = 1;
  return options;
}

TEST(RunDevice, IsTheOneAskedForAndMakesBatches) {
  const auto prepared = prepared_loop();
  Findings findings;
  RunDevice device = open_device(devices_for(on("cpu")), *prepared, on("cpu"), findings);
  EXPECT_EQ(findings.to_string(), "");
  EXPECT_THAT(device.runner->description(), HasSubstr("cpu: 1 thread"));
  std::vector<double> scores(prepared->axes.num_outputs());
  LaneOutcome outcome{};
  BatchOutput batch;
  batch.count = 1;
  batch.scores = scores.data();
  batch.outcome = &outcome;
  device.runner->run(batch);
  EXPECT_GT(scores[0], 0.0);
}

TEST(RunDevice, RunnersAreToldTheLargestBatchOfThePlan) {
  Findings findings;
  RunOptions options = on("cpu");
  options.batch = 2048;
  EXPECT_EQ(
      open_device(devices_for(options), *prepared_loop(), options, findings).options.most_at_once,
      2048u);
}

TEST(RunDevice, AnUnknownOneIsRefused) {
  EXPECT_THROW((void)devices_for(on("tpu")), std::invalid_argument);
}

TEST(OnDevice, ErrorsAreThoseOfTheEnvironment) {
  const auto told = [](auto thrown) {
    return testing::refusal_of([&] { on_device({}, [&]() -> int { throw thrown; }); });
  };
  EXPECT_EQ(told(std::runtime_error("the driver is too old")), "the driver is too old");
  EXPECT_EQ(told(std::bad_alloc()),
            "not enough memory for the lanes of this problem; use fewer threads (--threads) or "
            "fewer demands");
  Device gpu;
  gpu.system = System::cuda;
  EXPECT_THAT(too_little_memory({gpu}), HasSubstr("--device cpu"));
  EXPECT_THROW(on_device({}, []() -> int { throw std::invalid_argument("device"); }),
               std::invalid_argument);
}

}  // namespace
}  // namespace plume::run_device_test
