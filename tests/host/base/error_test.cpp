// SPDX-License-Identifier: Apache-2.0
#include "host/base/error.hpp"

#include <gtest/gtest.h>

namespace plume::error_test {
namespace {

TEST(Error, ExitStatusesAreTheContract) {
  EXPECT_EQ(static_cast<int>(ExitStatus::done), 0);
  EXPECT_EQ(static_cast<int>(ExitStatus::usage), 2);
  EXPECT_EQ(static_cast<int>(ExitStatus::bad_input), 3);
  EXPECT_EQ(static_cast<int>(ExitStatus::environment), 4);
  EXPECT_EQ(static_cast<int>(ExitStatus::numerical), 5);
}

TEST(Error, BadInputCarriesItsFindings) {
  Findings findings;
  findings.add("E0105", {"study.toml", 0, 0}, "the study has no name");
  const BadInput bad(findings);
  EXPECT_STREQ(bad.what(), "study.toml: error E0105: the study has no name");
  EXPECT_EQ(bad.findings().num_errors(), 1u);
}

}  // namespace
}  // namespace plume::error_test
