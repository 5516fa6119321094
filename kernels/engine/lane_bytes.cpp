// SPDX-License-Identifier: Apache-2.0
#include "kernels/api/batch_runner.hpp"
#include "kernels/engine/workspace.hpp"

std::size_t plume::lane_bytes(const ProblemView& problem, LaneTypes types) {
  return bytes_per_lane(problem, types);
}
