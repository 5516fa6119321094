// SPDX-License-Identifier: Apache-2.0
#include "kernels/api/batch_runner.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <vector>

#include "tests/support/random_model.hpp"

namespace plume::batch_runner_test {
namespace {

TEST(MakeRunner, GivesTheSystemAskedFor) {
  const Problem problem = testing::random_model(1).compile();
  EXPECT_EQ("serial: 1 thread, 1 lane",
            make_runner(choose_device("serial"), problem.view(), {})->description());
  RunnerOptions options;
  options.threads = 2;
  options.lanes = "baseline";
  const auto runner = make_runner(choose_device("cpu"), problem.view(), options);
  EXPECT_EQ("cpu: 2 threads, baseline lanes", runner->description());
  EXPECT_GT(runner->preferred_batch(), 0u);
  EXPECT_GT(runner->memory_bytes(), 0u);
}

TEST(MakeRunner, FollowsTheHeadersExample) {
  const Problem problem =
      testing::random_model(1, {.num_categories = 1, .num_demands = 1}).compile();
  const auto runner = make_runner(choose_device("serial"), problem.view(), {});
  std::vector<double> scores(8, 0.0);
  std::vector<LaneOutcome> outcome(8, LaneOutcome::unsolved);
  BatchOutput batch;
  batch.count = 8;
  batch.scores = scores.data();
  batch.outcome = outcome.data();
  runner->run(batch);
  for (std::size_t i = 0; i < 8; ++i) {
    EXPECT_NE(LaneOutcome::unsolved, outcome[i]);
    EXPECT_NE(0.0, scores[i]);
  }
}

TEST(RunnerOptions, DefaultToMixedPrecisionOnAllCores) {
  const RunnerOptions options;
  EXPECT_EQ(ValueType::fp32, options.values.values);
  EXPECT_EQ(ValueType::fp64, options.values.unknowns);
  EXPECT_EQ(0u, options.threads);
  EXPECT_EQ("", options.lanes);
  EXPECT_EQ(0u, options.max_lanes);
}

}  // namespace
}  // namespace plume::batch_runner_test
