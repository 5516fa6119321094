// SPDX-License-Identifier: Apache-2.0
// How many standard errors a 95 % confidence interval reaches to each side when the standard error
// is itself an estimate from few independent parts: the 0.975 quantile of Student's t distribution.
//
//     mean ± confidence_factor(replicates − 1) · standard error
//
// Up to 200 degrees of freedom the distribution function is the finite sum of Abramowitz & Stegun
// 26.7.3 and 26.7.4, inverted by bisection; above, the Cornish-Fisher expansion (26.7.5), whose
// error is then below 1e-9.
#pragma once

#include <cstdint>

#include "host/base/constants.hpp"

namespace plume {

/// The 0.975 quantile of Student's t; NaN for no degree of freedom: nothing is known. Use:
/// confidence_factor(7) == 2.3646
[[nodiscard]] double confidence_factor(std::uint64_t degrees);

/// A 95 % confidence interval of an estimate.
struct ConfidenceInterval {
  double lower;
  double upper;
};

/// The interval of an estimate whose standard error rests on `replicates` independent parts. NaN
/// where not known.
[[nodiscard]] ConfidenceInterval confidence_interval(double estimate, double standard_error,
                                                     std::uint64_t replicates);

}  // namespace plume
