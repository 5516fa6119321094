// SPDX-License-Identifier: Apache-2.0
#include "host/readers/open_source.hpp"

#include <gmock/gmock.h>

#include "tests/support/findings.hpp"
#include "tests/support/temp_folder.hpp"

namespace plume::open_source_test {
namespace {

using ::testing::ElementsAre;
using testing::lines;

class OpenSourceTest : public ::testing::Test {
 protected:
  std::vector<std::string> refused(const std::string& name, std::string_view content) {
    folder.write(name, content);
    Findings findings;
    EXPECT_FALSE(open_source(folder.path() / name, findings));
    return lines(findings, folder.path());
  }
  testing::TempFolder folder;
};

TEST_F(OpenSourceTest, AFileBecomesAnArchiveOfItself) {
  Findings findings;
  folder.write("f.csv", "a,b\n");
  const auto archive = open_source(folder.path() / "f.csv", findings);
  ASSERT_TRUE(archive);
  EXPECT_THAT(archive->names(), ElementsAre("f.csv"));
  EXPECT_EQ(archive->read("f.csv", findings), "a,b\n");
}

TEST_F(OpenSourceTest, AFolderIsOpenedAsBefore) {
  Findings findings;
  folder.write("d/f.csv", "a");
  const auto archive = open_source(folder.path() / "d", findings);
  ASSERT_TRUE(archive);
  EXPECT_THAT(archive->names(), ElementsAre("f.csv"));
}

TEST_F(OpenSourceTest, AFileThatIsTooLargeIsNotTakenIntoMemory) {
  Findings findings;
  const std::filesystem::path file = folder.write("large.csv", "a,b\n");
  // a hole: it takes no space on the disk
  std::filesystem::resize_file(file, std::uintmax_t{5} << 30);
  EXPECT_FALSE(open_source(file, findings));
  EXPECT_THAT(lines(findings, folder.path()),
              ElementsAre("large.csv: error E0833: the file has 5368709120 bytes, more than are "
                          "read; a model is at most 4 GiB "
                          "in one file"));
}

TEST_F(OpenSourceTest, WhatLeadsNowhereDoesNotExist) {
  EXPECT_FALSE(source_exists(folder.path() / "none.zip" / "m.csv"));
  folder.write("some.zip", "PK");
  EXPECT_TRUE(source_exists(folder.path() / "some.zip" / "m.csv"));
}

TEST_F(OpenSourceTest, ForeignFilesAreRefusedWithTheSentenceThatSaysWhatToExport) {
  using namespace std::string_view_literals;
  EXPECT_THAT(refused("ecoinvent.7z", "7z\xBC\xAF\x27\x1C rest"),
              ElementsAre("ecoinvent.7z: error E0832: 'ecoinvent.7z' is a 7z archive, which Plume "
                          "does not read; unpack it, and "
                          "give the folder of its files"));
  EXPECT_THAT(
      refused("database.zolca", "PK\x03\x04 rest"),
      ElementsAre(
          "database.zolca: error E0832: 'database.zolca' is a database of openLCA, which Plume "
          "does not read; "
          "open it in openLCA and export it with File > Export > JSON-LD, then give that zip"));
  EXPECT_THAT(refused("old.xls", "\xD0\xCF\x11\xE0 rest"),
              ElementsAre("old.xls: error E0832: 'old.xls' is a workbook of Excel 97 (.xls), which "
                          "Plume does not read; save it "
                          "as .xlsx"));
  EXPECT_THAT(refused("pack.spx", "anything"),
              ElementsAre("pack.spx: error E0832: 'pack.spx' is an export of SimaPro in its own "
                          "form, which Plume does not read; "
                          "export it from SimaPro as CSV"));
}

}  // namespace
}  // namespace plume::open_source_test
