// SPDX-License-Identifier: Apache-2.0
// What an exchange's value in one iteration must be, from the model alone: closed-form quantiles by
// Boost.Math in long double at the uniform of (seed, key, iteration). Knows nothing of how numbers
// are lowered, scaled, rounded or stored.
#pragma once

#include <algorithm>
#include <boost/math/special_functions/erf.hpp>
#include <cmath>
#include <cstdint>

#include "host/model/model.hpp"
#include "kernels/random/philox.hpp"

namespace plume::testing {

inline long double normal_quantile_exactly(long double p, long double complement) {
  const long double root2 = std::sqrt(2.0L), tail = std::min(p, complement);
  if (tail <= 0) return p < complement ? -40.0L : 40.0L;
  const long double z =
      root2 * (tail > 0.25L ? boost::math::erf_inv(1 - 2 * tail) : boost::math::erfc_inv(2 * tail));
  return p < complement ? -z : z;
}

/// Φ(z) and 1 − Φ(z).
struct Tails {
  long double lower, upper;
};
inline Tails tails_of(long double z) {
  return {0.5L * std::erfc(-z / std::sqrt(2.0L)), 0.5L * std::erfc(z / std::sqrt(2.0L))};
}

/// The quantile of an untruncated or truncated standard normal between low and high at u, with 1 −
/// u.
inline long double truncated_normal_exactly(long double low, long double high, long double u,
                                            long double complement) {
  const Tails a = tails_of(low), b = tails_of(high);
  return normal_quantile_exactly(complement * a.lower + u * b.lower,
                                 complement * a.upper + u * b.upper);
}

/// The draw at uniform u (complement 1 − u) of an uncertainty.
inline double quantile_exactly(const Uncertainty& u, long double p, long double complement) {
  constexpr long double infinity = 40.0L;  // in standard deviations
  const bool has_minimum = !std::isnan(u.minimum), has_maximum = !std::isnan(u.maximum);
  if (u.kind == DistributionKind::uniform)
    return static_cast<double>(complement * u.minimum + p * u.maximum);
  if (u.kind == DistributionKind::triangular) {
    const long double width = static_cast<long double>(u.maximum) - u.minimum,
                      left = static_cast<long double>(u.loc) - u.minimum;
    if (p < left / width) return static_cast<double>(u.minimum + std::sqrt(p * width * left));
    return static_cast<double>(
        u.maximum - std::sqrt(complement * width * (u.maximum - static_cast<long double>(u.loc))));
  }
  if (u.kind == DistributionKind::normal) {
    const long double low =
        has_minimum ? (static_cast<long double>(u.minimum) - u.loc) / u.scale : -infinity;
    const long double high =
        has_maximum ? (static_cast<long double>(u.maximum) - u.loc) / u.scale : infinity;
    return static_cast<double>(u.loc +
                               u.scale * truncated_normal_exactly(low, high, p, complement));
  }
  // Lognormal. A negative one is −exp(μ + σ z): its magnitude rises with u, bounds are those of the
  // signed value.
  const long double mu = u.loc;
  const double least = u.negative ? -u.maximum : u.minimum,
               most = u.negative ? -u.minimum : u.maximum;
  const long double low = std::isnan(least) || least <= 0
                              ? -infinity
                              : (std::log(static_cast<long double>(least)) - mu) / u.scale;
  const long double high =
      std::isnan(most) ? infinity : (std::log(static_cast<long double>(most)) - mu) / u.scale;
  const long double x = std::exp(mu + u.scale * truncated_normal_exactly(low, high, p, complement));
  return static_cast<double>(u.negative ? -x : x);
}

/// sign · factor · draw of one exchange in one iteration.
inline double value_exactly(const Model& model, const Exchange& e, std::uint64_t seed,
                            std::uint64_t iteration) {
  const double scale = e.sign * e.factor;
  if (e.array != no_index) {
    const PresampledArray& array = model.arrays[e.array];
    std::uint64_t column = iteration / array.stride % array.num_columns;
    if (array.order == ColumnOrder::random) {
      column = (std::uint64_t{word_of(seed, array.group_key, iteration, Stream::array_column)} *
                array.num_columns) >>
               32;
    }
    const double value = array.values[std::uint64_t{e.array_row} * array.num_columns + column];
    if (!std::isnan(value)) return scale * value;
  }
  if (e.uncertainty == no_index) return e.static_value();
  const std::uint32_t word = word_of(seed, e.key, iteration, Stream::value);
  const long double p = (word + 0.5L) / 4294967296.0L,
                    complement = (4294967295u - word + 0.5L) / 4294967296.0L;
  return scale * quantile_exactly(model.uncertainties[e.uncertainty], p, complement);
}

}  // namespace plume::testing
