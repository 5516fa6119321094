// SPDX-License-Identifier: Apache-2.0
#include "host/cli/input_kind.hpp"

#include <gtest/gtest.h>

#include <string_view>

#include "tests/host/cli/output_folder.hpp"

namespace {

using namespace std::string_view_literals;
using plume::input_kind;
using plume::InputKind;
using plume::testing::OutputFolder;

TEST(InputKindOf, IsToldByTheContent) {
  const OutputFolder folder;

  EXPECT_EQ(input_kind(folder.write("a", "\x89HDF\r\n\x1A\n rest"sv)), InputKind::result);
  EXPECT_EQ(input_kind(folder.write("b", "PK\x03\x04 rest"sv)), InputKind::model);
  EXPECT_EQ(input_kind(folder.write("c.txt", "[study]\nname = \"x\"\n")), InputKind::study);
  EXPECT_EQ(input_kind(folder.write("d", "some\0bytes"sv)), InputKind::model);
  EXPECT_EQ(input_kind(folder.path()), InputKind::model);
  const plume::testing::TempFolder parts;
  (void)parts.write("manifest.json", "{}");
  EXPECT_EQ(input_kind(parts.path()), InputKind::parts);
}

TEST(InputKindOf, ContentComesBeforeTheExtension) {
  const OutputFolder folder;

  EXPECT_EQ(input_kind(folder.write("a.toml", "\x89HDF\r\n\x1A\n rest"sv)), InputKind::result);
}

TEST(InputKindOf, TheExtensionTellsWhereTheContentDoesNot) {
  const OutputFolder folder;

  EXPECT_EQ(input_kind(folder.write("empty.h5", "")), InputKind::result);
  EXPECT_EQ(input_kind(folder.write("damaged.h5", "not HDF5")), InputKind::result);
  EXPECT_EQ(input_kind(folder.write("empty.toml", "")), InputKind::study);
  EXPECT_EQ(input_kind(folder / "missing.toml"), InputKind::study);
  EXPECT_EQ(input_kind(folder / "missing.h5"), InputKind::result);
  EXPECT_EQ(input_kind(folder / "missing"), InputKind::model);
}

TEST(InputKindOf, AFileFromInsideAPackageIsForTheModelReaderToExplain) {
  const OutputFolder folder;

  EXPECT_EQ(input_kind(folder.write("exchanges.csv", "process,amount\n")), InputKind::model);
  EXPECT_EQ(input_kind(folder.write("datapackage.json", "{}")), InputKind::model);
}

}  // namespace
