// SPDX-License-Identifier: Apache-2.0
// Quantiles over both tails against Boost.Math in long double, relative 1e-12 (1e-10 for Student's
// t near its median), and back through the distribution function.
#include "host/model/standard_distribution.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "tests/support/exact_standard.hpp"

namespace plume::standard_distribution_test {
namespace {

using Form = StandardDistribution::Form;

std::vector<StandardDistribution> standards() {
  return {{Form::normal},
          {Form::lognormal, 0.7},
          {Form::uniform},
          {Form::triangular, 0.3},
          {Form::triangular, 0.0},
          {Form::triangular, 1.0},
          {Form::log_uniform, 4.6},
          {Form::log_uniform, -2.0},
          {Form::weibull, 0.5},
          {Form::weibull, 1.5},
          {Form::weibull, 20.0},
          {Form::gamma, 0.1},
          {Form::gamma, 0.7},
          {Form::gamma, 2.0},
          {Form::gamma, 150.0},
          {Form::beta, 0.5, 0.5},
          {Form::beta, 2.0, 5.0},
          {Form::beta, 0.2, 8.0},
          {Form::beta, 80.0, 3.0},
          {Form::extreme_value, 0.0},
          {Form::extreme_value, 0.4},
          {Form::extreme_value, -0.4},
          {Form::extreme_value, 1e-6},
          {Form::students_t, 1.0},
          {Form::students_t, 3.0},
          {Form::students_t, 30.5}};
}

std::vector<Probability> both_tails() {
  std::vector<Probability> list;
  for (double p = 0.499; p > 1e-12; p *= 0.83) {
    list.push_back({p, 1.0 - p});
    list.push_back({1.0 - p, p});
  }
  return list;
}

TEST(StandardDistribution, QuantilesAreThoseOfBoostInBothTails) {
  for (const StandardDistribution& s : standards()) {
    double seen = 0.0;
    for (const Probability p : both_tails()) {
      const double exact = testing::standard_quantile_exactly(s, p.lower, p.upper);
      const double scale = std::max(std::fabs(exact), s.form == Form::students_t ? 0.01
                                                      : s.least() < 0.0          ? 1.0
                                                                                 : 0.0);
      EXPECT_NEAR(s.quantile(p), exact, 1e-12 * scale)
          << "form " << static_cast<int>(s.form) << ' ' << s.first << " p " << p.lower << " 1 - p "
          << p.upper;
      StandardDistribution other = s;
      other.first *= 1.0001;
      if (scale > 0.0) seen = std::max(seen, std::fabs(other.quantile(p) - exact) / scale);
    }
    // The twin: 1.0001 times the parameter is seen.
    if (s.first != 0.0) {
      EXPECT_GT(seen, 1e-11) << "form " << static_cast<int>(s.form) << ' ' << s.first;
    }
  }
}

TEST(StandardDistribution, CumulativeInvertsTheQuantile) {
  for (const StandardDistribution& s : standards()) {
    for (const Probability p : both_tails()) {
      const Probability back = s.cumulative(s.quantile(p));
      // A unit in the last place of y = 1 − tiny moves p by the density times 1e-16, and a beta's
      // density may be infinite there.
      const double bound = s.form == Form::beta ? 3e-8 : 2e-13;
      EXPECT_NEAR(back.lower, p.lower, bound)
          << "form " << static_cast<int>(s.form) << ' ' << s.first;
      EXPECT_NEAR(back.upper, p.upper, bound)
          << "form " << static_cast<int>(s.form) << ' ' << s.first;
      EXPECT_NEAR(back.lower + back.upper, 1.0, bound);
    }
  }
}

TEST(StandardDistribution, EndsOfTheSupportAreReached) {
  for (const StandardDistribution& s : standards()) {
    EXPECT_DOUBLE_EQ(s.quantile({0.0, 1.0}), s.form == Form::log_uniform ? 1.0 : s.least());
    EXPECT_DOUBLE_EQ(s.quantile({1.0, 0.0}),
                     s.form == Form::log_uniform ? std::exp(s.first) : s.most());
    EXPECT_EQ(s.cumulative(s.least()).lower, 0.0);
    EXPECT_EQ(s.cumulative(s.most()).upper, 0.0);
  }
}

TEST(StandardDistribution, ExtremeParametersStayNumbers) {
  for (const StandardDistribution& s :
       {StandardDistribution{Form::gamma, 0.01}, StandardDistribution{Form::gamma, 1e8},
        StandardDistribution{Form::beta, 0.01, 0.01}, StandardDistribution{Form::beta, 1e8, 1e8},
        StandardDistribution{Form::beta, 0.01, 1e8}, StandardDistribution{Form::beta, 1e8, 0.01},
        StandardDistribution{Form::weibull, 0.01}, StandardDistribution{Form::weibull, 1e8},
        StandardDistribution{Form::students_t, 0.1}, StandardDistribution{Form::students_t, 1e8},
        StandardDistribution{Form::extreme_value, 20.0},
        StandardDistribution{Form::extreme_value, -20.0}}) {
    double last = s.quantile({0x1p-33, 1.0 - 0x1p-33});
    EXPECT_TRUE(std::isfinite(last)) << static_cast<int>(s.form) << ' ' << s.first;
    for (double p = 0.01; p < 0.995; p += 0.01) {
      const double y = s.quantile({p, 1.0 - p});
      EXPECT_GE(y, last * (last > 0 ? 1 - 1e-12 : 1 + 1e-12))
          << static_cast<int>(s.form) << ' ' << s.first << ' ' << p;
      last = y;
    }
    EXPECT_TRUE(std::isfinite(s.quantile({1.0 - 0x1p-33, 0x1p-33})))
        << static_cast<int>(s.form) << ' ' << s.first;
  }
}

}  // namespace
}  // namespace plume::standard_distribution_test
