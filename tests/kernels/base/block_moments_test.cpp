// SPDX-License-Identifier: Apache-2.0
#include "kernels/base/block_moments.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>
#include <vector>

namespace plume::block_moments_test {
namespace {

std::vector<double> numbers(std::size_t count, double mean, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::normal_distribution<double> normal(mean, 1.0);
  std::vector<double> all(count);
  for (double& x : all) x = normal(random);
  return all;
}

/// The obvious way, in long double.
void expect_moments(const BlockMoments& m, const std::vector<double>& x, double accuracy) {
  long double sum = 0, squares = 0;
  for (const double each : x) sum += each;
  const long double mean = sum / x.size();
  for (const double each : x) squares += (each - mean) * (each - mean);
  EXPECT_EQ(static_cast<double>(x.size()), m.count);
  EXPECT_NEAR(static_cast<double>(mean), m.mean, accuracy * std::abs(static_cast<double>(mean)));
  EXPECT_NEAR(static_cast<double>(squares), m.squares, accuracy * static_cast<double>(squares));
}

TEST(BlockMoments, AreThoseOfTheNumbers) {
  const std::vector<double> x = numbers(1024, 3.0, 1);
  expect_moments(block_moments_of(x.data(), 1, x.size()), x, 1e-14);
}

TEST(BlockMoments, ADistantMeanCostsNoDigitsOfTheSpread) {
  const std::vector<double> x = numbers(1024, 1e9, 2);
  expect_moments(block_moments_of(x.data(), 1, x.size()), x, 1e-12);
}

TEST(BlockMoments, WhatRoundingTookFromTheMeanIsTakenFromTheSquares) {
  // The mean 2^53 + 1 is no double: about the one below it Σ d² is 0 + 4, about itself 1 + 1.
  const double x[] = {0x1p53, 0x1p53 + 2.0};
  const BlockMoments m = block_moments_of(x, 1, 2);
  EXPECT_EQ(0x1p53, m.mean);
  EXPECT_EQ(2.0, m.squares);
}

TEST(BlockMoments, TwoStretchesTogetherAreTheWhole) {
  std::vector<double> x = numbers(700, 5.0, 3);
  const BlockMoments m =
      together(block_moments_of(x.data(), 1, 300), block_moments_of(x.data() + 300, 1, 400));
  expect_moments(m, x, 1e-13);
  const BlockMoments none;
  EXPECT_EQ(m.mean, together(none, m).mean);
  EXPECT_EQ(m.squares, together(m, none).squares);
}

TEST(BlockMoments, OneOfSeveralColumnsWithoutTheIterationsThatHaveNoScore) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const std::vector<double> table = {1.0, 10.0, nan, nan, 3.0, 30.0};
  const BlockMoments m = block_moments_of(table.data() + 1, 2, 3);
  EXPECT_EQ(2.0, m.count);
  EXPECT_EQ(20.0, m.mean);
  EXPECT_EQ(200.0, m.squares);
  EXPECT_EQ(0.0, block_moments_of(table.data() + 2, 2, 1).count);
}

TEST(WholeBlocks, AreThoseThatLieInTheRange) {
  const auto expect = [](std::uint64_t first, std::uint64_t count, std::uint64_t block,
                         std::uint64_t blocks) {
    EXPECT_EQ(blocks, WholeBlocks(first, count).count) << first << " + " << count;
    if (blocks > 0) {
      EXPECT_EQ(block, WholeBlocks(first, count).first) << first << " + " << count;
    }
  };
  expect(0, 1024, 0, 1);
  expect(0, 1023, 0, 0);
  expect(1, 1024, 0, 0);
  expect(1, 2047, 1, 1);
  expect(1024, 5000, 1, 4);
  expect(1023, 1, 0, 0);
  expect(100, 0, 0, 0);
  expect((std::uint64_t{1} << 40) - 1, 1025, std::uint64_t{1} << 30, 1);
}

}  // namespace
}  // namespace plume::block_moments_test
