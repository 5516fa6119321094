// SPDX-License-Identifier: Apache-2.0
#include "host/api/run_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/support/bits.hpp"
#include "tests/support/findings.hpp"
#include "tests/support/temp_folder.hpp"

namespace plume::api::run_file_test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using testing::same_bits;

class RunFile : public ::testing::Test {
 protected:
  [[nodiscard]] std::string at(const std::string& name) const {
    return (folder_.path() / name).string();
  }
  [[nodiscard]] FileRunSettings settings(const std::string& name) const {
    FileRunSettings made;
    made.result = at(name);
    made.device = "cpu";
    made.threads = 1;
    return made;
  }
  static Study loop(const std::string& iterations) {
    return Study::file(PLUME_SOURCE_DIR "/datasets/mini/loop/study.toml")
        .set("sampling.iterations", iterations);
  }
  static std::vector<double> scores(const std::string& path) {
    return Result::file(path).all_scores();
  }

  testing::TempFolder folder_;
};

TEST_F(RunFile, TellsWhatBecameOfIt) {
  FileRunSettings wanted = settings("r.h5");
  std::vector<std::string> stages;
  wanted.progress = [&](const Progress& at) {
    if (stages.empty() || stages.back() != at.stage) stages.push_back(at.stage);
  };
  int told = 0;
  wanted.findings = [&](const Findings&) { ++told; };
  const FileRun run = run_file(loop("3000"), wanted);
  EXPECT_EQ(run.result, at("r.h5"));
  EXPECT_EQ(run.iterations, 3000u);
  EXPECT_EQ(run.without_score, 0u);
  EXPECT_FALSE(run.was_complete);
  EXPECT_FALSE(run.too_many_failures);
  EXPECT_EQ(run.parts, "");
  EXPECT_EQ(told, 1);
  EXPECT_EQ(stages.front(), "reading");
  EXPECT_THAT(stages, ::testing::Contains("sampling"));
  EXPECT_EQ(Result::file(at("r.h5")).iterations(), 3000u);
}

TEST_F(RunFile, ExtendedItHasTheBitsOfOneLongerRun) {
  (void)run_file(loop("3000"), settings("r.h5"));
  FileRunSettings more = settings("r.h5");
  more.extend = 2000;
  std::uint64_t first = 0;
  more.progress = [&](const Progress& at) { first = std::max(first, at.first); };
  const Study as_it_was = Study::file(PLUME_SOURCE_DIR "/datasets/mini/loop/study.toml");
  EXPECT_EQ(run_file(as_it_was, more).iterations, 5000u);
  EXPECT_EQ(first, 3000u) << "where it goes on from";
  (void)run_file(loop("5000"), settings("whole.h5"));
  EXPECT_TRUE(same_bits(scores(at("r.h5")), scores(at("whole.h5"))));
}

TEST_F(RunFile, ShardsAreMergedToTheBitsOfOneRun) {
  std::vector<std::string> parts;
  for (const std::uint64_t number : {1, 2}) {
    FileRunSettings shard = settings("shard" + std::to_string(number) + ".h5");
    shard.shard = Shard{number, 2};
    const FileRun run = run_file(loop("5000"), shard);
    EXPECT_FALSE(fs::exists(run.result));
    EXPECT_LT(run.first, run.end);
    parts.push_back(run.parts);
  }
  (void)merge_parts(parts, {.result = at("merged.h5")});
  (void)run_file(loop("5000"), settings("whole.h5"));
  EXPECT_TRUE(same_bits(scores(at("merged.h5")), scores(at("whole.h5"))));
  try {
    (void)merge_parts({parts.front()}, {.result = at("half.h5")});
    FAIL() << "no exception";
  } catch (const BadInput& bad) {
    EXPECT_TRUE(bad.findings().has_errors());
  }
}

TEST_F(RunFile, AStoppedRunGoesOnFromItsParts) {
  FileRunSettings stopped = settings("r.h5");
  stopped.batch = 1024;
  stopped.progress = [](const Progress& at) {
    if (at.stage == "sampling" && at.done >= 1024) throw std::runtime_error("enough");
  };
  std::string notice;
  stopped.notice = [&](const std::string& text) { notice = text; };
  EXPECT_THROW((void)run_file(loop("5000"), stopped), std::runtime_error);
  EXPECT_THAT(notice, HasSubstr("r.parts"));
  FileRunSettings resumed = settings("r.h5");
  resumed.resume = true;
  EXPECT_FALSE(run_file(loop("5000"), resumed).was_complete);
  EXPECT_TRUE(run_file(loop("5000"), resumed).was_complete) << "there is nothing left to do";
}

TEST_F(RunFile, TheIterationsAreThoseOfTheStudy) {
  FileRunSettings wanted = settings("r.h5");
  wanted.iterations = 10;
  EXPECT_THROW((void)run_file(loop("3000"), wanted), Error);
}

TEST(ShardText, IsTwoNumbers) {
  EXPECT_EQ(parse_shard("3/16"), (Shard{3, 16}));
  for (const char* none : {"", "3", "0/3", "4/3", "a/b"}) EXPECT_FALSE(parse_shard(none)) << none;
}

TEST(ShardOfJobArray, IsTheTaskOfTheEnvironment) {
  const auto outside = [] {
    try {
      (void)shard_of_job_array();
    } catch (const BadInput& bad) {
      std::_Exit(testing::codes(bad.findings()).front() == "E0607" ? 0 : 1);
    }
    std::_Exit(2);
  };
  EXPECT_EXIT(outside(), ::testing::ExitedWithCode(0), "");
  const auto inside = [] {
    for (const auto& [name, value] :
         {std::pair{"ID", "5"}, {"MIN", "3"}, {"MAX", "6"}, {"STEP", "1"}, {"COUNT", "4"}})
      ::setenv((std::string("SLURM_ARRAY_TASK_") + name).c_str(), value, 1);
    std::_Exit(shard_of_job_array() == Shard{3, 4} ? 0 : 1);
  };
  EXPECT_EXIT(inside(), ::testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace plume::api::run_file_test
