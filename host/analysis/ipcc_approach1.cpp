// SPDX-License-Identifier: Apache-2.0
#include "host/analysis/ipcc_approach1.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace plume {

Approach1 approach1(std::vector<Approach1Row> rows) {
  Approach1 all;
  all.rows = std::move(rows);
  for (const Approach1Row& row : all.rows) {
    all.base += row.base;
    all.year += row.year;
    all.has_base = all.has_base || row.base != 0.0;
  }
  double variance = 0.0, corrected_variance = 0.0, trend_variance = 0.0;
  for (Approach1Row& row : all.rows) {
    row.combined = std::hypot(row.u_activity, row.u_factor);
    const double share = all.year == 0.0 ? std::numeric_limits<double>::infinity()
                                         : row.combined * row.year / all.year;
    row.contribution = share * share;
    variance += row.contribution;
    const double correction = ipcc_correction(row.combined);
    row.corrected = row.combined * correction;
    corrected_variance += row.contribution * correction * correction;
    if (!all.has_base || all.base == 0.0) continue;
    const double raised = (0.01 * row.year + all.year - (0.01 * row.base + all.base)) /
                          (0.01 * row.base + all.base) * 100.0;
    row.type_a = std::abs(raised - (all.year - all.base) / all.base * 100.0);
    row.type_b = std::abs(row.year / all.base);
    const double root2 = std::sqrt(2.0);
    row.trend_factor =
        row.factor_correlated ? row.type_a * row.u_factor : row.type_b * row.u_factor * root2;
    row.trend_activity = row.type_b * row.u_activity * root2;
    row.trend_variance =
        row.trend_factor * row.trend_factor + row.trend_activity * row.trend_activity;
    trend_variance += row.trend_variance;
  }
  all.u_total = std::sqrt(variance);
  all.u_corrected = std::sqrt(corrected_variance);
  all.u_trend = std::sqrt(trend_variance);
  if (all.has_base && all.base != 0.0) all.trend = (all.year - all.base) / all.base * 100.0;
  return all;
}

double ipcc_correction(double u_percent) {
  if (!(u_percent > 100.0)) return 1.0;
  const double u = std::min(u_percent, 230.0);
  const double root = (-0.720 + 1.0921 * u - 1.63e-3 * u * u + 1.11e-5 * u * u * u) / u;
  return root * root;
}

std::string ghg_protocol_rating(double u_percent) {
  if (u_percent <= 5.0) return "High";
  if (u_percent <= 15.0) return "Good";
  if (u_percent <= 30.0) return "Fair";
  return "Poor";
}

}  // namespace plume
