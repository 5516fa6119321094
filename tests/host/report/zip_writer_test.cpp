// SPDX-License-Identifier: Apache-2.0
#include "host/report/zip_writer.hpp"

#include <gtest/gtest.h>

#include "host/archive/archive.hpp"
#include "tests/support/temp_folder.hpp"

namespace zip_writer_test {
namespace {

std::string made() {
  plume::ZipWriter zip;
  zip.add("a.txt", "hello");
  zip.add("folder/empty", "");
  zip.add("名.txt", std::string(100000, 'x') + "end");
  return zip.finish();
}

TEST(ZipWriter, AReaderOfAnotherMakeReadsIt) {
  const plume::testing::TempFolder folder;
  plume::Findings findings;
  const auto archive = plume::Archive::open(folder.write("x.zip", made()), findings);
  ASSERT_TRUE(archive) << findings.to_string();
  EXPECT_EQ(archive->names(), (std::vector<std::string>{"a.txt", "folder/empty", "名.txt"}));
  EXPECT_EQ(archive->read("a.txt", findings), "hello");
  EXPECT_EQ(archive->read("folder/empty", findings), "");
  EXPECT_EQ(archive->read("名.txt", findings), std::string(100000, 'x') + "end");
  EXPECT_EQ(findings.to_string(), "");
}

TEST(ZipWriter, ABitTurnedIsNoticed) {
  const plume::testing::TempFolder folder;
  std::string bytes = made();
  bytes[37] = static_cast<char>(bytes[37] ^ 0x10);  // in the first content
  plume::Findings findings;
  const auto archive = plume::Archive::open(folder.write("x.zip", bytes), findings);
  EXPECT_FALSE(archive && archive->read("a.txt", findings) == "hello");
}

TEST(ZipWriter, TheSameContentGivesTheSameBytes) {
  EXPECT_EQ(made(), made());
  EXPECT_LT(made().size(), 1000u);
}

}  // namespace
}  // namespace zip_writer_test
