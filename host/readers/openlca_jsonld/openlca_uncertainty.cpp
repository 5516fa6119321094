// SPDX-License-Identifier: Apache-2.0
#include "host/readers/openlca_jsonld/openlca_uncertainty.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "host/base/numbers.hpp"
#include "host/model/pedigree.hpp"

namespace plume {
namespace {

constexpr double none = Uncertainty::not_given;
constexpr double squared_tolerance = 1e-2;  // of σ: exports round geomSd to three decimals

void set_lognormal(const Json& object, RawUncertainty& result, TextPool& texts) {
  const double mean = number_of(object, {"geomMean"}).value_or(none);
  const double spread = number_of(object, {"geomSd"}).value_or(none);
  Uncertainty& u = result.value;
  u.kind = DistributionKind::lognormal;
  u.loc = std::log(std::abs(mean));
  u.scale = std::log(spread);
  u.negative = mean < 0.0;
  if (!(spread > 1.0) || !std::isfinite(spread))
    result.fault = texts.add(fmt::format("geomSd {}", format_exact(spread)));
  else if (!std::isfinite(u.loc))
    result.fault = texts.add(fmt::format("geomMean {}", format_exact(mean)));
}

void set_normal(const Json& object, RawUncertainty& result, TextPool& texts) {
  Uncertainty& u = result.value;
  u.kind = DistributionKind::normal;
  u.loc = number_of(object, {"mean"}).value_or(none);
  u.scale = number_of(object, {"sd"}).value_or(none);
  if (!(u.scale > 0.0) || !std::isfinite(u.scale))
    result.fault = texts.add(fmt::format("sd {}", format_exact(u.scale)));
  else if (!std::isfinite(u.loc))
    result.fault = texts.add("mean is no number");
}

void set_bounded(const Json& object, bool has_mode, RawUncertainty& result, TextPool& texts) {
  Uncertainty& u = result.value;
  u.kind = has_mode ? DistributionKind::triangular : DistributionKind::uniform;
  u.minimum = number_of(object, {"minimum"}).value_or(none);
  u.maximum = number_of(object, {"maximum"}).value_or(none);
  if (has_mode) u.loc = number_of(object, {"mode"}).value_or(none);
  const bool ordered =
      u.minimum < u.maximum && (!has_mode || (u.minimum <= u.loc && u.loc <= u.maximum));
  if (!ordered || !std::isfinite(u.minimum) || !std::isfinite(u.maximum))
    result.fault = texts.add(has_mode ? "minimum, mode and maximum are not in order"
                                      : "minimum is not below maximum");
}

}  // namespace

std::optional<RawUncertainty> openlca_uncertainty(const Json& object, TextPool& texts,
                                                  Tally& ignored) {
  if (!object.is_object()) return std::nullopt;
  const std::string_view type = text_of(object, "distributionType");
  RawUncertainty result;
  if (type.starts_with("LOG_NORMAL"))
    set_lognormal(object, result, texts);
  else if (type.starts_with("NORMAL"))
    set_normal(object, result, texts);
  else if (type.starts_with("TRIANG"))
    set_bounded(object, true, result, texts);
  else if (type.starts_with("UNIFORM"))
    set_bounded(object, false, result, texts);
  else if (type.empty() || type == "NONE" || type == "NO_DISTRIBUTION")
    return std::nullopt;
  else
    result.fault = texts.add(fmt::format("distributionType {} is unknown", type));
  count_ignored(object, "uncertainty",
                {"@type", "distributionType", "geomMean", "geomSd", "mean", "sd", "minimum", "mode",
                 "maximum"},
                ignored);
  return result;
}

bool is_squared_spread(const Json& exchange, const RawUncertainty& uncertainty) {
  if (uncertainty.value.kind != DistributionKind::lognormal || uncertainty.fault != no_text)
    return false;
  const std::optional<PedigreeScores> scores = parse_pedigree(text_of(exchange, "dqEntry"));
  if (!scores) return false;
  const double basic = number_of(exchange, {"baseUncertainty"}).value_or(1.0);
  const double sigma = pedigree_sigma(*scores, PedigreeRules::ecoinvent2, std::max(basic, 1.0));
  return sigma > 0.0 &&
         std::abs(uncertainty.value.scale - 2.0 * sigma) <= squared_tolerance * sigma;
}

}  // namespace plume
