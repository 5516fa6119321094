// SPDX-License-Identifier: Apache-2.0
// Families of distributions in their standard form: quantile, distribution function and moments,
// accurate in both tails.
//
//   value = a + b · y,   y = quantile of the standard form at (p, 1 − p)
//
//   form            y                                              parameters
//   normal          z                                              −
//   lognormal       e^(σz)                                         first = σ
//   uniform         p                                              −
//   triangular      on [0, 1]                                      first = mode
//   log_uniform     e^(r p)                                        first = r ≠ 0
//   weibull         (−ln(1 − p))^(1/k)                             first = k
//   gamma           P⁻¹(k, p)                                      first = k
//   beta            I⁻¹(α, β, p)                                   first = α, second = β
//   extreme_value   ((−ln p)^(−ξ) − 1) / ξ,  −ln(−ln p) at ξ = 0   first = ξ
//   students_t      Student's t                                    first = degrees of freedom
#pragma once

#include <cstdint>

#include "host/model/distribution_moments.hpp"

namespace plume {

/// A probability and its complement, both with all their digits.
struct Probability {
  double lower;  ///< p
  double upper;  ///< 1 − p
};

struct StandardDistribution {
  enum class Form : std::uint8_t {
    normal,
    lognormal,
    uniform,
    triangular,
    log_uniform,
    weibull,
    gamma,
    beta,
    extreme_value,
    students_t
  };
  Form form = Form::normal;
  double first = 0.0;
  double second = 0.0;

  [[nodiscard]] double quantile(Probability p) const;
  [[nodiscard]] Probability cumulative(double y) const;
  [[nodiscard]] double least() const;  ///< ends of the support, infinite where there are none
  [[nodiscard]] double most() const;
  /// NaN where a moment does not exist, infinity where it diverges.
  [[nodiscard]] DistributionMoments moments() const;
};

}  // namespace plume
