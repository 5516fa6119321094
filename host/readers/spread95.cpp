// SPDX-License-Identifier: Apache-2.0
#include "host/readers/spread95.hpp"

#include <fmt/format.h>

#include <cmath>

namespace plume {

bool set_lognormal_by_spread95(double amount, double spread, Uncertainty& u) {
  u.kind = DistributionKind::lognormal;
  u.loc = std::log(std::abs(amount));
  u.scale = std::log(spread) / 2.0;
  u.negative = amount < 0.0;
  return spread > 1.0 && std::isfinite(spread);
}

bool set_normal_by_spread95(double amount, double spread, Uncertainty& u, NormalSpread as) {
  u.kind = DistributionKind::normal;
  u.loc = amount;
  constexpr double per_cent = 0.01;
  switch (as) {
    case NormalSpread::two_sd:
      u.scale = spread / 2.0;
      break;
    case NormalSpread::variance:
      u.scale = std::sqrt(spread);
      break;
    case NormalSpread::percent:
      u.scale = spread * per_cent * std::abs(amount) / 2.0;
      break;
  }
  return u.scale > 0.0 && std::isfinite(u.scale);
}

NormalSpreadNote::NormalSpreadNote(const FormatSource& source, const InventoryData& data)
    : wanted_(*source.wanted), before_(normals_in(data)) {}

std::uint64_t NormalSpreadNote::normals_in(const InventoryData& data) {
  std::uint64_t count = 0;
  for (const Tally& kinds : data.counts.distributions) {
    const auto found = kinds.find(name_of(DistributionKind::normal));
    if (found != kinds.end()) count += found->second;
  }
  return count;
}

void NormalSpreadNote::tell(const InventoryData& data, Findings& findings) const {
  const std::uint64_t count = normals_in(data) - before_;
  if (count == 0 || wanted_.normal_spread == NormalSpread::two_sd) return;
  const bool is_variance = wanted_.normal_spread == NormalSpread::variance;
  findings.add("N0285", {wanted_.written_path, 0, 0},
               fmt::format("{} normals are read with {} as the number of their spread", count,
                           is_variance ? "their variance"
                                       : "twice their standard deviation in per cent of the mean"),
               "the format says twice the standard deviation; leave normal_spread out for that");
}

}  // namespace plume
