// SPDX-License-Identifier: Apache-2.0
#include "host/api/inputs.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <string_view>

#include "host/base/error.hpp"
#include "tests/support/temp_folder.hpp"

namespace inputs_test {
namespace {

using namespace std::string_view_literals;
using plume::api::input_kind;
using plume::api::InputKind;
using plume::testing::TempFolder;

TEST(InputKindOf, IsToldByTheContent) {
  const TempFolder folder;

  EXPECT_EQ(input_kind(folder.write("a", "\x89HDF\r\n\x1A\n rest"sv)), InputKind::result);
  EXPECT_EQ(input_kind(folder.write("b", "PK\x03\x04 rest"sv)), InputKind::model);
  EXPECT_EQ(input_kind(folder.write("c.txt", "[study]\nname = \"x\"\n")), InputKind::study);
  EXPECT_EQ(input_kind(folder.write("d", "some\0bytes"sv)), InputKind::model);
  EXPECT_EQ(input_kind(folder.path()), InputKind::model);
  const TempFolder parts;
  (void)parts.write("manifest.json", "{}");
  EXPECT_EQ(input_kind(parts.path()), InputKind::parts);
}

TEST(InputKindOf, ContentComesBeforeTheExtension) {
  const TempFolder folder;

  EXPECT_EQ(input_kind(folder.write("a.toml", "\x89HDF\r\n\x1A\n rest"sv)), InputKind::result);
}

TEST(InputKindOf, TheExtensionTellsWhereTheContentDoesNot) {
  const TempFolder folder;

  EXPECT_EQ(input_kind(folder.write("empty.h5", "")), InputKind::result);
  EXPECT_EQ(input_kind(folder.write("damaged.h5", "not HDF5")), InputKind::result);
  EXPECT_EQ(input_kind(folder.write("empty.toml", "")), InputKind::study);
  EXPECT_EQ(input_kind(folder.path() / "missing.toml"), InputKind::study);
  EXPECT_EQ(input_kind(folder.path() / "missing.h5"), InputKind::result);
  EXPECT_EQ(input_kind(folder.path() / "missing"), InputKind::model);
}

TEST(InputKindOf, AFileFromInsideAPackageIsForTheModelReaderToExplain) {
  const TempFolder folder;

  EXPECT_EQ(input_kind(folder.write("exchanges.csv", "process,amount\n")), InputKind::model);
  EXPECT_EQ(input_kind(folder.write("datapackage.json", "{}")), InputKind::model);
}

TEST(StudyFrom, IsTheStudyThatTheStreamHolds) {
  std::istringstream in("[study]\nname = 1\n");
  const plume::api::Prepared prepared = plume::api::prepare(plume::api::study_from(in, "models"));
  ASSERT_FALSE(prepared.ok());
  EXPECT_THAT(to_string(prepared.findings().front()), ::testing::StartsWith("models/-:2:"));
}

TEST(StudyFrom, WhatIsLargerThanAnyStudyIsRefused) {
  std::istringstream in(std::string((std::size_t{16} << 20) + 1, '#'));
  try {
    (void)plume::api::study_from(in, "");
    FAIL() << "no exception";
  } catch (const plume::BadInput& bad) {
    EXPECT_EQ(to_string(bad.findings().list().front()),
              "-: error E0109: the study file cannot be read (it is larger than 16 MiB)");
  }
}

}  // namespace
}  // namespace inputs_test
