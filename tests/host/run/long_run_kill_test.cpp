// SPDX-License-Identifier: Apache-2.0
// Killed before, or with the disk full from, every third call that changes the folder of the
// result, with PLUME_LONG_TESTS every single one, in run, resume, extend and merge: the result is
// whole or absent, the work can be finished, and the numbers are those of no trouble.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <tuple>

#include "tests/support/temp_folder.hpp"

namespace plume::long_run_kill_test {
namespace {

namespace fs = std::filesystem;

class EveryCall : public ::testing::TestWithParam<std::tuple<std::string, std::string, int>> {};

TEST_P(EveryCall, LeavesWhatCanBeFinishedToTheSameNumbers) {
  const auto& [shape, operation, least] = GetParam();
  const testing::TempFolder folder;
  const fs::path root = fs::canonical(folder.path());
  const fs::path study = fs::path(PLUME_SOURCE_DIR) / "datasets" / "mini" / "loop" / "study.toml";
  const fs::path out = root / "out", err = root / "err";
  const std::string step = std::getenv("PLUME_LONG_TESTS") != nullptr ? "1" : "3";
  // The preloaded shim comes before a sanitizer's runtime, which minds that.
  const std::string command =
      "LD_PRELOAD='" PLUME_KILL_SHIM
      "' ASAN_OPTIONS=verify_asan_link_order=0 '" PLUME_KILL_EVERYWHERE "' " +
      shape + " " + operation + " '" + study.string() + "' '" + (root / "work").string() + "' " +
      step + " >'" + out.string() + "' 2>'" + err.string() + "'";
  const int status = std::system(command.c_str());
  std::ifstream errors(err);
  EXPECT_EQ(WEXITSTATUS(status), 0) << std::string(std::istreambuf_iterator<char>(errors), {});
  int calls = 0;
  std::ifstream(out) >> calls;
  EXPECT_GE(calls, least) << "the shim saw the writes";
  RecordProperty("calls", calls);
}

INSTANTIATE_TEST_SUITE_P(
    Long, EveryCall,
    ::testing::Values(
        std::make_tuple("kill", "run", 60), std::make_tuple("kill", "resume", 60),
        std::make_tuple("kill", "extend", 60), std::make_tuple("kill", "merge", 20),
        std::make_tuple("kill", "run_figures", 60), std::make_tuple("kill", "resume_figures", 60),
        std::make_tuple("kill", "extend_figures", 60), std::make_tuple("kill", "merge_figures", 20),
        std::make_tuple("full", "run_figures", 40), std::make_tuple("quota", "merge", 20),
        std::make_tuple("full", "merge_figures", 10), std::make_tuple("full", "run", 60),
        std::make_tuple("full", "resume", 60), std::make_tuple("full", "extend", 60),
        std::make_tuple("full", "merge", 20)),
    [](const auto& each) { return std::get<0>(each.param) + "_" + std::get<1>(each.param); });

}  // namespace
}  // namespace plume::long_run_kill_test
