// SPDX-License-Identifier: Apache-2.0
#include "host/stats/interval.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include "host/stats/summary.hpp"

namespace plume::interval_test {
namespace {

constexpr int num_runs = 4000;
constexpr std::size_t run_size = 1000;

/// Shares of runs of 1000 exponentials whose interval quantile ± 1.96 · factor · se holds the true
/// quantile −ln(1 − p).
std::vector<double> coverage(double p, const std::vector<double>& factors) {
  std::mt19937_64 engine(1952);
  std::exponential_distribution<double> draw(1.0);
  const double truth = -std::log1p(-p);
  std::vector<double> shares(factors.size(), 0.0);
  std::vector<double> sample(run_size);
  for (int run = 0; run < num_runs; ++run) {
    for (double& value : sample) value = draw(engine);
    std::sort(sample.begin(), sample.end());
    const double half = 1.96 * quantile_se(sample, p);
    const double miss = std::abs(quantile_of_sorted(sample, p) - truth);
    for (std::size_t i = 0; i < factors.size(); ++i) {
      if (miss <= factors[i] * half) shares[i] += 1.0 / num_runs;
    }
  }
  return shares;
}

// 4000 runs at 0.95: standard error 0.0034, z = 4 gives ± 0.014. A symmetric interval about a
// skewed estimate and the noise of the slope cost a little more, most in the tail: 0.025 is
// allowed. The twins cover about 0.81 and 0.997.
class QuantileSeCoverage : public testing::TestWithParam<double> {};

TEST_P(QuantileSeCoverage, IsThatOfTheNominalInterval) {
  const std::vector<double> shares = coverage(GetParam(), {1.0, 2.0 / 3.0, 1.5});
  EXPECT_NEAR(shares[0], 0.95, 0.025);
  EXPECT_LT(shares[1], 0.95 - 0.025) << "sabotaged twin: two thirds of the error";
  EXPECT_GT(shares[2], 0.95 + 0.025) << "sabotaged twin: one and a half times the error";
}

INSTANTIATE_TEST_SUITE_P(PublishedLevels, QuantileSeCoverage,
                         testing::Values(0.025, 0.05, 0.25, 0.5, 0.75, 0.95, 0.975));

TEST(QuantileSe, OfTheUniformGridIsTheClosedForm) {
  // The grid 0, 1/n, …, 1 has density 1 exactly: se = √(p(1 − p)/(n + 1)).
  std::vector<double> grid(10001);
  for (std::size_t i = 0; i < grid.size(); ++i) grid[i] = static_cast<double>(i) / 10000.0;
  for (const double p : {0.01, 0.5, 0.975}) {
    EXPECT_NEAR(quantile_se(grid, p), std::sqrt(p * (1.0 - p) / 10001.0), 1e-12);
  }
}

TEST(QuantileSe, ScalesWithTheUnit) {
  std::vector<double> grid(101);
  for (std::size_t i = 0; i < grid.size(); ++i) grid[i] = std::exp(static_cast<double>(i) / 50.0);
  std::vector<double> thousand = grid;
  for (double& value : thousand) value *= 1024.0;
  EXPECT_EQ(quantile_se(thousand, 0.95), 1024.0 * quantile_se(grid, 0.95));
}

TEST(QuantileSe, OfAConstantIsZero) {
  const std::vector<double> constant(50, 3.0);
  EXPECT_EQ(quantile_se(constant, 0.5), 0.0);
}

TEST(QuantileSe, IsNaNWhereThereIsNone) {
  const std::vector<double> sorted = {1.0, 2.0, 3.0};
  EXPECT_TRUE(std::isnan(quantile_se({}, 0.5)));
  EXPECT_TRUE(std::isnan(quantile_se(std::span(sorted).first(1), 0.5)));
  EXPECT_TRUE(std::isnan(quantile_se(sorted, 0.0)));
  EXPECT_TRUE(std::isnan(quantile_se(sorted, 1.0)));
  EXPECT_TRUE(std::isnan(quantile_se(sorted, std::nan(""))));
}

TEST(BlockQuantiles, AreThoseOfEachBlock) {
  std::mt19937_64 engine(9);
  std::exponential_distribution<double> draw(1.0);
  const std::vector<double> levels = {0.05, 0.5};
  BlockQuantiles quantiles(levels);
  std::vector<BlockSpread> expected(2);
  for (int block = 0; block < 3; ++block) {
    std::vector<double> values;
    for (int i = 0; i < 1024; ++i) {
      const double value = i % 10 == block ? std::nan("") : draw(engine);
      quantiles.add(value);
      if (!std::isnan(value)) values.push_back(value);
    }
    std::sort(values.begin(), values.end());
    for (std::size_t i = 0; i < 2; ++i)
      expected[i].add(values.size(), quantile_of_sorted(values, levels[i]));
  }
  for (int i = 0; i < 1023; ++i) quantiles.add(1e6);  // an open block is not among them
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(quantiles.spread(i).num_blocks(), 3u);
    EXPECT_EQ(quantiles.spread(i).mean(), expected[i].mean());
    EXPECT_EQ(quantiles.spread(i).variance_of_mean(), expected[i].variance_of_mean());
  }
}

TEST(BlockQuantiles, SpreadAsFarAsWoodruffSaysOfIndependentIterations) {
  // 400 blocks of exponentials: the estimated error itself has the relative error 1/√800, z = 4
  // gives 0.14; the finite blocks add some hundredths in the tail. The twin is the error of a
  // single block.
  std::mt19937_64 engine(10);
  std::exponential_distribution<double> draw(1.0);
  const std::vector<double> levels = {0.025, 0.5, 0.975};
  BlockQuantiles quantiles(levels);
  std::vector<double> all;
  for (int i = 0; i < 400 * 1024; ++i) {
    all.push_back(draw(engine));
    quantiles.add(all.back());
  }
  std::sort(all.begin(), all.end());
  for (std::size_t i = 0; i < levels.size(); ++i) {
    const double ratio =
        std::sqrt(quantiles.spread(i).variance_of_mean()) / quantile_se(all, levels[i]);
    EXPECT_NEAR(ratio, 1.0, 0.2) << levels[i];
    EXPECT_GT(20.0 * ratio, 1.2) << "the twin";
  }
}

// P(1) = 0.05 and the 95 % quantile: it is 0, but half of the samples say 1. The interval has to
// hold both.
TEST(QuantileWindow, ReachesBothSidesOfAStep) {
  std::vector<double> values(1000, 0.0);
  for (std::size_t i = 0; i < 53; ++i) values[999 - i] = 1.0;
  const QuantileWindow window = quantile_window(values, 0.95);
  EXPECT_TRUE(window.has_atom);
  EXPECT_EQ(window.at, 1.0);
  EXPECT_EQ(window.lower, 0.0);
  EXPECT_NEAR(error_beside_atoms(0.1, window, 1000) * 1.96, 1.0, 0.01);
  EXPECT_EQ(error_beside_atoms(0.0, quantile_window(values, 0.5), 1000), 0.0)
      << "well inside an atom";
}

TEST(QuantileWindow, FindsNoAtomInChanceTies) {
  std::vector<double> values;
  for (int i = 0; i < 1000; ++i) values.push_back(i / 2);  // pairs
  EXPECT_FALSE(quantile_window(values, 0.5).has_atom);
  EXPECT_EQ(error_beside_atoms(0.1, quantile_window(values, 0.5), 1000), 0.1);
}

TEST(BlockQuantiles, KnowTheSlopeOfTheQuantileFunction) {
  BlockQuantiles quantiles(std::vector{0.5});
  // uniform on [0, 3]
  for (int i = 0; i < 4096; ++i) quantiles.add((i * 389) % 1024 * 3.0 / 1023.0);
  EXPECT_NEAR(quantiles.slope(0), 3.0, 1e-9);
}

}  // namespace
}  // namespace plume::interval_test
