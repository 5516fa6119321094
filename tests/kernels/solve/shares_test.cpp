// SPDX-License-Identifier: Apache-2.0
#include "kernels/solve/shares.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "kernels/solve/lane_memory.hpp"

namespace plume::shares_test {
namespace {

/// Slot 0 holds −2 × share, slot 1 the share, slot 2 a quarter of a pinned one, slot 3 something
/// else, slot 4 an absent member.
struct Shares {
  std::vector<ShareMember> members{
      {0, 0, 0, 0, -0.5}, {1, 0, 0, 0, 1.0}, {2, 1, 0, 0, 4.0}, {4, 0, 1, 0, 1.0}};
  std::vector<ShareGroup> groups{{0, 4, 1.0}};
  DrawLists lists;
  Shares() {
    lists.share = groups.data();
    lists.share_member = members.data();
    lists.num_share = 1;
  }
};

TEST(FixSums, ScalesFreeMembersOnly) {
  const Shares shares;
  double slots[5] = {-1.2, 0.9, 0.05, 17.0, 0.5};  // shares 0.6, 0.9 and 0.5 free, 0.2 pinned
  fix_sums<double, 1>(shares.lists, slots, FixedStride<1>{});
  EXPECT_DOUBLE_EQ(-2.0 * 0.6 * 0.8 / 2.0, slots[0]);
  EXPECT_DOUBLE_EQ(0.9 * 0.8 / 2.0, slots[1]);
  EXPECT_EQ(0.05, slots[2]) << "pinned";
  EXPECT_EQ(17.0, slots[3]) << "no member";
  EXPECT_EQ(0.0, slots[4]) << "counted, but in no equation";
}

TEST(FixSums, PinnedMembersThatLeaveNothingGiveNoNumber) {
  const Shares shares;
  float slots[5] = {-1.2f, 0.9f, 0.3f, 17.0f, 0.0f};  // 1.2 pinned of 1
  fix_sums<float, 1>(shares.lists, slots, FixedStride<1>{});
  EXPECT_TRUE(std::isnan(slots[0]) && std::isnan(slots[1]));
  EXPECT_EQ(0.3f, slots[2]);
  EXPECT_EQ(0.0f, slots[4]);
}

TEST(FixSums, LanesDoNotMix) {
  const Shares shares;
  alignas(64) double slots[5 * 16];
  for (int lane = 0; lane < 16; ++lane) {
    const double pinned = lane == 7 ? 0.3 : 0.01 * lane / 4;
    const double values[5] = {-0.1 * (lane + 1), 0.7, pinned, 1.0, 0.2};
    for (int i = 0; i < 5; ++i) slots[i * 16 + lane] = values[i];
  }
  fix_sums<double, 16>(shares.lists, slots, FixedStride<16>{});
  for (int lane = 0; lane < 16; ++lane) {
    const double values[5] = {-0.1 * (lane + 1), 0.7, lane == 7 ? 0.3 : 0.01 * lane / 4, 1.0, 0.2};
    double single[5];
    for (int i = 0; i < 5; ++i) single[i] = values[i];
    fix_sums<double, 1>(shares.lists, single, FixedStride<1>{});
    for (int i = 0; i < 5; ++i) {
      if (lane == 7 && i < 2) {
        EXPECT_TRUE(std::isnan(slots[i * 16 + lane]));
      } else {
        EXPECT_EQ(single[i], slots[i * 16 + lane]) << lane << " " << i;
      }
    }
  }
}

}  // namespace
}  // namespace plume::shares_test
