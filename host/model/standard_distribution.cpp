// SPDX-License-Identifier: Apache-2.0
#include "host/model/standard_distribution.hpp"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/erf.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <limits>
#include <numbers>

#include "host/base/constants.hpp"

namespace plume {
namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr double root2 = 1.41421356237309504880;

// Doubles throughout, and numbers instead of exceptions: a quantile that underflows is 0, one that
// overflows infinite.
namespace policies = boost::math::policies;
using Quiet = policies::policy<
    policies::domain_error<policies::ignore_error>, policies::pole_error<policies::ignore_error>,
    policies::overflow_error<policies::ignore_error>,
    policies::underflow_error<policies::ignore_error>,
    policies::evaluation_error<policies::ignore_error>, policies::promote_double<false>>;

/// −ln(1 − p).
double exponential_of(Probability p) {
  return p.upper < 0.5 ? -std::log(p.upper) : -std::log1p(-p.lower);
}
/// −ln p.
double reversed_exponential_of(Probability p) {
  return p.lower < 0.5 ? -std::log(p.lower) : -std::log1p(-p.upper);
}

double normal_of(Probability p) {
  return p.lower < p.upper ? -root2 * boost::math::erfc_inv(2.0 * p.lower, Quiet())
                           : root2 * boost::math::erfc_inv(2.0 * p.upper, Quiet());
}

Probability normal_tails(double z) {
  return {0.5 * std::erfc(-z / root2), 0.5 * std::erfc(z / root2)};
}

double students_of(double nu, Probability p) {
  const double tail = std::min(p.lower, p.upper);
  if (tail <= 0.0) return p.lower < p.upper ? -infinity : infinity;
  const boost::math::students_t_distribution<double, Quiet> t(nu);
  return p.lower < p.upper ? boost::math::quantile(t, p.lower)
                           : boost::math::quantile(boost::math::complement(t, p.upper));
}

/// Mean, and variance by (Γ(1 + 2s) − Γ(1 + s)²), without cancellation: Γ(1 + s)² (e^d − 1).
double variance_of_powers(double log_first, double log_second) {
  return std::exp(2.0 * log_first) * std::expm1(log_second - 2.0 * log_first);
}

}  // namespace

double StandardDistribution::quantile(Probability p) const {
  switch (form) {
    case Form::normal:
      return p.lower <= 0.0 ? -infinity : p.upper <= 0.0 ? infinity : normal_of(p);
    case Form::lognormal:
      return p.lower <= 0.0 ? 0.0 : p.upper <= 0.0 ? infinity : std::exp(first * normal_of(p));
    case Form::uniform:
      return p.lower;
    case Form::triangular:
      // 1 − √(q (1 − c)), without cancellation where it is near 0.
      return p.lower < first
                 ? std::sqrt(p.lower * first)
                 : (p.lower + p.upper * first) / (1.0 + std::sqrt(p.upper * (1.0 - first)));
    case Form::log_uniform:
      return std::exp(first * p.lower);
    case Form::weibull:
      return p.upper <= 0.0 ? infinity : std::pow(exponential_of(p), 1.0 / first);
    case Form::gamma:
      if (p.upper <= 0.0) return infinity;
      if (p.lower <= 0.0) return 0.0;
      return p.lower < p.upper ? boost::math::gamma_p_inv(first, p.lower, Quiet())
                               : boost::math::gamma_q_inv(first, p.upper, Quiet());
    case Form::beta:
      if (p.upper <= 0.0) return 1.0;
      if (p.lower <= 0.0) return 0.0;
      return p.lower < p.upper ? boost::math::ibeta_inv(first, second, p.lower, Quiet())
                               : boost::math::ibetac_inv(first, second, p.upper, Quiet());
    case Form::extreme_value: {
      const double log_e = std::log(reversed_exponential_of(p));
      return first == 0.0 ? -log_e : std::expm1(-first * log_e) / first;
    }
    case Form::students_t:
      return students_of(first, p);
  }
  return not_a_number;
}

Probability StandardDistribution::cumulative(double y) const {
  if (y <= least()) return {0.0, 1.0};
  if (y >= most()) return {1.0, 0.0};
  switch (form) {
    case Form::normal:
      return normal_tails(y);
    case Form::lognormal:
      return normal_tails(std::log(y) / first);
    case Form::uniform:
      return {y, 1.0 - y};
    case Form::triangular: {
      if (y < first) return {y * y / first, 1.0 - y * y / first};
      const double upper = (1.0 - y) * (1.0 - y) / (1.0 - first);
      return {1.0 - upper, upper};
    }
    case Form::log_uniform:
      return {std::log(y) / first, 1.0 - std::log(y) / first};
    case Form::weibull: {
      const double e = std::pow(y, first);
      return {-std::expm1(-e), std::exp(-e)};
    }
    case Form::gamma:
      return {boost::math::gamma_p(first, y, Quiet()), boost::math::gamma_q(first, y, Quiet())};
    case Form::beta:
      return {boost::math::ibeta(first, second, y, Quiet()),
              boost::math::ibetac(first, second, y, Quiet())};
    case Form::extreme_value: {
      const double e = std::exp(first == 0.0 ? -y : -std::log1p(first * y) / first);
      return {std::exp(-e), -std::expm1(-e)};
    }
    case Form::students_t: {
      const boost::math::students_t_distribution<double, Quiet> t(first);
      return {boost::math::cdf(t, y), boost::math::cdf(boost::math::complement(t, y))};
    }
  }
  return {not_a_number, not_a_number};
}

double StandardDistribution::least() const {
  switch (form) {
    case Form::normal:
    case Form::students_t:
      return -infinity;
    case Form::log_uniform:
      return std::min(1.0, std::exp(first));
    case Form::extreme_value:
      return first > 0.0 ? -1.0 / first : -infinity;
    default:
      return 0.0;
  }
}

double StandardDistribution::most() const {
  switch (form) {
    case Form::uniform:
    case Form::triangular:
    case Form::beta:
      return 1.0;
    case Form::log_uniform:
      return std::max(1.0, std::exp(first));
    case Form::extreme_value:
      return first < 0.0 ? -1.0 / first : infinity;
    default:
      return infinity;
  }
}

DistributionMoments StandardDistribution::moments() const {
  switch (form) {
    case Form::normal:
      return {0.0, 1.0};
    case Form::lognormal: {
      const double s2 = first * first;
      return {std::exp(0.5 * s2), std::expm1(s2) * std::exp(s2)};
    }
    case Form::uniform:
      return {0.5, 1.0 / 12.0};
    case Form::triangular:
      return {(1.0 + first) / 3.0, (1.0 - first + first * first) / 18.0};
    case Form::log_uniform: {
      const double mean = std::expm1(first) / first;
      if (std::fabs(first) > 0.1)
        return {mean, std::expm1(2.0 * first) / (2.0 * first) - mean * mean};
      // e^r · (sinh(r)/r − (sinh(r/2)/(r/2))²) as a series: the difference of nearly equal numbers
      // is none.
      const double r2 = first * first;
      return {mean, std::exp(first) * r2 *
                        (1.0 / 12 + r2 * (1.0 / 180 + r2 * (1.0 / 6720 + r2 / 453600)))};
    }
    case Form::weibull: {
      const double one = std::lgamma(1.0 + 1.0 / first), two = std::lgamma(1.0 + 2.0 / first);
      return {std::exp(one), variance_of_powers(one, two)};
    }
    case Form::gamma:
      return {first, first};
    case Form::beta: {
      const double sum = first + second;
      return {first / sum, first / sum * (second / sum) / (sum + 1.0)};
    }
    case Form::extreme_value: {
      constexpr double euler = 0.57721566490153286061;
      constexpr double pi = std::numbers::pi;
      if (std::fabs(first) < 1e-7) return {euler, pi * pi / 6.0};
      if (first >= 1.0) return {not_a_number, not_a_number};
      const double one = std::lgamma(1.0 - first);
      const double mean = std::expm1(one) / first;
      if (first >= 0.5) return {mean, infinity};
      return {mean, variance_of_powers(one, std::lgamma(1.0 - 2.0 * first)) / (first * first)};
    }
    case Form::students_t:
      if (first <= 1.0) return {not_a_number, not_a_number};
      return {0.0, first <= 2.0 ? infinity : first / (first - 2.0)};
  }
  return {not_a_number, not_a_number};
}

}  // namespace plume
