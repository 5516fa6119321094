// SPDX-License-Identifier: Apache-2.0
#include "host/plan/precision.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include "host/stats/student.hpp"

namespace plume::precision_test {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

PrecisionTarget mean_rule(double limit, std::uint64_t min_iterations = 1024) {
  PrecisionTarget target;
  target.relative_se_mean = limit;
  target.min_iterations = min_iterations;
  return target;
}

/// One demand, the outputs as categories; `iterations` of mean `means` and standard deviation 1.
PrecisionMonitor wobbly(const PrecisionTarget& target, const std::vector<double>& means,
                        std::uint64_t iterations = 2048) {
  PrecisionMonitor monitor(target, 1, means.size(), 1);
  for (std::uint64_t i = 0; i < iterations; ++i) {
    std::vector<double> row = means;
    for (double& value : row) {
      if (value != 0.0) value += i % 2 == 0 ? 1.0 : -1.0;
    }
    monitor.add(row);
  }
  return monitor;
}

// 2048 iterations of mean 10 and standard deviation 1: standard error 0.0221, relative 0.00221.

TEST(PrecisionOfTheMean, ComparesTheStandardErrorWithTheMean) {
  EXPECT_TRUE(wobbly(mean_rule(0.0023), {10.0}).reached());
  EXPECT_FALSE(wobbly(mean_rule(0.0022), {10.0}).reached());
  EXPECT_TRUE(wobbly(mean_rule(0.0023), {-10.0}).reached()) << "the sign does not matter";
}

TEST(PrecisionOfTheMean, EveryOutputMustBe) {
  EXPECT_TRUE(wobbly(mean_rule(0.0023), {10.0, 5000.0, 11.0}).reached());
  EXPECT_FALSE(wobbly(mean_rule(0.0023), {10.0, 5000.0, 9.0}).reached());
}

TEST(PrecisionOfTheMean, TheFarthestOutputIsNamed) {
  const auto achieved = wobbly(mean_rule(0.0023), {10.0, 5000.0, 9.0}).achieved();
  ASSERT_EQ(achieved.size(), 1u);
  EXPECT_EQ(achieved[0].rule, PrecisionRule::relative_se_mean);
  EXPECT_EQ(achieved[0].wanted, 0.0023);
  EXPECT_NEAR(achieved[0].reached, 1.0 / std::sqrt(2047.0) / 9.0, 1e-9);
  EXPECT_EQ(achieved[0].demand, 0u);
  EXPECT_EQ(achieved[0].category, 2u);
}

TEST(PrecisionOfTheMean, OnlyAtTheEndOfABlockAndAfterTheLeastIterations) {
  EXPECT_FALSE(wobbly(mean_rule(0.1), {10.0}, 2047).reached());
  EXPECT_FALSE(wobbly(mean_rule(0.1), {10.0}, 2049).reached());
  EXPECT_FALSE(wobbly(mean_rule(0.1, 2049), {10.0}).reached());
  EXPECT_TRUE(wobbly(mean_rule(0.1, 2048), {10.0}).reached());
}

TEST(PrecisionOfTheMean, NeverWithoutATarget) {
  EXPECT_FALSE(wobbly({}, {10.0}).reached());
  EXPECT_FALSE(wobbly(mean_rule(-1.0), {10.0}).reached());
  EXPECT_FALSE(wobbly(mean_rule(nan), {10.0}).reached());
  EXPECT_TRUE(wobbly({}, {10.0}).achieved().empty());
}

TEST(PrecisionOfTheMean, AnOutputThatIsAlwaysZeroIsPrecise) {
  EXPECT_TRUE(wobbly(mean_rule(0.0023), {0.0, 1000.0}).reached());
}

TEST(PrecisionOfTheMean, AMeanOfZeroOrHardlyAnyScoresAreNot) {
  PrecisionMonitor around_zero(mean_rule(0.5), 1, 1, 1), failed(mean_rule(0.5), 1, 1, 1);
  for (int i = 0; i < 2048; ++i) {
    around_zero.add(std::vector<double>{i % 2 == 0 ? 1.0 : -1.0});
    failed.add(std::vector<double>{i == 7 ? 1.0 : nan});
  }
  EXPECT_FALSE(around_zero.reached());
  EXPECT_FALSE(failed.reached());
  EXPECT_TRUE(std::isnan(failed.achieved()[0].reached)) << "not known";
}

TEST(PrecisionOfTheMean, InADesignOfBlocksTheBlocksDecideAndFewOfThemDoNot) {
  // Every block has the mean 10 exactly: by its iterations the mean is known to 0.0022, by its
  // blocks far better, but not exactly: of all iterations three may be missing on either side of
  // the step of 2 (host/stats/strata.hpp).
  PrecisionMonitor monitor(mean_rule(1e-4), 1, 1, statistics_block),
      exact(mean_rule(1e-6), 1, 1, statistics_block);
  for (std::uint64_t i = 1; i <= 9 * 1024; ++i) {
    monitor.add(std::vector<double>{i % 2 == 0 ? 9.0 : 11.0});
    exact.add(std::vector<double>{i % 2 == 0 ? 9.0 : 11.0});
    ASSERT_EQ(monitor.reached(), i == 8 * 1024 || i == 9 * 1024) << i;
    ASSERT_FALSE(exact.reached()) << "blocks that agree are no proof of certainty";
  }
  EXPECT_NEAR(monitor.achieved()[0].reached,
              3.0 * 2.0 / confidence_factor(8) / (9.0 * 1024.0) / 10.0, 1e-15);
}

PrecisionTarget quantile_rule(double limit, WidthScale scale = WidthScale::relative) {
  PrecisionTarget target;
  target.quantiles = {0.25, 0.95};
  target.quantile_half_width = limit;
  target.quantile_scale = scale;
  return target;
}

TEST(PrecisionOfQuantiles, IsTheSpreadOfBlockQuantilesWhateverTheDesign) {
  std::mt19937_64 engine(4);
  std::exponential_distribution<double> draw(1.0);
  PrecisionMonitor relative(quantile_rule(0.02), 1, 2, 1),
      absolute(quantile_rule(0.05, WidthScale::absolute), 1, 2, 1);
  std::uint64_t relative_stop = 0, absolute_stop = 0;
  for (std::uint64_t i = 1; i <= 200 * 1024; ++i) {
    const std::vector<double> row = {draw(engine), 5.0 + 0.01 * draw(engine)};
    relative.add(row);
    absolute.add(row);
    if (relative_stop == 0 && relative.reached()) relative_stop = i;
    if (absolute_stop == 0 && absolute.reached()) absolute_stop = i;
  }
  // Of an exponential, the error of quantile p from n draws is √(p/(1 − p)/n): relative to −ln(1 −
  // p), 0.02 of 95 % confidence needs 1.96² · (1/3) / 0.2877² / 0.02² = 38,700 for the lower one;
  // absolute, the upper one with 1.96² · 19 / 0.05² = 29,200.
  EXPECT_EQ(relative_stop % 1024, 0u);
  EXPECT_NEAR(static_cast<double>(relative_stop), 38'700.0, 16'000.0);
  EXPECT_NEAR(static_cast<double>(absolute_stop), 29'200.0, 12'000.0);
  const AchievedPrecision lower = relative.achieved().at(0), upper = absolute.achieved().at(0);
  EXPECT_EQ(lower.rule, PrecisionRule::quantile_half_width);
  EXPECT_EQ(lower.level, 0.25);
  EXPECT_EQ(lower.category, 0u);
  EXPECT_NEAR(lower.reached, 1.96 * std::sqrt(1.0 / 3.0 / (200.0 * 1024.0)) / 0.2877,
              0.25 * lower.reached);
  EXPECT_EQ(upper.level, 0.95);
  EXPECT_EQ(upper.scale, WidthScale::absolute);
  EXPECT_NEAR(upper.reached, 1.96 * std::sqrt(19.0 / (200.0 * 1024.0)), 0.25 * upper.reached);
}

TEST(PrecisionOfQuantiles, AreNotAskedBeforeEightBlocks) {
  PrecisionMonitor monitor(quantile_rule(10.0), 1, 1, 1);
  for (std::uint64_t i = 1; i <= 8 * 1024; ++i) {
    monitor.add(std::vector<double>{i % 2 == 0 ? 9.0 : 11.0});
    ASSERT_EQ(monitor.reached(), i == 8 * 1024) << i;
  }
}

PrecisionTarget comparison_rule(double limit) {
  PrecisionTarget target;
  target.comparison_half_width = limit;
  target.comparisons = {{0, 1}, {0, 2}};
  return target;
}

TEST(PrecisionOfComparisons, IsWilsonsHalfWidthForIndependentIterations) {
  // Demand 0 is below demand 1 in every second iteration, below demand 2 always.
  PrecisionMonitor monitor(comparison_rule(0.022), 3, 1, 1);
  std::uint64_t stop = 0;
  for (std::uint64_t i = 1; i <= 10 * 1024; ++i) {
    monitor.add(std::vector<double>{1.0, i % 2 == 0 ? 0.5 : 1.5, 2.0});
    if (stop == 0 && monitor.reached()) stop = i;
  }
  EXPECT_EQ(stop, 2048u) << "1.96 · 0.5 / √n is 0.0306 at 1024, 0.0217 at 2048";
  const AchievedPrecision worst = monitor.achieved().at(0);
  EXPECT_EQ(worst.rule, PrecisionRule::comparison_half_width);
  EXPECT_EQ(worst.demand, 0u);
  EXPECT_EQ(worst.other_demand, 1u);
  EXPECT_NEAR(worst.reached, 1.959964 * 0.5 / std::sqrt(10'240.0), 2e-6);
}

TEST(PairComparison, AShareThatWasNeverSeenIsNotKnownExactly) {
  for (const std::uint64_t length : {std::uint64_t{1}, statistics_block}) {
    PairComparison comparison;
    for (int i = 0; i < 4096; ++i) comparison.add(2.0, 1.0);
    EXPECT_EQ(comparison.share(), 0.0);
    const double wanted = length == 1 ? 1.92073 / (4096.0 + 3.84146) : 3.0 / 4096.0;
    EXPECT_NEAR(comparison.half_width(length), wanted, 1e-8)
        << "not 0: half of Wilson's interval, or the three iterations that blocks may have missed";
  }
}

TEST(PairComparison, InADesignOfBlocksIsTheSpreadOfTheirShares) {
  PairComparison comparison;
  const int below[] = {512, 522, 502, 512};  // of 1024
  for (const int of_block : below) {
    for (int i = 0; i < 1024; ++i) comparison.add(0.0, i < of_block ? 1.0 : -1.0);
  }
  const double se = std::sqrt(200.0 / 3.0 / 4.0) / 1024.0;
  EXPECT_NEAR(comparison.half_width(statistics_block),
              std::hypot(confidence_factor(3) * se, 3.0 / 4096.0), 1e-12);
  EXPECT_GT(comparison.half_width(1), 1.1 * comparison.half_width(statistics_block))
      << "independent iterations know less";
  EXPECT_EQ(comparison.share(), 0.5);
}

TEST(PairComparison, IterationsWithoutAScoreDoNotCount) {
  PairComparison comparison;
  EXPECT_TRUE(std::isnan(comparison.share()));
  EXPECT_TRUE(std::isnan(comparison.half_width(1)));
  comparison.add(nan, 1.0);
  comparison.add(1.0, nan);
  comparison.add(1.0, 2.0);
  comparison.add(2.0, 2.0);
  EXPECT_EQ(comparison.share(), 0.5) << "equal scores are not below";
}

TEST(PrecisionMonitor, AllRulesMustBeMet) {
  PrecisionTarget both = comparison_rule(0.05);
  both.relative_se_mean = 0.05;
  PrecisionTarget strict = both;
  strict.relative_se_mean = 1e-9;
  PrecisionMonitor met(both, 3, 1, 1), unmet(strict, 3, 1, 1);
  for (int i = 0; i < 2048; ++i) {
    const std::vector<double> row = {i % 2 == 0 ? 1.0 : 1.5, 1.2, 2.0};
    met.add(row);
    unmet.add(row);
  }
  EXPECT_TRUE(met.reached());
  EXPECT_FALSE(unmet.reached());
  EXPECT_EQ(met.achieved().size(), 2u);
}

TEST(PrecisionMonitor, SeesIterationsHoweverTheyAreCutIntoCalls) {
  std::mt19937_64 engine(8);
  std::normal_distribution<double> draw(3.0, 1.0);
  std::vector<double> scores(9 * 1024 * 2);
  for (double& value : scores) value = draw(engine);
  PrecisionTarget target = quantile_rule(0.1);
  target.relative_se_mean = 0.1;
  PrecisionMonitor whole(target, 2, 1, statistics_block), pieces(target, 2, 1, statistics_block);
  whole.add(scores);
  for (std::size_t begin = 0; begin < scores.size(); begin += 14) {
    pieces.add(std::span(scores).subspan(begin, std::min<std::size_t>(14, scores.size() - begin)));
  }
  EXPECT_EQ(whole.num_iterations(), 9u * 1024u);
  EXPECT_EQ(pieces.num_iterations(), 9u * 1024u);
  for (std::size_t i = 0; i < 2; ++i)
    EXPECT_EQ(whole.achieved()[i].reached, pieces.achieved()[i].reached);
}

}  // namespace
}  // namespace plume::precision_test
