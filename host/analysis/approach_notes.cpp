// SPDX-License-Identifier: Apache-2.0
#include "host/analysis/approach_notes.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <utility>

namespace plume {

namespace {

std::string two_digits(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.2g", value);
  return text.data();
}

}  // namespace

std::vector<ApproachNote> approach_notes(const Approach1& propagated,
                                         const SimulatedTotal& simulated) {
  std::vector<ApproachNote> notes;
  const auto note = [&](const char* label, std::vector<std::string> arguments = {}) {
    notes.push_back({std::string("approach_note.") + label, std::move(arguments)});
  };
  const double half_propagated = propagated.u_total / 100.0 * std::abs(propagated.year);
  const double half = 0.5 * (simulated.upper - simulated.lower);
  if (!(half > 0.0) || !std::isfinite(half_propagated) || !(half_propagated > 0.0)) {
    note("no_comparison");
    return notes;
  }
  const double ratio = half / half_propagated;
  if (std::abs(ratio - 1.0) <= 0.1)
    note("agree");
  else
    note("ratio", {two_digits(ratio)});

  const double dependence = simulated.variance / simulated.line_variances;
  if (simulated.line_variances > 0.0 && std::abs(dependence - 1.0) >= 0.1)
    note("dependence", {two_digits(dependence)});
  const double below = simulated.mean - simulated.lower, above = simulated.upper - simulated.mean;
  if (std::abs(above - below) >= 0.1 * std::max(above, below))
    note("asymmetry", {two_digits(below / half), two_digits(above / half)});
  const Approach1Row* widest = nullptr;
  for (const Approach1Row& row : propagated.rows)
    if (row.year != 0.0 && row.combined > 60.0 && (!widest || row.combined > widest->combined))
      widest = &row;
  if (widest) note("too_wide", {widest->name, std::to_string(std::lround(widest->combined))});
  double sum = 0.0;
  for (const Approach1Row& row : propagated.rows) sum += std::abs(row.year);
  if (std::abs(propagated.year) < 0.5 * sum) note("cancel");
  if (std::abs(simulated.mean - propagated.year) > 0.1 * half) note("mean");
  return notes;
}

}  // namespace plume
