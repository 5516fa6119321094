// SPDX-License-Identifier: Apache-2.0
// Every operation gives the same bits in every lane for one lane and for sixteen, on every
// instruction set of this CPU.
#include "kernels/base/pack.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>
#include <string>

#include "tests/kernels/base/pack_probe.hpp"
#include "tests/support/bits.hpp"
#include "tests/support/instruction_sets.hpp"

namespace plume::pack_test {
namespace {

using testing::PackInput;
using testing::PackOutput;

constexpr float special_floats[] = {0.0f,
                                    -0.0f,
                                    1.0f,
                                    -1.0f,
                                    1.5f,
                                    3e38f,
                                    -3e38f,
                                    1e-38f,
                                    1e-45f,
                                    -1e-45f,
                                    8388608.0f,
                                    16777217.0f,
                                    std::numeric_limits<float>::infinity(),
                                    -std::numeric_limits<float>::infinity(),
                                    std::numeric_limits<float>::quiet_NaN(),
                                    0.1f};
constexpr double special_doubles[] = {0.0,
                                      -0.0,
                                      1.0,
                                      -1.0,
                                      1.5,
                                      1e308,
                                      -1e308,
                                      2e-308,
                                      5e-324,
                                      -5e-324,
                                      4503599627370496.0,
                                      1e-45,
                                      std::numeric_limits<double>::infinity(),
                                      -std::numeric_limits<double>::infinity(),
                                      std::numeric_limits<double>::quiet_NaN(),
                                      0.1};
constexpr std::uint32_t special_words[] = {
    0,          1,        2,          31,         0x7fffffff, 0x80000000, 0x80000001, 0xffffffff,
    0xfffffffe, 16777217, 0x7fffff80, 0xaaaaaaaa, 0x55555555, 1023,       1024,       5};

/// Round 0 holds special numbers against each other; the rest random bits (any exponent) and random
/// ordinary numbers.
PackInput input_of(int round) {
  std::mt19937_64 random(static_cast<std::uint64_t>(round) + 1);
  PackInput input;
  for (int lane = 0; lane < 16; ++lane) {
    for (int k = 0; k < 3; ++k) {
      const std::uint64_t bits = random();
      const auto word = static_cast<std::uint32_t>(random());
      if (round < 16) {
        const int pick = (lane + k * round + (k == 2 ? 3 : 0)) % 16;
        input.f[k][lane] = special_floats[pick];
        input.d[k][lane] = special_doubles[pick];
        input.u[k][lane] = special_words[pick];
        input.i[k][lane] = static_cast<std::int32_t>(special_words[pick]) / (k + 1);
        input.l[k][lane] = static_cast<std::int64_t>(special_words[pick]) << (8 * k);
      } else if (round % 2 == 0) {
        __builtin_memcpy(&input.f[k][lane], &word, sizeof(word));
        __builtin_memcpy(&input.d[k][lane], &bits, sizeof(bits));
        input.u[k][lane] = word;
        input.i[k][lane] = static_cast<std::int32_t>(word >> 3) - (1 << 28);
        input.l[k][lane] = static_cast<std::int64_t>(bits >> 8);
      } else {
        input.f[k][lane] = std::ldexp(static_cast<float>(word), -31) - 1.0f;
        input.d[k][lane] = std::ldexp(static_cast<double>(bits), -63) - 1.0;
        input.u[k][lane] = word >> 16;
        input.i[k][lane] = static_cast<std::int32_t>(word >> 16) - 32768;
        input.l[k][lane] = static_cast<std::int64_t>(word) - (std::int64_t{1} << 31);
      }
    }
  }
  for (int entry = 0; entry < 32; ++entry) input.table[entry] = static_cast<float>(random() >> 40);
  return input;
}

struct Probe {
  const char* name;
  void (*run)(const PackInput&, PackOutput&);
};

class PackProbe : public ::testing::TestWithParam<Probe> {};

TEST_P(PackProbe, SixteenLanesGiveTheBitsOfOne) {
  if (!testing::cpu_runs(GetParam().name)) GTEST_SKIP() << "this CPU has no " << GetParam().name;
  for (int round = 0; round < 2000; ++round) {
    const PackInput input = input_of(round);
    PackOutput one, sixteen;
    testing::probe_packs_scalar(input, one);
    GetParam().run(input, sixteen);
    ASSERT_GT(one.count, 90);
    ASSERT_LE(one.count, testing::max_pack_operations);
    ASSERT_EQ(one.count, sixteen.count) << "−1: any() is wrong in some lane";
    for (int k = 0; k < one.count; ++k) {
      for (int lane = 0; lane < 16; ++lane) {
        ASSERT_EQ(one.bits[k][lane], sixteen.bits[k][lane])
            << "operation " << k << " '" << one.name[k] << "', lane " << lane << ", round "
            << round;
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(InstructionSets, PackProbe,
                         ::testing::Values(Probe{"baseline", testing::probe_packs_baseline},
                                           Probe{"avx2", testing::probe_packs_avx2},
                                           Probe{"avx512", testing::probe_packs_avx512}),
                         [](const auto& tested) { return std::string(tested.param.name); });

// One lane is the scalar operation of IEEE 754 (by the standard library): with the above, so are
// all.

using F32 = Pack<float, 1>;
using F64 = Pack<double, 1>;
using I32 = Pack<std::int32_t, 1>;

TEST(Pack, OneLaneIsTheScalarOperation) {
  for (const double x : special_doubles) {
    for (const double y : special_doubles) {
      if (std::isnan(x) || std::isnan(y)) continue;
      const F64 a{x}, b{y};
      EXPECT_EQ(x < y ? -1 : 0, (a < b).v);
      EXPECT_EQ(x == y ? -1 : 0, (a == b).v);
      EXPECT_EQ(std::min(x, y), min(a, b).v);
      EXPECT_EQ(std::max(x, y), max(a, b).v);
      EXPECT_EQ(std::abs(x), abs(a).v);
      const double fused = std::fma(x, y, 0.25);
      EXPECT_EQ(testing::bits_of(fused), testing::bits_of(fma(a, b, F64{0.25}).v));
    }
  }
}

TEST(Pack, ComparisonsWithNanAreFalse) {
  const F64 nan{std::numeric_limits<double>::quiet_NaN()}, one{1.0};
  EXPECT_EQ(0, (nan < one).v);
  EXPECT_EQ(0, (nan <= one).v);
  EXPECT_EQ(0, (nan > one).v);
  EXPECT_EQ(0, (nan >= one).v);
  EXPECT_EQ(0, (nan == nan).v);
  EXPECT_EQ(-1, (nan != nan).v);
}

TEST(Pack, RightShiftsKeepTheSignOfSignedLanes) {
  EXPECT_EQ(-1, shift_right(I32{-1}, 31).v);
  EXPECT_EQ(1u, shift_right(Pack<std::uint32_t, 1>{0xffffffffu}, 31).v);
}

TEST(Pack, ConversionsRoundToNearestEven) {
  EXPECT_EQ(16777216.0f, convert<float>(I32{16777217}).v);
  EXPECT_EQ(16777220.0f, convert<float>(I32{16777219}).v);
  EXPECT_EQ(4294967295.0, convert<double>(Pack<std::uint32_t, 1>{0xffffffffu}).v);
  EXPECT_EQ(0.1f, convert<float>(F64{0.1}).v);
}

TEST(Pack, SplatKeepsTheSignOfZero) {
  EXPECT_TRUE(std::signbit(splat<F32>(-0.0f).v));
  alignas(64) float lanes[16];
  store(lanes, splat<Pack<float, 16>>(-0.0f));
  for (const float lane : lanes) EXPECT_TRUE(std::signbit(lane));
}

TEST(Pack, WidthIsTheNumberOfLanes) {
  EXPECT_EQ(1, F32::width);
  EXPECT_EQ(16, (Pack<double, 16>::width));
  EXPECT_TRUE((is_scalar_pack<F32>));
  EXPECT_FALSE((is_scalar_pack<Pack<float, 16>>));
  EXPECT_EQ(64u, sizeof(Pack<float, 16>));
  EXPECT_EQ(128u, sizeof(Pack<double, 16>));
  EXPECT_TRUE((std::is_same_v<Lanes<16>::F64, Pack<double, 16>>));
}

}  // namespace
}  // namespace plume::pack_test
