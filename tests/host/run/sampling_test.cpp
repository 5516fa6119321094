// SPDX-License-Identifier: Apache-2.0
// The second half of a run on its own; what becomes of runs that are cut: resume_test.cpp.
#include "host/run/sampling.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/host/run/prepared_loop.hpp"
#include "tests/support/temp_folder.hpp"

namespace plume::sampling_test {
namespace {

using ::testing::HasSubstr;

class SampleSession : public ::testing::Test {
 protected:
  SampleSession() {
    options_.device = "cpu";
    options_.threads = 1;
    options_.batch = 1024;
    options_.result_path = folder_.path() / "r.h5";
    options_.overrides = {{"sampling.iterations", "4000"}};
  }
  Made make() const {
    PreparedRun run = prepare_run(loop_study(), options_);
    RunDevice device = open_device(devices_for(options_), *run.study, options_, run.findings);
    Session session = open_session(std::move(run), device, options_);
    return sample(session, device, options_);
  }
  testing::TempFolder folder_;
  RunOptions options_;
};

TEST_F(SampleSession, MakesTheResult) {
  const Made made = make();
  EXPECT_EQ(made.totals.iterations, 4000u);
  ASSERT_FALSE(made.summaries.empty());
  EXPECT_EQ(ResultFile(options_.result_path).summaries()[0].mean, made.summaries[0].mean);
}

TEST_F(SampleSession, OfAShardLeavesPartsAlone) {
  options_.shard = Shard{1, 2};
  const Made made = make();
  EXPECT_TRUE(made.summaries.empty());
  EXPECT_FALSE(std::filesystem::exists(options_.result_path));
  EXPECT_EQ(Parts::open(parts_folder(options_.result_path)).num_iterations(0, 4000),
            made.totals.iterations);
}

TEST_F(SampleSession, AStopRuleEndsTheProgressWithWhatThereIs) {
  options_.overrides = {{"sampling.iterations", "1000000"}, {"stop.relative_se_mean", "0.01"}};
  RunProgress latest;
  options_.progress = [&](const RunProgress& progress) {
    if (progress.stage == "sampling") latest = progress;
  };
  const Made made = make();
  EXPECT_EQ(made.totals.stop_reason, "precision reached");
  EXPECT_EQ(latest.done, made.totals.iterations);
  EXPECT_EQ(latest.total, made.totals.iterations);
}

TEST_F(SampleSession, InTroubleItSaysWhereTheIterationsAre) {
  std::string told;
  options_.notice = [&](const std::string& line) { told = line; };
  options_.progress = [](const RunProgress& progress) {
    if (progress.stage == "writing") throw std::runtime_error("interrupted");
  };
  EXPECT_THROW((void)make(), std::runtime_error);
  EXPECT_THAT(told, HasSubstr("4000 of 4000 iterations are kept in " +
                              parts_folder(options_.result_path).string()));
}

TEST(TooManyFailures, CountIterationsWithoutAScore) {
  ResultTotals totals;
  totals.iterations = 100;
  totals.failed[static_cast<int>(IterationStatus::ok)] = 98;
  totals.failed[static_cast<int>(IterationStatus::singular)] = 2;
  Solver solver;
  solver.max_failed_share = 0.02;
  EXPECT_FALSE(has_too_many_failures(totals, solver));
  solver.max_failed_share = 0.01;
  EXPECT_TRUE(has_too_many_failures(totals, solver));
}

}  // namespace
}  // namespace plume::sampling_test
