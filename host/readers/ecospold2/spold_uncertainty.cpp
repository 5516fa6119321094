// SPDX-License-Identifier: Apache-2.0
#include "host/readers/ecospold2/spold_uncertainty.hpp"

#include <cmath>
#include <string>

#include "host/readers/xml.hpp"

namespace plume {
namespace {

constexpr double mu_tolerance = 1e-3;  ///< ecoinvent writes mu with four decimals

double value_of(const pugi::xml_node& node, const char* name) {
  return xml_number(attribute_of(node, name)).value_or(Uncertainty::not_given);
}

/// Variance of what is drawn, and the name of the attribute it comes from.
double variance_of(const pugi::xml_node& node, const char*& name) {
  name = "varianceWithPedigreeUncertainty";
  if (attribute_of(node, name).empty()) name = "variance";
  return value_of(node, name);
}

void set_spread(const pugi::xml_node& node, RawUncertainty& result, TextPool& texts) {
  const char* name = nullptr;
  const double variance = variance_of(node, name);
  result.value.scale = std::sqrt(variance);
  if (!(variance > 0.0) || !std::isfinite(variance)) {
    const std::string_view given = attribute_of(node, name);
    result.fault = texts.add(given.empty() ? std::string("no variance")
                                           : std::string(name) + " " + std::string(given));
  }
}

void set_bounds(const pugi::xml_node& node, bool has_mode, RawUncertainty& result,
                TextPool& texts) {
  Uncertainty& u = result.value;
  u.minimum = value_of(node, "minValue");
  u.maximum = value_of(node, "maxValue");
  if (has_mode) u.loc = value_of(node, "mostLikelyValue");
  const bool ordered =
      u.minimum < u.maximum && (!has_mode || (u.minimum <= u.loc && u.loc <= u.maximum));
  if (!ordered || !std::isfinite(u.minimum) || !std::isfinite(u.maximum)) {
    result.fault = texts.add(has_mode ? "minValue, mostLikelyValue and maxValue are not in order"
                                      : "minValue is not below maxValue");
  }
}

pugi::xml_node distribution_in(const pugi::xml_node& uncertainty, DistributionKind& kind) {
  for (const pugi::xml_node& node : uncertainty.children()) {
    const std::string_view name = local_name(node.name());
    if (name == "lognormal")
      kind = DistributionKind::lognormal;
    else if (name == "normal")
      kind = DistributionKind::normal;
    else if (name == "triangular")
      kind = DistributionKind::triangular;
    else if (name == "uniform")
      kind = DistributionKind::uniform;
    else if (name == "undefined" || name == "beta" || name == "gamma" || name == "binomial")
      kind = DistributionKind::undefined;
    else
      continue;
    return node;
  }
  return {};
}

}  // namespace

DistributionKind spold_kind(const pugi::xml_node& uncertainty) {
  DistributionKind kind = DistributionKind::undefined;
  distribution_in(uncertainty, kind);
  return kind;
}

SpoldUncertainty spold_uncertainty(const pugi::xml_node& uncertainty, double amount,
                                   TextPool& texts) {
  SpoldUncertainty result;
  Uncertainty& u = result.value.value;
  const pugi::xml_node node = distribution_in(uncertainty, u.kind);
  switch (u.kind) {
    case DistributionKind::lognormal: {
      u.loc = std::log(std::abs(amount));
      u.negative = amount < 0.0;
      set_spread(node, result.value, texts);
      if (amount == 0.0) result.value.fault = texts.add("amount 0");
      const double mu = value_of(node, "mu");
      result.contradicts = std::abs(mu - u.loc) > mu_tolerance;
      break;
    }
    case DistributionKind::normal:
      u.loc = amount;
      set_spread(node, result.value, texts);
      break;
    case DistributionKind::triangular:
      set_bounds(node, true, result.value, texts);
      break;
    case DistributionKind::uniform:
      set_bounds(node, false, result.value, texts);
      break;
    default:
      result.value.fault =
          texts.add(node ? std::string(local_name(node.name())) : std::string("no distribution"));
      break;
  }
  return result;
}

}  // namespace plume
