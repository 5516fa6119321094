// SPDX-License-Identifier: Apache-2.0
#include "host/stats/control_variate.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <random>
#include <vector>

#include "host/stats/moments.hpp"
#include "host/stats/student.hpp"

namespace plume::control_variate_test {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double normal_quantiles[num_control_levels] = {0.0,
                                                         -1.9599639845400545,
                                                         -1.6448536269514729,
                                                         -0.6744897501960817,
                                                         0.6744897501960817,
                                                         1.6448536269514722,
                                                         1.959963984540054};

/// h = 10 + 2 L + noise · N(0, 1), L standard normal.
struct Pairs {
  std::vector<double> h, l;
  KnownControl known;

  Pairs(std::uint64_t seed, std::size_t n, double noise, bool square = false) {
    std::mt19937_64 random(seed);
    std::normal_distribution<double> normal;
    for (std::size_t i = 0; i < n; ++i) {
      l.push_back(normal(random));
      h.push_back(10.0 + 2.0 * l.back() + noise * normal(random));
    }
    for (std::size_t k = 0; k < num_control_levels; ++k) known.quantile[k] = normal_quantiles[k];
    if (square) known.variance = 1.0;
  }
  [[nodiscard]] ControlledSummary summary(std::uint64_t replicate_length = 1) const {
    return controlled_summary(h, l, known, replicate_length);
  }
};

TEST(ControlVariate, IsTheRegressionByHand) {
  const std::vector<double> h = {1.0, 2.0, 4.0, 5.0}, l = {-1.0, 0.0, 1.0, 2.0};
  KnownControl known;
  const ControlledSummary s = controlled_summary(h, l, known, 1);
  EXPECT_DOUBLE_EQ(1.4, s.beta);  // Σ dh dl = 7, Σ dl² = 5
  EXPECT_DOUBLE_EQ(3.0 - 1.4 * 0.5, s.mean);
  // Σ d² = 10 − 7²/5 = 0.2, two degrees of freedom; L̄ is 0.5 off, Σ dl²/n = 1.25.
  EXPECT_NEAR(std::sqrt(0.2 / 2.0 / 4.0 * (1.0 + 0.25 / 1.25)), s.se_mean, 1e-15);
  EXPECT_NEAR(10.0 / 3.0 / 4.0 / (s.se_mean * s.se_mean), s.gain, 1e-12);
}

// h = 3 + 2 L + 5 (L² − 1): the line alone leaves half of it, both controls leave nothing.
TEST(ControlVariate, TakesTheSquareWhereItsMeanIsKnown) {
  Pairs pairs(3, 400, 0.0);
  for (std::size_t i = 0; i < pairs.l.size(); ++i) {
    pairs.h[i] = 3.0 + 2.0 * pairs.l[i] + 5.0 * (pairs.l[i] * pairs.l[i] - 1.0);
  }
  EXPECT_GT(pairs.summary().se_mean, 0.1);
  pairs.known.variance = 1.0;
  const ControlledSummary s = pairs.summary();
  EXPECT_NEAR(3.0, s.mean, 1e-10);
  EXPECT_NEAR(2.0, s.beta, 1e-10);
  EXPECT_NEAR(5.0, s.beta_square, 1e-10);
  EXPECT_LT(s.se_mean, 1e-10);
}

TEST(ControlVariate, LeavesTheSquareAloneWhereItSaysNothingNew) {
  Pairs pairs(4, 100, 0.5);
  pairs.known.variance = 1.0;
  for (double& l : pairs.l) l = l > 0.0 ? 1.0 : -1.0;
  EXPECT_EQ(0.0, pairs.summary().beta_square);
}

TEST(ControlVariate, IsExactForALinearScore) {
  const Pairs pairs(1, 100, 0.0);
  EXPECT_NEAR(10.0, pairs.summary().mean, 1e-12);
  EXPECT_LT(pairs.summary().se_mean, 1e-12);
}

TEST(ControlVariate, WithoutSpreadIsThePlainEstimate) {
  Pairs pairs(2, 1000, 1.0);
  std::fill(pairs.l.begin(), pairs.l.end(), 0.0);
  const ControlledSummary s = pairs.summary();
  Moments moments;
  for (const double x : pairs.h) moments.add(x);
  EXPECT_DOUBLE_EQ(moments.mean, s.mean);
  EXPECT_NEAR(1.0, s.gain, 0.01);
  EXPECT_DOUBLE_EQ(0.0, s.beta);
  Summary plain = summarise(pairs.h, 1);
  EXPECT_DOUBLE_EQ(plain.median, s.quantile[0]);
  for (std::size_t i = 0; i < quantile_levels.size(); ++i)
    EXPECT_DOUBLE_EQ(plain.quantiles[i], s.quantile[i + 1]);
}

TEST(ControlVariate, SaysNothingOfTooFewScores) {
  const ControlledSummary s =
      controlled_summary(std::vector{1.0, nan, 2.0}, std::vector{0.0, 1.0, 2.0}, {}, 1);
  EXPECT_TRUE(std::isnan(s.mean));
  EXPECT_TRUE(std::isnan(s.quantile[0]));
}

/// Coverage of the 95 % intervals of the mean and of three quantiles in `runs` runs of n
/// iterations, and the mean of their gains.
struct Coverage {
  double mean = 0.0, quantile[3] = {}, gain = 0.0, quantile_gain[3] = {};
};
Coverage cover(std::size_t n, std::size_t replicate_length, int runs, double se_factor = 1.0,
               double lost = 0.0) {
  Coverage c;
  const std::size_t level[3] = {2, 0, 5};  // 5 %, median, 95 %
  for (int run = 0; run < runs; ++run) {
    Pairs pairs(1000 + static_cast<std::uint64_t>(run), n, 0.5, run % 2 == 0);
    std::mt19937_64 random(static_cast<std::uint64_t>(run));
    for (double& h : pairs.h) h = std::uniform_real_distribution<double>()(random) < lost ? nan : h;
    const ControlledSummary s = pairs.summary(replicate_length);
    const double sd = std::sqrt(4.0 + 0.25);
    const std::uint64_t parts = replicate_length == 1 ? n - 1 : n / replicate_length;
    c.mean += std::abs(s.mean - 10.0) < confidence_factor(parts - 1) * se_factor * s.se_mean
                  ? 1.0 / runs
                  : 0.0;
    c.gain += s.gain / runs;
    for (int i = 0; i < 3; ++i) {
      const double truth = 10.0 + sd * normal_quantiles[level[i]];
      const double reach = confidence_factor(parts - 1) * se_factor * s.se_quantile[level[i]];
      c.quantile[i] += std::abs(s.quantile[level[i]] - truth) < reach ? 1.0 / runs : 0.0;
      c.quantile_gain[i] += s.quantile_gain[level[i]] / runs;
    }
  }
  return c;
}

// 2,000 runs of 500: a share near 0.95 has a standard error of 0.0049; 0.935 to 0.965 is z = 3.
// Quantiles' errors are estimates from the few values about them: two points more.
TEST(ControlVariate, CoversTheTruthAsOftenAsItSays) {
  const Coverage c = cover(500, 1, 2000);
  EXPECT_NEAR(0.95, c.mean, 0.015);
  for (const double share : c.quantile) EXPECT_NEAR(0.95, share, 0.035);
  EXPECT_LT(cover(500, 1, 500, 0.8).mean, 0.92) << "the twin: standard errors a fifth too small";
}

TEST(ControlVariate, GainsWhatTheCorrelationPromises) {
  const Coverage c = cover(5000, 1, 50);
  EXPECT_NEAR(17.0, c.gain, 1.0);  // 1 / (1 − R²) = 4.25 / 0.25
  EXPECT_GT(c.quantile_gain[1], 3.0);
  EXPECT_GT(c.quantile_gain[0], 2.0);
  EXPECT_GT(c.quantile_gain[2], 2.0);
}

// Whole blocks as replicates: 20 blocks in 400 runs; standard error of the share 0.011, z = 3.
TEST(ControlVariate, CoversTheTruthFromBlocks) {
  const Coverage c = cover(20 * statistics_block, statistics_block, 400);
  EXPECT_NEAR(0.95, c.mean, 0.033);
  for (const double share : c.quantile) EXPECT_NEAR(0.95, share, 0.04);
}

// Iterations without a score leave L as it is: its mean stays that of all iterations.
TEST(ControlVariate, StandsIterationsWithoutAScore) {
  const Coverage c = cover(500, 1, 1000, 1.0, 0.1);
  EXPECT_NEAR(0.95, c.mean, 0.021);  // z = 3
}

// A known quantile that is off by its sampling error makes the standard error larger, not the
// estimate surer than it is.
TEST(ControlVariate, CountsTheErrorOfTheKnownQuantiles) {
  Pairs pairs(7, 5000, 0.5);
  const double sure = pairs.summary().se_quantile[0];
  pairs.known.sample_size = 5000;
  EXPECT_GT(pairs.summary().se_quantile[0], 1.3 * sure);
}

// Scores that are their control, in steps: shifting the level would read values between the steps.
// Refused, or one of the values.
TEST(ControlVariate, RefusesQuantilesBesideAtoms) {
  struct Steps {
    const char* name;
    std::function<double(double)> of;  // of a uniform number
  };
  const Steps all[] = {{"coin", [](double u) { return u < 0.7 ? 0.0 : 1.0; }},
                       {"dice", [](double u) { return std::floor(5.0 * u); }},
                       {"atom and a rest", [](double u) { return u < 0.4 ? 0.0 : u; }},
                       {"rare", [](double u) { return u < 0.975 ? 0.0 : 3.0; }}};
  for (const Steps& steps : all) {
    for (const std::uint64_t length : {std::uint64_t{1}, statistics_block}) {
      std::mt19937_64 random(5);
      std::uniform_real_distribution<double> uniform;
      std::vector<double> h;
      for (int i = 0; i < 8192; ++i) h.push_back(steps.of(uniform(random)));
      KnownControl known;
      std::vector<double> sorted = h;
      std::sort(sorted.begin(), sorted.end());
      for (std::size_t k = 0; k < num_control_levels; ++k)
        known.quantile[k] = quantile_of_sorted(sorted, control_level(k));
      const ControlledSummary s = controlled_summary(h, h, known, length);
      for (std::size_t k = 0; k < num_control_levels; ++k) {
        const bool between = s.quantile[k] > 0.4 && steps.of(0.6) == 0.6;  // of the continuous rest
        EXPECT_TRUE(std::isnan(s.quantile[k]) || between ||
                    std::binary_search(sorted.begin(), sorted.end(), s.quantile[k]))
            << steps.name << " " << control_level(k) << ": " << s.quantile[k];
        EXPECT_TRUE(std::isnan(s.quantile[k]) == std::isnan(s.se_quantile[k])) << steps.name;
      }
      EXPECT_FALSE(std::isnan(s.mean)) << steps.name;
    }
  }
}

TEST(ControlVariate, ASmoothScoreWithAControlInStepsIsRefusedToo) {
  Pairs pairs(8, 4096, 0.5);
  for (std::size_t i = 0; i < pairs.l.size(); ++i) pairs.l[i] = pairs.l[i] > 0.0 ? 1.0 : -1.0;
  EXPECT_TRUE(std::isnan(pairs.summary().quantile[0]));
  EXPECT_FALSE(std::isnan(Pairs(8, 4096, 0.5).summary().quantile[0]))
      << "the twin: without steps it is not";
}

}  // namespace
}  // namespace plume::control_variate_test
