// SPDX-License-Identifier: Apache-2.0
#include "kernels/base/pack_group.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

namespace plume::pack_group_test {
namespace {

using F32 = Pack<float, 16>;

F32 counted(int j) {
  alignas(64) float x[16];
  for (int lane = 0; lane < 16; ++lane) x[lane] = static_cast<float>(100 * j + lane);
  return load<F32>(x);
}

template <int G>
void join_and_part() {
  const auto wide = join_packs<G, F32>(counted);
  static_assert(decltype(wide)::width == 16 * G);
  alignas(64) float all[16 * G];
  store(all, wide);
  for (int i = 0; i < 16 * G; ++i) EXPECT_EQ(static_cast<float>(100 * (i / 16) + i % 16), all[i]);
  std::vector<int> order;
  for_each_pack<16>(wide, [&](int j, F32 part) {
    order.push_back(j);
    alignas(64) float lanes[16];
    store(lanes, part);
    for (int lane = 0; lane < 16; ++lane)
      EXPECT_EQ(static_cast<float>(100 * j + lane), lanes[lane]);
  });
  ASSERT_EQ(static_cast<std::size_t>(G), order.size());
  for (int j = 0; j < G; ++j) EXPECT_EQ(j, order[static_cast<std::size_t>(j)]);
}

TEST(PackGroup, PartsAreWhatWasJoined) {
  join_and_part<1>();
  join_and_part<2>();
  join_and_part<4>();
  join_and_part<8>();
}

TEST(PackGroup, OfOneLaneIsItself) {
  using One = Pack<float, 1>;
  const auto one = join_packs<1, One>([](int j) { return One{static_cast<float>(j) + 0.5f}; });
  EXPECT_EQ(0.5f, one.v);
  int parts = 0;
  for_each_pack<1>(one, [&](int j, One part) {
    ++parts;
    EXPECT_EQ(0, j);
    EXPECT_EQ(0.5f, part.v);
  });
  EXPECT_EQ(1, parts);
}

TEST(PackGroup, StepsOfAllAreThoseOfEach) {
  const auto wide = join_packs<4, F32>(counted);
  for_each_pack<16>(fma(wide, wide, wide), [&](int j, F32 part) {
    alignas(64) float got[16], expected[16];
    store(got, part);
    store(expected, fma(counted(j), counted(j), counted(j)));
    for (int lane = 0; lane < 16; ++lane) EXPECT_EQ(expected[lane], got[lane]);
  });
}

}  // namespace
}  // namespace plume::pack_group_test
