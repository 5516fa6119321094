// SPDX-License-Identifier: Apache-2.0
#include "host/readers/spread95.hpp"

#include <cmath>

namespace plume {

bool set_lognormal_by_spread95(double amount, double spread, Uncertainty& u) {
  u.kind = DistributionKind::lognormal;
  u.loc = std::log(std::abs(amount));
  u.scale = std::log(spread) / 2.0;
  u.negative = amount < 0.0;
  return spread > 1.0 && std::isfinite(spread);
}

bool set_normal_by_spread95(double amount, double spread, Uncertainty& u) {
  u.kind = DistributionKind::normal;
  u.loc = amount;
  u.scale = spread / 2.0;
  return spread > 0.0 && std::isfinite(spread);
}

}  // namespace plume
