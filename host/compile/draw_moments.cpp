// SPDX-License-Identifier: Apache-2.0
#include "host/compile/draw_moments.hpp"

#include <cmath>

#include "host/model/distribution_moments.hpp"

namespace plume {

DrawMoments draw_moments(const Model& model, const Exchange& exchange, double scale) {
  const double factor = exchange.sign * exchange.factor * scale;
  const Uncertainty& u = model.uncertainties[exchange.uncertainty];
  const DistributionMoments moments = moments_of(u, exchange.amount);
  // Magnitudes rise with the uniform; `negative` turns sign and direction.
  const bool turns = u.kind == DistributionKind::lognormal || u.kind == DistributionKind::weibull ||
                     u.kind == DistributionKind::gamma;
  const double direction = u.negative && turns ? -1.0 : 1.0;
  DrawMoments result;
  result.mean = factor * moments.mean;
  result.sd = direction * factor * std::sqrt(moments.variance);
  result.exchange = static_cast<std::uint32_t>(&exchange - model.exchanges.data());
  return result;
}

}  // namespace plume
