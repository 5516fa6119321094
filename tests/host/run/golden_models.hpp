// SPDX-License-Identifier: Apache-2.0
// The models of the golden tests, made once a build by tests/support/make_models.py from ../shared.
#pragma once

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

namespace plume::testing {

inline std::filesystem::path shared_folder() {
  return std::filesystem::path(PLUME_SOURCE_DIR) / ".." / "shared";
}

/// A file of expected results; a null object where it is absent.
inline nlohmann::json golden(const std::string& name) {
  std::ifstream file(shared_folder() / "golden" / name);
  return file ? nlohmann::json::parse(file) : nlohmann::json{};
}

/// Makes "small", "useeio" or "draws" and returns the folder of its studies; empty with the reason
/// in `why_not`.
inline std::filesystem::path make_models(const std::string& what, std::string& why_not) {
  const std::filesystem::path folder =
      std::filesystem::path(PLUME_BINARY_DIR) / "golden-models" / what;
  if (!std::filesystem::exists(shared_folder() / "synth" / "gen.py")) {
    why_not = "../shared/synth, which makes the model, is absent";
    return {};
  }
  const std::string command = std::string(PLUME_PYTHON) + " '" + PLUME_SOURCE_DIR +
                              "/tests/support/make_models.py' '" + shared_folder().string() +
                              "' '" + folder.string() + "' " + what;
  const int status = std::system(command.c_str());
  if (WIFEXITED(status) && WEXITSTATUS(status) == 77) {
    why_not = "numpy or scipy, which the model's generator needs, is missing";
    return {};
  }
  EXPECT_EQ(status, 0) << command;
  return folder;
}

/// A file of this test's own below the build folder: tests run side by side, those of one suite,
/// too.
inline std::filesystem::path scratch(const std::string& name) {
  const ::testing::TestInfo* test = ::testing::UnitTest::GetInstance()->current_test_info();
  std::string own = std::string(test->test_suite_name()) + "." + test->name();
  std::replace(own.begin(), own.end(), '/', '.');
  const std::filesystem::path folder =
      std::filesystem::path(PLUME_BINARY_DIR) / "golden-models" / "scratch" / own;
  std::filesystem::create_directories(folder);
  return folder / name;
}

}  // namespace plume::testing
