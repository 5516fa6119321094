// SPDX-License-Identifier: Apache-2.0
#include "host/input/brightway/median.hpp"

#include <cmath>
#include <limits>

#include "host/input/brightway/incomplete.hpp"

namespace plume {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

double or_else(double value, double otherwise) { return std::isnan(value) ? otherwise : value; }

/// Where the rising function F reaches p between low and high, which may be infinite; by halving down to neighbours.
template <class Cumulative>
double invert(const Cumulative& cumulative, double p, double low, double high) {
  if (std::isinf(low)) {
    low = std::isinf(high) ? -1.0 : high - 1.0;
    for (double step = 1.0; std::isfinite(low) && cumulative(low) > p; step *= 2) low -= step;
  }
  if (std::isinf(high)) {
    high = low + 1.0;
    for (double step = 1.0; std::isfinite(high) && cumulative(high) < p; step *= 2) high += step;
  }
  for (int i = 0; i < 2000; ++i) {
    const double middle = low + 0.5 * (high - low);
    if (!(low < middle && middle < high)) break;
    (cumulative(middle) < p ? low : high) = middle;
  }
  return low + 0.5 * (high - low);
}

/// F⁻¹((F(low) + F(high)) / 2).
template <class Cumulative>
double truncated_median(const Cumulative& cumulative, double low, double high) {
  if (!(low < high)) return nan;
  const double from = std::isinf(low) ? 0.0 : cumulative(low);
  const double to = std::isinf(high) ? 1.0 : cumulative(high);
  return from < to ? invert(cumulative, 0.5 * (from + to), low, high) : nan;
}

/// The same for F(−x) = 1 − F(x), in the tail that keeps its digits.
template <class Cumulative>
double symmetric_median(const Cumulative& cumulative, double low, double high) {
  if (low == -high) return low < high ? 0.0 : nan;
  return low > 0.0 ? -truncated_median(cumulative, -high, -low) : truncated_median(cumulative, low, high);
}

double normal_cumulative(double z) { return 0.5 * std::erfc(-z / std::sqrt(2.0)); }

double students_cumulative(double t, double nu) {
  const double square = t * t;
  // Each form where its argument keeps its digits: around 0, and in the tails.
  if (square < nu) {
    return 0.5 + 0.5 * std::copysign(incomplete_beta(0.5, 0.5 * nu, square / (nu + square)), t);
  }
  const double tail = 0.5 * incomplete_beta(0.5 * nu, 0.5, nu / (nu + square));
  return t < 0 ? tail : 1.0 - tail;
}

struct Bounds {
  double low;
  double high;
};

/// The record's bounds, infinite where not given; turned round for −X, so that they bound X.
Bounds bounds_of(const Uncertainty& u, bool negative) {
  const double low = or_else(u.minimum, -infinity);
  const double high = or_else(u.maximum, infinity);
  return negative ? Bounds{-high, -low} : Bounds{low, high};
}

/// ±exp(μ + σz): the bounds become those of z.
double lognormal_median(const Uncertainty& u) {
  const auto [low, high] = bounds_of(u, u.negative);
  if (!(high > 0.0)) return nan;
  const double from = low > 0.0 ? (std::log(low) - u.loc) / u.scale : -infinity;
  const double z = symmetric_median(normal_cumulative, from, (std::log(high) - u.loc) / u.scale);
  return (u.negative ? -1.0 : 1.0) * std::exp(u.loc + u.scale * z);
}

/// loc + scale · Z for a symmetric Z.
template <class Cumulative>
double location_scale_median(const Cumulative& cumulative, const Uncertainty& u, double loc, double scale) {
  const auto [low, high] = bounds_of(u, false);
  return loc + scale * symmetric_median(cumulative, (low - loc) / scale, (high - loc) / scale);
}

/// ±(offset + X) for an X that is never negative.
template <class Cumulative>
double positive_median(const Cumulative& cumulative, const Uncertainty& u) {
  const double offset = or_else(u.loc, 0.0);
  const auto [low, high] = bounds_of(u, u.negative);
  const double x = truncated_median(cumulative, std::fmax(low - offset, 0.0), high - offset);
  return (u.negative ? -1.0 : 1.0) * (offset + x);
}

double triangular_median(double low, double mode, double high) {
  if (!(low <= mode && mode <= high && low < high)) return nan;
  const double width = high - low;
  if (mode - low >= 0.5 * width) return low + std::sqrt(0.5 * width * (mode - low));
  return high - std::sqrt(0.5 * width * (high - mode));
}

/// Integers low … high−1.
double discrete_median(double low, double high) {
  const double count = std::floor(high) - std::ceil(low);
  return count >= 1 ? std::ceil(low) + std::ceil(count / 2) - 1 : nan;
}

double beta_median(double alpha, double beta, double low, double high) {
  const bool possible = alpha > 0 && beta > 0 && std::isfinite(alpha + beta) && low < high;
  if (!possible) return nan;
  return low + (high - low) * invert([&](double x) { return incomplete_beta(alpha, beta, x); }, 0.5, 0.0, 1.0);
}

}  // namespace

double median_of(const Uncertainty& u) {
  const bool has_scale = u.scale > 0 && std::isfinite(u.scale);
  const bool has_shape = u.shape > 0 && std::isfinite(u.shape);
  switch (u.kind) {
    case DistributionKind::undefined:
    case DistributionKind::none:
      return u.loc;
    case DistributionKind::lognormal:
      if (!std::isfinite(u.loc)) return nan;
      return has_scale ? lognormal_median(u) : (u.negative ? -1.0 : 1.0) * std::exp(u.loc);
    case DistributionKind::normal:
      if (!std::isfinite(u.loc) || !has_scale) return u.loc;
      return location_scale_median(normal_cumulative, u, u.loc, u.scale);
    case DistributionKind::uniform:
      return u.minimum <= u.maximum ? 0.5 * (u.minimum + u.maximum) : nan;
    case DistributionKind::triangular:
      return triangular_median(u.minimum, u.loc, u.maximum);
    case DistributionKind::bernoulli:
      if (!(u.loc >= 0 && u.loc <= 1)) return nan;
      return u.loc > 0.5 ? 1.0 : 0.0;
    case DistributionKind::discrete_uniform:
      return discrete_median(or_else(u.minimum, 0.0), u.maximum);
    case DistributionKind::weibull:
      if (!has_scale || !has_shape) return nan;
      return positive_median([&](double x) { return -std::expm1(-std::pow(x / u.scale, u.shape)); }, u);
    case DistributionKind::gamma:
      if (!has_scale || !has_shape) return nan;
      return positive_median([&](double x) { return incomplete_gamma(u.shape, x / u.scale); }, u);
    case DistributionKind::beta:
      return beta_median(u.loc, u.shape, or_else(u.minimum, 0.0), or_else(u.maximum, 1.0));
    case DistributionKind::generalized_extreme_value: {
      if (!std::isfinite(u.loc) || !has_scale) return nan;
      const auto [low, high] = bounds_of(u, false);
      const auto cumulative = [&](double x) { return std::exp(-std::exp(-(x - u.loc) / u.scale)); };
      return truncated_median(cumulative, low, high);
    }
    case DistributionKind::students_t: {
      if (!has_shape || (!std::isnan(u.scale) && !has_scale)) return nan;
      const auto cumulative = [&](double t) { return students_cumulative(t, u.shape); };
      return location_scale_median(cumulative, u, or_else(u.loc, 0.0), or_else(u.scale, 1.0));
    }
    case DistributionKind::beta_pert: {
      const double lambda = or_else(u.scale, 4.0);
      const double width = u.maximum - u.minimum;
      return beta_median(1 + lambda * (u.loc - u.minimum) / width, 1 + lambda * (u.maximum - u.loc) / width, u.minimum,
                         u.maximum);
    }
  }
  return nan;
}

}  // namespace plume
