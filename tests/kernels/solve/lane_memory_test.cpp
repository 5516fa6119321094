// SPDX-License-Identifier: Apache-2.0
#include "kernels/solve/lane_memory.hpp"

#include <gtest/gtest.h>

#include <type_traits>

namespace plume {
namespace {

TEST(Strides, PutTheLanesOfAnElementSideBySide) {
  EXPECT_EQ(0u, FixedStride<16>{}(0));
  EXPECT_EQ(48u, FixedStride<16>{}(3));
  EXPECT_EQ(3u, FixedStride<1>{}(3));
  EXPECT_EQ(768u, (BatchStride{384}(2)));
  EXPECT_EQ(std::size_t{5'000'000'000}, (BatchStride{50'000}(100'000))) << "beyond 32 bits";
}

TEST(LaneMemory, IsPlainAndEmpty) {
  static_assert(std::is_trivially_copyable_v<LaneMemory<float, BatchStride>>, "kernels get it by value");
  const LaneMemory<float, FixedStride<16>> memory;
  EXPECT_EQ(nullptr, memory.slots);
  EXPECT_EQ(nullptr, memory.x);
  EXPECT_EQ(nullptr, memory.g);
}

}  // namespace
}  // namespace plume
