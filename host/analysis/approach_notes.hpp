// SPDX-License-Identifier: Apache-2.0
// Why error propagation (Approach 1) and the simulation (Approach 2) give different intervals of
// one total: the IPCC 2006 Guidelines, volume 1, chapter 3, ask for the first as a check of the
// second. The words are those of the report's language.
//
//     const auto notes = approach_notes(approach1(rows),
//         {mean, lower, upper, variance, sum_of_line_variances});
#pragma once

#include <string>
#include <vector>

#include "host/analysis/ipcc_approach1.hpp"

namespace plume {

/// The simulated total of the same lines.
struct SimulatedTotal {
  double mean = 0.0, lower = 0.0, upper = 0.0;  ///< lower, upper: 2.5 and 97.5 %
  double variance = 0.0;
  /// sum over the lines; differs from `variance` where lines depend on each other
  double line_variances = 0.0;
};

/// A sentence of the report: its label, and what stands in its gaps.
struct ApproachNote {
  std::string label;  ///< "approach_note.agree"
  std::vector<std::string> arguments;
};

/// First whether the two agree (half-widths within a tenth of each other), then each cause that
/// applies: dependence (variances differ by a tenth or more), asymmetry (distances from the mean
/// differ by a tenth or more), size (a row's U above 60 %, the σ/μ of 0.3 that the method is good
/// for), removals and emissions that nearly cancel (|net| below half of what is summed), a mean
/// away from the static total by more than a tenth of the half-width.
[[nodiscard]] std::vector<ApproachNote> approach_notes(const Approach1& propagated,
                                                       const SimulatedTotal& simulated);

}  // namespace plume
