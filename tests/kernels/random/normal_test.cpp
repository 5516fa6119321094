// SPDX-License-Identifier: Apache-2.0
// Against Boost.Math in long double. Bounds: fp32 7e-7 · max(1, |z|); fp64 2e-15 relative in the
// bulk (p > 1e-10), 1e-14 down to p = 1e-300.
#include "kernels/random/normal.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/math/special_functions/erf.hpp>
#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

namespace plume::normal_test {
namespace {

float z_of_word(std::uint32_t word) { return normal_from_word(Pack<std::uint32_t, 1>{word}).v; }
double z_of(double p, double complement) {
  return normal_quantile(Pack<double, 1>{p}, Pack<double, 1>{complement}).v;
}

/// Φ⁻¹, exact to long double on both sides: the smaller tail decides.
long double exact_quantile(long double p, long double complement) {
  const long double root2 = std::sqrt(2.0L);
  const long double tail = std::min(p, complement);
  const long double z = root2 * (tail > 0.25L ? boost::math::erf_inv(1.0L - 2.0L * tail)
                                              : boost::math::erfc_inv(2.0L * tail));
  return p < complement ? -z : z;
}
long double exact_of_word(std::uint32_t word) {
  return exact_quantile((word + 0.5L) / 4294967296.0L, (4294967295u - word + 0.5L) / 4294967296.0L);
}

/// Words over the whole range: evenly spread, every octave of both tails, the ends and the middle
/// one by one.
std::vector<std::uint32_t> word_grid() {
  std::vector<std::uint32_t> words;
  for (std::uint64_t i = 0; i < 200'000; ++i)
    words.push_back(static_cast<std::uint32_t>(i * 21474 + i % 977));
  for (int octave = 0; octave < 32; ++octave) {
    for (std::uint32_t i = 0; i < 1000; ++i) {
      const auto word = static_cast<std::uint32_t>((std::uint64_t{1000 + i} << octave) / 1000);
      words.push_back(word);
      words.push_back(~word);
    }
  }
  for (std::uint32_t i = 0; i < 5000; ++i) {
    for (const std::uint32_t word : {i, ~i, 0x80000000u + i, 0x7fffffffu - i})
      words.push_back(word);
  }
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  return words;
}

TEST(NormalFromWord, IsAccurateOverAllOctaves) {
  double largest = 0.0;
  for (const std::uint32_t word : word_grid()) {
    const long double exact = exact_of_word(word);
    const long double error = std::abs(z_of_word(word) - exact) / std::max(1.0L, std::abs(exact));
    largest = std::max(largest, static_cast<double>(error));
  }
  EXPECT_LE(largest, 7e-7);
  EXPECT_GT(largest, 1e-8) << "more exact than fp32: the measure is broken";
}

TEST(NormalFromWord, RisesWithTheWord) {
  // Strictly between words of the grid that are at least 2^12 apart; never falls by more than
  // rounding.
  float before = z_of_word(0);
  std::uint32_t last = 0;
  for (const std::uint32_t word : word_grid()) {
    if (word == 0) continue;
    const float z = z_of_word(word);
    ASSERT_GE(z, before - 1e-6f * std::max(1.0f, std::abs(before))) << "after word " << last;
    if (word - last >= 4096) {
      ASSERT_GT(z, before) << "after word " << last;
    }
    before = z;
    last = word;
  }
}

TEST(NormalFromWord, IsSymmetric) {
  for (const std::uint32_t word : word_grid())
    ASSERT_EQ(-z_of_word(word), z_of_word(~word)) << "word " << word;
}

TEST(NormalFromWord, StaysWithinThirtyTwoBitsReach) {
  EXPECT_NEAR(-6.338, z_of_word(0), 1e-3);
  EXPECT_NEAR(6.338, z_of_word(0xffffffffu), 1e-3);
  EXPECT_LT(z_of_word(0x7fffffffu), 0.0f);
  EXPECT_GT(z_of_word(0x80000000u), 0.0f);
  EXPECT_LT(std::abs(z_of_word(0x80000000u)), 1e-6f);
}

TEST(NormalFromWord, HasUnitVarianceAndNoSkew) {
  // Midpoints of 2^20 strata: an integral, not a sample. The tails beyond |z| = 4.9 are one stratum
  // each, worth 2e-5 of the variance.
  double square = 0.0, cube = 0.0, fourth = 0.0;
  constexpr int n = 1 << 20;
  for (std::uint32_t i = 0; i < n; ++i) {
    const double z = z_of_word((i << 12) + 2048);
    square += z * z;
    cube += z * z * z;
    fourth += z * z * z * z;
  }
  EXPECT_NEAR(1.0, square / n, 3e-5);
  EXPECT_NEAR(0.0, cube / n, 1e-4);
  EXPECT_NEAR(3.0, fourth / n, 2e-3);
}

TEST(NormalQuantile, IsAccurateInTheBulk) {
  std::mt19937_64 random(4);
  double largest = 0.0;
  for (int i = 0; i < 200'000; ++i) {
    double p = (static_cast<double>(random() >> 11) + 0.5) * 0x1p-53;
    if (i % 2 == 0) p = std::exp2(-33.0 * p);  // evenly in log p, too
    const double complement = 1.0 - p;
    const long double exact = exact_quantile(p, complement);
    if (std::abs(exact) < 1e-12L) continue;
    largest =
        std::max(largest, static_cast<double>(std::abs((z_of(p, complement) - exact) / exact)));
  }
  EXPECT_LE(largest, 2e-15);
  EXPECT_GT(largest, 1e-17);
}

TEST(NormalQuantile, IsAccurateInTheFarTails) {
  double largest = 0.0;
  for (int i = 0; i <= 20'000; ++i) {
    const double p = std::pow(10.0, -300.0 + 295.0 * i / 20'000.0);
    const long double exact = exact_quantile(p, 1.0L);
    largest = std::max(largest, static_cast<double>(std::abs((z_of(p, 1.0 - p) - exact) / exact)));
    ASSERT_EQ(-z_of(p, 1.0 - p), z_of(1.0 - p, p)) << "the upper tail, given by its complement";
  }
  EXPECT_LE(largest, 1e-14);
}

TEST(NormalQuantile, RisesAcrossTheSeamsOfItsPieces) {
  for (const double seam : {0.075, 0.5, 0.925, std::exp(-25.0)}) {
    double before = z_of(seam * (1 - 1e-9), 1 - seam * (1 - 1e-9));
    for (int i = 1; i <= 2000; ++i) {
      const double p = seam * (1 - 1e-9 + 1e-12 * i);
      const double z = z_of(p, 1 - p);
      ASSERT_GE(z, before - 4e-16 * std::max(1.0, std::abs(before)));
      before = z;
    }
  }
}

TEST(NormalQuantile, OfOneHalfIsZero) { EXPECT_EQ(0.0, z_of(0.5, 0.5)); }

}  // namespace
}  // namespace plume::normal_test
