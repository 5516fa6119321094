// SPDX-License-Identifier: Apache-2.0
#include "host/archive/archive.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <string>
#include <vector>

#include "host/base/error.hpp"
#include "tests/host/archive/write_zip.hpp"
#include "tests/support/temp_folder.hpp"

namespace plume::archive_test {
namespace {

using plume::testing::bytes_of;
using plume::testing::NamedFiles;
using plume::testing::TempFolder;
using plume::testing::write_zip;
using plume::testing::ZipMethod;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const NamedFiles two_files = {{"a.csv", "id,amount\n1,2\n"},
                              {"sub/b.txt", std::string(5000, 'x') + "end"}};

std::string only_message(const Findings& findings) {
  EXPECT_EQ(findings.list().size(), 1u) << findings.to_string();
  return findings.list().empty() ? "" : to_string(findings.list().front());
}

/// Overwrites bytes of a file from the first place where `mark` stands, `offset` bytes behind it.
void patch(const std::filesystem::path& file, std::string_view mark, std::size_t offset,
           std::string_view bytes) {
  std::string content = bytes_of(file);
  const std::size_t at = content.find(mark);
  ASSERT_NE(at, std::string::npos);
  content.replace(at + offset, bytes.size(), bytes);
  std::ofstream(file, std::ios::binary) << content;
}

constexpr std::string_view local_header{"PK\3\4", 4};
constexpr std::string_view directory_header{"PK\1\2", 4};
constexpr std::string_view directory_end{"PK\5\6", 4};

TEST(Archive, AFolderIsReadByRelativeNames) {
  const TempFolder folder;
  for (const auto& [name, content] : two_files) folder.write(name, content);
  Findings findings;

  const auto archive = Archive::open(folder.path(), findings);

  ASSERT_TRUE(archive);
  EXPECT_THAT(archive->names(), ElementsAre("a.csv", "sub/b.txt"));
  EXPECT_TRUE(archive->contains("sub/b.txt"));
  EXPECT_FALSE(archive->contains("b.txt"));
  EXPECT_EQ(archive->read("a.csv", findings), two_files[0].second);
  EXPECT_EQ(archive->read("sub/b.txt", findings), two_files[1].second);
  EXPECT_EQ(archive->display_name("a.csv"), (folder.path() / "a.csv").generic_string());
  EXPECT_THAT(findings.list(), IsEmpty());
}

class ArchiveZip : public ::testing::TestWithParam<ZipMethod> {};

TEST_P(ArchiveZip, AZipIsReadLikeAFolder) {
  const TempFolder folder;
  write_zip(folder.path() / "m.zip", two_files, GetParam());
  Findings findings;

  const auto archive = Archive::open(folder.path() / "m.zip", findings);

  ASSERT_TRUE(archive);
  EXPECT_THAT(archive->names(), ElementsAre("a.csv", "sub/b.txt"));
  EXPECT_EQ(archive->read("a.csv", findings), two_files[0].second);
  EXPECT_EQ(archive->read("sub/b.txt", findings), two_files[1].second);
  EXPECT_EQ(archive->display_name("a.csv"), (folder.path() / "m.zip/a.csv").generic_string());
  EXPECT_EQ(archive->path(), folder.path() / "m.zip");
  EXPECT_THAT(findings.list(), IsEmpty());
}

// Whatever byte a copy stops at, there is a finding and no crash. The whole file is the control.
TEST_P(ArchiveZip, EveryTruncationIsAFinding) {
  const TempFolder folder;
  write_zip(folder.path() / "m.zip", {{"a.csv", "id,amount\n1,2\n"}, {"b.csv", ""}}, GetParam());
  const std::string whole = bytes_of(folder.path() / "m.zip");

  for (std::size_t length = 0; length <= whole.size(); ++length) {
    const auto file = folder.write("cut.zip", std::string_view(whole).substr(0, length));
    Findings findings;
    const auto archive = Archive::open(file, findings);
    if (length < whole.size()) {
      EXPECT_FALSE(archive) << length;
      EXPECT_TRUE(findings.has_errors()) << length;
    } else {
      ASSERT_TRUE(archive);
      EXPECT_TRUE(archive->read("a.csv", findings));
      EXPECT_FALSE(findings.has_errors());
    }
  }
}

// No flipped bit makes a crash or wrong content: either the content is right or there is a finding.
TEST_P(ArchiveZip, AChangedByteNeverChangesContentSilently) {
  const TempFolder folder;
  const NamedFiles files = {{"a.csv", "id,amount\n1,2\n"}};
  write_zip(folder.path() / "m.zip", files, GetParam());
  const std::string whole = bytes_of(folder.path() / "m.zip");

  std::size_t num_caught = 0;
  for (std::size_t at = 0; at < whole.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string changed = whole;
      changed[at] = static_cast<char>(changed[at] ^ (1 << bit));
      const auto file = folder.write("changed.zip", changed);
      Findings findings;
      const auto archive = Archive::open(file, findings);
      const auto content = archive ? archive->read("a.csv", findings) : std::nullopt;
      if (content) {
        EXPECT_EQ(*content, files[0].second) << at << ':' << bit;
      } else {
        EXPECT_TRUE(findings.has_errors()) << at << ':' << bit;
        ++num_caught;
      }
    }
  }
  EXPECT_GT(num_caught, 0u);
}

INSTANTIATE_TEST_SUITE_P(Methods, ArchiveZip,
                         ::testing::Values(ZipMethod::store, ZipMethod::deflate),
                         [](const auto& instance) {
                           return instance.param == ZipMethod::store ? "store" : "deflate";
                         });

TEST(Archive, TheOnlyFolderOfAZipIsEntered) {
  const TempFolder folder;
  write_zip(folder.path() / "m.zip",
            {{"model/a.csv", "1"}, {"model/sub/b.csv", "2"}, {"__MACOSX/model/._a.csv", "?"}});
  Findings findings;

  const auto archive = Archive::open(folder.path() / "m.zip", findings);

  ASSERT_TRUE(archive);
  EXPECT_THAT(archive->names(), ElementsAre("a.csv", "sub/b.csv"));
  EXPECT_EQ(archive->read("a.csv", findings), "1");
  EXPECT_EQ(archive->display_name("a.csv"), (folder.path() / "m.zip/model/a.csv").generic_string());
}

/// A zip of one file, in memory.
std::string zip_of(const std::string& name, const std::string& content) {
  const TempFolder folder;
  write_zip(folder.path() / "z", {{name, content}});
  return bytes_of(folder.path() / "z");
}

TEST(Archive, AZipThatIsAllThatAZipHoldsIsEntered) {
  const TempFolder folder;
  write_zip(folder.path() / "inner.zip", two_files);
  const std::string inner = bytes_of(folder.path() / "inner.zip");
  write_zip(folder.path() / "m.zip.zip", {{"out/m.zip", inner}, {"__MACOSX/._m.zip", "?"}});
  Findings findings;
  const auto archive = Archive::open(folder.path() / "m.zip.zip", findings);
  ASSERT_TRUE(archive) << findings.to_string();
  EXPECT_THAT(archive->names(), ElementsAre("a.csv", "sub/b.txt"));
  EXPECT_EQ(archive->read("sub/b.txt", findings), two_files[1].second);
  EXPECT_EQ(archive->display_name("a.csv"),
            (folder.path() / "m.zip.zip/out/m.zip/a.csv").generic_string());
  EXPECT_THAT(findings.list(), IsEmpty());
}

TEST(Archive, AZipBesideOtherFilesIsAFile) {
  const TempFolder folder;
  write_zip(folder.path() / "m.zip", {{"a.csv", "1"}, {"b.zip", zip_of("c", "d")}});
  Findings findings;
  const auto archive = Archive::open(folder.path() / "m.zip", findings);
  ASSERT_TRUE(archive);
  EXPECT_THAT(archive->names(), ElementsAre("a.csv", "b.zip"));
}

TEST(ArchiveFindings, AZipInAZipThatIsDamagedOrWithoutEnd) {
  const TempFolder folder;
  const std::string inner = zip_of("a.csv", "1");
  write_zip(folder.path() / "cut.zip", {{"b.zip", inner.substr(0, inner.size() - 8)}});
  Findings findings;
  EXPECT_FALSE(Archive::open(folder.path() / "cut.zip", findings));
  EXPECT_EQ(only_message(findings), (folder.path() / "cut.zip/b.zip").generic_string() +
                                        ": error E0203: the zip file is truncated or damaged: its "
                                        "directory at the end of the file cannot be "
                                        "found; copy or download it again");
  std::string nested = inner;
  for (int depth = 0; depth < 5; ++depth) nested = zip_of("n.zip", nested);
  folder.write("deep.zip", nested);
  Findings deep;
  EXPECT_FALSE(Archive::open(folder.path() / "deep.zip", deep));
  EXPECT_EQ(only_message(deep),
            (folder.path() / "deep.zip").generic_string() +
                ": error E0276: it holds a zip in a zip, more than 4 deep; unpack it, and give "
                "the folder");
}

TEST(Archive, AFolderBesideFilesIsNotEntered) {
  const TempFolder folder;
  write_zip(folder.path() / "m.zip", {{"model/a.csv", "1"}, {"readme.txt", "2"}});
  Findings findings;

  const auto archive = Archive::open(folder.path() / "m.zip", findings);

  ASSERT_TRUE(archive);
  EXPECT_THAT(archive->names(), ElementsAre("model/a.csv", "readme.txt"));
}

TEST(Archive, NeitherOfTwoFoldersIsEntered) {
  const TempFolder folder;
  write_zip(folder.path() / "m.zip", {{"model/a.csv", "1"}, {"other/b.csv", "2"}});
  Findings findings;

  const auto archive = Archive::open(folder.path() / "m.zip", findings);

  ASSERT_TRUE(archive);
  EXPECT_THAT(archive->names(), ElementsAre("model/a.csv", "other/b.csv"));
}

TEST(Archive, BackslashesOfWindowsZipsAreSeparators) {
  const TempFolder folder;
  write_zip(folder.path() / "m.zip", {{"sub\\a.csv", "1"}, {"b.csv", "2"}});
  Findings findings;

  const auto archive = Archive::open(folder.path() / "m.zip", findings);

  ASSERT_TRUE(archive);
  EXPECT_THAT(archive->names(), ElementsAre("b.csv", "sub/a.csv"));
}

TEST(Archive, AnEmptyZipHasNoFiles) {
  const TempFolder folder;
  write_zip(folder.path() / "m.zip", {});
  Findings findings;

  const auto archive = Archive::open(folder.path() / "m.zip", findings);

  ASSERT_TRUE(archive);
  EXPECT_THAT(archive->names(), IsEmpty());
}

TEST(Archive, MemoryIsReadLikeAFolder) {
  const Archive archive = Archive::from_memory("m", {{"a.csv", "1"}, {"sub/b.csv", "22"}});
  Findings findings;

  EXPECT_THAT(archive.names(), ElementsAre("a.csv", "sub/b.csv"));
  EXPECT_EQ(archive.read("sub/b.csv", findings), "22");
  EXPECT_EQ(archive.display_name("a.csv"), "m/a.csv");
  EXPECT_THAT(findings.list(), IsEmpty());
  EXPECT_FALSE(archive.read("sub/b.csv", findings, 1));
  EXPECT_FALSE(archive.read("b.csv", findings));
  EXPECT_EQ(findings.num_errors(), 2u);
}

TEST(ArchiveFindings, APathThatDoesNotExist) {
  const TempFolder folder;
  Findings findings;

  EXPECT_FALSE(Archive::open(folder.path() / "none.zip", findings));

  EXPECT_EQ(only_message(findings),
            (folder.path() / "none.zip").generic_string() +
                ": error E0201: no such file or folder; check the path; it is read as written");
}

TEST(ArchiveFindings, AFileThatIsNoZip) {
  const TempFolder folder;
  const auto file = folder.write("m.csv", "id,amount\n");
  Findings findings;

  EXPECT_FALSE(Archive::open(file, findings));

  EXPECT_EQ(only_message(findings),
            file.generic_string() +
                ": error E0202: neither a folder nor a zip file; give a folder or a .zip file");
}

TEST(ArchiveFindings, AnEmptyFile) {
  const TempFolder folder;
  const auto file = folder.write("m.zip", "");
  Findings findings;

  EXPECT_FALSE(Archive::open(file, findings));

  EXPECT_EQ(only_message(findings),
            file.generic_string() +
                ": error E0203: the zip file is truncated or damaged: it is empty; "
                "copy or download it again");
}

TEST(ArchiveFindings, AZipWithoutItsEnd) {
  const TempFolder folder;
  write_zip(folder.path() / "whole.zip", two_files);
  const auto file = folder.write("m.zip", bytes_of(folder.path() / "whole.zip").substr(0, 60));
  Findings findings;

  EXPECT_FALSE(Archive::open(file, findings));

  EXPECT_EQ(
      only_message(findings),
      file.generic_string() +
          ": error E0203: the zip file is truncated or damaged: its directory at the end of the "
          "file cannot be found; copy or download it again");
}

TEST(ArchiveFindings, ADirectoryWithADamagedEntry) {
  const TempFolder folder;
  const auto file = folder.path() / "m.zip";
  write_zip(file, two_files);
  const std::string content = bytes_of(file);
  std::string damaged = content;
  damaged.replace(content.rfind(directory_header), 4, "none");  // the second entry
  folder.write("m.zip", damaged);
  Findings findings;

  EXPECT_FALSE(Archive::open(file, findings));

  EXPECT_EQ(
      only_message(findings),
      file.generic_string() +
          ": error E0203: the zip file is truncated or damaged: its directory promises 2 entries, "
          "1 can be read; copy or download it again");
}

TEST(ArchiveFindings, AnEncryptedMember) {
  const TempFolder folder;
  const auto file = folder.path() / "m.zip";
  write_zip(file, two_files);
  patch(file, directory_header, 8, std::string_view("\1\0", 2));
  Findings findings;

  EXPECT_FALSE(Archive::open(file, findings));

  EXPECT_EQ(only_message(findings),
            file.generic_string() +
                "/a.csv: error E0204: the file is encrypted; save the zip without a password");
}

TEST(ArchiveFindings, AMissingMemberWithAHint) {
  const TempFolder folder;
  write_zip(folder.path() / "m.zip", {{"exchanges.csv", "1"}});
  Findings findings;
  const auto archive = Archive::open(folder.path() / "m.zip", findings);
  ASSERT_TRUE(archive);

  EXPECT_FALSE(archive->read("exchange.csv", findings));

  EXPECT_EQ(only_message(findings),
            (folder.path() / "m.zip").generic_string() +
                "/exchange.csv: error E0205: no such file in the folder or zip; did you mean "
                "'exchanges.csv'?");
}

TEST(ArchiveFindings, StrangeNamesStayOnOneLine) {
  const Archive archive = Archive::from_memory("m", {{"a\nb.csv", ""}});
  Findings findings;

  EXPECT_FALSE(archive.read("a\tb.csv", findings));

  EXPECT_EQ(only_message(findings),
            "m/a?b.csv: error E0205: no such file in the folder or zip; did you mean 'a?b.csv'?");
}

TEST(ArchiveFindings, AMissingMemberWithoutAHint) {
  const TempFolder folder;
  Findings findings;
  const auto archive = Archive::open(folder.path(), findings);
  ASSERT_TRUE(archive);

  EXPECT_FALSE(archive->read("../etc/passwd", findings));

  EXPECT_EQ(
      only_message(findings),
      folder.path().generic_string() +
          "/../etc/passwd: error E0205: no such file in the folder or zip; check that the folder "
          "or zip is complete");
}

TEST(ArchiveFindings, AWrongChecksum) {
  const TempFolder folder;
  const auto file = folder.path() / "m.zip";
  write_zip(file, {{"a.csv", "id,amount\n"}}, ZipMethod::store);
  patch(file, "id,amount", 0, "Id");
  Findings findings;
  const auto archive = Archive::open(file, findings);
  ASSERT_TRUE(archive);

  EXPECT_FALSE(archive->read("a.csv", findings));

  EXPECT_EQ(
      only_message(findings),
      file.generic_string() +
          "/a.csv: error E0206: the file cannot be unpacked: its checksum (CRC-32) is wrong; the "
          "zip file is damaged; copy or download it again");
}

TEST(ArchiveFindings, CompressedBytesThatAreNotDeflate) {
  const TempFolder folder;
  const auto file = folder.path() / "m.zip";
  write_zip(file, {{"a.csv", std::string(300, 'x')}});
  patch(file, "a.csv", 5, "\xFF\xFF");
  Findings findings;
  const auto archive = Archive::open(file, findings);
  ASSERT_TRUE(archive);

  EXPECT_FALSE(archive->read("a.csv", findings));

  EXPECT_EQ(
      only_message(findings),
      file.generic_string() +
          "/a.csv: error E0206: the file cannot be unpacked: its compressed bytes are not valid; "
          "the zip file is damaged; copy or download it again");
}

// A directory that promises 60 MB from 10 bytes must not make us reserve 60 MB.
TEST(ArchiveFindings, ASizeThatCannotBe) {
  const TempFolder folder;
  const auto file = folder.path() / "m.zip";
  write_zip(file, {{"a.csv", "id,amount\n"}}, ZipMethod::store);
  patch(file, directory_header, 24, std::string_view("\x00\x87\x93\x03", 4));
  Findings findings;
  const auto archive = Archive::open(file, findings);
  ASSERT_TRUE(archive);

  EXPECT_FALSE(archive->read("a.csv", findings));

  EXPECT_EQ(
      only_message(findings),
      file.generic_string() +
          "/a.csv: error E0206: the file cannot be unpacked: 60000000 bytes cannot come from 10 "
          "compressed ones; the zip file is damaged; copy or download it again");
}

TEST(ArchiveFindings, AZipThatUnpacksToMoreThanAHundredTimesItsSize) {
  const TempFolder folder;
  const auto file = folder.path() / "m.zip";
  const std::string filling(std::size_t{40} << 20, '0');
  write_zip(file, {{"a.csv", filling}});
  Findings findings;
  EXPECT_TRUE(Archive::open(file, findings)) << "below 64 MiB any ratio is read";

  write_zip(file, {{"a.csv", filling}, {"b.csv", filling}});
  EXPECT_FALSE(Archive::open(file, findings));
  const std::string message = only_message(findings);
  EXPECT_EQ(
      message.find(file.generic_string() +
                   ": error E0207: its files have 83886080 bytes unpacked, more than the 67108864 "
                   "that are read of a zip of "),
      0u)
      << message;
}

TEST(Archive, WhatSystemsLeaveBesideIsNoFileOfIt) {
  const TempFolder folder;
  write_zip(folder.path() / "m.zip", {{"model/a.csv", "1"},
                                      {"Thumbs.db", "x"},
                                      {"model/desktop.ini", "x"},
                                      {"model/.DS_Store", "x"},
                                      {"__MACOSX/model/._a.csv", "x"},
                                      {"model/~$a.xlsx", "x"}});
  Findings findings;
  const auto archive = Archive::open(folder.path() / "m.zip", findings);
  ASSERT_TRUE(archive);
  EXPECT_THAT(archive->names(), ::testing::ElementsAre("a.csv"));
}

TEST(Archive, AFolderOfOneFolderIsEntered) {
  const TempFolder folder;
  folder.write("m/deep/er/a.csv", "1");
  folder.write("m/Thumbs.db", "x");
  Findings findings;
  const auto archive = Archive::open(folder.path() / "m", findings);
  ASSERT_TRUE(archive);
  EXPECT_THAT(archive->names(), ::testing::ElementsAre("a.csv"));
  EXPECT_EQ(archive->read("a.csv", findings), "1");
}

TEST(ArchiveFindings, AMemberLargerThanAllowed) {
  const TempFolder folder;
  write_zip(folder.path() / "m.zip", {{"a.csv", std::string(100'000, '0')}});
  Findings findings;
  const auto archive = Archive::open(folder.path() / "m.zip", findings);
  ASSERT_TRUE(archive);

  EXPECT_FALSE(archive->read("a.csv", findings, 99'999));
  EXPECT_EQ(only_message(findings), (folder.path() / "m.zip").generic_string() +
                                        "/a.csv: error E0207: the file has 100000 bytes unpacked, "
                                        "more than the 99999 that are read");

  Findings none;
  EXPECT_TRUE(archive->read("a.csv", none, 100'000));
  EXPECT_THAT(none.list(), IsEmpty());
}

TEST(ArchiveFindings, AnUnknownCompression) {
  const TempFolder folder;
  const auto file = folder.path() / "m.zip";
  write_zip(file, {{"a.csv", "id"}});
  patch(file, directory_header, 10, std::string_view("\x0E\0", 2));  // LZMA
  Findings findings;

  EXPECT_FALSE(Archive::open(file, findings));

  EXPECT_EQ(
      only_message(findings),
      file.generic_string() +
          "/a.csv: error E0208: zip compression method 14 cannot be unpacked; save the zip with "
          "deflate (8) or without compression (0)");
}

TEST(ArchiveFindings, TwoMembersOfOneName) {
  const TempFolder folder;
  const auto file = folder.path() / "m.zip";
  write_zip(file, {{"a.csv", "1"}, {"a.csv", "2"}});
  Findings findings;

  EXPECT_FALSE(Archive::open(file, findings));

  EXPECT_EQ(only_message(findings),
            file.generic_string() +
                "/a.csv: error E0209: the zip holds two files of this name; keep one of them");
}

TEST(ArchiveFindings, AllOfThemAtOnce) {
  const TempFolder folder;
  const auto file = folder.path() / "m.zip";
  write_zip(file, {{"a.csv", "1"}, {"a.csv", "2"}, {"b.csv", "3"}, {"b.csv", "4"}});
  Findings findings;

  EXPECT_FALSE(Archive::open(file, findings));

  EXPECT_EQ(findings.num_errors(), 2u);
}

TEST(ArchiveErrors, AFileThatMayNotBeReadIsTheEnvironmentsFault) {
  if (geteuid() == 0) GTEST_SKIP() << "root may read every file";
  const TempFolder folder;
  const auto file = folder.write("m.zip", "PK");
  std::filesystem::permissions(file, std::filesystem::perms::none);
  Findings findings;

  EXPECT_THROW((void)Archive::open(file, findings), Error);
}

TEST(ArchiveErrors, AFolderMemberThatVanishedIsTheEnvironmentsFault) {
  const TempFolder folder;
  const auto file = folder.write("a.csv", "1");
  Findings findings;
  const auto archive = Archive::open(folder.path(), findings);
  ASSERT_TRUE(archive);
  std::filesystem::remove(file);

  EXPECT_THROW((void)archive->read("a.csv", findings), Error);
}

TEST(ArchiveErrors, AZipCutAfterOpeningIsAFinding) {
  const TempFolder folder;
  const auto file = folder.path() / "m.zip";
  write_zip(file, two_files);
  Findings findings;
  const auto archive = Archive::open(file, findings);
  ASSERT_TRUE(archive);
  std::filesystem::resize_file(file, 20);

  EXPECT_FALSE(archive->read("a.csv", findings));

  EXPECT_EQ(
      only_message(findings),
      file.generic_string() +
          "/a.csv: error E0206: the file cannot be unpacked: the zip's directory has changed; the "
          "zip file is damaged; copy or download it again");
}

}  // namespace
}  // namespace plume::archive_test
