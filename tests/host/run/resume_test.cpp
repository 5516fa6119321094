// SPDX-License-Identifier: Apache-2.0
// plume run --resume: whatever ended a run, wherever it was, the end is that of a run that nothing
// disturbed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include "host/base/error.hpp"
#include "host/run/run_study.hpp"
#include "host/store/lock_file.hpp"
#include "host/store/parts.hpp"
#include "tests/host/run/same_numbers.hpp"
#include "tests/support/refusal.hpp"
#include "tests/support/temp_folder.hpp"

namespace plume::resume_test {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class Resume : public ::testing::Test {
 protected:
  Resume() {
    fs::copy(fs::path(PLUME_SOURCE_DIR) / "datasets" / "mini" / "loop", folder_.path(),
             fs::copy_options::recursive);
  }
  [[nodiscard]] fs::path in(const std::string& name) const { return folder_.path() / name; }

  RunOptions options(const std::string& result, std::vector<Override> overrides = {}) {
    RunOptions options;
    options.device = "cpu";
    options.threads = 1;
    options.batch = 512;
    options.result_path = in(result);
    options.command = "plume run study.toml";
    options.overrides = std::move(overrides);
    options.parts.seconds = 0.0;  // every batch is a part
    options.notice = [this](const std::string& line) { notices_.push_back(line); };
    return options;
  }
  RunReport run(const RunOptions& options) const { return run_study(in("study.toml"), options); }
  /// Runs until so many iterations are done, then throws.
  void interrupt(RunOptions options, std::uint64_t after) const {
    options.progress = [after](const RunProgress& progress) {
      if (progress.stage == "sampling" && progress.done >= after)
        throw std::runtime_error("interrupted");
    };
    options.batch = after;  // progress comes ten times a second at most
    EXPECT_THROW((void)run_study(in("study.toml"), options), std::runtime_error);
  }
  std::string refusal(const RunOptions& options) const {
    return testing::refusal_of([&] { (void)run(options); });
  }

  testing::TempFolder folder_;
  std::vector<std::string> notices_;
};

TEST_F(Resume, GivesTheNumbersOfAnUndisturbedRunWithEveryDesignControlAndStopRule) {
  const std::vector<std::vector<Override>> kinds = {
      {{"sampling.iterations", "5000"}},
      {{"sampling.iterations", "5000"}, {"sampling.design", "lhs"}},
      {{"sampling.iterations", "5000"}, {"sampling.design", "sobol"}, {"sampling.control", "true"}},
      {{"sampling.iterations", "100000"}, {"stop.relative_se_mean", "0.002"}},
  };
  for (const auto& overrides : kinds) {
    SCOPED_TRACE(overrides.back().first + "=" + overrides.back().second);
    const RunReport whole = run(options("whole.h5", overrides));
    for (const std::uint64_t after : {1u, 700u, 1024u, 3000u}) {
      fs::remove(in("r.h5"));
      interrupt(options("r.h5", overrides), after);
      ASSERT_FALSE(fs::exists(in("r.h5")));
      RunOptions again = options("r.h5", overrides);
      again.resume = true;
      again.threads = 2;
      again.batch = 300;
      const RunReport resumed = run(again);
      EXPECT_EQ(resumed.totals.stop_reason, whole.totals.stop_reason);
      EXPECT_EQ(resumed.totals.failed_iterations, whole.totals.failed_iterations);
      ASSERT_EQ(resumed.totals.precision.size(), whole.totals.precision.size());
      for (std::size_t i = 0; i < whole.totals.precision.size(); ++i) {
        EXPECT_EQ(resumed.totals.precision[i].reached, whole.totals.precision[i].reached);
      }
      expect_same_results(ResultFile(in("r.h5")), ResultFile(in("whole.h5")));
      EXPECT_FALSE(fs::exists(in("r.parts")));
    }
  }
}

TEST_F(Resume, SaysWhatItKeepsAndWhatItFinds) {
  interrupt(options("r.h5"), 3000);
  EXPECT_THAT(notices_,
              ElementsAre("3000 of 20000 iterations are kept in " + in("r.parts").string() +
                          "; the same command with --resume goes on from there"));
  notices_.clear();
  RunOptions again = options("r.h5");
  again.resume = true;
  EXPECT_EQ(run(again).totals.iterations, 20000u);
  EXPECT_THAT(notices_, ElementsAre("resuming: 3000 of 20000 iterations were found in " +
                                    in("r.parts").string()));
}

TEST_F(Resume, WithoutTheOptionPartsAreAnErrorThatNamesBothWaysOut) {
  interrupt(options("r.h5"), 3000);
  EXPECT_EQ(refusal(options("r.h5")),
            in("r.parts").string() +
                ": error E0610: there are 3000 of 20000 iterations of a run that has not ended; "
                "go on from them with --resume, or remove the folder to begin anew");
  EXPECT_TRUE(Parts::exist(in("r.parts")));
}

TEST_F(Resume, WithoutPartsItBeginsAndACompleteResultIsLeftAlone) {
  RunOptions first = options("r.h5");
  first.resume = true;
  EXPECT_FALSE(run(first).was_complete);
  const auto written = fs::last_write_time(in("r.h5"));
  const RunReport again = run(first);
  EXPECT_TRUE(again.was_complete);
  EXPECT_EQ(again.totals.iterations, 20000u);
  EXPECT_EQ(fs::last_write_time(in("r.h5")), written);
  RunOptions other = options("r.h5", {{"sampling.seed", "2"}});
  other.resume = true;
  EXPECT_FALSE(run(other).was_complete) << "another seed is another run";
}

TEST_F(Resume, PartsOfAnotherRunAreRefusedNamingBoth) {
  interrupt(options("r.h5"), 3000);
  RunOptions other = options("r.h5", {{"sampling.seed", "2"}});
  other.resume = true;
  EXPECT_THAT(
      refusal(other),
      HasSubstr(in("r.parts").string() +
                ": error E0603: the parts cannot be resumed: their seed is 1, that of this run 2; "
                "resume with the study as it was run, or remove the parts and run anew"));
  other.overrides = {{"sampling.iterations", "30000"}};
  EXPECT_EQ(refusal(other), in("r.parts").string() +
                                ": error E0603: the parts cannot be resumed: their iterations are "
                                "0 to 19999, those of this "
                                "run 0 to 29999; resume with the options of the run they are from, "
                                "or remove the parts and "
                                "run anew");
  other.overrides = {{"stop.relative_se_mean", "0.1"}};
  EXPECT_THAT(
      refusal(other),
      HasSubstr("their --set values are none, those of this run 'stop.relative_se_mean=0.1'"));
  other.overrides = {};
  std::ofstream(in("study.toml"), std::ios::app) << "# another word\n";
  EXPECT_THAT(refusal(other), HasSubstr("error E0603: the parts cannot be resumed: "));
  EXPECT_THAT(refusal(other), HasSubstr(" is another text than the study it was made from, "));
}

TEST_F(Resume, ADamagedPartIsMadeAgain) {
  run(options("whole.h5"));
  interrupt(options("r.h5"), 3000);
  const fs::path part = in("r.parts") / "000000000000-000000002999.h5";
  ASSERT_TRUE(fs::exists(part));
  fs::resize_file(part, fs::file_size(part) / 2);
  RunOptions again = options("r.h5");
  again.resume = true;
  const RunReport report = run(again);
  ASSERT_EQ(report.findings.list().size(), 1u);
  EXPECT_EQ(report.findings.list()[0].code, "W0609");
  EXPECT_THAT(report.findings.list()[0].problem,
              ::testing::StartsWith("the part cannot be used: "));
  EXPECT_EQ(report.findings.list()[0].hint, "its iterations are made again");
  expect_same_results(ResultFile(in("r.h5")), ResultFile(in("whole.h5")));
}

TEST_F(Resume, AFileThatIsMissingInTheMiddleIsMadeAgain) {
  run(options("whole.h5"));
  RunOptions shards = options("r.h5");
  for (const std::uint64_t k : {1u, 2u, 4u}) {
    shards.shard = Shard{k, 5};
    run(shards);
  }
  RunOptions again = options("r.h5");
  again.resume = true;
  run(again);
  expect_same_results(ResultFile(in("r.h5")), ResultFile(in("whole.h5")));
}

TEST_F(Resume, AnExtensionIsResumedOnceAndForAll) {
  run(options("whole.h5", {{"sampling.iterations", "5000"}}));
  run(options("r.h5", {{"sampling.iterations", "1500"}}));
  RunOptions extension = options("r.h5");
  extension.extend = 3500;
  extension.command = "plume run study.toml --extend 3500";
  interrupt(extension, 700);
  EXPECT_EQ(ResultFile(in("r.h5")).totals().iterations, 1500u) << "the old result stays";
  EXPECT_THAT(
      refusal(extension),
      HasSubstr("error E0610: there are 700 of 3500 iterations of a run that has not ended"));
  extension.resume = true;
  extension.command += " --resume";
  EXPECT_EQ(run(extension).totals.iterations, 5000u);
  expect_same_results(ResultFile(in("r.h5")), ResultFile(in("whole.h5")));
  EXPECT_TRUE(run(extension).was_complete) << "the same command again adds nothing";
  extension.resume = false;
  EXPECT_EQ(run(extension).totals.iterations, 8500u);
}

TEST_F(Resume, ShardsAreOfNewRunsWithoutAStopRule) {
  RunOptions shard = options("r.h5", {{"stop.relative_se_mean", "0.1"}});
  shard.shard = Shard{1, 2};
  EXPECT_EQ(
      refusal(shard),
      in("study.toml").string() +
          ": error E0606: shards cannot ask a stop rule: none of them knows the iterations of the "
          "others; leave [stop] out and set sampling.iterations; or run without --shard");
  shard = options("r.h5");
  shard.shard = Shard{1, 2};
  shard.extend = 10;
  EXPECT_EQ(refusal(shard),
            "--shard: error E0606: shards are of a new run, and --extend continues a finished one; "
            "leave one of them out");
}

TEST_F(Resume, AShardJoinsOthersButNotItsOwnParts) {
  RunOptions shard = options("r.h5");
  shard.shard = Shard{1, 2};
  run(shard);
  shard.shard = Shard{2, 2};
  const RunReport second = run(shard);
  EXPECT_EQ(second.shard, (IterationRange{10240, 20000}));
  EXPECT_EQ(second.parts, in("r.parts"));
  EXPECT_THAT(
      refusal(shard),
      HasSubstr("error E0610: there are 9760 of 9760 iterations of a run that has not ended"));
  shard.resume = true;
  EXPECT_EQ(run(shard).totals.iterations, 9760u) << "all of them found";
}

TEST_F(Resume, TwoWritersOfOneResultAreRefused) {
  const LockFile other(lock_path(in("r.h5")), "r.h5");
  char host[256] = "";
  ::gethostname(host, sizeof(host) - 1);
  EXPECT_EQ(refusal(options("r.h5")),
            "cannot write " + in("r.h5").string() + ": process " + std::to_string(::getpid()) +
                " on " + host +
                " is writing it; wait for its end, or give this run another result with -o");
  EXPECT_EQ(run(options("other.h5")).totals.iterations, 20000u);
}

TEST_F(Resume, ARemovedFolderIsAnErrorThatNamesIt) {
  RunOptions options = this->options("r.h5");
  options.progress = [this](const RunProgress& progress) {
    if (progress.done > 0) fs::remove_all(in("r.parts"));
  };
  EXPECT_THAT(refusal(options), HasSubstr("cannot create " + in("r.parts").string()));
  EXPECT_FALSE(fs::exists(in("r.h5")));
}

TEST_F(Resume, ABudgetIsCheckedBeforeTheRun) {
  std::ofstream(in("study.toml"), std::ios::app) << "[result]\nmax_bytes = 100000\n";
  EXPECT_THAT(
      refusal(options("r.h5")),
      ::testing::MatchesRegex(
          ".*study.toml:22:13: error E0608: the run takes up to [0-9.]+ kB on disk, "
          "result.max_bytes allows 100 kB; ask for fewer iterations, demands or categories, "
          "or allow more"));
  EXPECT_FALSE(fs::exists(in("r.h5")));
  EXPECT_EQ(run(options("r.h5", {{"result.max_bytes", "10000000"}})).totals.iterations, 20000u);
  const RunReport bounded =
      run(options("s.h5", {{"stop.relative_se_mean", "0.01"}, {"sampling.iterations", "1000000"}}));
  ASSERT_EQ(bounded.findings.list().size(), 1u);
  EXPECT_EQ(bounded.findings.list()[0].code, "W0608");
  EXPECT_EQ(bounded.findings.list()[0].hint,
            "nothing, if the stop rule ends it soon enough; else ask for fewer iterations");
}

TEST_F(Resume, ADiskWithoutRoomIsAnErrorBeforeTheRun) {
  const std::string most = "17179869184";
  if (fs::space(folder_.path()).available > std::uint64_t{600'000'000'000})
    GTEST_SKIP() << "this disk has the room";
  EXPECT_THAT(
      refusal(options("r.h5", {{"sampling.iterations", most}})),
      ::testing::MatchesRegex(
          "cannot write .*/r.h5: the run takes up to [0-9.]+ GB \\([0-9]+ bytes\\), the disk "
          "has [0-9.]+ [kMG]B free"));
}

}  // namespace
}  // namespace plume::resume_test
