// SPDX-License-Identifier: Apache-2.0
#include "kernels/base/status.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace plume::status_test {
namespace {

TEST(IterationStatus, SolvedOnesHaveAScore) {
  EXPECT_TRUE(has_score(IterationStatus::ok));
  EXPECT_TRUE(has_score(IterationStatus::direct));
  EXPECT_TRUE(has_score(IterationStatus::infeasible));
  EXPECT_FALSE(has_score(IterationStatus::singular));
  EXPECT_FALSE(has_score(IterationStatus::non_finite));
}

TEST(IterationStatus, NumbersInFilesDoNotChange) {
  EXPECT_EQ(0, static_cast<int>(IterationStatus::ok));
  EXPECT_EQ(1, static_cast<int>(IterationStatus::direct));
  EXPECT_EQ(2, static_cast<int>(IterationStatus::infeasible));
  EXPECT_EQ(3, static_cast<int>(IterationStatus::singular));
  EXPECT_EQ(4, static_cast<int>(IterationStatus::non_finite));
  EXPECT_EQ(5, num_iteration_statuses);
}

TEST(IterationStatus, EachHasItsName) {
  EXPECT_STREQ("ok", name_of(IterationStatus::ok));
  EXPECT_STREQ("direct", name_of(IterationStatus::direct));
  EXPECT_STREQ("infeasible", name_of(IterationStatus::infeasible));
  EXPECT_STREQ("singular", name_of(IterationStatus::singular));
  EXPECT_STREQ("non_finite", name_of(IterationStatus::non_finite));
}

}  // namespace
}  // namespace plume::status_test
