// SPDX-License-Identifier: Apache-2.0
// The uncertainty of one number, as stats_arrays and bw_processing record it, and what Plume adds:
// docs/distributions.md.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <string_view>
#include <vector>

namespace plume {

/// Numbers to 13 are those of stats_arrays (Brightway), the others are our own; files store names,
/// never these numbers.
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
  log_uniform = 14,
  empirical = 15,
  histogram = 16,
  categorical = 17,
  mixture = 18,
};
inline constexpr int num_distribution_kinds = 19;

/// "lognormal", "students_t", …; and back ("" / unknown text: no value is returned as `false`).
[[nodiscard]] std::string_view name_of(DistributionKind kind);
[[nodiscard]] bool distribution_from_name(std::string_view name, DistributionKind& kind);

struct DistributionTable;

/// Parameters of a distribution. NaN means "not given", never 0. Meaning of the fields by kind:
///   lognormal         loc = μ = ln(median of |x|), scale = σ of ln x, `negative`: x = −exp(μ + σz)
///   normal            loc = mean, scale = standard deviation
///   uniform           minimum, maximum
///   triangular        minimum, loc = mode, maximum
///   bernoulli         loc = probability of 1, else 0
///   discrete_uniform  whole numbers from minimum (default 0) to below maximum
///   weibull, gamma    shape, scale, loc = offset (default 0); `negative`: −(offset + …)
///   beta              loc = α, shape = β on minimum … maximum (default 0 … 1)
///   generalized_extreme_value  loc = μ, scale = σ, shape = ξ (default 0), heavy upper tail where ξ
///                              > 0
///   students_t        shape = degrees of freedom, loc = median (default 0), scale (default 1)
///   beta_pert         minimum, loc = mode, maximum, scale = λ (default 4)
///   log_uniform       minimum, maximum of one sign
///   empirical, histogram, categorical, mixture   `table`
/// minimum and maximum truncate the others (renormalised, not clipped), in signed space: after
/// `negative`.
struct Uncertainty {
  static constexpr double not_given = std::numeric_limits<double>::quiet_NaN();

  double loc = not_given;
  double scale = not_given;
  double shape = not_given;
  double minimum = not_given;
  double maximum = not_given;
  DistributionKind kind = DistributionKind::undefined;
  bool negative = false;
  bool median_given = false;  ///< lognormal: loc is the median whatever the study's anchor says
  std::shared_ptr<const DistributionTable> table = nullptr;

  /// undefined and none draw nothing: the static amount is the value.
  [[nodiscard]] bool is_certain() const { return kind <= DistributionKind::none; }
};

/// Rows of an empirical distribution, histogram, choice or mixture. Weights are relative.
///   empirical, categorical  `value` with `weight`
///   histogram               [`value`, `upper`) with `weight`, uniform inside
///   mixture                 `component` with `weight`
struct DistributionTable {
  struct Row {
    double value = 0.0;
    double upper = 0.0;
    double weight = 1.0;
    Uncertainty component = {};
  };
  std::vector<Row> rows;
};

}  // namespace plume
