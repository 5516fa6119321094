// SPDX-License-Identifier: Apache-2.0
// The uncertainty of one number, as stats_arrays and bw_processing record it.
#pragma once

#include <cstdint>
#include <limits>
#include <string_view>

namespace plume {

/// Numbers are those of stats_arrays (Brightway); files store names, never these numbers.
enum class DistributionKind : std::uint8_t {
  undefined = 0,
  none = 1,
  lognormal = 2,
  normal = 3,
  uniform = 4,
  triangular = 5,
  bernoulli = 6,
  discrete_uniform = 7,
  weibull = 8,
  gamma = 9,
  beta = 10,
  generalized_extreme_value = 11,
  students_t = 12,
  beta_pert = 13,
};

/// "lognormal", "students_t", …; and back ("" / unknown text: no value is returned as `false`).
[[nodiscard]] std::string_view name_of(DistributionKind kind);
[[nodiscard]] bool distribution_from_name(std::string_view name, DistributionKind& kind);

/// Parameters of a distribution. NaN means "not given", never 0. Meaning of the fields by kind:
///   lognormal   loc = μ = ln(median of |x|), scale = σ of ln x, `negative`: x = −exp(μ + σz)
///   normal      loc = mean, scale = standard deviation
///   uniform     minimum, maximum
///   triangular  minimum, loc = mode, maximum
/// minimum and maximum truncate lognormal and normal (renormalised, not clipped), in signed space: after `negative`.
struct Uncertainty {
  static constexpr double not_given = std::numeric_limits<double>::quiet_NaN();

  double loc = not_given;
  double scale = not_given;
  double shape = not_given;
  double minimum = not_given;
  double maximum = not_given;
  DistributionKind kind = DistributionKind::undefined;
  bool negative = false;

  /// undefined and none draw nothing: the static amount is the value.
  [[nodiscard]] bool is_certain() const { return kind <= DistributionKind::none; }
};

}  // namespace plume
