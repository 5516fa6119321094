// SPDX-License-Identifier: Apache-2.0
// Quantiles of the standard forms by Boost.Math in long double, from p and 1 − p; knows nothing of
// Plume's own code.
#pragma once

#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/erf.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>

#include "host/model/standard_distribution.hpp"

namespace plume::testing {

inline double standard_quantile_exactly(const StandardDistribution& s, long double p,
                                        long double q) {
  using Form = StandardDistribution::Form;
  const long double a = s.first, b = s.second;
  const auto normal = [&] {
    const long double root2 = std::sqrt(2.0L);
    return p < q ? -root2 * boost::math::erfc_inv(2 * p) : root2 * boost::math::erfc_inv(2 * q);
  };
  const long double log_p = p < q ? std::log(p) : std::log1p(-q),
                    log_q = p < q ? std::log1p(-p) : std::log(q);
  long double y = 0;
  switch (s.form) {
    case Form::normal:
      y = normal();
      break;
    case Form::lognormal:
      y = std::exp(a * normal());
      break;
    case Form::uniform:
      y = p;
      break;
    case Form::triangular:
      y = p < a ? std::sqrt(p * a) : (p + q * a) / (1 + std::sqrt(q * (1 - a)));
      break;
    case Form::log_uniform:
      y = std::exp(a * p);
      break;
    case Form::weibull:
      y = std::pow(-log_q, 1 / a);
      break;
    case Form::gamma:
      y = p < q ? boost::math::gamma_p_inv(a, p) : boost::math::gamma_q_inv(a, q);
      break;
    case Form::beta:
      y = p < q ? boost::math::ibeta_inv(a, b, p) : boost::math::ibetac_inv(a, b, q);
      break;
    case Form::extreme_value:
      y = a == 0 ? -std::log(-log_p) : std::expm1(-a * std::log(-log_p)) / a;
      break;
    case Form::students_t: {
      const boost::math::students_t_distribution<long double> t(a);
      y = p < q ? boost::math::quantile(t, p)
                : boost::math::quantile(boost::math::complement(t, q));
      break;
    }
  }
  return static_cast<double>(y);
}

}  // namespace plume::testing
