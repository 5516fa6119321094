// SPDX-License-Identifier: Apache-2.0
#include "host/analysis/approach_notes.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace plume {

namespace {

std::string two_digits(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.2g", value);
  return text.data();
}

}  // namespace

std::vector<std::string> approach_notes(const Approach1& propagated, const SimulatedTotal& simulated) {
  std::vector<std::string> notes;
  const double half_propagated = propagated.u_total / 100.0 * std::abs(propagated.year);
  const double half = 0.5 * (simulated.upper - simulated.lower);
  if (!(half > 0.0) || !std::isfinite(half_propagated) || !(half_propagated > 0.0)) {
    notes.emplace_back("No comparison: one of the two intervals has no width, or the total is 0.");
    return notes;
  }
  const double ratio = half / half_propagated;
  if (std::abs(ratio - 1.0) <= 0.1)
    notes.emplace_back("Error propagation and simulation agree: their half-widths differ by a tenth or less.");
  else
    notes.push_back("The simulated interval is " + two_digits(ratio) + " times as wide as that of error propagation.");

  const double dependence = simulated.variance / simulated.line_variances;
  if (simulated.line_variances > 0.0 && std::abs(dependence - 1.0) >= 0.1)
    notes.push_back("The lines depend on each other (shared factors or activity): the variance of the total is " +
                    two_digits(dependence) +
                    " times the sum of the lines' variances, which error propagation takes as independent.");
  const double below = simulated.mean - simulated.lower, above = simulated.upper - simulated.mean;
  if (std::abs(above - below) >= 0.1 * std::max(above, below))
    notes.push_back("The simulated interval is not symmetric (" + two_digits(below / half) + " and " +
                    two_digits(above / half) + " of its half-width below and above the mean); error propagation's is.");
  const Approach1Row* widest = nullptr;
  for (const Approach1Row& row : propagated.rows)
    if (row.year != 0.0 && row.combined > 60.0 && (!widest || row.combined > widest->combined)) widest = &row;
  if (widest)
    notes.push_back("Error propagation is meant for half-widths up to 60 %; \"" + widest->name + "\" has " +
                    two_digits(widest->combined) + " %.");
  double sum = 0.0;
  for (const Approach1Row& row : propagated.rows) sum += std::abs(row.year);
  if (std::abs(propagated.year) < 0.5 * sum)
    notes.emplace_back(
        "Emissions and removals nearly cancel: percentages of the net total say little, read the tonnes.");
  if (std::abs(simulated.mean - propagated.year) > 0.1 * half)
    notes.emplace_back(
        "The simulated mean is not the static total: means of skewed inputs differ from the values that the static "
        "calculation uses.");
  return notes;
}

int monitoring_tier(MonitoringKind kind, double u_percent) {
  constexpr std::array<double, 4> fuel = {7.5, 5.0, 2.5, 1.5}, continuous = {10.0, 7.5, 5.0, 2.5};
  const auto& limits = kind == MonitoringKind::fuel_amount ? fuel : continuous;
  int tier = 0;
  for (const double limit : limits) tier += std::abs(u_percent) <= limit ? 1 : 0;
  return tier;
}

}  // namespace plume
