// SPDX-License-Identifier: Apache-2.0
#include "kernels/engine/lane_count.hpp"

#include <gtest/gtest.h>

namespace plume::lane_count_test {
namespace {

constexpr std::size_t gib = std::size_t{1} << 30;

TEST(LaneCount, IsWholeBlocksOfMomentsWhereThereAreSoMany) {
  EXPECT_EQ(0u, whole_lanes(127));
  EXPECT_EQ(128u, whole_lanes(255));
  EXPECT_EQ(896u, whole_lanes(1023));
  EXPECT_EQ(1024u, whole_lanes(2047));
}

TEST(LaneCount, HalvingNeverCutsABlock) {
  // 50,176 = 49 · 1,024: a half in whole blocks of threads alone would be 25,088 = 24.5 · 1,024.
  EXPECT_EQ(24u * 1024u, fewer_lanes(49 * 1024));
  for (std::uint64_t lanes = most_cuda_lanes - 1024; lanes != 0; lanes = fewer_lanes(lanes)) {
    EXPECT_EQ(0u, lanes % (lanes >= moments_block ? moments_block : cuda_block)) << lanes;
  }
  EXPECT_EQ(0u, fewer_lanes(128));
}

TEST(LaneCount, AreThoseOfTheIterationsAskedFor) {
  // Memory for far more: ten thousand iterations in two flights of 5,000, rounded up to whole
  // blocks.
  EXPECT_EQ(5u * 1024u, wanted_lanes(10'000, 100 * gib, 800'000, 2));
  EXPECT_EQ(128u, wanted_lanes(1, 100 * gib, 800'000, 2));
  EXPECT_EQ(128u, wanted_lanes(256, 100 * gib, 800'000, 2));
  EXPECT_EQ(256u, wanted_lanes(257, 100 * gib, 800'000, 2));
}

TEST(LaneCount, AreThoseThatMemoryHolds) {
  const std::uint64_t lanes = wanted_lanes(0, 100 * gib, 800'000, 2);
  EXPECT_EQ(lanes, wanted_lanes(1'000'000, 100 * gib, 800'000, 2));
  EXPECT_LE(2 * lanes * 800'000, 90 * gib);
  EXPECT_GT(2 * (lanes + moments_block) * 800'000, 90 * gib);
  EXPECT_EQ(most_cuda_lanes, wanted_lanes(0, 100 * gib, 100, 2));
  EXPECT_EQ(cuda_block, wanted_lanes(0, 1000, 800'000, 2)) << "one block is tried in any case";
}

}  // namespace
}  // namespace plume::lane_count_test
