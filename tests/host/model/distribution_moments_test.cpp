// SPDX-License-Identifier: Apache-2.0
// Moments against stored references (relative 1e-9), textbook closed forms, and integrals of the
// quantile function.
#include "host/model/distribution_moments.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <limits>
#include <string>
#include <vector>

#include "host/model/distribution.hpp"
#include "tests/support/golden_distributions.hpp"

namespace plume::distribution_moments_test {
namespace {

using Kind = DistributionKind;
constexpr double none = Uncertainty::not_given;
constexpr double infinity = std::numeric_limits<double>::infinity();

Uncertainty make(Kind kind, double loc, double scale, double shape, double minimum,
                 double maximum) {
  Uncertainty u;
  u.kind = kind;
  u.loc = loc, u.scale = scale, u.shape = shape, u.minimum = minimum, u.maximum = maximum;
  return u;
}

TEST(MomentsOf, TheReferenceDistributions) {
  if (!std::filesystem::exists(testing::golden_distributions_path()))
    GTEST_SKIP() << "the reference distributions are not here";
  const auto list = testing::golden_distributions();
  EXPECT_EQ(list.size(), 40u);
  for (const auto& golden : list) {
    ASSERT_FALSE(golden.uncertainty.is_certain()) << golden.id;
    const DistributionMoments m = moments_of(golden.uncertainty, 0.0);
    const double sd = std::sqrt(golden.variance);
    EXPECT_NEAR(m.mean, golden.mean, 1e-9 * std::max(std::fabs(golden.mean), sd)) << golden.id;
    EXPECT_NEAR(m.variance, golden.variance, 1e-9 * golden.variance) << golden.id;
  }
}

TEST(MomentsOf, ACertainNumberIsItsAmount) {
  const DistributionMoments m = moments_of(Uncertainty{}, 3.5);
  EXPECT_EQ(m.mean, 3.5);
  EXPECT_EQ(m.variance, 0.0);
}

TEST(MomentsOf, ALognormalHasItsMeanAboveItsMedian) {
  const Uncertainty u = make(Kind::lognormal, std::log(2.0), 0.8, none, none, none);
  EXPECT_NEAR(moments_of(u, 2.0).mean, 2.0 * std::exp(0.32), 1e-14);
  const Uncertainty n = make(Kind::normal, 2.0, 0.8, none, none, none);
  EXPECT_EQ(moments_of(n, 2.0).mean, 2.0);
}

TEST(MomentsOf, AWeibullOfShapeOneIsExponential) {
  const DistributionMoments m = moments_of(make(Kind::weibull, 1.0, 2.0, 1.0, none, none), 0.0);
  EXPECT_NEAR(m.mean, 3.0, 1e-14);
  EXPECT_NEAR(m.variance, 4.0, 1e-13);
}

TEST(MomentsOf, NegativeTurnsTheMeanAndKeepsTheVariance) {
  for (const Kind kind : {Kind::lognormal, Kind::weibull, Kind::gamma}) {
    Uncertainty u = make(kind, 0.3, 0.8, 2.0, none, none);
    const DistributionMoments positive = moments_of(u, 0.0);
    u.negative = true;
    const DistributionMoments negative = moments_of(u, 0.0);
    EXPECT_DOUBLE_EQ(negative.mean, -positive.mean);
    EXPECT_DOUBLE_EQ(negative.variance, positive.variance);
  }
}

TEST(MomentsOf, WhatDoesNotExistIsNoNumber) {
  EXPECT_TRUE(std::isnan(moments_of(make(Kind::students_t, 0, 1, 1.0, none, none), 0).mean));
  EXPECT_EQ(moments_of(make(Kind::students_t, 3, 1, 1.5, none, none), 0).mean, 3.0);
  EXPECT_EQ(moments_of(make(Kind::students_t, 3, 1, 2.0, none, none), 0).variance, infinity);
  EXPECT_TRUE(
      std::isnan(moments_of(make(Kind::generalized_extreme_value, 0, 1, 1.0, none, none), 0).mean));
  EXPECT_EQ(moments_of(make(Kind::generalized_extreme_value, 0, 1, 0.5, none, none), 0).variance,
            infinity);
  // Cut off on one side alone, the other tail still has none; cut off on both, everything exists.
  EXPECT_EQ(moments_of(make(Kind::students_t, 0, 1, 1.5, -1.0, none), 0).variance, infinity);
  const DistributionMoments cauchy = moments_of(make(Kind::students_t, 0, 1, 1.0, -1.0, 1.0), 0);
  EXPECT_NEAR(cauchy.mean, 0.0, 1e-12);
  EXPECT_NEAR(cauchy.variance, 4.0 / 3.14159265358979323846 - 1.0, 1e-10);
}

/// ∫ x and ∫ (x − mean)² over midpoints of n strata of u, by Richardson on bounded distributions:
/// to about 1e-6.
DistributionMoments by_midpoints(const Uncertainty& u) {
  const Distribution d(u);
  constexpr int n = 200'000;
  double mean = 0.0, square = 0.0;
  for (int i = 0; i < n; ++i) {
    const double lower = (i + 0.5) / n, upper = (n - i - 0.5) / n, x = d.value({lower, upper});
    mean += x / n;
    square += x * x / n;
  }
  return {mean, square - mean * mean};
}

TEST(MomentsOf, TruncatedAndCompoundDistributionsAreTheIntegralsOfTheirQuantiles) {
  auto bins = std::make_shared<DistributionTable>();
  bins->rows = {{1.0, 2.0, 1.0, {}}, {2.0, 4.0, 3.0, {}}, {6.0, 7.0, 2.0, {}}};
  auto values = std::make_shared<DistributionTable>();
  values->rows = {{5.0, 0, 1.0, {}}, {1.0, 0, 2.0, {}}, {3.0, 0, 1.0, {}}};
  auto parts = std::make_shared<DistributionTable>();
  parts->rows = {{0, 0, 1.0, make(Kind::uniform, none, none, none, 0.0, 1.0)},
                 {0, 0, 2.0, make(Kind::normal, 3.0, 0.5, none, none, none)},
                 {7.0, 0, 1.0, {}}};
  const auto with = [](Kind kind, const std::shared_ptr<DistributionTable>& table, double minimum,
                       double maximum) {
    Uncertainty u = make(kind, none, none, none, minimum, maximum);
    u.table = table;
    return u;
  };
  Uncertainty negative = make(Kind::lognormal, 0.2, 0.6, none, -3.0, -0.5);
  negative.negative = true;
  Uncertainty weibull = make(Kind::weibull, 1.0, 2.0, 1.4, -6.0, -1.5);
  weibull.negative = true;
  for (const Uncertainty& u : {make(Kind::lognormal, 0.2, 0.6, none, 0.5, 3.0),
                               negative,
                               make(Kind::normal, 1.0, 2.0, none, 0.0, 4.0),
                               make(Kind::normal, 0.0, 1.0, none, 4.0, 5.0),
                               make(Kind::lognormal, 0.0, 1.0, none, 1.0, 1.01),
                               weibull,
                               make(Kind::gamma, 0.5, 2.0, 0.7, 0.6, 8.0),
                               make(Kind::generalized_extreme_value, 1.0, 2.0, 0.3, -1.0, 20.0),
                               make(Kind::generalized_extreme_value, 1.0, 2.0, -0.4, none, 4.0),
                               make(Kind::students_t, 1.0, 2.0, 3.0, -4.0, 9.0),
                               make(Kind::log_uniform, none, none, none, 0.1, 10.0),
                               make(Kind::log_uniform, none, none, none, -10.0, -9.9),
                               make(Kind::bernoulli, 0.3, none, none, none, none),
                               make(Kind::discrete_uniform, none, none, none, -3.0, 5.0),
                               with(Kind::histogram, bins, none, none),
                               with(Kind::histogram, bins, 1.5, 6.25),
                               with(Kind::empirical, values, none, none),
                               with(Kind::empirical, values, 2.0, none),
                               with(Kind::categorical, values, none, 4.0),
                               with(Kind::mixture, parts, none, none),
                               with(Kind::mixture, parts, 0.5, 6.0)}) {
    SCOPED_TRACE(std::string(name_of(u.kind)) + " loc " + std::to_string(u.loc) + " minimum " +
                 std::to_string(u.minimum) + " maximum " + std::to_string(u.maximum));
    const DistributionMoments exact = moments_of(u, 0.0), sum = by_midpoints(u);
    const double sd = std::sqrt(exact.variance);
    EXPECT_GT(sd, 0.0);
    EXPECT_NEAR(exact.mean, sum.mean, 2e-4 * sd);
    EXPECT_NEAR(exact.variance, sum.variance, 2e-3 * exact.variance);
    // The twin: a hundredth more is seen.
    EXPECT_GT(std::fabs(1.01 * exact.variance - sum.variance), 2e-3 * exact.variance);
  }
}

}  // namespace
}  // namespace plume::distribution_moments_test
