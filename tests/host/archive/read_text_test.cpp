// SPDX-License-Identifier: Apache-2.0
#include "host/archive/read_text.hpp"

#include <gtest/gtest.h>

#include "tests/support/temp_folder.hpp"

namespace plume::read_text_test {
namespace {

TEST(ReadText, GivesTheWholeFile) {
  const plume::testing::TempFolder folder;
  const std::string content = std::string(100'000, 'x') + std::string("\0\n\xFF", 3);
  const TextFile file = read_text(folder.write("a.txt", content), 1 << 20);
  ASSERT_TRUE(file.text);
  EXPECT_EQ(*file.text, content);
  EXPECT_EQ(*read_text(folder.write("empty.txt", ""), 1 << 20).text, "");
}

TEST(ReadText, SaysWhyNot) {
  const plume::testing::TempFolder folder;
  EXPECT_EQ(read_text(folder.path() / "none", 9).why_not, "No such file or directory");
  EXPECT_EQ(read_text(folder.path(), 9).why_not, "it is a folder");
  EXPECT_EQ(read_text("/dev/zero", 9).why_not, "it is not a regular file");
  EXPECT_EQ(read_text(folder.write("big", std::string((1 << 20) + 1, 'x')), 1 << 20).why_not,
            "it is larger than 1 MiB");
  EXPECT_EQ(read_text(folder.path() / std::string(300, 'n'), 9).why_not, "File name too long");
}

}  // namespace
}  // namespace plume::read_text_test
