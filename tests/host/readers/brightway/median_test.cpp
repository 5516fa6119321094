// SPDX-License-Identifier: Apache-2.0
#include "host/readers/brightway/median.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

namespace plume::median_test {
namespace {

Uncertainty make(DistributionKind kind, double loc, double scale = Uncertainty::not_given,
                 double shape = Uncertainty::not_given, double minimum = Uncertainty::not_given,
                 double maximum = Uncertainty::not_given) {
  Uncertainty u;
  u.kind = kind;
  u.loc = loc;
  u.scale = scale;
  u.shape = shape;
  u.minimum = minimum;
  u.maximum = maximum;
  return u;
}

constexpr double none = Uncertainty::not_given;

/// The record for a set of parameters of golden/distributions.json.
std::optional<Uncertainty> from_golden(const nlohmann::json& item) {
  const std::string kind = item.at("kind");
  const auto& p = item.at("params");
  const auto get = [&](const char* key) {
    const auto found = p.find(key);
    return found == p.end() || found->is_null() ? none : found->get<double>();
  };
  using K = DistributionKind;
  if (kind == "lognormal") return make(K::lognormal, get("mu"), get("sigma"));
  if (kind == "normal") return make(K::normal, get("mean"), get("sd"));
  if (kind == "truncated_normal")
    return make(K::normal, get("mean0"), get("sd0"), none, get("lower"), get("upper"));
  if (kind == "uniform") return make(K::uniform, none, none, none, get("min"), get("max"));
  if (kind == "triangular")
    return make(K::triangular, get("mode"), none, none, get("min"), get("max"));
  if (kind == "beta_pert")
    return make(K::beta_pert, get("mode"), get("lambda"), none, get("min"), get("max"));
  if (kind == "beta") return make(K::beta, get("alpha"), none, get("beta"), get("min"), get("max"));
  if (kind == "gamma") return make(K::gamma, get("loc"), get("scale"), get("shape"));
  if (kind == "weibull") return make(K::weibull, get("loc"), get("scale"), get("shape"));
  if (kind == "student_t") return make(K::students_t, get("loc"), get("scale"), get("df"));
  if (kind == "gev_shape0")
    return make(K::generalized_extreme_value, get("loc"), get("scale"), 0.0);
  if (kind == "bernoulli") return make(K::bernoulli, get("p"));
  if (kind == "discrete_uniform")
    return make(K::discrete_uniform, none, none, none, get("min"), get("max_exclusive"));
  return std::nullopt;
}

TEST(Median, OfAllDistributionsWithKnownQuantiles) {
  const std::filesystem::path path = PLUME_SOURCE_DIR "/../shared/golden/distributions.json";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << path << " is not there";
  const auto golden = nlohmann::json::parse(std::ifstream(path));

  int num_compared = 0;
  for (const auto& item : golden.at("items")) {
    const auto record = from_golden(item);
    ASSERT_TRUE(record) << item.at("id");
    const double expected = item.at("quantiles").at("0.5");
    EXPECT_NEAR(median_of(*record), expected, 1e-8 * std::abs(expected) + 1e-14) << item.at("id");
    ++num_compared;
  }
  EXPECT_GE(num_compared, 40);
}

TEST(Median, OfACertainAmountIsItsLoc) {
  EXPECT_EQ(median_of(make(DistributionKind::undefined, 3.5)), 3.5);
  EXPECT_EQ(median_of(make(DistributionKind::none, -2.0)), -2.0);
  EXPECT_TRUE(std::isnan(median_of(make(DistributionKind::none, none))));
}

TEST(Median, NegativeTurnsLognormalWeibullAndGammaRound) {
  for (const auto kind :
       {DistributionKind::lognormal, DistributionKind::weibull, DistributionKind::gamma}) {
    Uncertainty u = make(kind, 0.7, 1.3, 2.0);
    const double positive = median_of(u);
    u.negative = true;
    EXPECT_DOUBLE_EQ(median_of(u), -positive) << name_of(kind);
  }
}

// Bounds stand in the space after the sign: P(−∞ < x < median) is half of P(−2 < x < −1).
TEST(Median, BoundsOfANegativeLognormalAreSigned) {
  Uncertainty u = make(DistributionKind::lognormal, 0.0, 0.5, none, -2.0, -1.0);
  u.negative = true;
  const auto below = [](double x) { return 0.5 * std::erfc(-std::log(x) / 0.5 / std::sqrt(2.0)); };

  const double median = median_of(u);

  EXPECT_NEAR(below(-median), 0.5 * (below(1.0) + below(2.0)), 1e-14);
}

TEST(Median, ABoundedNormalIsTruncatedNotClipped) {
  EXPECT_NEAR(median_of(make(DistributionKind::normal, 0.0, 1.0, none, 0.0)), 0.67448975019608171,
              1e-14);
}

// Far in a tail, where 1 − F has lost all digits: the median of a normal beyond 12 is 12.0567….
TEST(Median, BoundsFarOutInTheUpperTail) {
  const double median = median_of(make(DistributionKind::normal, 0.0, 1.0, none, 12.0));
  const auto above = [](double x) { return std::erfc(x / std::sqrt(2.0)); };
  EXPECT_NEAR(above(median) / above(12.0), 0.5, 1e-12);
}

TEST(Median, BoundsOfTheOtherTruncatedOnes) {
  // Exponential between 1 and 2, Gumbel below its mode, Student's t with 1 (Cauchy) above 0.
  EXPECT_NEAR(median_of(make(DistributionKind::gamma, none, 1.0, 1.0, 1.0, 2.0)),
              -std::log(0.5 * (std::exp(-1.0) + std::exp(-2.0))), 1e-14);
  EXPECT_NEAR(
      median_of(make(DistributionKind::generalized_extreme_value, 0.0, 1.0, none, none, 0.0)),
      -std::log(1.0 + std::log(2.0)), 1e-14);
  EXPECT_NEAR(median_of(make(DistributionKind::students_t, 0.0, 1.0, 1.0, 0.0)), 1.0, 1e-13);
}

// stats_arrays' defaults for parameters not given.
TEST(Median, DefaultsOfOptionalParameters) {
  EXPECT_DOUBLE_EQ(median_of(make(DistributionKind::weibull, none, 2.0, 1.0)), 2.0 * std::log(2.0));
  EXPECT_DOUBLE_EQ(median_of(make(DistributionKind::beta, 2.0, none, 2.0)), 0.5);
  EXPECT_NEAR(median_of(make(DistributionKind::students_t, none, none, 3.0)), 0.0, 1e-15);
  EXPECT_DOUBLE_EQ(median_of(make(DistributionKind::discrete_uniform, none, none, none, none, 6.0)),
                   2.0);
  EXPECT_DOUBLE_EQ(median_of(make(DistributionKind::beta_pert, 2.0, none, none, 0.0, 4.0)), 2.0);
}

TEST(Median, ALognormalWithoutSpreadStillHasOne) {
  EXPECT_DOUBLE_EQ(median_of(make(DistributionKind::lognormal, 1.0, 0.0)), std::exp(1.0));
  EXPECT_DOUBLE_EQ(median_of(make(DistributionKind::normal, 4.0, none)), 4.0);
}

TEST(Median, ImpossibleParametersHaveNone) {
  using K = DistributionKind;
  const Uncertainty impossible[] = {make(K::lognormal, none, 0.5),
                                    make(K::lognormal, 0.0, 0.5, none, 5.0, 1.0),
                                    make(K::normal, none, 1.0),
                                    make(K::uniform, 0.0, none, none, 2.0, 1.0),
                                    make(K::uniform, 0.0),
                                    make(K::triangular, 5.0, none, none, 0.0, 1.0),
                                    make(K::bernoulli, 1.5),
                                    make(K::discrete_uniform, none, none, none, 3.0, 3.0),
                                    make(K::weibull, 0.0, -1.0, 1.0),
                                    make(K::gamma, 0.0, 1.0, 0.0),
                                    make(K::beta, -1.0, none, 2.0),
                                    make(K::generalized_extreme_value, 0.0, 0.0),
                                    make(K::students_t, 0.0, 1.0, none),
                                    make(K::beta_pert, 5.0, none, none, 0.0, 1.0),
                                    make(K::beta_pert, 1.0, none, none, 1.0, 1.0)};
  for (const Uncertainty& u : impossible) EXPECT_TRUE(std::isnan(median_of(u))) << name_of(u.kind);
}

}  // namespace
}  // namespace plume::median_test
