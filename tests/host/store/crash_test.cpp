// SPDX-License-Identifier: Apache-2.0
// Kills, full disks and broken disks at every single call that changes the folder of the result
// (tests/support/kill_shim.cpp).
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "host/base/error.hpp"
#include "host/store/result.hpp"
#include "tests/host/store/expect_equal.hpp"
#include "tests/host/store/result_folder.hpp"
#include "tests/host/store/sample_result.hpp"

namespace plume::crash_test {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr std::uint64_t iterations = 20000;  // two chunks of each output

struct Outcome {
  int signal = 0;
  int exit_status = 0;
  std::string message;  ///< on stderr
};

class Crash : public ::testing::Test {
 protected:
  /// Writes the sample result in another process, under the shim with these settings
  /// ("PLUME_SHIM_KILL=3") if any.
  Outcome write(const std::string& setting = {}) const {
    const fs::path errors = elsewhere_ / "stderr";
    const std::string count = std::to_string(iterations);
    std::vector<std::string> words = {PLUME_WRITE_RESULT, path(), count};
    std::vector<std::string> environment = {
        "PLUME_SHIM_FOLDER=" + fs::canonical(folder_.path()).string(),
        // The preloaded shim comes before a sanitizer's
        // runtime, which minds that.
        "ASAN_OPTIONS=verify_asan_link_order=0"};
    if (!setting.empty()) {
      environment.push_back("LD_PRELOAD=" PLUME_KILL_SHIM);
      environment.push_back(setting);
    }
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 2, errors.c_str(), O_WRONLY | O_CREAT | O_TRUNC,
                                     0600);
    pid_t child = 0;
    const int error = posix_spawn(&child, PLUME_WRITE_RESULT, &actions, nullptr,
                                  pointers(words).data(), pointers(environment).data());
    posix_spawn_file_actions_destroy(&actions);
    if (error != 0) throw std::runtime_error("cannot start " PLUME_WRITE_RESULT);
    int status = 0;
    waitpid(child, &status, 0);
    Outcome outcome;
    if (WIFSIGNALED(status)) outcome.signal = WTERMSIG(status);
    if (WIFEXITED(status)) outcome.exit_status = WEXITSTATUS(status);
    outcome.message = content_of(errors);
    return outcome;
  }

  [[nodiscard]] std::string path() const { return fs::canonical(folder_.path()) / "x.h5"; }

  void expect_complete() const {
    const ResultFile file(path());
    expect_equal(file.header(), sample::header(iterations));
    expect_equal(file.totals(), sample::totals(iterations));
    for (std::size_t output = 0; output < 6; ++output) {
      ASSERT_TRUE(std::ranges::equal(
          file.samples(output / 3, output % 3), sample::column(iterations, output),
          [](double a, double b) { return a == b || (a != a && b != b); }));
    }
  }

  void clear_folder() const {
    for (const std::string& name : folder_.names()) fs::remove(folder_ / name);
  }

  ResultFolder folder_;
  ResultFolder elsewhere_;

 private:
  static std::vector<char*> pointers(std::vector<std::string>& words) {
    std::vector<char*> pointers;
    for (std::string& word : words) pointers.push_back(word.data());
    pointers.push_back(nullptr);
    return pointers;
  }
};

TEST_F(Crash, WithoutTheShimTheProgramSucceeds) {
  const Outcome outcome = write();
  EXPECT_EQ(outcome.exit_status, 0) << outcome.message;
  expect_complete();
}

class Kill : public Crash, public ::testing::WithParamInterface<bool> {};

TEST_P(Kill, AtEveryCallLeavesTheOldFileOrNoneOrTheNewOneWhole) {
  const bool had_file = GetParam();
  const std::string old = "the result of an earlier run";
  int num_killed = 0;
  int num_complete = 0;
  for (int call = 1;; ++call) {
    SCOPED_TRACE("killed before call " + std::to_string(call));
    clear_folder();
    if (had_file) write_text(path(), old);
    const Outcome outcome = write("PLUME_SHIM_KILL=" + std::to_string(call));
    if (outcome.signal == 0) {
      EXPECT_EQ(outcome.exit_status, 0) << outcome.message;
      expect_complete();
      break;
    }
    ASSERT_EQ(outcome.signal, SIGKILL);
    ++num_killed;
    if (!fs::exists(path())) {
      EXPECT_FALSE(had_file);
    } else if (content_of(path()) != old) {
      expect_complete();  // killed between the rename and the sync of the folder
      ++num_complete;
    }

    // The rest of the killed run does not stand in the way of the next.
    const Outcome again = write();
    EXPECT_EQ(again.exit_status, 0) << again.message;
    expect_complete();
  }
  EXPECT_GT(num_killed, 20) << "the shim saw the writes";
  EXPECT_EQ(num_complete, 1) << "only the last call comes after the rename";
}

INSTANTIATE_TEST_SUITE_P(OldFile, Kill, ::testing::Bool(),
                         [](const auto& each) { return each.param ? "present" : "absent"; });

TEST_F(Crash, AFullDiskIsAnErrorThatNamesFileAndCauseAtEveryWrite) {
  int num_failed = 0;
  for (int call = 1;; ++call) {
    SCOPED_TRACE("full from write " + std::to_string(call));
    clear_folder();
    const Outcome outcome = write("PLUME_SHIM_FULL=" + std::to_string(call));
    if (outcome.signal == 0 && outcome.exit_status == 0) {
      expect_complete();
      break;
    }
    ASSERT_EQ(outcome.signal, 0);
    EXPECT_EQ(outcome.exit_status, 4);
    EXPECT_THAT(outcome.message,
                ::testing::MatchesRegex(
                    "cannot write ('[a-z_:]+' to )?.*/x\\.h5: No space left on device\n"));
    EXPECT_THAT(folder_.names(), IsEmpty());
    ++num_failed;
  }
  EXPECT_GT(num_failed, 20) << "the shim saw the writes";
}

TEST_F(Crash, AFullDiskLeavesTheOldFile) {
  write_text(path(), "old");
  const Outcome outcome = write("PLUME_SHIM_FULL=5");
  EXPECT_EQ(outcome.exit_status, 4);
  EXPECT_EQ(content_of(path()), "old");
  EXPECT_THAT(folder_.names(), ElementsAre("x.h5"));
}

TEST_F(Crash, ABrokenDiskIsAnErrorAtEverySyncAndRename) {
  const std::vector<std::string> expected = {
      "cannot write " + path() + ": Input/output error\n",               // fsync of the file
      "cannot create " + path() + ": Input/output error\n",              // rename
      "cannot sync the folder of " + path() + ": Input/output error\n",  // fsync of the folder
  };
  for (std::size_t call = 0; call < expected.size(); ++call) {
    SCOPED_TRACE(call);
    clear_folder();
    const Outcome outcome = write("PLUME_SHIM_BROKEN=" + std::to_string(call + 1));
    EXPECT_EQ(outcome.exit_status, 4);
    EXPECT_EQ(outcome.message, expected[call]);
    if (call < 2) {
      EXPECT_THAT(folder_.names(), IsEmpty());
    } else {
      // it has its name already; only whether it survives a power loss is unknown
      expect_complete();
    }
  }
  clear_folder();
  EXPECT_EQ(write("PLUME_SHIM_BROKEN=4").exit_status, 0) << "there are three such calls";
}

}  // namespace
}  // namespace plume::crash_test
