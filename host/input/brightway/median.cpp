// SPDX-License-Identifier: Apache-2.0
#include "host/input/brightway/median.hpp"

#include <algorithm>
#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/extreme_value.hpp>
#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/lognormal.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/distributions/weibull.hpp>
#include <cmath>
#include <limits>

namespace plume {

namespace {

namespace bm = boost::math;

/// Impossible parameters give NaN instead of an exception.
using Policy = bm::policies::policy<bm::policies::domain_error<bm::policies::ignore_error>,
                                    bm::policies::pole_error<bm::policies::ignore_error>,
                                    bm::policies::overflow_error<bm::policies::ignore_error>,
                                    bm::policies::evaluation_error<bm::policies::ignore_error>>;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

double or_else(double value, double otherwise) { return std::isnan(value) ? otherwise : value; }

/// Median of ±(offset + X) between the record's bounds, which stand in the space of the result.
template <class Distribution>
double truncated_median(const Distribution& distribution, const Uncertainty& u, double offset, bool negative) {
  double low = u.minimum;
  double high = u.maximum;
  if (negative) {
    low = -u.maximum;
    high = -u.minimum;
  }
  const double support_low = bm::support(distribution).first;
  const double support_high = bm::support(distribution).second;
  const auto cumulative = [&](double x) {
    if (x <= support_low) return 0.0;
    return x >= support_high ? 1.0 : bm::cdf(distribution, x);
  };
  const double from = std::isnan(low) ? 0.0 : cumulative(low - offset);
  const double to = std::isnan(high) ? 1.0 : cumulative(high - offset);
  if (!(from < to)) return nan;
  const double x = offset + bm::quantile(distribution, 0.5 * (from + to));
  return negative ? -x : x;
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
  if (!(alpha > 0 && beta > 0 && low < high)) return nan;
  return low + (high - low) * bm::quantile(bm::beta_distribution<double, Policy>(alpha, beta), 0.5);
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
      if (!has_scale) return u.negative ? -std::exp(u.loc) : std::exp(u.loc);
      return truncated_median(bm::lognormal_distribution<double, Policy>(u.loc, u.scale), u, 0.0, u.negative);
    case DistributionKind::normal:
      if (!std::isfinite(u.loc) || !has_scale) return u.loc;
      return truncated_median(bm::normal_distribution<double, Policy>(u.loc, u.scale), u, 0.0, false);
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
      return truncated_median(bm::weibull_distribution<double, Policy>(u.shape, u.scale), u, or_else(u.loc, 0.0),
                              u.negative);
    case DistributionKind::gamma:
      if (!has_scale || !has_shape) return nan;
      return truncated_median(bm::gamma_distribution<double, Policy>(u.shape, u.scale), u, or_else(u.loc, 0.0),
                              u.negative);
    case DistributionKind::beta:
      return beta_median(u.loc, u.shape, or_else(u.minimum, 0.0), or_else(u.maximum, 1.0));
    case DistributionKind::generalized_extreme_value:
      if (!has_scale || !std::isfinite(u.loc)) return nan;
      return truncated_median(bm::extreme_value_distribution<double, Policy>(u.loc, u.scale), u, 0.0, false);
    case DistributionKind::students_t: {
      if (!has_shape || (!std::isnan(u.scale) && !has_scale)) return nan;
      Uncertainty standard = u;
      const double scale = or_else(u.scale, 1.0);
      const double loc = or_else(u.loc, 0.0);
      standard.minimum = (u.minimum - loc) / scale;
      standard.maximum = (u.maximum - loc) / scale;
      return loc + scale * truncated_median(bm::students_t_distribution<double, Policy>(u.shape), standard, 0.0, false);
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
