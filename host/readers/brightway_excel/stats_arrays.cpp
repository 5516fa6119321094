// SPDX-License-Identifier: Apache-2.0
#include "host/readers/brightway_excel/stats_arrays.hpp"

#include <fmt/format.h>

#include <cmath>
#include <string>

#include "host/base/letter_case.hpp"
#include "host/base/numbers.hpp"

namespace plume {
namespace {

constexpr int last_kind = static_cast<int>(DistributionKind::beta_pert);  ///< that stats_arrays has

/// Why it cannot be drawn; empty: it can be, as far as its kind is looked at here.
std::string fault_of(const Uncertainty& u, double amount) {
  switch (u.kind) {
    case DistributionKind::lognormal:
    case DistributionKind::normal:
      if (!(u.scale > 0.0) || !std::isfinite(u.scale))
        return std::isnan(u.scale) ? "no scale" : fmt::format("scale {}", format_exact(u.scale));
      if (!std::isfinite(u.loc)) return amount == 0.0 ? "amount 0" : "loc is no number";
      return {};
    case DistributionKind::triangular:
      return u.minimum < u.maximum && u.minimum <= u.loc && u.loc <= u.maximum
                 ? ""
                 : "minimum, loc and maximum are not in order";
    case DistributionKind::uniform:
    case DistributionKind::discrete_uniform:
      return u.minimum < u.maximum ? "" : "minimum is not below maximum";
    default:
      return {};
  }
}

}  // namespace

std::optional<RawUncertainty> stats_arrays_uncertainty(
    const std::function<std::string_view(std::string_view)>& cell, double amount, TextPool& texts) {
  const auto number = [&](std::string_view name) {
    NumberTrouble unused;
    return parse_double(cell(name), unused).value_or(Uncertainty::not_given);
  };
  const std::string_view given = cell("uncertainty type");
  const double type = number("uncertainty type");
  if (given.empty() || type == 0.0 || type == 1.0) return std::nullopt;
  RawUncertainty result;
  if (!(type >= 2.0 && type <= last_kind) || type != std::floor(type)) {
    result.fault = texts.add(fmt::format("the uncertainty type '{}' is not known", given));
    return result;
  }
  Uncertainty& u = result.value;
  u.kind = static_cast<DistributionKind>(static_cast<int>(type));
  u.loc = number("loc");
  u.scale = number("scale");
  u.shape = number("shape");
  u.minimum = number("minimum");
  u.maximum = number("maximum");
  const std::string flag = lower_case(cell("negative"));
  u.negative = flag == "true" || flag == "1" || flag == "1.0";
  if (u.kind == DistributionKind::lognormal) {
    if (flag.empty()) u.negative = amount < 0.0;
    if (std::isnan(u.loc)) u.loc = std::log(std::abs(amount));
  }
  if (u.kind == DistributionKind::normal && std::isnan(u.loc)) u.loc = amount;
  if (u.kind == DistributionKind::triangular && std::isnan(u.loc))
    u.loc = (u.minimum + u.maximum) / 2.0;
  result.fault = texts.add(fault_of(u, amount));
  return result;
}

}  // namespace plume
