// SPDX-License-Identifier: Apache-2.0
#include "host/sampling/fallback_runner.hpp"

#include <gtest/gtest.h>

#include <new>
#include <stdexcept>
#include <vector>

#include "host/sampling/loop.hpp"
#include "tests/support/bits.hpp"
#include "tests/support/random_model.hpp"
#include "tests/support/systems.hpp"

namespace plume::fallback_runner_test {
namespace {

enum class Fate { lost, out_of_memory, bug };

/// A device that works until an iteration, and then leaves half a batch of rubbish and throws.
class LostRunner final : public BatchRunner {
 public:
  LostRunner(std::unique_ptr<BatchRunner> works, std::uint64_t until, Fate fate)
      : works_(std::move(works)), until_(until), fate_(fate) {}
  void run(const BatchOutput& batch) override {
    works_->run(batch);
    if (batch.first + batch.count <= until_) return;
    batch.scores[0] = -1e300;
    batch.outcome[0] = LaneOutcome::unsolved;
    if (fate_ == Fate::out_of_memory) throw std::bad_alloc();
    if (fate_ == Fate::bug) throw std::logic_error("a bug");
    throw std::runtime_error("CUDA failed while running the lane kernels: device lost");
  }
  [[nodiscard]] std::string description() const override { return "cuda: a GPU"; }
  [[nodiscard]] std::uint64_t preferred_batch() const override { return 100; }
  [[nodiscard]] std::size_t memory_bytes() const override { return 7; }

 private:
  std::unique_ptr<BatchRunner> works_;
  std::uint64_t until_;
  Fate fate_;
};

class Collected final : public IterationSink {
 public:
  void append(std::uint64_t first, std::span<const double> new_scores,
              std::span<const IterationStatus> new_status, bool) override {
    EXPECT_EQ(first, status.size());
    scores.insert(scores.end(), new_scores.begin(), new_scores.end());
    status.insert(status.end(), new_status.begin(), new_status.end());
  }
  std::vector<double> scores;
  std::vector<IterationStatus> status;
};

class Fallback : public ::testing::Test {
 protected:
  Collected run(BatchRunner& runner) const {
    SamplingPlan plan;
    plan.iterations = 1000;
    plan.batch = 64;
    Collected sink;
    (void)run_iterations(problem_, plan, runner, sink, {});
    return sink;
  }
  [[nodiscard]] std::unique_ptr<BatchRunner> serial() const {
    return testing::make_serial(problem_.view(), ValueType::fp32);
  }
  Problem problem_ = testing::random_model(5, {.feedback = 0.9, .sigma = 0.4}).compile();
};

TEST_F(Fallback, GoesOnWithTheSameBits) {
  const auto alone = serial();
  const Collected expected = run(*alone);
  for (const Fate fate : {Fate::lost, Fate::out_of_memory}) {
    std::vector<std::string> told;
    FallbackRunner runner(
        std::make_unique<LostRunner>(serial(), 500, fate), [this] { return serial(); },
        [&](const std::string& cause, const std::string& now_on) {
          told.push_back(cause + "|" + now_on);
        });
    EXPECT_EQ(runner.description(), "cuda: a GPU");
    const Collected result = run(runner);
    EXPECT_TRUE(testing::same_bits(result.scores, expected.scores));
    EXPECT_EQ(result.status, expected.status);
    ASSERT_EQ(told.size(), 1u);
    EXPECT_EQ(told[0],
              (fate == Fate::lost ? "CUDA failed while running the lane kernels: device lost"
                                  : "out of memory") +
                  ("|" + alone->description()));
    EXPECT_EQ(runner.description(),
              "cuda: a GPU; lost at iteration 448, then " + alone->description());
  }
}

TEST_F(Fallback, ABugIsNoLostDevice) {
  FallbackRunner runner(std::make_unique<LostRunner>(serial(), 500, Fate::bug),
                        [this] { return serial(); }, {});
  EXPECT_THROW((void)run(runner), std::logic_error);
}

TEST_F(Fallback, ASecondFailureEndsTheRun) {
  FallbackRunner runner(std::make_unique<LostRunner>(serial(), 100, Fate::lost),
                        [this] { return std::make_unique<LostRunner>(serial(), 500, Fate::lost); },
                        {});
  EXPECT_THROW((void)run(runner), std::runtime_error);
}

}  // namespace
}  // namespace plume::fallback_runner_test
