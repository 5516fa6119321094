// SPDX-License-Identifier: Apache-2.0
#include "host/stats/summary.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>
#include <vector>

#include "host/stats/moments.hpp"
#include "host/stats/strata.hpp"

namespace plume::summary_test {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

// Expected values: numpy 1.24.2, numpy.quantile(x, p), printed with repr.

std::vector<double> scattered() {
  std::vector<double> values(1009);
  for (int i = 0; i < 1009; ++i) {
    const double u = ((i * 7919) % 1009) / 1009.0;
    values[static_cast<std::size_t>(i)] = u * u * u - 0.3;
  }
  return values;
}

TEST(Summarise, QuantilesAsNumPy) {
  const Summary summary = summarise(scattered(), 1);
  EXPECT_EQ(summary.quantiles[0], -0.29998440954220706);
  EXPECT_EQ(summary.quantiles[1], -0.2998753359145598);
  EXPECT_EQ(summary.quantiles[2], -0.28442141086071304);
  EXPECT_EQ(summary.median, -0.1753712868857046);
  EXPECT_EQ(summary.quantiles[3], 0.12062190676074686);
  EXPECT_EQ(summary.quantiles[4], 0.5548290143906052);
  EXPECT_EQ(summary.quantiles[5], 0.6241067882926934);
}

TEST(Summarise, MomentsAreThoseOfTheSampleInIterationOrder) {
  const std::vector<double> values = scattered();
  const Moments moments = moments_of(values);
  const Summary summary = summarise(values, 1);
  EXPECT_EQ(summary.count, 1009u);
  EXPECT_EQ(summary.mean, moments.mean);
  EXPECT_EQ(summary.sd, moments.sd());
  EXPECT_EQ(summary.se_mean, moments.se_mean());
  EXPECT_EQ(summary.minimum, -0.3);
  EXPECT_EQ(summary.maximum, *std::max_element(values.begin(), values.end()));
}

TEST(Summarise, SelectionGivesWhatSortingGives) {
  // Every size from 1 up, with ties: the ranks that quantiles read are placed right without a full
  // sort.
  std::mt19937_64 engine(11);
  for (std::size_t size = 1; size <= 300; ++size) {
    std::uniform_int_distribution<int> draw(0, 40);
    std::vector<double> values(size);
    for (double& value : values) value = draw(engine);
    std::vector<double> sorted = values;
    std::sort(sorted.begin(), sorted.end());
    const Summary summary = summarise(values, 1);
    ASSERT_EQ(summary.median, quantile_of_sorted(sorted, 0.5)) << size;
    for (std::size_t i = 0; i < quantile_levels.size(); ++i) {
      ASSERT_EQ(summary.quantiles[i], quantile_of_sorted(sorted, quantile_levels[i]))
          << size << ' ' << i;
    }
  }
}

TEST(Summarise, NaNIsSkippedByEveryFigure) {
  const std::vector<double> values = {nan, 10.0, 1.0, nan, 3.0, 2.0, nan};
  const Summary summary = summarise(values, 1);
  EXPECT_EQ(summary.count, 4u);
  EXPECT_EQ(summary.mean, 4.0);
  EXPECT_EQ(summary.median, 2.5);
  EXPECT_EQ(summary.minimum, 1.0);
  EXPECT_EQ(summary.maximum, 10.0);
  EXPECT_EQ(summary.quantiles[3], 4.75);
}

TEST(Summarise, OneScore) {
  const std::vector<double> values = {nan, 2.0};
  const Summary summary = summarise(values, 1);
  EXPECT_EQ(summary.count, 1u);
  EXPECT_EQ(summary.mean, 2.0);
  EXPECT_EQ(summary.median, 2.0);
  EXPECT_EQ(summary.quantiles.front(), 2.0);
  EXPECT_TRUE(std::isnan(summary.sd));
  EXPECT_TRUE(std::isnan(summary.se_mean));
}

void expect_all_nan(const Summary& summary) {
  EXPECT_EQ(summary.count, 0u);
  for (const double figure : {summary.mean, summary.se_mean, summary.sd, summary.median,
                              summary.minimum, summary.maximum}) {
    EXPECT_TRUE(std::isnan(figure));
  }
  for (const double quantile : summary.quantiles) EXPECT_TRUE(std::isnan(quantile));
}

TEST(Summarise, NoScoreIsAllNaN) {
  expect_all_nan(summarise({}, 1));
  expect_all_nan(summarise(std::vector<double>(5, nan), 1));
}

TEST(SummariseInPlace, GivesTheSameBits) {
  std::vector<double> values = scattered();
  values[5] = nan;
  const Summary expected = summarise(values, 1);
  const Summary summary = summarise_in_place(values, 1);
  EXPECT_EQ(summary.count, expected.count);
  EXPECT_EQ(summary.mean, expected.mean);
  EXPECT_EQ(summary.se_mean, expected.se_mean);
  EXPECT_EQ(summary.sd, expected.sd);
  EXPECT_EQ(summary.median, expected.median);
  EXPECT_EQ(summary.quantiles, expected.quantiles);
}

/// A block design in small: within a block of 1024 the values of a Latin hypercube in one
/// dimension, blocks independent.
std::vector<double> stratified(std::size_t size, std::uint64_t seed) {
  std::mt19937_64 engine(seed);
  std::uniform_real_distribution<double> draw(0.0, 1.0);
  std::vector<double> values(size);
  for (std::size_t begin = 0; begin < size; begin += 1024) {
    std::vector<std::size_t> strata(1024);
    std::iota(strata.begin(), strata.end(), std::size_t{0});
    std::shuffle(strata.begin(), strata.end(), engine);
    for (std::size_t i = begin; i < std::min(size, begin + 1024); ++i) {
      values[i] = (static_cast<double>(strata[i - begin]) + draw(engine)) / 1024.0;
    }
  }
  return values;
}

TEST(SummariseBlocks, FiguresAreTheSameAndOnlyStandardErrorsDiffer) {
  const std::vector<double> values = stratified(8 * 1024, 3);
  const Summary iterations = summarise(values, 1), blocks = summarise(values, statistics_block);
  EXPECT_EQ(iterations.mean, blocks.mean);
  EXPECT_EQ(iterations.sd, blocks.sd);
  EXPECT_EQ(iterations.median, blocks.median);
  EXPECT_EQ(iterations.quantiles, blocks.quantiles);
  EXPECT_EQ(iterations.replicates, 8192u);
  EXPECT_EQ(blocks.replicates, 8u);
  // The mean of 1024 strata of width 1/1024 has the standard deviation 1/(1024 √12 √1024): by a
  // factor of 1024 less than s/√n says.
  EXPECT_NEAR(iterations.se_mean, 1.0 / std::sqrt(12.0 * 8192.0), 1e-4);
  EXPECT_LT(blocks.se_mean, iterations.se_mean / 300.0);
  EXPECT_LT(blocks.se_median, iterations.se_median / 10.0);
  for (std::size_t i = 0; i < quantile_levels.size(); ++i) {
    EXPECT_GT(blocks.se_quantiles[i], 0.0);
    EXPECT_LT(blocks.se_quantiles[i], iterations.se_quantiles[i]);
  }
}

TEST(SummariseBlocks, FewerThanTwoWholeBlocksKnowNoStandardError) {
  for (const std::size_t size : {1u, 1023u, 1024u, 2047u}) {
    const Summary summary = summarise(stratified(size, 4), statistics_block);
    EXPECT_TRUE(std::isnan(summary.se_mean)) << size;
    EXPECT_TRUE(std::isnan(summary.se_median)) << size;
    for (const double error : summary.se_quantiles) EXPECT_TRUE(std::isnan(error)) << size;
    EXPECT_FALSE(std::isnan(summary.mean)) << size;
    EXPECT_EQ(summary.replicates, size / 1024) << size;
  }
  EXPECT_FALSE(std::isnan(summarise(stratified(2048, 4), statistics_block).se_mean));
}

TEST(SummariseBlocks, AnOpenBlockCountsAsIndependentIterations) {
  // 512 iterations beyond four whole blocks: their share 1/9 of the mean has the error of 512
  // independent ones.
  const std::vector<double> values = stratified(4 * 1024 + 512, 5);
  const Summary whole =
      summarise(std::vector(values.begin(), values.begin() + 4096), statistics_block);
  const Summary all = summarise(values, statistics_block);
  const double open = all.sd / std::sqrt(512.0) / 9.0;
  // What four blocks that agree may have missed is there once, of all scores.
  const auto missed = [](std::size_t size) {
    const std::vector<double> scores = stratified(size, 5);
    return unseen_variance(squared_gaps(cells_of(scores), 4),
                           {size, static_cast<double>(size % 1024), 4});
  };
  const double between = whole.se_mean * whole.se_mean - missed(4 * 1024);
  EXPECT_NEAR(all.se_mean, std::sqrt(64.0 / 81.0 * between + open * open + missed(4 * 1024 + 512)),
              1e-12);
  EXPECT_GT(all.se_mean, 10.0 * whole.se_mean)
      << "worse known than by the whole blocks alone: a multiple of 1024 is better";
}

}  // namespace
}  // namespace plume::summary_test
