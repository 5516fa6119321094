// SPDX-License-Identifier: Apache-2.0
#include "host/study/path_hint.hpp"

#include <gtest/gtest.h>

#include "tests/support/temp_folder.hpp"

namespace plume::path_hint_test {
namespace {

TEST(PathHint, BackslashesPartNoFolders) {
  testing::TempFolder folder;
  std::filesystem::create_directories(folder.path() / "sub/deep/model");
  EXPECT_EQ(path_hint("sub\\deep\\model", folder.path()),
            "did you mean 'sub/deep/model'? '/' parts folders on every system");
  EXPECT_EQ(path_hint("C:\\Users\\me\\model", folder.path()),
            "write '/' for '\\' in paths, and give a path that this system knows");
}

TEST(PathHint, ANameNearlyRightIsTold) {
  testing::TempFolder folder;
  std::filesystem::create_directories(folder.path() / "sub/model");
  EXPECT_EQ(path_hint("sub/modle", folder.path()), "did you mean 'model'?");
  EXPECT_EQ(path_hint("elsewhere/model", folder.path()), "the path is relative to the study file");
}

TEST(PathHint, APathIsFoundInEitherSpellingOfItsLetters) {
  testing::TempFolder folder;
  std::filesystem::create_directories(folder.path() / "Ko\u0308ln");
  EXPECT_EQ(path_on_disk("K\u00F6ln", folder.path()), folder.path() / "Ko\u0308ln");
  EXPECT_EQ(path_on_disk("Ko\u0308ln", folder.path()), folder.path() / "Ko\u0308ln");
  EXPECT_EQ(path_on_disk("Bonn", folder.path()), folder.path() / "Bonn");
}

}  // namespace
}  // namespace plume::path_hint_test
