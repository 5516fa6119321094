// SPDX-License-Identifier: Apache-2.0
#include "host/base/hash.hpp"

#include <gtest/gtest.h>

#include "host/base/error.hpp"
#include "tests/support/temp_folder.hpp"

namespace plume::hash_test {
namespace {

// Computed by an independent implementation (Python integers).
TEST(StableKey, KnownAnswers) {
  EXPECT_EQ(stable_key({}), 0xf52a15e9a9b5e89bu);
  EXPECT_EQ(stable_key({""}), 0x6168c18c5583c71bu);
  EXPECT_EQ(stable_key({"a"}), 0xb9dc434663955e14u);
  EXPECT_EQ(stable_key({"technosphere", "p1", "a1", "0"}), 0xeae74b2c28c0a7d8u);
  EXPECT_EQ(stable_key({"exchange", "\xC3\xA9"}), 0x16cba41a86fe214du);
}

TEST(StableKey, SeparatesItsParts) {
  EXPECT_NE(stable_key({"ab", "c"}), stable_key({"a", "bc"}));
  EXPECT_NE(stable_key({"a", ""}), stable_key({"a"}));
}

// FIPS 180-4 examples.
TEST(Sha256, KnownAnswers) {
  EXPECT_EQ(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Sha256OfPath, StreamsAFile) {
  const plume::testing::TempFolder folder;
  const std::string content(200'000, 'a');  // several buffers and a part of one
  EXPECT_EQ(sha256_of_path(folder.write("a.bin", content)), sha256(content));
}

// printf 'x\n' > b.csv; mkdir sub; : > sub/a.csv; then the command of hash.hpp.
TEST(Sha256OfPath, DigestsAFolderInPathOrder) {
  const plume::testing::TempFolder folder;
  folder.write("sub/a.csv", "");
  folder.write("b.csv", "x\n");
  EXPECT_EQ(sha256_of_path(folder.path()),
            "a7e1494e293153fb65736ed541b970df1c640c44385acc17d58f6a3721a6aa9c");
}

TEST(Sha256OfPath, SeesRenamesInAFolder) {
  const plume::testing::TempFolder one, two;
  one.write("a.csv", "x");
  two.write("b.csv", "x");
  EXPECT_NE(sha256_of_path(one.path()), sha256_of_path(two.path()));
}

TEST(Sha256OfPath, SaysWhichFileCannotBeRead) {
  const plume::testing::TempFolder folder;
  const std::string missing = (folder.path() / "no.zip").string();
  try {
    (void)sha256_of_path(missing);
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(std::string(error.what()),
              "cannot read '" + missing + "' to compute its SHA-256: No such file or directory");
  }
}

}  // namespace
}  // namespace plume::hash_test
