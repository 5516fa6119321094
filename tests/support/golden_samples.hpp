// SPDX-License-Identifier: Apache-2.0
// Samples against the Monte Carlo figures of a golden file: mean, standard deviation and every
// percentile it holds.
//
//     EXPECT_EQ("", disagreement(file.samples(d, k), golden["totals"]["Scope 1"]));
//
// A golden figure has a standard error se from its own n iterations. Ours, from m independent
// iterations of the same distribution, has se·√(n/m); both differ by at most z·√(se² + se²·n/m), z
// = 4: one in 16,000 for a figure that is right.
#pragma once

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "host/stats/order_statistics.hpp"

namespace plume::testing {

/// What is farther from the golden figures than chance explains; empty where nothing is. Golden
/// figures are multiplied by `unit`.
inline std::string disagreement(std::vector<double> samples, const nlohmann::json& golden,
                                double unit = 1.0) {
  constexpr double z = 4.0;
  std::string found;
  const auto m = static_cast<double>(samples.size());
  const auto compare = [&](const std::string& name, double ours, const nlohmann::json& figure) {
    const double wanted = figure.at("value").get<double>() * unit,
                 se = figure.at("se").get<double>() * unit;
    const double allowed = z * se * std::sqrt(1.0 + golden.at("n").get<double>() / m);
    if (std::abs(ours - wanted) <= allowed) return;
    found += name + " is " + std::to_string(ours) + ", not " + std::to_string(wanted) + " ± " +
             std::to_string(allowed) + "; ";
  };
  double mean = 0.0, square = 0.0;
  for (const double x : samples) mean += x / m;
  for (const double x : samples) square += (x - mean) * (x - mean) / (m - 1.0);
  compare("mean", mean, golden.at("mean"));
  compare("sd", std::sqrt(square), golden.at("sd"));
  std::sort(samples.begin(), samples.end());
  for (const auto& [level, figure] : golden.at("percentiles").items())
    compare(level, quantile_of_sorted(samples, std::stod(level.substr(1)) / 100.0), figure);
  return found;
}

}  // namespace plume::testing
