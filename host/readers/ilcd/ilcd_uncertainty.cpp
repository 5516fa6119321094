// SPDX-License-Identifier: Apache-2.0
#include "host/readers/ilcd/ilcd_uncertainty.hpp"

#include <fmt/format.h>

#include <cmath>
#include <string>

#include "host/readers/spread95.hpp"
#include "host/readers/xml.hpp"

namespace plume {
namespace {

constexpr const char* spread_name = "relativeStandardDeviation95In";

double value_of(const pugi::xml_node& node, const char* name) {
  return xml_number(text_of(node, name)).value_or(Uncertainty::not_given);
}

Text spread_fault(const pugi::xml_node& node, TextPool& texts) {
  const std::string_view given = text_of(node, spread_name);
  return texts.add(given.empty() ? fmt::format("no {}", spread_name)
                                 : fmt::format("{} {}", spread_name, given));
}

}  // namespace

std::optional<RawUncertainty> ilcd_uncertainty(const pugi::xml_node& node, double amount,
                                               const char* minimum, const char* maximum,
                                               TextPool& texts, NormalSpread normals) {
  const std::string_view type = text_of(node, "uncertaintyDistributionType");
  if (type.empty() || type == "undefined") return std::nullopt;
  RawUncertainty result;
  Uncertainty& u = result.value;
  const double spread = value_of(node, spread_name);
  if (type == "log-normal" || type == "lognormal") {
    if (!set_lognormal_by_spread95(amount, spread, u))
      result.fault = spread_fault(node, texts);
    else if (amount == 0.0)
      result.fault = texts.add("amount 0");
  } else if (type == "normal") {
    if (!set_normal_by_spread95(amount, spread, u, normals))
      result.fault = spread_fault(node, texts);
  } else if (type == "triangular" || type == "uniform") {
    const bool has_mode = type == "triangular";
    u.kind = has_mode ? DistributionKind::triangular : DistributionKind::uniform;
    u.minimum = value_of(node, minimum);
    u.maximum = value_of(node, maximum);
    if (has_mode) u.loc = amount;
    const bool ordered =
        u.minimum < u.maximum && (!has_mode || (u.minimum <= amount && amount <= u.maximum));
    if (!ordered || !std::isfinite(u.minimum) || !std::isfinite(u.maximum))
      result.fault = texts.add(has_mode ? "minimum, amount and maximum are not in order"
                                        : "minimum is not below maximum");
  } else {
    result.fault = texts.add(fmt::format("the distribution '{}' is not known", type));
  }
  return result;
}

}  // namespace plume
