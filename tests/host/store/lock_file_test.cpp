// SPDX-License-Identifier: Apache-2.0
#include "host/store/lock_file.hpp"

#include <dlfcn.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "host/base/error.hpp"
#include "tests/host/store/result_folder.hpp"

namespace plume::lock_file_test {
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
    EXPECT_EQ(message_of<Error>([&] { const LockFile second(path, "out/x.h5"); }),
              "cannot write out/x.h5: " + me() +
                  " is writing it; wait for its end, or give this run another result with -o");
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
  EXPECT_EQ(message_of<Error>(
                [] { const LockFile lock("/no such folder/.x.lock", "/no such folder/x.h5"); }),
            "cannot create /no such folder/x.h5: No such file or directory");
}

TEST(LockFile, FollowsNoLinkAndTakesNoFileOfOthers) {
  const ResultFolder folder;
  const fs::path path = lock_path(folder / "x.h5");
  write_text(folder / "victim", "precious");
  const auto refusal = [&] {
    return message_of<Error>([&] { const LockFile lock(path, "x.h5"); });
  };
  const std::string ending = "; move it away, or give another result with -o";
  fs::create_symlink("victim", path);
  EXPECT_EQ(refusal(), "cannot write x.h5: " + path.string() +
                           " beside it is a symbolic link, not the lock of a run" + ending);
  fs::remove(path);
  fs::create_hard_link(folder / "victim", path);
  EXPECT_EQ(refusal(),
            "cannot write x.h5: " + path.string() + " beside it is not the lock of a run" + ending);
  fs::remove(path);
  write_text(path, "notes");
  EXPECT_EQ(refusal(),
            "cannot write x.h5: " + path.string() + " beside it is not the lock of a run" + ending);
  EXPECT_EQ(content_of(path), "notes");
  EXPECT_EQ(content_of(folder / "victim"), "precious");
}

TEST(LockFile, ALineOfALongerNameIsReplacedWhole) {
  const ResultFolder folder;
  const fs::path path = lock_path(folder / "x.h5");
  write_text(
      path,
      "process 4711 on "
      "a-machine-with-a-name-that-is-longer-than-that-of-this-one.and.of.its.domain.example\n");
  const LockFile lock(path, "x.h5");
  EXPECT_EQ(content_of(path), me() + "\n");
}

TEST(LockFile, IsThatOfTheFileWhateverItIsCalled) {
  const ResultFolder folder;
  fs::create_directory(folder / "elsewhere");
  fs::create_symlink("elsewhere/big.h5", folder / "x.h5");
  EXPECT_EQ(lock_path(folder / "x.h5"), lock_path(folder / "elsewhere/big.h5"));
}

// ---- the holder goes between the opening and the locking of another

// called once by the flock below, which the program takes before that of the system
std::function<void()> before_locking;

TEST(LockFile, OfAFileThatWasRemovedMeanwhileIsTakenAnew) {
  const ResultFolder folder;
  const fs::path path = lock_path(folder / "x.h5");
  auto holder = std::make_unique<LockFile>(path, "x.h5");
  before_locking = [&] { holder.reset(); };  // removes the file that the second has open
  const LockFile second(path, "x.h5");
  EXPECT_TRUE(fs::exists(path)) << "the second opened it anew";
  EXPECT_THROW(LockFile(path, "x.h5"), Error) << "a third is kept out";
}

}  // namespace
}  // namespace plume::lock_file_test

extern "C" int flock(int descriptor, int operation) noexcept {
  if (plume::lock_file_test::before_locking)
    std::exchange(plume::lock_file_test::before_locking, nullptr)();
  static const auto of_the_system =
      reinterpret_cast<int (*)(int, int)>(::dlsym(RTLD_NEXT, "flock"));
  return of_the_system(descriptor, operation);
}
