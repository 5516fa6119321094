// SPDX-License-Identifier: Apache-2.0
#include "host/compile/plausible_range.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "host/base/constants.hpp"

namespace plume {
namespace {

constexpr double far = 4.3;  ///< standard deviations: one draw in 10⁵ is farther out on either side

/// Of what is drawn, before sign and factor.
std::pair<double, double> range_of(const Uncertainty& u, double amount) {
  std::pair<double, double> range{-infinity, infinity};
  switch (u.kind) {
    case DistributionKind::undefined:
    case DistributionKind::none:
      return {amount, amount};
    case DistributionKind::lognormal:
      range = {std::exp(u.loc - far * u.scale), std::exp(u.loc + far * u.scale)};
      if (u.negative) range = {-range.second, -range.first};
      break;
    case DistributionKind::normal:
      range = {u.loc - far * u.scale, u.loc + far * u.scale};
      break;
    case DistributionKind::bernoulli:
      return {0.0, 1.0};
    default:
      break;  // by its bounds, if it has any
  }
  if (!std::isnan(u.minimum)) range.first = std::max(range.first, u.minimum);
  if (!std::isnan(u.maximum)) range.second = std::min(range.second, u.maximum);
  return range;
}

}  // namespace

bool PlausibleRange::is_wide(double static_value) const {
  return !bounded || std::max(std::abs(low), std::abs(high)) > wide_ratio * std::abs(static_value);
}

double PlausibleRange::opposed(double static_value) const {
  const double beyond = static_value >= 0.0 ? -low : high;
  if (bounded && !(beyond > 0.0)) return 0.0;
  return bounded && beyond < std::abs(static_value) ? beyond / std::abs(static_value) : 1.0;
}

double PlausibleRange::spread(double static_value) const {
  if (!bounded) return infinity;
  if (low * high > 0.0)
    return std::abs(static_value) * std::abs(std::log(high / low)) / (2.0 * far);
  return std::max(std::abs(high - static_value), std::abs(low - static_value)) / far;
}

PlausibleRange plausible_range(const Model& model, const Exchange& e) {
  std::pair<double, double> range{e.amount, e.amount};
  if (e.uncertainty != no_index) range = range_of(model.uncertainties[e.uncertainty], e.amount);
  if (e.array != no_index) {
    const PresampledArray& array = model.arrays[e.array];
    const auto plain = range;
    for (std::uint32_t i = 0; i < array.num_columns; ++i) {
      const double value = array.values[std::size_t{e.array_row} * array.num_columns + i];
      if (std::isnan(value)) continue;
      const double ends[] = {array.multiplies ? plain.first * value : value,
                             array.multiplies ? plain.second * value : value};
      range = {std::min({range.first, ends[0], ends[1]}),
               std::max({range.second, ends[0], ends[1]})};
    }
  }
  const double factor = e.sign * e.factor;
  PlausibleRange result;
  result.bounded = std::isfinite(range.first) && std::isfinite(range.second);
  result.low = std::min(range.first * factor, range.second * factor);
  result.high = std::max(range.first * factor, range.second * factor);
  return result;
}

}  // namespace plume
