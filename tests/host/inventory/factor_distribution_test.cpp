// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/factor_distribution.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "host/model/distribution.hpp"

namespace plume::factor_distribution_test {
namespace {

FactorCells cells(double value, const char* distribution, std::optional<double> p1 = {},
                  std::optional<double> p2 = {}, std::optional<double> p3 = {}) {
  FactorCells made;
  made.value = value;
  made.distribution = distribution;
  made.p1 = p1;
  made.p2 = p2;
  made.p3 = p3;
  return made;
}
FactorCells bounds(double value, double lower, double upper) {
  FactorCells made = cells(value, "");
  made.lower95 = lower;
  made.upper95 = upper;
  return made;
}
std::string fault_of(const FactorCells& given) {
  const FactorDistribution made = factor_distribution(given);
  EXPECT_EQ(DistributionKind::undefined, made.drawn.kind);
  return made.faults.empty() ? ""
                             : made.faults[0].column + std::string(": ") + made.faults[0].problem;
}
double quantile(const Uncertainty& u, double p) { return Distribution(u).value({p, 1.0 - p}); }

TEST(FactorDistribution, TwoPiecesHaveTheThreeNumbersOfTheTable) {
  for (const auto& [value, lower, upper] : {std::array{92.0, 50.0, 1540.0},
                                            {28.6, 14.3, 85.8},
                                            {3.0, 1.0, 77.0},
                                            {-10.0, -14.0, -9.0}}) {
    const Uncertainty u = two_piece_lognormal(value, lower, upper);
    const Interval95 drawn = interval95(u, value);
    EXPECT_NEAR(drawn.lower, lower, 1e-9 * std::fabs(lower));
    EXPECT_NEAR(drawn.upper, upper, 1e-9 * std::fabs(upper));
    EXPECT_NEAR(quantile(u, 0.5), value, 1e-9 * std::fabs(value));
    EXPECT_EQ(value > 0.0, quantile(u, 0.2) < quantile(u, 0.3)) << "one way from end to end";
    EXPECT_EQ(value > 0.0, quantile(u, 0.7) < quantile(u, 0.8));
    EXPECT_EQ(value > 0.0, quantile(u, 0.4) < quantile(u, 0.6));
  }
  EXPECT_GT(std::fabs(quantile(two_piece_lognormal(92.0, 16.6, 511.0), 0.025) - 50.0), 30.0)
      << "the twin: what was drawn before";
}

TEST(FactorDistribution, BoundsAloneMakeOne) {
  const FactorDistribution lognormal = factor_distribution(bounds(1000, 800, 1250));
  EXPECT_EQ(DistributionKind::lognormal, lognormal.drawn.kind);
  EXPECT_NEAR(quantile(lognormal.drawn, 0.025), 800.0, 1e-6);
  EXPECT_NEAR(quantile(lognormal.drawn, 0.975), 1250.0, 1e-6);
  EXPECT_EQ(DistributionKind::normal, factor_distribution(bounds(1000, 900, 1100)).drawn.kind);
  EXPECT_NEAR(quantile(factor_distribution(bounds(1000, 900, 1100)).drawn, 0.975), 1100.0, 1e-6);
  const FactorDistribution wide = factor_distribution(bounds(1000, 500, 1500));
  EXPECT_EQ(DistributionKind::mixture, wide.drawn.kind) << "wider than 30 %: no normal";
  EXPECT_NEAR(quantile(wide.drawn, 0.025), 500.0, 1e-6);
  EXPECT_NEAR(quantile(wide.drawn, 0.975), 1500.0, 1e-6);
  const FactorDistribution skew = factor_distribution(bounds(1000, 950, 1400));
  EXPECT_NEAR(quantile(skew.drawn, 0.025), 950.0, 1e-6);
  EXPECT_NEAR(quantile(skew.drawn, 0.5), 1000.0, 1e-6);
  EXPECT_EQ(DistributionKind::normal, factor_distribution(bounds(1, -2, 4)).drawn.kind)
      << "symmetric about a sign";
  EXPECT_EQ(DistributionKind::none, factor_distribution(bounds(1, 1, 1)).drawn.kind);
  EXPECT_EQ("lower95: the value 1000 does not lie between lower95 1100 and upper95 1250",
            fault_of(bounds(1000, 1100, 1250)));
  EXPECT_EQ("lower95: no lognormal lies between -1 and 9", fault_of(bounds(1, -1, 9)));
  FactorCells one = bounds(1000, 800, 1250);
  one.upper95.reset();
  EXPECT_EQ("upper95: has one end of its 95 % interval alone", fault_of(one));
}

TEST(FactorDistribution, ScoresAloneMakeOne) {
  FactorCells scored = cells(2.0, "");
  scored.pedigree = "(2,2,1,2,1,5)";
  const FactorDistribution made = factor_distribution(scored);
  EXPECT_EQ(DistributionKind::lognormal, made.drawn.kind);
  EXPECT_DOUBLE_EQ(std::log(2.0), made.drawn.loc);
  EXPECT_GT(made.drawn.scale, 0.0);
  scored.pedigree = "good";
  EXPECT_EQ("pedigree: pedigree 'good' cannot be understood", fault_of(scored));
  scored = bounds(2.0, 1.9, 2.1);
  scored.pedigree = "(2,2,1,2,1,5)";
  EXPECT_EQ("its pedigree scores '(2,2,1,2,1,5)' are not drawn: its 95 % interval is",
            factor_distribution(scored).remark);
}

TEST(FactorDistribution, NothingGivenIsNothingPublished) {
  EXPECT_EQ(DistributionKind::undefined, factor_distribution(cells(2.0, "")).drawn.kind);
  EXPECT_EQ("distribution: has parameters, but no distribution",
            fault_of(cells(2.0, "", 2.0, 0.1)));
}

TEST(FactorDistribution, TheCentreOfEveryOneIsTheValue) {
  EXPECT_EQ("p1: p1 500 is not the value 1000", fault_of(cells(1000, "normal", 500, 50)));
  EXPECT_EQ("p1: p1 0.5 is not the logarithm of the value 0.5",
            fault_of(cells(0.5, "lognormal", 0.5, 0.1)));
  EXPECT_EQ("value: the middle 15 of the uniform is not the value 10",
            fault_of(cells(10, "uniform", 10, 20)));
  EXPECT_EQ("value: neither the mode 2 nor the mean 3.00000 of the triangular is the value 5",
            fault_of(cells(5, "triangular", 1, 2, 6)));
  EXPECT_EQ("lower95: the value 5 does not lie between lower95 6 and upper95 9", [] {
    FactorCells given = bounds(5, 6, 9);
    given.distribution = "two-piece lognormal";
    return fault_of(given);
  }());
  for (const FactorCells& good :
       {cells(1000, "normal", 1000.4, 50), cells(0.5, "lognormal", std::log(0.5), 0.1),
        cells(15, "uniform", 10, 20), cells(2, "triangular", 1, 2, 6),
        cells(3, "triangular", 1, 2, 6), cells(7, "constant")})
    EXPECT_TRUE(factor_distribution(good).faults.empty()) << good.distribution;
  EXPECT_TRUE(factor_distribution(cells(-2, "lognormal", std::log(2.0), 0.1)).drawn.negative);
}

TEST(FactorDistribution, ParametersThatAreMissingAreTold) {
  EXPECT_EQ("p2: the distribution lognormal has no p2", fault_of(cells(1, "lognormal", 0)));
  EXPECT_EQ("p3: the distribution triangular has no p3", fault_of(cells(2, "triangular", 1, 2)));
  EXPECT_EQ("lower95: the distribution two-piece lognormal has no lower95",
            fault_of(cells(2, "two-piece lognormal")));
}

TEST(FactorDistribution, BoundsBesideADistributionAreItsOwnOrTold) {
  FactorCells given = bounds(1000, 902, 1098);
  given.distribution = "normal";
  given.p1 = 1000;
  given.p2 = 50;
  EXPECT_EQ("", factor_distribution(given).remark);
  given.lower95 = 500;
  EXPECT_EQ(
      "its 95 % interval is given as 500 to 1098, and drawn as 902.0 to 1098: that of its "
      "distribution normal",
      factor_distribution(given).remark);
  given.distribution = "constant";
  EXPECT_NE("", factor_distribution(given).remark);
}

}  // namespace
}  // namespace plume::factor_distribution_test
