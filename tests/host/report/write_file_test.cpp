// SPDX-License-Identifier: Apache-2.0
#include "host/report/write_file.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "host/base/error.hpp"
#include "tests/support/temp_folder.hpp"

namespace write_file_test {
namespace {

namespace fs = std::filesystem;
using plume::write_file;

class WriteFile : public ::testing::Test {
 protected:
  [[nodiscard]] static std::string read(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  [[nodiscard]] std::size_t num_files() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder_), {}));
  }

 private:
  const plume::testing::TempFolder temporary_;

 protected:
  const fs::path folder_ = temporary_.path();
};

TEST_F(WriteFile, LeavesTheContentAndNothingElse) {
  write_file(folder_ / "a.txt", "first");
  write_file(folder_ / "a.txt", "second");

  EXPECT_EQ(read(folder_ / "a.txt"), "second");
  EXPECT_EQ(num_files(), 1u);
}

TEST_F(WriteFile, AMissingFolderIsNamedAndNothingIsLeft) {
  const fs::path path = folder_ / "missing" / "a.txt";
  try {
    write_file(path, "x");
    FAIL() << "no exception";
  } catch (const plume::Error& error) {
    EXPECT_EQ(std::string(error.what()), "cannot create " + path.string() +
                                             ": there is no folder " + path.parent_path().string());
  }
  EXPECT_EQ(num_files(), 0u);
}

TEST_F(WriteFile, AFolderIsNotOverwritten) {
  try {
    write_file(folder_, "x");
    FAIL() << "no exception";
  } catch (const plume::Error& error) {
    EXPECT_EQ(std::string(error.what()), "cannot create " + folder_.string() + ": it is a folder");
  }
}

TEST_F(WriteFile, ALinkStaysALink) {
  write_file(folder_ / "target.txt", "old");
  fs::create_symlink("target.txt", folder_ / "link.txt");

  write_file(folder_ / "link.txt", "new");

  EXPECT_TRUE(fs::is_symlink(folder_ / "link.txt"));
  EXPECT_EQ(read(folder_ / "target.txt"), "new");
}

TEST_F(WriteFile, PipesAndDevicesAreRefused) {
  const fs::path pipe = folder_ / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  for (const fs::path& path : {pipe, fs::path("/dev/full")}) {
    try {
      write_file(path, "x");
      FAIL() << "no exception";
    } catch (const plume::Error& error) {
      EXPECT_EQ(std::string(error.what()),
                "cannot create " + path.string() + ": it exists and is not a regular file");
    }
  }
}

}  // namespace
}  // namespace write_file_test
