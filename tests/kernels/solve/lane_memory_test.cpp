// SPDX-License-Identifier: Apache-2.0
#include "kernels/solve/lane_memory.hpp"

#include <gtest/gtest.h>

#include <type_traits>

namespace plume::lane_memory_test {
namespace {

TEST(Strides, PutTheLanesOfAnElementSideBySide) {
  EXPECT_EQ(0u, FixedStride<16>{}(0));
  EXPECT_EQ(48u, FixedStride<16>{}(3));
  EXPECT_EQ(3u, FixedStride<1>{}(3));
  double lanes[96];
  EXPECT_EQ(lanes + 64, FixedStride<32>{}.place(lanes, 2));
  EXPECT_EQ(std::size_t{5'000'000'000} * 32, (FixedStride<32>{}(5'000'000'000)))
      << "beyond 32 bits";
}

TEST(LaneMemory, IsPlainAndEmpty) {
  static_assert(std::is_trivially_copyable_v<LaneMemory<float, FixedStride<32>>>,
                "kernels get it by value");
  const LaneMemory<float, FixedStride<16>> memory;
  EXPECT_EQ(nullptr, memory.slots);
  EXPECT_EQ(nullptr, memory.x);
  EXPECT_EQ(nullptr, memory.g);
}

}  // namespace
}  // namespace plume::lane_memory_test
