// SPDX-License-Identifier: Apache-2.0
// Loops of the technosphere that feed most of what they make back into themselves, by static
// amounts.
//
// With P_ij the share of process i's product, in units of what one run of i makes, that one run of
// process j takes, the gain of a cyclic block is the spectral radius ρ of P within it: one unit
// asked of it needs about 1/(1 − ρ) units in all. Near 1 a small change of an amount moves scores
// by much, and beyond 1 the loop takes more than it makes.
#pragma once

#include <cstdint>
#include <vector>

#include "host/base/finding.hpp"
#include "host/model/model.hpp"

namespace plume {

struct StaticLoop {
  double gain = 0.0;                ///< of its block
  std::uint32_t num_processes = 0;  ///< in its block
  /// the cycle that carries most of it, each takes from the next, the last from the first
  std::vector<std::uint32_t> processes;
};

/// Loops with a gain above `least`, the greatest gain first. Columns that name no reference product
/// are left out.
[[nodiscard]] std::vector<StaticLoop> static_loops(const Model& model, double least);

/// A warning (W0297) for each loop with a gain above 0.9.
void check_loops(const Model& model, Findings& findings);

}  // namespace plume
