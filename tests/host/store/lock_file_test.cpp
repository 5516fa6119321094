// SPDX-License-Identifier: Apache-2.0
#include "host/store/lock_file.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <string>

#include "host/base/error.hpp"
#include "tests/host/store/result_folder.hpp"

namespace plume {
namespace {

namespace fs = std::filesystem;

std::string me() {
  char host[256] = "";
  ::gethostname(host, sizeof(host) - 1);
  return "process " + std::to_string(::getpid()) + " on " + host;
}

TEST(LockFile, NamesTheOneWhoHoldsIt) {
  const ResultFolder folder;
  const fs::path path = lock_path(folder / "x.h5");
  EXPECT_EQ(path.filename(), ".x.h5.lock");
  {
    const LockFile lock(path, "x.h5");
    EXPECT_EQ(content_of(path), me() + "\n");
    EXPECT_EQ(
        message_of<Error>([&] { const LockFile second(path, "out/x.h5"); }),
        "cannot write out/x.h5: " + me() + " is writing it; wait for its end, or give this run another result with -o");
  }
  EXPECT_TRUE(fs::is_empty(folder.path())) << "gone with the lock";
  const LockFile again(path, "x.h5");
}

TEST(LockFile, OfADeadProcessBlocksNobody) {
  const ResultFolder folder;
  const fs::path path = lock_path(folder / "x.h5");
  const pid_t child = ::fork();
  if (child == 0) {
    new LockFile(path, "x.h5");
    ::_exit(0);  // without its end, as if killed
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  ASSERT_TRUE(fs::exists(path)) << "the child held it";
  const LockFile lock(path, "x.h5");
  EXPECT_EQ(content_of(path), me() + "\n");
}

TEST(LockFile, IsSharedByShardsAndKeepsWholeRunsOut) {
  const ResultFolder folder;
  const fs::path path = lock_path(folder / "x.h5");
  EXPECT_EQ(lock_path(folder / "x.h5", "3-of-16").filename(), ".x.h5.shard-3-of-16.lock");
  auto first = std::make_unique<LockFile>(path, "x.h5", LockFile::Mode::shared);
  auto second = std::make_unique<LockFile>(path, "x.h5", LockFile::Mode::shared);
  EXPECT_THROW(LockFile(path, "x.h5"), Error);
  first.reset();
  EXPECT_THROW(LockFile(path, "x.h5"), Error) << "the other still holds it";
  second.reset();
  EXPECT_TRUE(fs::is_empty(folder.path()));
  const LockFile whole(path, "x.h5");
  EXPECT_THROW(LockFile(path, "x.h5", LockFile::Mode::shared), Error);
}

TEST(LockFile, WhereNoFileCanBeTheReasonIsTold) {
  EXPECT_EQ(message_of<Error>([] { const LockFile lock("/no such folder/.x.lock", "/no such folder/x.h5"); }),
            "cannot create /no such folder/x.h5: No such file or directory");
}

}  // namespace
}  // namespace plume
