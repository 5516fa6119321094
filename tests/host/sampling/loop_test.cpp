// SPDX-License-Identifier: Apache-2.0
#include "host/sampling/loop.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include "host/sampling/direct_iteration.hpp"
#include "kernels/solve/block_summary.hpp"
#include "tests/host/sampling/into_result.hpp"
#include "tests/support/bits.hpp"
#include "tests/support/random_model.hpp"
#include "tests/support/systems.hpp"
#include "tests/support/temp_folder.hpp"

namespace plume::loop_test {
namespace {

using testing::Draft;
using testing::same_bits;
using testing::TempFolder;

/// Scores that are a function of the iteration, and an outcome by iteration; counts what it is
/// asked for.
class FakeRunner final : public BatchRunner {
 public:
  explicit FakeRunner(std::size_t num_outputs) : num_outputs_(num_outputs) {}
  void run(const BatchOutput& batch) override {
    asked_.push_back(batch.count);
    for (std::uint64_t i = 0; i < batch.count; ++i) {
      const std::uint64_t iteration = batch.first + i;
      for (std::size_t k = 0; k < num_outputs_; ++k)
        batch.scores[i * num_outputs_ + k] = score(iteration, k);
      batch.outcome[i] = outcome(iteration);
    }
  }
  [[nodiscard]] std::string description() const override { return "fake"; }
  [[nodiscard]] std::uint64_t preferred_batch() const override { return 1; }
  [[nodiscard]] std::size_t memory_bytes() const override { return 0; }

  /// Mean 100; the spread of a first output is 10.
  [[nodiscard]] static double score(std::uint64_t iteration, std::size_t k) {
    return 100.0 +
           10.0 / static_cast<double>(k + 1) * std::sin(12.9898 * static_cast<double>(iteration));
  }
  [[nodiscard]] LaneOutcome outcome(std::uint64_t iteration) const {
    if (std::find(unsolved.begin(), unsolved.end(), iteration) != unsolved.end())
      return LaneOutcome::unsolved;
    return iteration % 100 == 99 ? LaneOutcome::infeasible : LaneOutcome::ok;
  }

  std::vector<std::uint64_t> unsolved;
  std::vector<std::uint64_t> asked_;

 private:
  std::size_t num_outputs_;
};

ResultHeader header_for(const Problem& problem) {
  ResultHeader header;
  header.study_name = "loop test";
  header.provenance.design = "random";
  for (std::uint32_t d = 0; d < problem.num_demands; ++d)
    header.axes.demands.push_back({"d" + std::to_string(d), "kg"});
  for (std::uint32_t k = 0; k < problem.num_categories; ++k)
    header.axes.categories.push_back({"c" + std::to_string(k), "", "kg"});
  header.static_scores = problem.static_scores;
  return header;
}

/// Everything a run leaves behind.
struct Finished {
  ResultTotals totals;
  std::vector<std::vector<double>> samples;  ///< [output]
  std::vector<IterationStatus> status;
  std::vector<Summary> summaries;
};

Finished run(const Problem& problem, const SamplingPlan& plan, BatchRunner& runner,
             const LoopProgress& progress = {}, const ResultFile* earlier = nullptr) {
  const TempFolder folder;
  ResultWriter writer(folder.path() / "r.h5", header_for(problem));
  Finished result;
  result.totals = run_iterations(problem, plan, runner, writer, progress, earlier);
  result.summaries = writer.finish(result.totals);
  const ResultFile file(folder.path() / "r.h5");
  for (std::uint32_t d = 0; d < problem.num_demands; ++d) {
    for (std::uint32_t k = 0; k < problem.num_categories; ++k)
      result.samples.push_back(file.samples(d, k));
  }
  result.status = file.status();
  EXPECT_EQ(result.totals.failed_iterations, file.totals().failed_iterations);
  return result;
}

Problem two_outputs() {
  Draft draft;
  draft.technosphere("p", "a", 1.0, testing::lognormal(1.0, 0.1))
      .biosphere("co2", "a", 2.0, testing::lognormal(2.0, 0.1));
  draft.characterisation("co2", "gwp", 1.0).characterisation("co2", "other", 3.0);
  return draft.compile({draft.demand("p", 1.0)});
}

PrecisionTarget mean_rule(double limit, std::uint64_t min_iterations) {
  PrecisionTarget target;
  target.relative_se_mean = limit;
  target.min_iterations = min_iterations;
  return target;
}

SamplingPlan plan_of(std::uint64_t iterations, std::uint64_t batch,
                     const PrecisionTarget& target = {}) {
  SamplingPlan plan;
  plan.iterations = iterations;
  plan.batch = batch;
  plan.target = target;
  return plan;
}

TEST(RunIterations, WritesEveryIterationInOrderAndCountsByStatus) {
  const Problem problem = two_outputs();
  FakeRunner runner(2);
  const Finished result = run(problem, plan_of(1050, 64), runner);
  EXPECT_EQ(1050u, result.totals.iterations);
  EXPECT_EQ("iterations done", result.totals.stop_reason);
  EXPECT_EQ(1040u, result.totals.failed[static_cast<int>(IterationStatus::ok)]);
  EXPECT_EQ(10u, result.totals.failed[static_cast<int>(IterationStatus::infeasible)]);
  ASSERT_EQ(1050u, result.status.size());
  for (std::uint64_t i = 0; i < 1050; ++i) {
    ASSERT_EQ(FakeRunner::score(i, 0), result.samples[0][i]);
    ASSERT_EQ(FakeRunner::score(i, 1), result.samples[1][i]);
    ASSERT_EQ(i % 100 == 99 ? IterationStatus::infeasible : IterationStatus::ok, result.status[i]);
  }
  EXPECT_EQ(64u, runner.asked_.front());
  EXPECT_EQ(1050u % 64, runner.asked_.back());
}

TEST(RunIterations, SolvesDirectlyWhatTheLanesCouldNot) {
  const Problem problem = two_outputs();
  FakeRunner runner(2);
  runner.unsolved = {0, 63, 64, 500};
  const Finished result = run(problem, plan_of(600, 64), runner);
  DirectIteration direct(problem);
  for (const std::uint64_t i : runner.unsolved) {
    EXPECT_EQ(IterationStatus::direct, result.status[i]);
    const auto exact = direct.solve(i).scores;
    EXPECT_EQ(exact[0], result.samples[0][i]) << "regenerated by its own number";
    EXPECT_EQ(exact[1], result.samples[1][i]);
  }
  EXPECT_EQ(4u, result.totals.failed[static_cast<int>(IterationStatus::direct)]);
  EXPECT_EQ(FakeRunner::score(1, 0), result.samples[0][1]) << "the neighbours stay";
}

TEST(RunIterations, KeepsIterationsWithoutScoreAsNan) {
  Draft draft;
  draft.technosphere("p", "a", 1.0)
      .columns({1.0, 0.0})
      .biosphere("co2", "a", 2.0)
      .characterisation("co2", "gwp", 1.0);
  const Problem problem = draft.compile({draft.demand("p", 1.0)});
  const auto runner = testing::make_serial(problem.view(), ValueType::fp32);
  const Finished result = run(problem, plan_of(10, 3), *runner);
  EXPECT_EQ(5u, result.totals.failed[static_cast<int>(IterationStatus::ok)]);
  EXPECT_EQ(5u, result.totals.failed[static_cast<int>(IterationStatus::singular)]);
  for (std::size_t i = 0; i < 10; ++i) EXPECT_EQ(i % 2 == 1, std::isnan(result.samples[0][i]));
  EXPECT_EQ(5u, result.summaries[0].count);
  EXPECT_EQ(2.0, result.summaries[0].mean);
}

TEST(RunIterations, StopsAtTheSameBlockForEveryBatchSize) {
  // Standard deviation 7.07, mean 100: the relative standard error passes 0.0012 at n > 3472, so at
  // the end of block 4.
  const Problem problem = two_outputs();
  for (const std::uint64_t batch : {1u, 100u, 1000u, 1024u, 3000u, 100'000u}) {
    FakeRunner runner(2);
    runner.unsolved = {};
    const Finished result = run(problem, plan_of(100'000, batch, mean_rule(0.0012, 1024)), runner);
    EXPECT_EQ(4096u, result.totals.iterations) << "batch " << batch;
    EXPECT_EQ("precision reached", result.totals.stop_reason);
    EXPECT_EQ(4096u, result.status.size());
    EXPECT_LE(result.summaries[0].se_mean, 0.0012 * result.summaries[0].mean);
    ASSERT_EQ(1u, result.totals.precision.size());
    EXPECT_EQ(result.summaries[0].se_mean / result.summaries[0].mean,
              result.totals.precision[0].reached);
    EXPECT_EQ(0u, result.totals.precision[0].category) << "the farther of the two outputs";
    std::uint64_t asked = 0;
    for (const std::uint64_t each : runner.asked_) asked += each;
    EXPECT_LE(asked, 2u * 4096u) << "what is given up is no more than what is kept";
  }
}

TEST(RunIterations, TheLastProgressIsWhereTheStopRuleEndedTheRun) {
  const Problem problem = two_outputs();
  FakeRunner runner(2);
  std::vector<std::uint64_t> done;
  (void)run(problem, plan_of(100'000, 3000, mean_rule(0.0012, 1024)), runner,
            [&](std::uint64_t now, double) { done.push_back(now); });
  ASSERT_FALSE(done.empty());
  EXPECT_EQ(4096u, done.back());
}

TEST(RunIterations, GoesOnFromAnEarlierResultAsIfItHadNeverPaused) {
  const testing::RandomModel m = testing::random_model(5, {.feedback = 0.95, .sigma = 0.4});
  for (const std::uint64_t first : {1u, 1000u, 1024u, 2500u}) {
    const Problem problem = m.compile();
    const auto runner = testing::make_serial(problem.view(), ValueType::fp32);
    const Finished whole = run(problem, plan_of(2600, 700), *runner);
    const TempFolder folder;
    ResultWriter writer(folder.path() / "first.h5", header_for(problem));
    writer.finish(run_iterations(problem, plan_of(first, 300), *runner, writer, {}));
    const ResultFile earlier(folder.path() / "first.h5");
    std::vector<std::uint64_t> done;
    const Finished continued = run(
        problem, plan_of(2600, 700), *runner,
        [&](std::uint64_t now, double) { done.push_back(now); }, &earlier);
    EXPECT_EQ(std::min<std::uint64_t>(first + 700, 2600), done.front()) << "nothing is run twice";
    EXPECT_EQ(whole.status, continued.status);
    EXPECT_EQ(whole.totals.failed_iterations, continued.totals.failed_iterations);
    for (int s = 0; s < num_iteration_statuses; ++s)
      EXPECT_EQ(whole.totals.failed[s], continued.totals.failed[s]);
    for (std::size_t k = 0; k < whole.samples.size(); ++k) {
      ASSERT_TRUE(same_bits(whole.samples[k], continued.samples[k]));
      EXPECT_EQ(testing::bits_of(whole.summaries[k].mean),
                testing::bits_of(continued.summaries[k].mean));
      EXPECT_EQ(testing::bits_of(whole.summaries[k].se_mean),
                testing::bits_of(continued.summaries[k].se_mean));
    }
  }
}

TEST(RunIterations, TheStopRuleSeesEarlierIterationsButIsAskedAfterNewOnes) {
  const Problem problem = two_outputs();
  const TempFolder folder;
  FakeRunner runner(2);
  ResultWriter writer(folder.path() / "first.h5", header_for(problem));
  writer.finish(run_iterations(problem, plan_of(3500, 300), runner, writer, {}));
  const ResultFile earlier(folder.path() / "first.h5");
  const Finished stopped =
      run(problem, plan_of(100'000, 500, mean_rule(0.0012, 1024)), runner, {}, &earlier);
  EXPECT_EQ(4096u, stopped.totals.iterations) << "as in one run";
  ResultWriter second(folder.path() / "second.h5", header_for(problem));
  second.finish(run_iterations(problem, plan_of(4096, 300), runner, second, {}));
  const ResultFile precise(folder.path() / "second.h5");
  EXPECT_EQ(5120u,
            run(problem, plan_of(100'000, 500, mean_rule(0.0012, 1024)), runner, {}, &precise)
                .totals.iterations);
}

TEST(RunIterations, ListsFailedIterationsByStatus) {
  Draft draft;
  draft.technosphere("p", "a", 1.0)
      .columns({1.0, 0.0})
      .biosphere("co2", "a", 2.0)
      .characterisation("co2", "gwp", 1.0);
  const Problem problem = draft.compile({draft.demand("p", 1.0)});
  const auto runner = testing::make_serial(problem.view(), ValueType::fp32);
  const Finished few = run(problem, plan_of(10, 3), *runner);
  EXPECT_THAT(few.totals.failed_iterations[static_cast<std::size_t>(IterationStatus::singular)],
              ::testing::ElementsAre(1, 3, 5, 7, 9));
  EXPECT_TRUE(few.totals.failed_iterations[static_cast<std::size_t>(IterationStatus::ok)].empty());
  const Finished many = run(problem, plan_of(3000, 300), *runner);
  const auto& listed =
      many.totals.failed_iterations[static_cast<std::size_t>(IterationStatus::singular)];
  EXPECT_EQ(most_listed_iterations, listed.size()) << "of 1500";
  EXPECT_EQ(1999u, listed.back());
}

TEST(RunIterations, StopsNoEarlierThanTold) {
  const Problem problem = two_outputs();
  FakeRunner runner(2);
  EXPECT_EQ(
      8192u,
      run(problem, plan_of(100'000, 1024, mean_rule(0.0012, 8000)), runner).totals.iterations);
}

TEST(RunIterations, ATargetReachedAtTheVeryEndIsIterationsDone) {
  const Problem problem = two_outputs();
  FakeRunner runner(2);
  const Finished result = run(problem, plan_of(4096, 1024, mean_rule(0.0012, 1024)), runner);
  EXPECT_EQ(4096u, result.totals.iterations);
  EXPECT_EQ("iterations done", result.totals.stop_reason);
}

TEST(RunIterations, ResultsDoNotDependOnTheBatchSize) {
  const testing::RandomModel m = testing::random_model(5, {.feedback = 0.95, .sigma = 0.4});
  const Problem problem = m.compile();
  const auto runner = testing::make_serial(problem.view(), ValueType::fp32);
  const Finished whole = run(problem, plan_of(1100, 1100), *runner);
  EXPECT_LT(whole.totals.failed[0], 1100u) << "all iterations ok: nothing is tested";
  for (const std::uint64_t batch : {1u, 7u, 100u, 1000u, 1024u}) {
    const Finished pieces = run(problem, plan_of(1100, batch), *runner);
    EXPECT_EQ(whole.status, pieces.status);
    for (std::size_t k = 0; k < whole.samples.size(); ++k) {
      ASSERT_TRUE(same_bits(whole.samples[k], pieces.samples[k]));
      EXPECT_EQ(testing::bits_of(whole.summaries[k].mean),
                testing::bits_of(pieces.summaries[k].mean));
      EXPECT_EQ(testing::bits_of(whole.summaries[k].sd), testing::bits_of(pieces.summaries[k].sd));
    }
  }
}

/// Takes moments, and counts the blocks that came with them.
class SummedSink final : public IterationSink {
 public:
  void append(std::uint64_t, std::span<const double>, std::span<const IterationStatus>,
              bool) override {
    ++without;
  }
  [[nodiscard]] bool uses_moments() const override { return true; }
  void append_summed(std::uint64_t first, std::span<const double>,
                     std::span<const IterationStatus> status,
                     std::span<const BlockMoments> moments) override {
    const WholeBlocks blocks(first, status.size());
    ASSERT_EQ(blocks.count * 2, moments.size());
    for (std::uint64_t b = 0; b < blocks.count; ++b) {
      (moments[b * 2].count < 0.0 ? not_summed_blocks : summed_blocks).push_back(blocks.first + b);
    }
  }
  int without = 0;
  std::vector<std::uint64_t> summed_blocks, not_summed_blocks;
};

/// Sums the blocks of its batches.
class SummingRunner final : public BatchRunner {
 public:
  explicit SummingRunner(FakeRunner& scores) : scores_(scores) {}
  void run(const BatchOutput& batch) override {
    scores_.run(batch);
    if (batch.moments == nullptr) return;
    for (std::uint64_t i = 0; i < WholeBlocks(batch.first, batch.count).count * 2; ++i)
      summarise_block(batch, 2, i / 2, i % 2);
  }
  [[nodiscard]] std::string description() const override { return "sums"; }
  [[nodiscard]] std::uint64_t preferred_batch() const override { return 1; }
  [[nodiscard]] std::size_t memory_bytes() const override { return 0; }

 private:
  FakeRunner& scores_;
};

TEST(RunIterations, BlocksComeSummedWhereTheDeviceSumsThem) {
  const Problem problem = two_outputs();
  FakeRunner fake(2);
  fake.unsolved = {3000};  // in block 2
  SummingRunner runner(fake);
  SummedSink sink;
  (void)run_iterations(problem, plan_of(10000, 4096), runner, sink, {});
  EXPECT_EQ((std::vector<std::uint64_t>{0, 1, 3, 4, 5, 6, 7, 8}), sink.summed_blocks);
  EXPECT_EQ((std::vector<std::uint64_t>{2}), sink.not_summed_blocks)
      << "solved directly: the host sums it";
  EXPECT_EQ(0, sink.without);
  SummedSink nothing;
  (void)run_iterations(problem, plan_of(10000, 4096), fake, nothing, {});
  EXPECT_TRUE(nothing.summed_blocks.empty()) << "a device that sums nothing";
  SummedSink small;
  (void)run_iterations(problem, plan_of(3000, 1000), runner, small, {});
  EXPECT_EQ(3, small.without) << "no whole block fits into a batch";
}

TEST(RunIterations, ReportsProgressUpward) {
  const Problem problem = two_outputs();
  FakeRunner runner(2);
  std::vector<std::uint64_t> done;
  double seconds = 0.0;
  (void)run(problem, plan_of(250, 100), runner, [&](std::uint64_t now, double after) {
    done.push_back(now);
    EXPECT_GE(after, seconds);
    seconds = after;
  });
  EXPECT_THAT(done, ::testing::ElementsAre(100, 200, 250));
}

TEST(RunIterations, AFailingDeviceEndsTheRun) {
  class Broken final : public BatchRunner {
    void run(const BatchOutput&) override {
      throw std::runtime_error("CUDA failed while running the lane kernels: unspecified");
    }
    [[nodiscard]] std::string description() const override { return "broken"; }
    [[nodiscard]] std::uint64_t preferred_batch() const override { return 1; }
    [[nodiscard]] std::size_t memory_bytes() const override { return 0; }
  } broken;
  const Problem problem = two_outputs();
  const TempFolder folder;
  {
    ResultWriter writer(folder.path() / "r.h5", header_for(problem));
    EXPECT_THROW((void)run_iterations(problem, plan_of(10, 5), broken, writer, {}),
                 std::runtime_error);
  }
  EXPECT_TRUE(std::filesystem::is_empty(folder.path())) << "no file is left behind";
}

}  // namespace
}  // namespace plume::loop_test
