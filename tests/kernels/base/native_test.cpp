// SPDX-License-Identifier: Apache-2.0
// The operations of the instruction set this program is compiled for; the others are met through packs in pack_test.cpp.
#include "kernels/base/native.hpp"

#include <gtest/gtest.h>

#include <cstdint>

namespace plume {
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
  }
}

TEST(Native, MultipliesLowHalvesInFull) {
  const std::uint64_t garbage = std::uint64_t{0xdeadbeef} << 32;
  const u64x2 product = native_mul32(u64x2{garbage | 0xffffffffu, 7}, u64x2{0xffffffffu, garbage | 6});
  EXPECT_EQ(0xfffffffe00000001u, product[0]);
  EXPECT_EQ(42u, product[1]);
}

TEST(Native, PairsAndInterleaves) {
  const std::uint64_t garbage = std::uint64_t{0xdeadbeef} << 32;
  const u64x2 a = {garbage | 1, garbage | 2}, b = {garbage | 3, garbage | 4};
  const u64x2 pair = native_pair32(a, b);
  EXPECT_EQ((std::uint64_t{3} << 32) | 1, pair[0]);
  EXPECT_EQ((std::uint64_t{4} << 32) | 2, pair[1]);
  const u64x2 low = native_interleave_low(a, b), high = native_interleave_high(a, b);
  EXPECT_EQ(a[0], low[0]);
  EXPECT_EQ(b[0], low[1]);
  EXPECT_EQ(a[1], high[0]);
  EXPECT_EQ(b[1], high[1]);
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
}  // namespace plume
