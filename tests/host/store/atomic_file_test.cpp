// SPDX-License-Identifier: Apache-2.0
#include "host/store/atomic_file.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <vector>

#include "host/base/error.hpp"
#include "tests/host/store/result_folder.hpp"

namespace plume::atomic_file_test {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string refusal(const fs::path& path) {
  return message_of<Error>([&] { const AtomicFile file(path); });
}

TEST(AtomicFile, AppearsOnlyWhenCommitted) {
  const ResultFolder folder;
  AtomicFile file(folder / "a.h5");
  write_text(file.temporary(), "new");
  EXPECT_FALSE(fs::exists(folder / "a.h5"));
  EXPECT_EQ(file.temporary(), folder / temporary_name("a.h5"));
  file.commit();
  EXPECT_EQ(content_of(folder / "a.h5"), "new");
  EXPECT_THAT(folder.names(), ElementsAre("a.h5"));
}

TEST(AtomicFile, ReplacesAnOldFile) {
  const ResultFolder folder;
  write_text(folder / "a.h5", "old");
  AtomicFile file(folder / "a.h5");
  write_text(file.temporary(), "new");
  EXPECT_EQ(content_of(folder / "a.h5"), "old");
  file.commit();
  EXPECT_EQ(content_of(folder / "a.h5"), "new");
}

TEST(AtomicFile, WithoutCommitTheTemporaryGoes) {
  const ResultFolder folder;
  { const AtomicFile file(folder / "a.h5"); }
  EXPECT_THAT(folder.names(), IsEmpty());
}

TEST(AtomicFile, TwoAtOnceDoNotShareATemporary) {
  const ResultFolder folder;
  AtomicFile first(folder / "a.h5");
  AtomicFile second(folder / "a.h5");
  EXPECT_NE(first.temporary(), second.temporary());
  write_text(first.temporary(), "first");
  write_text(second.temporary(), "second");
  first.commit();
  second.commit();
  EXPECT_EQ(content_of(folder / "a.h5"), "second");
  EXPECT_THAT(folder.names(), ElementsAre("a.h5"));
}

TEST(AtomicFile, InTheWorkingFolder) {
  const ResultFolder folder;
  const fs::path before = fs::current_path();
  fs::current_path(folder.path());
  {
    AtomicFile file("a.h5");
    write_text(file.temporary(), "new");
    file.commit();
  }
  fs::current_path(before);
  EXPECT_EQ(content_of(folder / "a.h5"), "new");
}

TEST(AtomicFile, FollowsASymbolicLinkToItsFile) {
  const ResultFolder folder;
  fs::create_directory(folder / "store");
  write_text(folder / "store/real.h5", "old");
  fs::create_symlink("store/real.h5", folder / "link.h5");
  AtomicFile file(folder / "link.h5");
  write_text(file.temporary(), "new");
  file.commit();
  EXPECT_TRUE(fs::is_symlink(folder / "link.h5"));
  EXPECT_EQ(content_of(folder / "store/real.h5"), "new");
}

TEST(AtomicFile, RefusesAFolder) {
  const ResultFolder folder;
  fs::create_directory(folder / "a.h5");
  const std::string path = folder / "a.h5";
  EXPECT_EQ(refusal(path), "cannot create " + path + ": it is a folder");
}

TEST(AtomicFile, RefusesAMissingFolder) {
  const ResultFolder folder;
  const std::string path = folder / "no/a.h5";
  EXPECT_EQ(refusal(path),
            "cannot create " + path + ": there is no folder " + (folder / "no").string());
}

TEST(AtomicFile, RefusesAFileInPlaceOfTheFolder) {
  const ResultFolder folder;
  write_text(folder / "file", "");
  const std::string path = folder / "file/a.h5";
  EXPECT_EQ(refusal(path),
            "cannot create " + path + ": there is no folder " + (folder / "file").string());
}

TEST(AtomicFile, RefusesADevice) {
  EXPECT_EQ(refusal("/dev/null"), "cannot create /dev/null: it exists and is not a regular file");
}

TEST(AtomicFile, RefusesAPathWithoutAName) {
  const ResultFolder folder;
  const std::string path = folder.path().string() + "/";
  EXPECT_EQ(refusal(path), "cannot create '" + path + "': the path does not end in a file name");
  EXPECT_EQ(refusal(""), "cannot create '': the path does not end in a file name");
}

TEST(AtomicFile, RefusesAFolderWithoutRight) {
  const ResultFolder folder;
  const bool root = ::geteuid() == 0;
  fs::permissions(folder.path(),
                  root ? fs::perms::owner_all | fs::perms::others_read | fs::perms::others_exec
                       : fs::perms::owner_read | fs::perms::owner_exec);
  if (root && ::seteuid(65534) != 0)
    GTEST_SKIP() << "root may write everywhere and cannot become another user here";
  const std::string message = refusal(folder / "a.h5");
  if (root) {
    ASSERT_EQ(::seteuid(0), 0);
  }
  fs::permissions(folder.path(), fs::perms::owner_all);
  EXPECT_EQ(message, "cannot create " + (folder / "a.h5").string() + ": Permission denied");
}

TEST(AtomicFile, RefusesANameTooLong) {
  const ResultFolder folder;
  const std::string path = folder / std::string(250, 'x');
  EXPECT_EQ(refusal(path), "cannot create " + path + ": File name too long");
}

TEST(AtomicFile, SaysWhenTheTemporaryVanished) {
  const ResultFolder folder;
  AtomicFile file(folder / "a.h5");
  fs::remove(file.temporary());
  EXPECT_EQ(message_of<Error>([&] { file.commit(); }),
            "cannot write " + (folder / "a.h5").string() + ": No such file or directory");
  EXPECT_THAT(folder.names(), IsEmpty());
}

TEST(LinkTarget, IsWhereLinksLeadThoughNothingIsThere) {
  const ResultFolder folder;
  fs::create_directory(folder / "elsewhere");
  fs::create_symlink("second.h5", folder / "first.h5");
  fs::create_symlink("elsewhere/big.h5", folder / "second.h5");
  EXPECT_EQ(link_target(folder / "first.h5"), folder / "elsewhere/big.h5");
  EXPECT_EQ(link_target(folder / "plain.h5"), folder / "plain.h5");
  AtomicFile file(folder / "first.h5");
  write_text(file.temporary(), "new");
  file.commit();
  EXPECT_EQ(content_of(folder / "elsewhere/big.h5"), "new");
  EXPECT_TRUE(fs::is_symlink(folder / "first.h5"));
}

/// A temporary file as a process leaves it that is killed while it writes.
fs::path left_by_a_kill(const fs::path& file) {
  const pid_t child = ::fork();
  if (child == 0) {
    new AtomicFile(file);
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  for (const auto& entry : fs::directory_iterator(file.parent_path())) {
    if (entry.path().filename().string().ends_with("-" + std::to_string(child)))
      return entry.path();
  }
  return {};
}

TEST(RemoveOrphans, TakesWhatTheDeadLeftAndNothingElse) {
  const ResultFolder folder;
  const fs::path orphan = left_by_a_kill(folder / "a.h5");
  ASSERT_TRUE(fs::exists(orphan));
  const std::string name = orphan.filename().string();
  const AtomicFile alive(folder / "a.h5");
  const std::vector<std::string> others = {
      name + "x",                                                // of no such form
      std::string(name).insert(name.rfind('-'), "-"),            // of a process below 0
      name.substr(0, name.rfind(".tmp-")) + ".tmp-elsewhere-1",  // of another machine
      // of an earlier version, which does not say whose it is
      name.substr(0, name.rfind(".tmp-")) + ".tmp-12",
      "a" + name,  // of other files
      ".b" + name.substr(2)};
  for (const std::string& other : others) write_text(folder / other, "mine");
  const std::string linked = name + "-1";
  write_text(folder / "victim", "precious");
  fs::create_symlink("victim", folder / linked);
  EXPECT_EQ(remove_orphans_of(folder / "a.h5"), 1u);
  EXPECT_FALSE(fs::exists(orphan));
  EXPECT_TRUE(fs::exists(alive.temporary())) << "its writer lives";
  for (const std::string& other : others) EXPECT_TRUE(fs::exists(folder / other)) << other;
  EXPECT_TRUE(fs::exists(folder / "victim"));
  EXPECT_TRUE(fs::is_symlink(folder / linked));
}

TEST(RemoveOrphans, OneThatIsHeldIsOfALivingWriterWhateverItsNumber) {
  const ResultFolder folder;
  const fs::path orphan = left_by_a_kill(folder / "a.h5");
  const int held = ::open(orphan.c_str(), O_RDWR | O_CLOEXEC);
  ASSERT_EQ(::flock(held, LOCK_EX | LOCK_NB), 0);
  EXPECT_EQ(remove_orphans_of(folder / "a.h5"), 0u)
      << "another container of this machine writes it";
  ::close(held);
  EXPECT_EQ(remove_orphans_of(folder / "a.h5"), 1u);
}

}  // namespace
}  // namespace plume::atomic_file_test
