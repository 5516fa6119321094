// SPDX-License-Identifier: Apache-2.0
#include "host/stats/summary.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include "host/stats/moments.hpp"

namespace plume {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

// Expected values: numpy 1.24.2, numpy.quantile(x, p), printed with repr.

TEST(QuantileOfSorted, FourValuesAsNumPy) {
  const std::vector<double> sorted = {1.0, 2.0, 3.0, 10.0};
  const std::vector<double> levels = {0, 0.025, 0.05, 0.25, 0.5, 0.75, 0.95, 0.975, 1};
  const std::vector<double> expected = {1.0, 1.075, 1.15, 1.75, 2.5, 4.75, 8.949999999999998, 9.474999999999998, 10.0};
  for (std::size_t i = 0; i < levels.size(); ++i) {
    EXPECT_EQ(quantile_of_sorted(sorted, levels[i]), expected[i]) << levels[i];
  }
}

TEST(QuantileOfSorted, TiesAsNumPy) {
  const std::vector<double> sorted = {-2.25, 0.1, 0.1, 0.1, 0.7, 0.7, 5.5};
  const std::vector<double> levels = {0.025, 0.05, 0.25, 0.5, 0.75, 0.95, 0.975};
  const std::vector<double> expected = {-1.8975, -1.545, 0.1, 0.1, 0.7, 4.059999999999997, 4.7799999999999985};
  for (std::size_t i = 0; i < levels.size(); ++i) {
    EXPECT_EQ(quantile_of_sorted(sorted, levels[i]), expected[i]) << levels[i];
  }
}

TEST(QuantileOfSorted, HugeValuesAsNumPy) {
  const std::vector<double> sorted = {-1e300, 1e300};
  EXPECT_EQ(quantile_of_sorted(sorted, 0.025), -9.5e+299);
  EXPECT_EQ(quantile_of_sorted(sorted, 0.5), 0.0);
  EXPECT_EQ(quantile_of_sorted(sorted, 0.975), 9.5e+299);
}

TEST(QuantileOfSorted, OneValueIsEveryQuantile) {
  const std::vector<double> sorted = {4.25};
  for (const double p : {0.0, 0.025, 0.5, 1.0}) EXPECT_EQ(quantile_of_sorted(sorted, p), 4.25);
}

TEST(QuantileOfSorted, NoValueOrNoLevelIsNaN) {
  const std::vector<double> sorted = {1.0, 2.0};
  EXPECT_TRUE(std::isnan(quantile_of_sorted({}, 0.5)));
  EXPECT_TRUE(std::isnan(quantile_of_sorted(sorted, -0.01)));
  EXPECT_TRUE(std::isnan(quantile_of_sorted(sorted, 1.01)));
  EXPECT_TRUE(std::isnan(quantile_of_sorted(sorted, nan)));
}

TEST(QuantileOfSorted, EqualInfinitiesStayInfinite) {
  const std::vector<double> sorted = {1.0, infinity, infinity};
  EXPECT_EQ(quantile_of_sorted(sorted, 0.75), infinity);
  EXPECT_EQ(quantile_of_sorted(sorted, 1.0), infinity);
}

TEST(QuantileOfSorted, NeverFallsAsTheLevelRises) {
  std::mt19937_64 engine(7);
  std::lognormal_distribution<double> draw(0.0, 1.0);
  std::vector<double> sorted(101);
  for (double& value : sorted) value = draw(engine);
  std::sort(sorted.begin(), sorted.end());
  double previous = sorted.front();
  for (int i = 0; i <= 10000; ++i) {
    const double quantile = quantile_of_sorted(sorted, i / 10000.0);
    ASSERT_GE(quantile, previous) << i;
    previous = quantile;
  }
}

std::vector<double> scattered() {
  std::vector<double> values(1009);
  for (int i = 0; i < 1009; ++i) {
    const double u = ((i * 7919) % 1009) / 1009.0;
    values[static_cast<std::size_t>(i)] = u * u * u - 0.3;
  }
  return values;
}

TEST(Summarise, QuantilesAsNumPy) {
  const Summary summary = summarise(scattered());
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
  const Summary summary = summarise(values);
  EXPECT_EQ(summary.count, 1009u);
  EXPECT_EQ(summary.mean, moments.mean);
  EXPECT_EQ(summary.sd, moments.sd());
  EXPECT_EQ(summary.se_mean, moments.se_mean());
  EXPECT_EQ(summary.minimum, -0.3);
  EXPECT_EQ(summary.maximum, *std::max_element(values.begin(), values.end()));
}

TEST(Summarise, SelectionGivesWhatSortingGives) {
  // Every size from 1 up, with ties: the ranks that quantiles read are placed right without a full sort.
  std::mt19937_64 engine(11);
  for (std::size_t size = 1; size <= 300; ++size) {
    std::uniform_int_distribution<int> draw(0, 40);
    std::vector<double> values(size);
    for (double& value : values) value = draw(engine);
    std::vector<double> sorted = values;
    std::sort(sorted.begin(), sorted.end());
    const Summary summary = summarise(values);
    ASSERT_EQ(summary.median, quantile_of_sorted(sorted, 0.5)) << size;
    for (std::size_t i = 0; i < quantile_levels.size(); ++i) {
      ASSERT_EQ(summary.quantiles[i], quantile_of_sorted(sorted, quantile_levels[i])) << size << ' ' << i;
    }
  }
}

TEST(Summarise, NaNIsSkippedByEveryFigure) {
  const std::vector<double> values = {nan, 10.0, 1.0, nan, 3.0, 2.0, nan};
  const Summary summary = summarise(values);
  EXPECT_EQ(summary.count, 4u);
  EXPECT_EQ(summary.mean, 4.0);
  EXPECT_EQ(summary.median, 2.5);
  EXPECT_EQ(summary.minimum, 1.0);
  EXPECT_EQ(summary.maximum, 10.0);
  EXPECT_EQ(summary.quantiles[3], 4.75);
}

TEST(Summarise, OneScore) {
  const std::vector<double> values = {nan, 2.0};
  const Summary summary = summarise(values);
  EXPECT_EQ(summary.count, 1u);
  EXPECT_EQ(summary.mean, 2.0);
  EXPECT_EQ(summary.median, 2.0);
  EXPECT_EQ(summary.quantiles.front(), 2.0);
  EXPECT_TRUE(std::isnan(summary.sd));
  EXPECT_TRUE(std::isnan(summary.se_mean));
}

void expect_all_nan(const Summary& summary) {
  EXPECT_EQ(summary.count, 0u);
  for (const double figure :
       {summary.mean, summary.se_mean, summary.sd, summary.median, summary.minimum, summary.maximum}) {
    EXPECT_TRUE(std::isnan(figure));
  }
  for (const double quantile : summary.quantiles) EXPECT_TRUE(std::isnan(quantile));
}

TEST(Summarise, NoScoreIsAllNaN) {
  expect_all_nan(summarise({}));
  expect_all_nan(summarise(std::vector<double>(5, nan)));
}

TEST(SummariseInPlace, GivesTheSameBits) {
  std::vector<double> values = scattered();
  values[5] = nan;
  const Summary expected = summarise(values);
  const Summary summary = summarise_in_place(values);
  EXPECT_EQ(summary.count, expected.count);
  EXPECT_EQ(summary.mean, expected.mean);
  EXPECT_EQ(summary.se_mean, expected.se_mean);
  EXPECT_EQ(summary.sd, expected.sd);
  EXPECT_EQ(summary.median, expected.median);
  EXPECT_EQ(summary.quantiles, expected.quantiles);
}

}  // namespace
}  // namespace plume
