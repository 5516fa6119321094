// SPDX-License-Identifier: Apache-2.0
#include "host/base/version.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace version_test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;

const fs::path source = PLUME_SOURCE_DIR;

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(Version, IsWhatTheFileSays) {
  EXPECT_EQ(plume::version() + std::string("\n"), read(source / "VERSION"));
}

TEST(Version, CommitIsAHashOrUnknown) {
  EXPECT_THAT(plume::commit(), MatchesRegex("(unknown|[0-9a-f]+|[0-9a-f]+-dirty)"));
  const std::string asked = "git -C '" + source.string() + "' rev-parse HEAD > /dev/null 2>&1";
  if (fs::exists(source / ".git") && std::system(asked.c_str()) == 0) {
    EXPECT_STRNE(plume::commit(), "unknown");
  }
}

TEST(Version, CompilerIsNamedWithItsVersion) {
  EXPECT_THAT(plume::compiler(), MatchesRegex("[A-Za-z]+ [0-9]+[.0-9]*"));
}

TEST(Version, AnUnpackedArchiveHasNoCommitEvenInsideARepository) {
  const fs::path folder =
      fs::path(PLUME_BINARY_DIR) / ("version_test_" + std::to_string(::getpid()));
  fs::create_directories(folder / "host/base");
  fs::copy_file(source / "VERSION", folder / "VERSION", fs::copy_options::overwrite_existing);
  fs::copy_file(source / "host/base/version.cpp.in", folder / "host/base/version.cpp.in",
                fs::copy_options::overwrite_existing);

  const std::string command = "'" PLUME_CMAKE "' '-DPLUME_SOURCE=" + folder.string() +
                              "' '-DPLUME_OUTPUT=" + (folder / "version.cpp").string() +
                              "' '-DPLUME_COMPILER=Some 1.2' -P '" +
                              (source / "cmake/Version.cmake").string() + "'";
  const int status = std::system(command.c_str());
  const std::string written = read(folder / "version.cpp");
  fs::remove_all(folder);

  EXPECT_EQ(status, 0) << command;
  EXPECT_THAT(written, HasSubstr("commit() { return \"unknown\"; }"));
  EXPECT_THAT(written, HasSubstr("compiler() { return \"Some 1.2\"; }"));
}

}  // namespace
}  // namespace version_test
