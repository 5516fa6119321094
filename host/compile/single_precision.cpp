// SPDX-License-Identifier: Apache-2.0
#include "host/compile/single_precision.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>

namespace plume {
namespace {

constexpr double least_size = 0x1p-120, largest_size = 0x1p120;
constexpr double least_spread = 0x1p-14;
constexpr double rounding = 0x1p-48;  ///< of a quantile: below it two of them are the same value

std::string in_words(const char* format, double value) {
  char text[64];
  std::snprintf(text, sizeof text, format, value);
  return text;
}

/// `in_source`: the value as the user knows it.
std::optional<std::string> beyond_range(double value, double in_source) {
  const double size = std::abs(value);
  if (!std::isfinite(size)) return std::nullopt;  // no format holds it
  if (size > largest_size) return in_words("is drawn as large as %.2g", in_source);
  if (size > 0.0 && size < least_size) return in_words("is drawn as small as %.2g", in_source);
  return std::nullopt;
}

std::optional<std::string> without_spread(double low, double high) {
  const double size = std::max(std::abs(low), std::abs(high)), spread = std::abs(high - low);
  if (!(spread > rounding * size) || spread >= least_spread * size)
    return std::nullopt;  // one value, or enough of them
  return in_words("varies by %.2g of its size only", spread / size);
}

}  // namespace

std::optional<std::string> beyond_single(const Distribution& distribution, double factor) {
  if (distribution.shape() == Distribution::Shape::constant || factor == 0.0) return std::nullopt;
  // Not quarters: the components of a mixture meet at multiples of 2⁻³², where no word lies and a
  // quantile may be infinite.
  constexpr double tail = 1e-6;
  constexpr Probability looked_at[] = {
      {tail, 1.0 - tail}, {0.26, 0.74}, {0.51, 0.49}, {0.74, 0.26}, {1.0 - tail, tail}};
  double value[std::size(looked_at)];
  for (std::size_t i = 0; i < std::size(looked_at); ++i) {
    value[i] = distribution.value(looked_at[i]);
    if (std::optional<std::string> why = beyond_range(factor * value[i], value[i])) return why;
  }
  if (std::optional<std::string> why = without_spread(value[1], value[3])) return why;
  return without_spread(value[0], value[4]);
}

std::optional<std::string> beyond_single(std::span<const double> values, double factor) {
  double low = std::numeric_limits<double>::infinity(), high = -low;
  for (const double value : values) {
    if (std::isnan(value)) continue;
    if (std::optional<std::string> why = beyond_range(factor * value, value)) return why;
    low = std::min(low, value);
    high = std::max(high, value);
  }
  if (!(low <= high)) return std::nullopt;
  return without_spread(low, high);
}

}  // namespace plume
