// SPDX-License-Identifier: Apache-2.0
#include "host/model/lognormal_anchor.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "host/model/distribution_moments.hpp"

namespace plume {

LognormalShift anchor_lognormals(Model& model, bool study_mean) {
  LognormalShift shift;
  std::vector<bool> settled(model.uncertainties.size(), false);
  for (const Exchange& exchange : model.exchanges) {
    if (exchange.uncertainty == no_index) continue;
    Uncertainty& u = model.uncertainties[exchange.uncertainty];
    if (u.kind != DistributionKind::lognormal) continue;
    const bool known = exchange.source < model.sources.size();
    const bool mean = (known ? model.sources[exchange.source].lognormal_anchor_mean : std::nullopt)
                          .value_or(study_mean);
    if (!settled[exchange.uncertainty] && mean && !u.median_given) u.loc -= 0.5 * u.scale * u.scale;
    settled[exchange.uncertainty] = true;
    ++shift.lognormals;
    if (mean && !u.median_given) ++shift.at_mean;
    const bool truncated = !std::isnan(u.minimum) || !std::isnan(u.maximum);
    const double ratio = truncated ? std::fabs(moments_of(u, 0.0).mean) / std::exp(u.loc)
                                   : std::exp(0.5 * u.scale * u.scale);
    shift.largest_mean_to_median = std::max(shift.largest_mean_to_median, ratio);
  }
  return shift;
}

}  // namespace plume
