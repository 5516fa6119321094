// SPDX-License-Identifier: Apache-2.0
// The lane program as the CPU runners see it: one entry an instruction set, chosen at run time.
#pragma once

#include <cstdint>

#include "kernels/api/batch.hpp"
#include "kernels/api/batch_runner.hpp"
#include "kernels/api/problem_view.hpp"
#include "kernels/engine/workspace.hpp"

namespace plume {

using RunLaneGroup = void (*)(const ProblemView&, LaneTypes, const Workspace&, const BatchOutput&,
                              std::uint64_t first);

struct LaneSet {
  const char* name;
  int width;  ///< lanes of a group; groups begin at multiples of it
  RunLaneGroup run;
};

[[nodiscard]] LaneSet scalar_lanes();  ///< W = 1: what a GPU thread does
[[nodiscard]] LaneSet baseline_lanes();
[[nodiscard]] LaneSet avx2_lanes();  ///< call only where the CPU has it
[[nodiscard]] LaneSet avx512_lanes();

/// "avx512", "avx2", "baseline", or empty for the best of this CPU. Throws std::runtime_error for
/// one it lacks, std::invalid_argument for an unknown name.
[[nodiscard]] LaneSet choose_lanes(const char* name);

}  // namespace plume
