// SPDX-License-Identifier: Apache-2.0
#include "kernels/api/batch.hpp"

#include <gtest/gtest.h>

#include <type_traits>

namespace plume::batch_test {
namespace {

TEST(BatchOutput, IsPlainAndAsksForNothingByDefault) {
  static_assert(std::is_trivially_copyable_v<BatchOutput>, "kernels get it by value");
  const BatchOutput batch;
  EXPECT_EQ(0u, batch.count);
  EXPECT_EQ(nullptr, batch.scores);
  EXPECT_EQ(nullptr, batch.outcome);
  EXPECT_EQ(nullptr, batch.sweeps);
  EXPECT_EQ(nullptr, batch.supply);
  EXPECT_EQ(nullptr, batch.inventory);
}

TEST(LaneOutcome, IsOneByte) {
  EXPECT_EQ(1u, sizeof(LaneOutcome));
  EXPECT_EQ(0, static_cast<int>(LaneOutcome::ok));
  EXPECT_EQ(1, static_cast<int>(LaneOutcome::infeasible));
  EXPECT_EQ(2, static_cast<int>(LaneOutcome::unsolved));
}

}  // namespace
}  // namespace plume::batch_test
