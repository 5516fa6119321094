// SPDX-License-Identifier: Apache-2.0
// The operations of the instruction set this program is compiled for; the others are met through
// packs in pack_test.cpp.
#include "kernels/base/native.hpp"

#include <gtest/gtest.h>
#include <cmath>

#include <cstdint>

namespace plume::native_test {
namespace {

TEST(Native, WidthIsAPowerOfTwoOfAtLeastSixteenBytes) {
  EXPECT_GE(native_bytes, 16);
  EXPECT_EQ(0, native_bytes & (native_bytes - 1));
}

TEST(Native, HalvesJoinToTheWhole) {
  const i32x4 whole = {1, -2, 3, -4};
  const auto low = native_low<std::int32_t, 4>(whole), high = native_high<std::int32_t, 4>(whole);
  EXPECT_EQ(1, low[0]);
  EXPECT_EQ(-2, low[1]);
  EXPECT_EQ(3, high[0]);
  EXPECT_EQ(-4, high[1]);
  const i32x4 again = native_join<std::int32_t, 4>(low, high);
  for (int i = 0; i < 4; ++i) EXPECT_EQ(whole[i], again[i]);
}

TEST(Native, FmaRoundsOnce) {
  // (1 + e)(1 − e) − 1 = −e²: lost by a product that is rounded first.
  constexpr float e = 0x1p-20f;
  constexpr double d = 0x1p-40;
  const f32x4 f = native_fma(f32x4{} + (1.0f + e), f32x4{} + (1.0f - e), f32x4{} - 1.0f);
  const f64x2 g = native_fma(f64x2{} + (1.0 + d), f64x2{} + (1.0 - d), f64x2{} - 1.0);
  for (int i = 0; i < 4; ++i) EXPECT_EQ(-e * e, f[i]);
  for (int i = 0; i < 2; ++i) EXPECT_EQ(-d * d, g[i]);
}

TEST(Native, RootsAreExact) {
  const f64x2 root = native_sqrt(f64x2{2.25, 0.0});
  EXPECT_EQ(1.5, root[0]);
  EXPECT_EQ(0.0, root[1]);
}

TEST(Native, LooksUpAllEntries) {
  alignas(64) float table[32];
  for (int i = 0; i < 32; ++i) table[i] = static_cast<float>(100 + i);
  for (int i = 0; i < 32; i += 4) {
    const f32x4 found = native_lookup32(table, i32x4{i, 31 - i, i + 1, i + 3});
    EXPECT_EQ(table[i], found[0]);
    EXPECT_EQ(table[31 - i], found[1]);
    EXPECT_EQ(table[i + 1], found[2]);
    EXPECT_EQ(table[i + 3], found[3]);
    const f32x4 wrapped = native_lookup32(table, i32x4{i + 32, i + 64, i - 32, i});
    for (int lane = 0; lane < 4; ++lane) EXPECT_EQ(table[i], wrapped[lane]);
    const f32x4 near = native_lookup8(table + 8, i32x4{i, i + 8, i - 8, i + 1});
    for (int lane = 0; lane < 3; ++lane) EXPECT_EQ(table[8 + i % 8], near[lane]);
    EXPECT_EQ(table[8 + (i + 1) % 8], near[3]);
  }
}

TEST(Native, ScalesByWholePowersOfTwo) {
  const float shift = 12582912.0f;  // 1.5 · 2²³
  const f32x4 p{1.25f, 0.75f, -1.5f, 1.0f}, n{3.0f, -120.0f, 0.0f, 126.0f};
  const f32x4 scaled = native_scale(p, n + shift);
  for (int lane = 0; lane < 4; ++lane)
    EXPECT_EQ(std::ldexp(p[lane], static_cast<int>(n[lane])), scaled[lane]);
}

// Two calls a pair of lanes: the first lane's counters are 0x11… and 0x22…, the second lane's 0x33…
// and 0x44…, upper half first.
TEST(Native, MovesHalvesOfLanes) {
  const u64x2 a{0x1111111122222222u, 0x3333333344444444u},
      b{0x5555555566666666u, 0x7777777788888888u};
  EXPECT_EQ(0x2222222211111111u, native_swap32(a)[0]);
  EXPECT_EQ(0x4444444433333333u, native_swap32(a)[1]);
  const u64x2 high = native_xor_high(a, b, u64x2{0x0f0f0f0f00000000u, 0});
  EXPECT_EQ((0x1111111122222222u ^ 0x5555555500000000u ^ 0x0f0f0f0f00000000u), high[0]);
  EXPECT_EQ((0x3333333344444444u ^ 0x7777777700000000u), high[1]);
  EXPECT_EQ(0x2222222211111111u, native_first_words(a, b)[0]);
  EXPECT_EQ(0x6666666655555555u, native_first_words(a, b)[1]);
  EXPECT_EQ(0x4444444433333333u, native_second_words(a, b)[0]);
  EXPECT_EQ(0x8888888877777777u, native_second_words(a, b)[1]);
}

TEST(Native, MultipliesLowHalvesInFull) {
  const std::uint64_t garbage = std::uint64_t{0xdeadbeef} << 32;
  const u64x2 product =
      native_mul32(u64x2{garbage | 0xffffffffu, 7}, u64x2{0xffffffffu, garbage | 6});
  EXPECT_EQ(0xfffffffe00000001u, product[0]);
  EXPECT_EQ(42u, product[1]);
}

TEST(Native, AlternatesTwoNumbersAndTakesTheSmaller) {
  const u64x2 both = native_alternate(5, 6, u64x2{});
  EXPECT_EQ(5u, both[0]);
  EXPECT_EQ(6u, both[1]);
  const i32x4 smaller = native_min(i32x4{1, -2, 3, -4}, i32x4{2, -3, 3, 4});
  EXPECT_EQ(1, smaller[0]);
  EXPECT_EQ(-3, smaller[1]);
  EXPECT_EQ(3, smaller[2]);
  EXPECT_EQ(-4, smaller[3]);
}

}  // namespace
}  // namespace plume::native_test
