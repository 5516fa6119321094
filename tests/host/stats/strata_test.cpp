// SPDX-License-Identifier: Apache-2.0
// Do the 95 % intervals of a design of blocks hold the truth, whatever the output is? Outputs of
// one number (the rule in an inventory), of several, in steps, with heavy tails, with atoms, with
// failures; 2, 8 and 32 blocks; with and without samples. Each is a function of Latin hypercube
// numbers whose mean and quantiles are known exactly.
//
// 400 runs each, with fixed seeds: a share of 0.93 has a standard error of 0.0128. A figure passes
// from 0.93 less two of these on; that of many numbers must not be above 0.985 either, since there
// the errors are to be exact and not only safe. The twin is the spread of blocks alone.
#include "host/stats/strata.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "host/stats/interval.hpp"
#include "host/stats/moments.hpp"
#include "host/stats/streaming.hpp"
#include "host/stats/student.hpp"
#include "host/stats/summary.hpp"

namespace plume::strata_test {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr int num_runs = 400;
constexpr double lowest = 0.93 - 2.0 * 0.0128, highest_exact = 0.985;
using Numbers = std::span<const double>;

/// Acklam's rational approximation, relative error 1e-9. The truths below are of the same function.
double normal(double p) {
  constexpr std::array a = {-3.969683028665376e+01, 2.209460984245205e+02,  -2.759285104469687e+02,
                            1.383577518672690e+02,  -3.066479806614716e+01, 2.506628277459239e+00};
  constexpr std::array b = {-5.447609879822406e+01, 1.615858368580409e+02,  -1.556989798598866e+02,
                            6.680131188771972e+01,  -1.328068155288572e+01, 1.0};
  constexpr std::array c = {-7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00,
                            -2.549732539343734e+00, 4.374664141464968e+00,  2.938163982698783e+00};
  constexpr std::array d = {7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00,
                            3.754408661907416e+00, 1.0};
  const auto horner = [](const auto& k, double x) {
    double sum = 0.0;
    for (const double each : k) sum = sum * x + each;
    return sum;
  };
  const double q = std::min(p, 1.0 - p);
  if (q < 0.02425) {
    const double t = std::sqrt(-2.0 * std::log(q)), z = horner(c, t) / horner(d, t);
    return p < 0.5 ? z : -z;
  }
  const double m = p - 0.5, r = m * m;
  return m * horner(a, r) / horner(b, r);
}

struct Kind {
  std::string name;
  std::size_t numbers;  ///< that it hangs on
  std::function<double(Numbers)> score;
  double mean;
  std::function<double(double)> quantile;  ///< the least value with P(score ≤ value) ≥ p
  bool exact = false;                      ///< its errors are not only safe
};

double lognormal_mean(double sigma) { return std::exp(0.5 * sigma * sigma); }

Kind lognormal(const char* name, double sigma) {
  return {name, 1, [=](Numbers u) { return std::exp(sigma * normal(u[0])); }, lognormal_mean(sigma),
          [=](double p) { return std::exp(sigma * normal(p)); }};
}

Kind bernoulli(const char* name, double share) {
  return {name, 1, [=](Numbers u) { return u[0] > 1.0 - share ? 1.0 : 0.0; }, share,
          [=](double p) { return p > 1.0 - share + 1e-12 ? 1.0 : 0.0; }};
}

double triangular(double p) {
  return p < 0.3 ? std::sqrt(0.3 * p) : 1.0 - std::sqrt(0.7 * (1.0 - p));
}

double coins(double p) {  // heads of ten coins that show them with a probability of 0.2
  double term = std::pow(0.8, 10.0), sum = term;
  int heads = 0;
  for (; sum < p - 1e-12 && heads < 10; sum += term) {
    term *= (10.0 - heads) / (heads + 1.0) * 0.25;
    ++heads;
  }
  return heads;
}

double with_atom(double u, double v) { return u < 0.4 ? 0.0 : std::exp(0.3 * normal(v)); }
double atom_quantile(double p) { return p <= 0.4 ? 0.0 : std::exp(0.3 * normal((p - 0.4) / 0.6)); }

std::vector<Kind> family() {
  const double root5 = std::sqrt(5.0);
  return {lognormal("lognormal of sigma 0.5", 0.5),
          lognormal("lognormal of sigma 1.5", 1.5),
          {"its negative", 1, [](Numbers u) { return -std::exp(1.5 * normal(u[0])); },
           -lognormal_mean(1.5), [](double p) { return -std::exp(1.5 * normal(1.0 - p)); }},
          {"normal", 1, [](Numbers u) { return normal(u[0]); }, 0.0, normal},
          {"uniform", 1, [](Numbers u) { return u[0]; }, 0.5, [](double p) { return p; }},
          {"triangular", 1, [](Numbers u) { return triangular(u[0]); }, 1.3 / 3.0, triangular},
          {"square of a normal", 1, [](Numbers u) { return normal(u[0]) * normal(u[0]); }, 1.0,
           [](double p) { return normal(0.5 * (1.0 + p)) * normal(0.5 * (1.0 + p)); }},
          {"sum of five", 5,
           [](Numbers u) {
             double sum = 0.0;
             for (const double each : u) sum += normal(each);
             return sum;
           },
           0.0, [=](double p) { return root5 * normal(p); }},
          {"one number and a little of another", 2,
           [](Numbers u) { return normal(u[0]) + 0.01 * normal(u[1]); }, 0.0,
           [](double p) { return std::sqrt(1.0001) * normal(p); }},
          {"product of two", 2,
           [](Numbers u) { return std::exp(0.4 * normal(u[0]) + 0.3 * normal(u[1])); },
           lognormal_mean(0.5), [](double p) { return std::exp(0.5 * normal(p)); }, true},
          {"heavy product of two", 2,
           [](Numbers u) { return std::exp(1.2 * normal(u[0]) + 0.9 * normal(u[1])); },
           lognormal_mean(1.5), [](double p) { return std::exp(1.5 * normal(p)); }},
          bernoulli("Bernoulli 0.3", 0.3),
          bernoulli("Bernoulli 0.05", 0.05),
          bernoulli("Bernoulli 0.001", 0.001),
          {"dice", 1, [](Numbers u) { return std::floor(5.0 * u[0]); }, 2.0,
           [](double p) { return std::ceil(5.0 * p - 1e-12) - 1.0; }},
          {"coins", 1, [](Numbers u) { return coins(u[0]); }, 2.0, coins},
          {"atom beside a lognormal", 2, [](Numbers u) { return with_atom(u[0], u[1]); },
           0.6 * lognormal_mean(0.3), atom_quantile},
          {"atom and lognormal of one number", 1,
           [](Numbers u) { return with_atom(u[0], std::max((u[0] - 0.4) / 0.6, 1e-300)); },
           0.6 * lognormal_mean(0.3), atom_quantile}};
}

/// Scores of `blocks` blocks; the share `lost` of the iterations fails, by a number of its own.
std::vector<double> sample(const Kind& kind, std::size_t blocks, std::uint64_t seed,
                           double lost = 0.0) {
  std::mt19937_64 random(seed);
  std::uniform_real_distribution<double> uniform;
  std::vector<double> scores;
  scores.reserve(blocks * statistics_block);
  std::vector<std::vector<std::size_t>> strata(kind.numbers,
                                               std::vector<std::size_t>(statistics_block));
  std::vector<double> u(kind.numbers);
  for (std::size_t block = 0; block < blocks; ++block) {
    for (auto& of : strata) {
      for (std::size_t i = 0; i < of.size(); ++i) of[i] = i;
      std::shuffle(of.begin(), of.end(), random);
    }
    for (std::size_t i = 0; i < statistics_block; ++i) {
      for (std::size_t k = 0; k < u.size(); ++k) {
        u[k] = (static_cast<double>(strata[k][i]) + uniform(random)) /
               static_cast<double>(statistics_block);
      }
      scores.push_back(uniform(random) < lost ? nan : kind.score(u));
    }
  }
  return scores;
}

bool holds(double estimate, double error, std::uint64_t replicates, double truth) {
  const ConfidenceInterval interval = confidence_interval(estimate, error, replicates);
  const double rounding = 1e-12 * std::abs(truth);
  return interval.lower - rounding <= truth && truth <= interval.upper + rounding;
}

/// Shares of runs whose interval holds the truth: of the mean, then of the quantiles.
using Shares = std::array<double, 1 + quantile_levels.size()>;

void count(const Summary& s, const Kind& kind, Shares& shares) {
  shares[0] += holds(s.mean, s.se_mean, s.replicates, kind.mean) / double{num_runs};
  for (std::size_t k = 0; k < quantile_levels.size(); ++k) {
    shares[k + 1] +=
        holds(s.quantiles[k], s.se_quantiles[k], s.replicates, kind.quantile(quantile_levels[k])) /
        double{num_runs};
  }
}

Shares cover(const Kind& kind, std::size_t blocks, double lost = 0.0) {
  Shares shares{};
  for (int run = 0; run < num_runs; ++run) {
    count(summarise(sample(kind, blocks, static_cast<std::uint64_t>(run), lost), statistics_block),
          kind, shares);
  }
  return shares;
}

void expect_cover(const Shares& shares, const Kind& kind, std::size_t blocks) {
  for (std::size_t k = 0; k < shares.size(); ++k) {
    EXPECT_GE(shares[k], lowest) << kind.name << ", figure " << k << ", blocks " << blocks;
    if (kind.exact && blocks > 2) {
      EXPECT_LE(shares[k], highest_exact) << kind.name << ", figure " << k << ", blocks " << blocks;
    }
  }
}

class StrataCoverage : public ::testing::TestWithParam<std::size_t> {};

TEST_P(StrataCoverage, OfTwoAndOfEightBlocks) {
  const Kind kind = family()[GetParam()];
  for (const std::size_t blocks : {std::size_t{2}, std::size_t{8}})
    expect_cover(cover(kind, blocks), kind, blocks);
}

INSTANTIATE_TEST_SUITE_P(Family, StrataCoverage, ::testing::Range(std::size_t{0}, family().size()));

TEST(Strata, CoverInManyBlocks) {
  for (const Kind& kind : {lognormal("heavy", 1.5), bernoulli("Bernoulli 0.05", 0.05)}) {
    expect_cover(cover(kind, 32), kind, 32);
  }
}

TEST(Strata, CoverWhereIterationsFail) {
  for (const Kind& kind : {lognormal("lognormal", 0.5), bernoulli("Bernoulli", 0.3)}) {
    expect_cover(cover(kind, 8, 0.1), kind, 8);
  }
}

TEST(Strata, CoverWithoutSamples) {
  const std::vector<Kind> all = family();
  // The last is so narrow that all of it lies in two bins.
  std::vector<Kind> kinds = {all[0], all[11], all[14], all[16]};
  kinds.push_back({"narrow", 1, [](Numbers u) { return 1.0 + 1e-5 * normal(u[0]); }, 1.0,
                   [](double p) { return 1.0 + 1e-5 * normal(p); }});
  for (const Kind& kind : kinds) {
    Shares shares{};
    for (int run = 0; run < num_runs; ++run) {
      const std::vector<double> scores = sample(kind, 8, static_cast<std::uint64_t>(run));
      StreamingStatistics statistics(1, {false, true, 1});
      for (std::size_t block = 0; block < 8; ++block) {
        statistics.add(block, std::span(scores).subspan(block * streaming_block, streaming_block));
      }
      count(statistics.summary(0), kind, shares);
    }
    expect_cover(shares, kind, 8);
  }
}

// The twin: the spread of blocks alone, as it was. The same assertion must reject it.
TEST(Strata, TheSpreadOfBlocksAloneDoesNotCover) {
  const auto alone = [](const Kind& kind, std::size_t blocks) {
    Shares shares{};
    for (int run = 0; run < num_runs; ++run) {
      const std::vector<double> scores = sample(kind, blocks, static_cast<std::uint64_t>(run));
      Summary s = summarise(scores, statistics_block);
      BlockedMoments moments;
      BlockQuantiles quantiles(quantile_levels);
      for (const double x : scores) moments.add(x), quantiles.add(x);
      s.se_mean = moments.se_mean(statistics_block);
      for (std::size_t k = 0; k < quantile_levels.size(); ++k) {
        s.se_quantiles[k] = standard_error(quantiles.spread(k), s.count, nan);
      }
      count(s, kind, shares);
    }
    return shares;
  };
  EXPECT_LT(alone(bernoulli("Bernoulli", 0.3), 2)[0], 0.5) << "most runs know the mean 'exactly'";
  const Shares eight = alone(lognormal("lognormal", 0.5), 8);
  EXPECT_LT(eight[1], 0.8);
  EXPECT_LT(eight[6], 0.8);
  EXPECT_LT(alone(lognormal("heavy", 1.5), 8)[0], lowest);
}

TEST(Strata, NothingThatVariesIsKnownExactly) {
  const Kind coin = bernoulli("coin", 0.3);
  for (std::uint64_t run = 0; run < 50; ++run) {
    EXPECT_GE(summarise(sample(coin, 2, run), statistics_block).se_mean, 1e-4);
  }
  EXPECT_EQ(summarise(std::vector<double>(2048, 7.0), statistics_block).se_mean, 0.0)
      << "what does not vary is";
}

TEST(Strata, CellsHoldEveryValueOnce) {
  const std::vector<double> values = {3.0, -1.0, 3.0, 0.5};
  const std::vector<ScoreCell> cells = cells_of(values);
  ASSERT_EQ(cells.size(), 3u);
  EXPECT_EQ(cells[0].least, -1.0);
  EXPECT_EQ(cells[2].count, 2u);
  EXPECT_DOUBLE_EQ(squared_gaps(cells, 0), 1.5 * 1.5 + 2.5 * 2.5);
  EXPECT_DOUBLE_EQ(squared_gaps(cells, 1), 2.5 * 2.5)
      << "of the outermost scores, beside what is there twice";
  EXPECT_EQ(squared_widths(cells), 0.0);
  EXPECT_TRUE(cells_of({}).empty());
  EXPECT_EQ(cells_of(std::vector{-1e308, 1e308}).size(), 2u)
      << "the width is beyond the greatest double";
}

TEST(Strata, FewValuesAreTheStepsOfAnOutput) {
  FewValues steps;
  for (const double value : {2.0, 0.0, 2.0, 5.0, 0.0}) steps.add(value);
  EXPECT_DOUBLE_EQ(steps.squared_gaps(), 4.0 + 9.0);
  for (int i = 0; i < 40; ++i) steps.add(i);
  EXPECT_EQ(steps.squared_gaps(), 0.0) << "too many to be steps";
}

// An exponential tail has the variance 1 beyond every level, a uniform one (w/N)²/12.
TEST(Strata, TailsAreThoseOfTheDistribution) {
  std::vector<double> exponential, uniform;
  for (int i = 0; i < 64 * 1024; ++i) {
    const double u = (i + 0.5) / (64.0 * 1024.0);
    exponential.push_back(-std::log(1.0 - u));
    uniform.push_back(u);
  }
  EXPECT_NEAR(tail_of(cells_of(exponential), 1024.0).variance, 1.0, 0.1);
  EXPECT_NEAR(tail_of(cells_of(uniform), 1024.0).variance, 1.0 / (1024.0 * 1024.0 * 12.0),
              0.1 / (1024.0 * 1024.0 * 12.0));
  EXPECT_EQ(tail_of(cells_of(std::vector<double>(2048, 1.0)), 1024.0).variance, 0.0);
}

TEST(Strata, BlocksTellWhetherAnOutputHangsOnOneNumber) {
  const BlockRun run{8 * 1024, 0.0, 8};
  const double unit = 1.0 / (1024.0 * 1024.0 * 8.0);
  EXPECT_EQ(share_of_one_number(std::vector{0.1 * unit, 0.3 * unit}, run), 1.0);
  EXPECT_EQ(share_of_one_number(std::vector{8.0 * unit, 50.0 * unit}, run), 0.0);
  EXPECT_NEAR(share_of_one_number(std::vector{2.5 * unit}, run), 0.5, 1e-12);
  EXPECT_EQ(share_of_one_number({}, run), 1.0) << "in steps";
}

}  // namespace
}  // namespace plume::strata_test
