// SPDX-License-Identifier: Apache-2.0
#include "host/archive/zip_source.hpp"

#include <gtest/gtest.h>
#include <minizip/unzip.h>

#include "host/base/error.hpp"
#include "tests/host/archive/write_zip.hpp"
#include "tests/support/temp_folder.hpp"

namespace plume::zip_source_test {
namespace {

using testing::TempFolder;
using testing::write_zip;

TEST(ZipSource, AFileAndItsBytesAreOneZip) {
  const TempFolder folder;
  const std::filesystem::path path = folder.path() / "a.zip";
  write_zip(path, {{"x.txt", "12345"}, {"y.txt", "6"}});
  const std::string content = testing::bytes_of(path);
  for (const ZipSource& source : {ZipSource(path), ZipSource(content)}) {
    EXPECT_EQ(source.size(), content.size());
    EXPECT_EQ(source.bytes(2, 5), content.substr(2, 5));
    EXPECT_EQ(source.bytes(content.size() - 2, 5), content.substr(content.size() - 2));
    const OpenZip zip(source);
    ASSERT_TRUE(zip);
    ASSERT_EQ(unzLocateFile(zip.get(), "x.txt", 1), UNZ_OK);
    ASSERT_EQ(unzOpenCurrentFile(zip.get()), UNZ_OK);
    char text[8] = {};
    EXPECT_EQ(unzReadCurrentFile(zip.get(), text, sizeof text), 5);
    EXPECT_STREQ(text, "12345");
  }
}

TEST(ZipSource, WhatIsNoZipDoesNotOpen) {
  for (const std::string& bytes : {std::string(), std::string("PK"), std::string(100, 'x')})
    EXPECT_FALSE(OpenZip(ZipSource(bytes))) << bytes.size();
  EXPECT_EQ(ZipSource(std::string("abc")).bytes(7, 2), "");
}

TEST(ZipSource, AFileThatIsGoneIsTheEnvironmentsFault) {
  const ZipSource source(std::filesystem::path("no/such.zip"));
  EXPECT_THROW(static_cast<void>(source.size()), Error);
  EXPECT_THROW(static_cast<void>(source.bytes(0, 1)), Error);
}

}  // namespace
}  // namespace plume::zip_source_test
