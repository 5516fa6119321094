// SPDX-License-Identifier: Apache-2.0
#include "host/readers/brightway/median.hpp"

#include <cmath>

#include "host/model/check_distributions.hpp"
#include "host/model/distribution.hpp"

namespace plume {

double median_of(const Uncertainty& u) {
  if (u.is_certain()) return u.loc;
  if (!(u.scale > 0.0) || !std::isfinite(u.scale)) {
    if (u.kind == DistributionKind::lognormal && std::isfinite(u.loc))
      return (u.negative ? -1.0 : 1.0) * std::exp(u.loc);
    if (u.kind == DistributionKind::normal) return u.loc;
  }
  if (u.kind == DistributionKind::uniform && u.minimum == u.maximum) return u.minimum;
  const DistributionFault fault = fault_of(u);
  const bool drawn_rarely = fault == DistributionFault::truncation_empty && mass_inside(u) > 0.0;
  if (fault != DistributionFault::none && !drawn_rarely) return Uncertainty::not_given;
  // Of two middle whole numbers the lower.
  const double below = u.kind == DistributionKind::discrete_uniform ? 1e-12 : 0.0;
  return Distribution(u).value({0.5 - below, 0.5 + below});
}

}  // namespace plume
