// SPDX-License-Identifier: Apache-2.0
#include "host/readers/plain_package/package_files.hpp"

#include <gtest/gtest.h>

namespace plume::package_files_test {
namespace {

TEST(PackageFiles, ContainsExactNamesOnly) {
  PackageFiles files;
  files.names = {"processes.csv", "old/flows.csv"};
  EXPECT_TRUE(files.contains("processes.csv"));
  EXPECT_FALSE(files.contains("flows.csv"));
  EXPECT_FALSE(files.contains("Processes.csv"));
}

}  // namespace
}  // namespace plume::package_files_test
