// SPDX-License-Identifier: Apache-2.0
#include "host/input/brightway/incomplete.hpp"

#include <gtest/gtest.h>

#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>

namespace plume {
namespace {

TEST(IncompleteGamma, ClosedForms) {
  for (const double x : {0.0, 1e-9, 0.3, 1.0, 2.0, 5.0, 40.0}) {
    EXPECT_NEAR(incomplete_gamma(1.0, x), -std::expm1(-x), 1e-15) << x;         // exponential
    EXPECT_NEAR(incomplete_gamma(0.5, x), std::erf(std::sqrt(x)), 2e-15) << x;  // chi-square of one
  }
  EXPECT_EQ(incomplete_gamma(2.0, -1.0), 0.0);
  EXPECT_EQ(incomplete_gamma(2.0, INFINITY), 1.0);
}

/// The digits lost in ln Γ of large parameters, from 1e-13 for small ones.
double tolerance(double size) { return 1e-13 + 1e-14 * size; }

TEST(IncompleteGamma, AgreesWithBoost) {
  for (const double a : {1e-3, 0.2, 0.9, 2.0, 17.0, 300.0, 1e4}) {
    for (const double ratio : {1e-6, 0.1, 0.5, 0.9, 1.0, 1.1, 2.0, 10.0}) {
      EXPECT_NEAR(incomplete_gamma(a, a * ratio), boost::math::gamma_p(a, a * ratio), tolerance(a))
          << a << ' ' << ratio;
    }
  }
}

TEST(IncompleteBeta, ClosedForms) {
  for (const double x : {0.0, 0.01, 0.3, 0.5, 0.9, 1.0}) {
    EXPECT_NEAR(incomplete_beta(1.0, 1.0, x), x, 1e-15) << x;
    EXPECT_NEAR(incomplete_beta(3.0, 1.0, x), x * x * x, 1e-15) << x;
    EXPECT_NEAR(incomplete_beta(0.5, 0.5, x), 2.0 / std::acos(-1.0) * std::asin(std::sqrt(x)), 2e-15) << x;
  }
}

TEST(IncompleteBeta, AgreesWithBoost) {
  for (const double a : {1e-3, 0.4, 1.0, 3.0, 50.0, 1e4}) {
    for (const double b : {1e-3, 0.7, 2.0, 20.0, 1e4}) {
      for (const double x : {1e-8, 0.05, 0.3, 0.5, 0.7, 0.99}) {
        EXPECT_NEAR(incomplete_beta(a, b, x), boost::math::ibeta(a, b, x), tolerance(a + b))
            << a << ' ' << b << ' ' << x;
      }
    }
  }
}

}  // namespace
}  // namespace plume
