// SPDX-License-Identifier: Apache-2.0
// The reference distributions of ../shared/golden/distributions.json as uncertainties, with their
// moments and quantiles.
#pragma once

#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "host/model/uncertainty.hpp"

namespace plume::testing {

struct GoldenDistribution {
  std::string id;
  Uncertainty uncertainty;
  double mean, variance;
  std::map<double, double> quantiles;
};

inline std::filesystem::path golden_distributions_path() {
  return PLUME_SOURCE_DIR "/../shared/golden/distributions.json";
}

/// Its kind and parameters as Plume records them.
inline Uncertainty uncertainty_of_golden(const std::string& kind, const nlohmann::json& p) {
  const auto get = [&](const char* name) {
    return p.contains(name) && !p[name].is_null() ? p[name].get<double>() : Uncertainty::not_given;
  };
  using K = DistributionKind;
  Uncertainty u;
  const auto is = [&](const char* name, K k) {
    if (kind == name) u.kind = k;
    return kind == name;
  };
  if (is("lognormal", K::lognormal)) u.loc = get("mu"), u.scale = get("sigma");
  if (is("normal", K::normal)) u.loc = get("mean"), u.scale = get("sd");
  if (is("truncated_normal", K::normal))
    u.loc = get("mean0"), u.scale = get("sd0"), u.minimum = get("lower"), u.maximum = get("upper");
  if (is("uniform", K::uniform)) u.minimum = get("min"), u.maximum = get("max");
  if (is("triangular", K::triangular))
    u.minimum = get("min"), u.loc = get("mode"), u.maximum = get("max");
  if (is("beta_pert", K::beta_pert))
    u.minimum = get("min"), u.loc = get("mode"), u.maximum = get("max"), u.scale = get("lambda");
  if (is("beta", K::beta))
    u.loc = get("alpha"), u.shape = get("beta"), u.minimum = get("min"), u.maximum = get("max");
  if (is("gamma", K::gamma) || is("weibull", K::weibull))
    u.shape = get("shape"), u.scale = get("scale"), u.loc = get("loc");
  if (is("student_t", K::students_t))
    u.shape = get("df"), u.loc = get("loc"), u.scale = get("scale");
  if (is("gev_shape0", K::generalized_extreme_value))
    u.loc = get("loc"), u.scale = get("scale"), u.shape = 0.0;
  if (is("bernoulli", K::bernoulli)) u.loc = get("p");
  if (is("discrete_uniform", K::discrete_uniform))
    u.minimum = get("min"), u.maximum = get("max_exclusive");
  return u;
}

inline std::vector<GoldenDistribution> golden_distributions() {
  std::ifstream file(golden_distributions_path());
  const nlohmann::json stored = nlohmann::json::parse(file);
  std::vector<GoldenDistribution> list;
  for (const auto& item : stored["items"]) {
    GoldenDistribution d{item["id"],
                         uncertainty_of_golden(item["kind"], item["params"]),
                         item["mean"],
                         item["variance"],
                         {}};
    for (const auto& [level, value] : item["quantiles"].items())
      d.quantiles[std::stod(level)] = value;
    list.push_back(std::move(d));
  }
  return list;
}

}  // namespace plume::testing
