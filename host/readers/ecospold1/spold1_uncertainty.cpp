// SPDX-License-Identifier: Apache-2.0
#include "host/readers/ecospold1/spold1_uncertainty.hpp"

#include <fmt/format.h>

#include <cmath>
#include <string>

#include "host/base/numbers.hpp"
#include "host/readers/spread95.hpp"
#include "host/readers/xml.hpp"

namespace plume {
namespace {

double value_of(const pugi::xml_node& node, const char* name) {
  return xml_number(attribute_of(node, name)).value_or(Uncertainty::not_given);
}

/// "standardDeviation95 1.0", "no standardDeviation95"
Text spread_fault(const pugi::xml_node& node, TextPool& texts) {
  const std::string_view given = attribute_of(node, "standardDeviation95");
  return texts.add(given.empty() ? std::string("no standardDeviation95")
                                 : fmt::format("standardDeviation95 {}", given));
}

void set_lognormal(const pugi::xml_node& node, double amount, RawUncertainty& result,
                   TextPool& texts) {
  if (!set_lognormal_by_spread95(amount, value_of(node, "standardDeviation95"), result.value))
    result.fault = spread_fault(node, texts);
  else if (amount == 0.0)
    result.fault = texts.add("amount 0");
}

void set_normal(const pugi::xml_node& node, double amount, RawUncertainty& result, TextPool& texts,
                NormalSpread normals) {
  if (!set_normal_by_spread95(amount, value_of(node, "standardDeviation95"), result.value, normals))
    result.fault = spread_fault(node, texts);
}

void set_triangular(const pugi::xml_node& node, double amount, RawUncertainty& result,
                    TextPool& texts) {
  Uncertainty& u = result.value;
  u.kind = DistributionKind::triangular;
  u.minimum = value_of(node, "minValue");
  u.maximum = value_of(node, "maxValue");
  u.loc = value_of(node, "mostLikelyValue");
  const bool is_derived = std::isnan(u.loc);
  if (is_derived) u.loc = 3.0 * amount - u.minimum - u.maximum;
  if (!std::isfinite(u.minimum) || !std::isfinite(u.maximum) || u.minimum == u.maximum) {
    result.fault = texts.add("minValue is not below maxValue");
  } else if (!(u.minimum <= u.loc && u.loc <= u.maximum)) {
    result.fault = texts.add(
        is_derived ? "mostLikelyValue is absent, and 3 meanValue - minValue - maxValue is outside"
                   : "minValue, mostLikelyValue and maxValue are not in order");
  }
}

void set_uniform(const pugi::xml_node& node, RawUncertainty& result, TextPool& texts) {
  Uncertainty& u = result.value;
  u.kind = DistributionKind::uniform;
  u.minimum = value_of(node, "minValue");
  u.maximum = value_of(node, "maxValue");
  if (!(u.minimum < u.maximum) || !std::isfinite(u.minimum) || !std::isfinite(u.maximum))
    result.fault = texts.add("minValue is not below maxValue");
}

}  // namespace

std::optional<RawUncertainty> spold1_uncertainty(const pugi::xml_node& exchange, double amount,
                                                 TextPool& texts, NormalSpread normals) {
  const std::string_view type = trim(attribute_of(exchange, "uncertaintyType"));
  if (type.empty() || type == "0") return std::nullopt;
  RawUncertainty result;
  if (type == "1")
    set_lognormal(exchange, amount, result, texts);
  else if (type == "2")
    set_normal(exchange, amount, result, texts, normals);
  else if (type == "3")
    set_triangular(exchange, amount, result, texts);
  else if (type == "4")
    set_uniform(exchange, result, texts);
  else
    result.fault = texts.add(fmt::format("uncertaintyType {} is unknown", type));
  return result;
}

}  // namespace plume
