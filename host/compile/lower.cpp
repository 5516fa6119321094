// SPDX-License-Identifier: Apache-2.0
#include "host/compile/lower.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "host/base/constants.hpp"
#include "host/model/distribution.hpp"

namespace plume {
namespace {

constexpr double log2_e = 1.4426950408889634;

/// Truncation of z to [low, high] as the engine wants it: an interval of uniforms counted from the
/// nearer end.
void truncate(WideDraw& wide, double low, double high) {
  wide.mirrored = low + high > 0.0 ? 1 : 0;
  if (wide.mirrored != 0) {
    wide.t0 = normal_cdf(-high);
    wide.t1 = normal_cdf(-low);
  } else {
    wide.t0 = normal_cdf(low);
    wide.t1 = normal_cdf(high);
  }
}

/// Bounds of the final value: the distribution's bounds times the factor.
void bound(WideDraw& wide, const Uncertainty& u, double factor) {
  wide.minimum = std::isnan(u.minimum) ? -infinity : factor * u.minimum;
  wide.maximum = std::isnan(u.maximum) ? infinity : factor * u.maximum;
  if (factor < 0.0) {
    wide.minimum = std::isnan(u.maximum) ? -infinity : factor * u.maximum;
    wide.maximum = std::isnan(u.minimum) ? infinity : factor * u.minimum;
  }
}

LoweredExchange lower_lognormal(const Uncertainty& u, double factor, const LowerOptions& options) {
  LoweredExchange result;
  const double a = (u.negative ? -factor : factor) * std::exp(u.loc);
  const bool truncated = !std::isnan(u.minimum) || !std::isnan(u.maximum);
  const double magnitude = std::abs(a);
  if (options.fp32_values && !truncated && u.scale < 10.0 && magnitude > 1e-30 &&
      magnitude < 1e30) {
    result.kind = LoweredExchange::Kind::lognormal;
    result.plain.a = static_cast<float>(a);
    result.plain.b = static_cast<float>(u.scale * log2_e);
    return result;
  }
  result.kind = LoweredExchange::Kind::wide;
  result.wide.form = DrawForm::lognormal;
  result.wide.a = a;
  result.wide.b = u.scale;
  result.wide.t0 = 0.0;
  result.wide.t1 = 1.0;
  bound(result.wide, u, factor);
  if (truncated) {
    // Bounds are on the signed value; on the magnitude they swap ends where the value is negative.
    const double least = u.negative ? -u.maximum : u.minimum,
                 most = u.negative ? -u.minimum : u.maximum;
    const double low =
        std::isnan(least) || least <= 0.0 ? -infinity : (std::log(least) - u.loc) / u.scale;
    const double high = std::isnan(most) ? infinity : (std::log(most) - u.loc) / u.scale;
    truncate(result.wide, low, high);
  }
  return result;
}

LoweredExchange lower_normal(const Uncertainty& u, double factor, const LowerOptions& options) {
  LoweredExchange result;
  const bool truncated = !std::isnan(u.minimum) || !std::isnan(u.maximum);
  if (options.fp32_values && !truncated) {
    result.kind = LoweredExchange::Kind::normal;
    result.plain.a = static_cast<float>(factor * u.loc);
    result.plain.b = static_cast<float>(factor * u.scale);
    return result;
  }
  result.kind = LoweredExchange::Kind::wide;
  result.wide.form = DrawForm::normal;
  result.wide.a = factor * u.loc;
  result.wide.b = factor * u.scale;
  result.wide.t0 = 0.0;
  result.wide.t1 = 1.0;
  bound(result.wide, u, factor);
  if (truncated) {
    truncate(result.wide, std::isnan(u.minimum) ? -infinity : (u.minimum - u.loc) / u.scale,
             std::isnan(u.maximum) ? infinity : (u.maximum - u.loc) / u.scale);
  }
  return result;
}

LoweredExchange lower_bounded(const Uncertainty& u, double factor) {
  LoweredExchange result;
  result.kind = LoweredExchange::Kind::wide;
  WideDraw& wide = result.wide;
  wide.a = factor * u.minimum;
  if (u.kind == DistributionKind::uniform) {
    wide.form = DrawForm::uniform;
    wide.b = factor * (u.maximum - u.minimum);
    return result;
  }
  const double width = u.maximum - u.minimum, left = u.loc - u.minimum, right = u.maximum - u.loc;
  wide.form = DrawForm::triangular;
  wide.b = factor * std::sqrt(width * left);
  wide.t0 = factor * u.maximum;
  wide.t1 = factor * std::sqrt(width * right);
  wide.minimum = left / width;
  return result;
}

/// What has a closed form of its own, and what draws from a table.
LoweredExchange lower_other(const Uncertainty& u, double factor, const LowerOptions& options) {
  const Distribution distribution(u);
  LoweredExchange result;
  result.kind = LoweredExchange::Kind::wide;
  WideDraw& wide = result.wide;
  const double least = factor * distribution.least(), most = factor * distribution.most();
  wide.minimum = std::min(least, most);
  wide.maximum = std::max(least, most);
  switch (distribution.shape()) {
    case Distribution::Shape::bernoulli:
      wide.form = DrawForm::bernoulli;
      wide.b = factor;
      wide.t0 = distribution.probability_of_one();
      return result;
    case Distribution::Shape::whole:
      wide.form = DrawForm::whole;
      wide.a = factor * distribution.offset();
      wide.b = factor;
      wide.t0 = distribution.num_whole();
      return result;
    case Distribution::Shape::pieces:
      wide.b = factor;
      break;
    default:
      if (distribution.standard().form == StandardDistribution::Form::log_uniform) {
        wide.form = DrawForm::log_uniform;
        wide.a = factor * distribution.factor();
        wide.b = distribution.standard().first;
        return result;
      }
      wide.a = factor * distribution.offset();
      wide.b = factor * distribution.factor();
      break;
  }
  const QuantileTables::Place place = options.tables->place_of(distribution);
  wide.form = place.smooth ? DrawForm::smooth : DrawForm::pieces;
  wide.table = place.offset;
  return result;
}

}  // namespace

double normal_cdf(double z) { return 0.5 * std::erfc(-z * 0.70710678118654752440); }

LoweredExchange lower(const Model& model, const Exchange& exchange, double scale, bool draw,
                      const LowerOptions& options, const std::vector<std::uint64_t>& array_offset) {
  const double factor = exchange.sign * exchange.factor * scale;
  LoweredExchange result;
  if (draw && exchange.uncertainty != no_index) {
    const Uncertainty& u = model.uncertainties[exchange.uncertainty];
    if (u.kind == DistributionKind::lognormal)
      result = lower_lognormal(u, factor, options);
    else if (u.kind == DistributionKind::normal)
      result = lower_normal(u, factor, options);
    else if (u.kind == DistributionKind::uniform || u.kind == DistributionKind::triangular)
      result = lower_bounded(u, factor);
    else if (!u.is_certain())
      result = lower_other(u, factor, options);
  }
  if (result.kind == LoweredExchange::Kind::fixed) result.fixed = factor * exchange.amount;
  result.plain.key = result.wide.key = exchange.key;
  if (draw && exchange.array != no_index) {
    const PresampledArray& array = model.arrays[exchange.array];
    if (array.order == ColumnOrder::formula) return result;
    ArrayDraw columns{};
    columns.offset =
        array_offset[exchange.array] + std::uint64_t{exchange.array_row} * array.num_columns;
    columns.group_key = array.group_key;
    columns.stride = array.stride;
    columns.num_columns = array.num_columns;
    columns.random = array.order == ColumnOrder::random ? 1 : 0;
    columns.factor = factor;
    result.array = columns;
  }
  return result;
}

}  // namespace plume
