// SPDX-License-Identifier: Apache-2.0
#include "host/readers/simapro/simapro_uncertainty.hpp"

#include <fmt/format.h>

#include <cmath>
#include <string>

#include "host/base/letter_case.hpp"
#include "host/base/numbers.hpp"
#include "host/readers/spread95.hpp"

namespace plume {
namespace {

void set_bounds(const std::array<double, 3>& fields, bool has_mode, double amount,
                RawUncertainty& result, TextPool& texts) {
  Uncertainty& u = result.value;
  u.kind = has_mode ? DistributionKind::triangular : DistributionKind::uniform;
  u.minimum = fields[1];
  u.maximum = fields[2];
  if (has_mode) u.loc = amount;
  const bool ordered =
      u.minimum < u.maximum && (!has_mode || (u.minimum <= amount && amount <= u.maximum));
  if (!ordered || !std::isfinite(u.minimum) || !std::isfinite(u.maximum))
    result.fault = texts.add(has_mode ? "minimum, amount and maximum are not in order"
                                      : "minimum is not below maximum");
}

}  // namespace

std::optional<RawUncertainty> simapro_uncertainty(std::string_view kind, double amount,
                                                  const std::array<double, 3>& fields,
                                                  TextPool& texts, NormalSpread normals) {
  const std::string name = lower_case(trim(kind));
  if (name.empty() || name == "undefined") return std::nullopt;
  RawUncertainty result;
  if (name == "lognormal") {
    if (!set_lognormal_by_spread95(amount, fields[0], result.value))
      result.fault = texts.add(fmt::format("Lognormal {}", format_exact(fields[0])));
    else if (amount == 0.0)
      result.fault = texts.add("amount 0");
  } else if (name == "normal") {
    if (!set_normal_by_spread95(amount, fields[0], result.value, normals))
      result.fault = texts.add(fmt::format("Normal {}", format_exact(fields[0])));
  } else if (name == "triangle" || name == "triangular") {
    set_bounds(fields, true, amount, result, texts);
  } else if (name == "uniform") {
    set_bounds(fields, false, amount, result, texts);
  } else {
    result.fault = texts.add(fmt::format("the distribution '{}' is not known", trim(kind)));
  }
  return result;
}

}  // namespace plume
