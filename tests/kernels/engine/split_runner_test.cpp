// SPDX-License-Identifier: Apache-2.0
#include "kernels/engine/split_runner.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/bits.hpp"
#include "tests/support/random_model.hpp"
#include "tests/support/systems.hpp"

namespace plume::split_runner_test {
namespace {

using Runners = std::vector<std::unique_ptr<BatchRunner>>;

/// Wants batches of a size, counts what it gets, may fail.
class CountingRunner final : public BatchRunner {
 public:
  CountingRunner(std::uint64_t preferred, std::uint64_t* counted, std::string failure = {})
      : preferred_(preferred), counted_(counted), failure_(std::move(failure)) {}
  void run(const BatchOutput& batch) override {
    *counted_ += batch.count;
    if (!failure_.empty()) throw std::runtime_error(failure_);
  }
  std::string description() const override { return "counts " + std::to_string(preferred_); }
  std::uint64_t preferred_batch() const override { return preferred_; }
  std::size_t memory_bytes() const override { return 10; }

 private:
  std::uint64_t preferred_;
  std::uint64_t* counted_;
  std::string failure_;
};

/// Remembers what it was asked for.
class NotingRunner final : public BatchRunner {
 public:
  explicit NotingRunner(BatchOutput* noted) : noted_(noted) {}
  void run(const BatchOutput& batch) override { *noted_ = batch; }
  std::string description() const override { return "notes"; }
  std::uint64_t preferred_batch() const override { return 1; }
  std::size_t memory_bytes() const override { return 0; }

 private:
  BatchOutput* noted_;
};

TEST(SplitRunner, GivesTheBitsOfOneRunner) {
  const Problem problem = testing::random_model(3).compile();
  const ProblemView view = problem.view();
  const auto expected =
      testing::run_range(*testing::make_serial(view, ValueType::fp32), view, 5, 203);
  Runners runners;
  for (const char* device : {"cpu", "serial", "cpu"})
    runners.push_back(make_runner(choose_device(device), view, {}));
  SplitRunner split(std::move(runners), view);
  EXPECT_TRUE(testing::same_bits(expected.scores, testing::run_range(split, view, 5, 203).scores));
  for (const std::uint64_t count : {1u, 2u, 3u, 17u}) {
    const auto few = testing::run_range(split, view, 5, count);
    for (std::size_t i = 0; i < few.scores.size(); ++i)
      ASSERT_EQ(testing::bits_of(expected.scores[i]), testing::bits_of(few.scores[i]));
  }
}

TEST(SplitRunner, NoBlockOfMomentsIsCut) {
  const Problem problem = testing::random_model(3).compile();
  const ProblemView view = problem.view();
  const auto serial = testing::make_serial(view, ValueType::fp32);
  Runners runners;
  for (const char* device : {"cpu", "serial", "cpu"})
    runners.push_back(make_runner(choose_device(device), view, {}));
  SplitRunner split(std::move(runners), view);
  for (const std::uint64_t first : {0u, 1024u, 700u}) {
    for (const std::uint64_t count : {1000u, 2048u, 10000u}) {
      const auto expected = testing::moments_of_range(*serial, view, first, count);
      EXPECT_EQ(expected, testing::moments_of_range(split, view, first, count))
          << first << " + " << count;
    }
  }
}

TEST(SplitRunner, EveryArrayBeginsWithTheFirstIterationOfThePart) {
  ProblemView view;
  view.num_demands = 2;
  view.num_categories = 3;
  view.num_rows = 5;
  view.num_flows = 7;
  BatchOutput noted[2];
  Runners runners;
  for (BatchOutput& each : noted) runners.push_back(std::make_unique<NotingRunner>(&each));
  SplitRunner split(std::move(runners), view);
  std::vector<double> scores(20 * 6), control(20 * 6), supply(20 * 10), inventory(20 * 14);
  std::vector<LaneOutcome> outcome(20);
  std::vector<std::uint32_t> sweeps(20);
  BatchOutput batch;
  batch.first = 100;
  batch.count = 20;
  batch.scores = scores.data();
  batch.outcome = outcome.data();
  batch.sweeps = sweeps.data();
  batch.supply = supply.data();
  batch.control = control.data();
  batch.inventory = inventory.data();
  split.run(batch);
  EXPECT_EQ(100u, noted[0].first);
  EXPECT_EQ(10u, noted[0].count);
  EXPECT_EQ(&sweeps[0], noted[0].sweeps);
  EXPECT_EQ(110u, noted[1].first);
  EXPECT_EQ(10u, noted[1].count);
  EXPECT_EQ(&scores[10 * 6], noted[1].scores);
  EXPECT_EQ(&outcome[10], noted[1].outcome);
  EXPECT_EQ(&sweeps[10], noted[1].sweeps);
  EXPECT_EQ(&supply[10 * 10], noted[1].supply);
  EXPECT_EQ(&control[10 * 6], noted[1].control);
  EXPECT_EQ(&inventory[10 * 14], noted[1].inventory);
}

TEST(SplitRunner, SharesByWhatKeepsEachBusy) {
  std::uint64_t counted[3] = {};
  Runners runners;
  const std::uint64_t preferred[3] = {100, 300, 600};
  for (int i = 0; i < 3; ++i)
    runners.push_back(std::make_unique<CountingRunner>(preferred[i], &counted[i]));
  SplitRunner split(std::move(runners), ProblemView{});
  EXPECT_EQ(1000u, split.preferred_batch());
  EXPECT_EQ(30u, split.memory_bytes());
  EXPECT_EQ("counts 100; counts 300; counts 600", split.description());
  BatchOutput batch;
  batch.count = 2000;
  split.run(batch);
  EXPECT_EQ(200u, counted[0]);
  EXPECT_EQ(600u, counted[1]);
  EXPECT_EQ(1200u, counted[2]);
  batch.count = 1;
  split.run(batch);
  EXPECT_EQ(2001u, counted[0] + counted[1] + counted[2]);
}

TEST(SplitRunner, ThrowsWhatFailedWhenAllHaveEnded) {
  std::uint64_t counted[2] = {};
  Runners runners;
  runners.push_back(std::make_unique<CountingRunner>(1, &counted[0], "the first device is gone"));
  runners.push_back(std::make_unique<CountingRunner>(1, &counted[1]));
  SplitRunner split(std::move(runners), ProblemView{});
  BatchOutput batch;
  batch.count = 10;
  try {
    split.run(batch);
    FAIL();
  } catch (const std::runtime_error& error) {
    EXPECT_STREQ("the first device is gone", error.what());
  }
  EXPECT_EQ(5u, counted[1]);
}

}  // namespace
}  // namespace plume::split_runner_test
