// SPDX-License-Identifier: Apache-2.0
// Values as drawn: truncation by inverse CDF, signs, anchors, discrete kinds and kinds with rows.
#include "host/model/distribution.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <set>
#include <vector>

namespace plume::distribution_test {
namespace {

using Kind = DistributionKind;
constexpr double none = Uncertainty::not_given;
constexpr double infinity = std::numeric_limits<double>::infinity();

Uncertainty make(Kind kind, double loc, double scale, double shape, double minimum = none,
                 double maximum = none) {
  return {loc, scale, shape, minimum, maximum, kind, false};
}
Uncertainty with_rows(Kind kind, std::vector<DistributionTable::Row> rows, double minimum = none,
                      double maximum = none) {
  Uncertainty u = make(kind, none, none, none, minimum, maximum);
  u.table = std::make_shared<const DistributionTable>(DistributionTable{std::move(rows)});
  return u;
}
double at(const Uncertainty& u, double p) { return Distribution(u).value({p, 1.0 - p}); }

TEST(Distribution, TruncationIsTheInverseOfTheRenormalisedDistributionFunction) {
  for (const Uncertainty& parent :
       {make(Kind::lognormal, 0.3, 0.8, none), make(Kind::normal, 1.0, 2.0, none),
        make(Kind::weibull, 0.5, 2.0, 1.4), make(Kind::gamma, none, 2.0, 1.4),
        make(Kind::generalized_extreme_value, 1.0, 2.0, 0.2),
        make(Kind::students_t, 1.0, 2.0, 4.0)}) {
    const Distribution whole(parent);
    const auto f = [&](double x) {
      return whole.standard().cumulative((x - whole.offset()) / whole.factor()).lower;
    };
    for (const auto& [low, high] :
         std::vector<std::pair<double, double>>{{0.7, 1.9}, {none, 1.9}, {0.7, none}, {4.0, 4.5}}) {
      Uncertainty u = parent;
      u.minimum = low;
      u.maximum = high;
      const Distribution d(u);
      const double from = std::isnan(low) ? 0.0 : f(low), to = std::isnan(high) ? 1.0 : f(high);
      EXPECT_NEAR(d.mass(), to - from, 1e-14);
      for (double p = 0.001; p < 1.0; p += 0.0123) {
        const double x = d.value({p, 1.0 - p});
        EXPECT_NEAR((f(x) - from) / (to - from), p, 1e-11)
            << name_of(u.kind) << ' ' << low << ' ' << high;
        EXPECT_GE(x, d.least());
        EXPECT_LE(x, d.most());
      }
    }
  }
}

TEST(Distribution, NegativeTurnsLognormalWeibullAndGammaAlone) {
  for (const Kind kind : {Kind::lognormal, Kind::weibull, Kind::gamma}) {
    Uncertainty u = make(kind, 0.3, 0.8, 2.0);
    const double positive = at(u, 0.7);
    u.negative = true;
    EXPECT_EQ(at(u, 0.7), -positive);
    EXPECT_LT(at(u, 0.9), at(u, 0.1));
  }
  for (const Uncertainty& original :
       {make(Kind::normal, 0.3, 0.8, none), make(Kind::uniform, none, none, none, 1.0, 2.0),
        make(Kind::beta, 2.0, none, 3.0), make(Kind::bernoulli, 0.9, none, none),
        make(Kind::students_t, 1.0, 1.0, 3.0)}) {
    Uncertainty u = original;
    u.negative = true;
    EXPECT_EQ(at(u, 0.7), at(original, 0.7));
  }
}

TEST(Distribution, BernoulliIsOneAboveOneMinusItsProbability) {
  const Uncertainty u = make(Kind::bernoulli, 0.25, none, none);
  EXPECT_EQ(at(u, 0.7499), 0.0);
  EXPECT_EQ(at(u, 0.75), 0.0);  // F(0) = 0.75
  EXPECT_EQ(at(u, 0.7501), 1.0);
  EXPECT_EQ(at(make(Kind::bernoulli, 0.0, none, none), 1.0 - 0x1p-33), 0.0);
  EXPECT_EQ(at(make(Kind::bernoulli, 1.0, none, none), 0x1p-33), 1.0);
  EXPECT_EQ(at(make(Kind::bernoulli, 0.25, none, none, 0.5, none), 0.01), 1.0);
  EXPECT_EQ(at(make(Kind::bernoulli, 0.25, none, none, none, 0.5), 0.99), 0.0);
}

TEST(Distribution, DiscreteUniformHasItsMinimumButNotItsMaximum) {
  std::set<double> seen;
  for (double p = 0.0005; p < 1.0; p += 0.001)
    seen.insert(at(make(Kind::discrete_uniform, none, none, none, 2, 5), p));
  EXPECT_EQ(seen, (std::set<double>{2.0, 3.0, 4.0}));
  EXPECT_EQ(at(make(Kind::discrete_uniform, none, none, none, none, 3.0), 0x1p-33), 0.0);
  EXPECT_EQ(at(make(Kind::discrete_uniform, none, none, none, 1.5, 3.5), 0x1p-33), 2.0);
  EXPECT_EQ(at(make(Kind::discrete_uniform, none, none, none, 1.5, 3.5), 1.0 - 0x1p-33), 3.0);
}

TEST(Distribution, LogUniformIsUniformInTheLogarithm) {
  EXPECT_NEAR(at(make(Kind::log_uniform, none, none, none, 0.01, 100.0), 0.5), 1.0, 1e-14);
  EXPECT_NEAR(at(make(Kind::log_uniform, none, none, none, 0.01, 100.0), 0.75), 10.0, 1e-13);
  EXPECT_NEAR(at(make(Kind::log_uniform, none, none, none, -100.0, -0.01), 0.25), -10.0, 1e-13);
}

TEST(Distribution, EmpiricalSortsItsValuesAndAChoiceKeepsTheirOrder) {
  const std::vector<DistributionTable::Row> rows = {
      {5.0, 0, 1.0, {}}, {1.0, 0, 2.0, {}}, {3.0, 0, 1.0, {}}};
  const Uncertainty empirical = with_rows(Kind::empirical, rows),
                    choice = with_rows(Kind::categorical, rows);
  EXPECT_EQ(at(empirical, 0.49), 1.0);
  EXPECT_EQ(at(empirical, 0.51), 3.0);
  EXPECT_EQ(at(empirical, 0.76), 5.0);
  EXPECT_EQ(at(choice, 0.24), 5.0);
  EXPECT_EQ(at(choice, 0.26), 1.0);
  EXPECT_EQ(at(choice, 0.76), 3.0);
  EXPECT_EQ(at(with_rows(Kind::empirical, rows, 2.0), 0.49), 3.0);
  EXPECT_EQ(at(with_rows(Kind::categorical, rows, none, 4.0), 0.6), 1.0);
}

TEST(Distribution, HistogramIsUniformInItsBins) {
  const Uncertainty u = with_rows(Kind::histogram, {{4.0, 6.0, 1.0, {}}, {0.0, 2.0, 3.0, {}}});
  EXPECT_DOUBLE_EQ(at(u, 0.375), 1.0);
  EXPECT_DOUBLE_EQ(at(u, 0.875), 5.0);
  const Uncertainty cut =
      with_rows(Kind::histogram, {{4.0, 6.0, 1.0, {}}, {0.0, 2.0, 3.0, {}}}, 1.0, 5.0);
  EXPECT_DOUBLE_EQ(at(cut, 0.375), 1.5);
  EXPECT_DOUBLE_EQ(at(cut, 0.875), 4.5);
  EXPECT_DOUBLE_EQ(Distribution(cut).mass(), 0.5);
}

TEST(Distribution, AMixtureStretchesUOverItsComponents) {
  const Uncertainty u =
      with_rows(Kind::mixture, {{0, 0, 1.0, make(Kind::uniform, none, none, none, 0.0, 1.0)},
                                {9.0, 0, 1.0, {}},
                                {0, 0, 2.0, make(Kind::normal, 3.0, 0.5, none)}});
  EXPECT_DOUBLE_EQ(at(u, 0.125), 0.5);
  EXPECT_DOUBLE_EQ(at(u, 0.3), 9.0);
  EXPECT_NEAR(at(u, 0.75), 3.0, 1e-12);
  Uncertainty cut = u;
  cut.minimum = 3.0;  // half of the normal, and the 9
  EXPECT_NEAR(at(cut, 0.25), 9.0, 1e-12);
  EXPECT_NEAR(at(cut, 0.75), 3.0 + 0.5 * 0.6744897501960817, 1e-9);
  EXPECT_DOUBLE_EQ(Distribution(cut).mass(), 0.5);
}

TEST(Distribution, EndsAreThoseOfTheValues) {
  EXPECT_EQ(Distribution(make(Kind::normal, 0.0, 1.0, none)).least(), -infinity);
  EXPECT_EQ(Distribution(make(Kind::normal, 0.0, 1.0, none, -2.0, none)).least(), -2.0);
  Uncertainty gamma = make(Kind::gamma, 1.0, 1.0, 2.0);
  EXPECT_EQ(Distribution(gamma).least(), 1.0);
  gamma.negative = true;
  EXPECT_EQ(Distribution(gamma).most(), -1.0);
  EXPECT_EQ(Distribution(make(Kind::beta_pert, 2.0, none, none, 1.0, 5.0)).most(), 5.0);
  EXPECT_EQ(Distribution(make(Kind::discrete_uniform, none, none, none, 1.0, 5.0)).most(), 4.0);
}

}  // namespace
}  // namespace plume::distribution_test
