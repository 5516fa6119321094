// SPDX-License-Identifier: Apache-2.0
#include "host/run/run_locks.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/refusal.hpp"
#include "tests/support/temp_folder.hpp"

namespace plume::run_locks_test {
namespace {

using ::testing::HasSubstr;

class Locks : public ::testing::Test {
 protected:
  std::string refusal(const std::optional<Shard>& shard) const {
    return testing::refusal_of([&] { (void)lock_run(result_, shard); });
  }
  testing::TempFolder folder_;
  std::filesystem::path result_ = folder_.path() / "r.h5";
};

TEST_F(Locks, AWholeRunIsAlone) {
  const RunLocks held = lock_run(result_, std::nullopt);
  EXPECT_THAT(refusal(std::nullopt), HasSubstr("cannot write"));
  EXPECT_THAT(refusal(Shard{1, 2}), HasSubstr("cannot write"));
}

TEST_F(Locks, ShardsRunBesideEachOtherButEachOnce) {
  const RunLocks first = lock_run(result_, Shard{1, 2});
  EXPECT_EQ(refusal(Shard{2, 2}), "not refused");
  EXPECT_THAT(refusal(Shard{1, 2}), HasSubstr("cannot write"));
  EXPECT_THAT(refusal(std::nullopt), HasSubstr("cannot write"));
}

TEST_F(Locks, WhatIsWrongWithThePathIsToldBeforeAnythingIsMade) {
  const std::filesystem::path nowhere = folder_.path() / "no-such-folder" / "r.h5";
  EXPECT_THAT(testing::refusal_of([&] { (void)lock_run(nowhere, std::nullopt); }),
              HasSubstr("no-such-folder"));
  EXPECT_TRUE(std::filesystem::is_empty(folder_.path()));
}

}  // namespace
}  // namespace plume::run_locks_test
