// SPDX-License-Identifier: Apache-2.0
// Mean and variance of an uncertainty exactly as it is drawn: truncation, `negative` and the
// lognormal anchor included.
//
// Closed forms where there are any; else the integral of the quantile function over (0, 1), which
// is accurate to 1e-10.
#pragma once

#include "host/model/uncertainty.hpp"

namespace plume {

struct DistributionMoments {
  double mean;
  double variance;
};

/// Of the draw, before the exchange's sign and factor. A certain uncertainty is its `amount`. NaN
/// where a moment does not exist (Student's t of at most one degree of freedom, extreme values of ξ
/// ≥ 1), infinity where it diverges.
///     // mean of the value: sign · factor · m.mean
///     const DistributionMoments m = moments_of(u, exchange.amount);
[[nodiscard]] DistributionMoments moments_of(const Uncertainty& uncertainty, double amount);

}  // namespace plume
