// SPDX-License-Identifier: Apache-2.0
#include "kernels/api/batch_runner.hpp"
#include "kernels/engine/workspace.hpp"

std::size_t plume::lane_bytes(const ProblemView& problem, ValueType values) { return bytes_per_lane(problem, values); }
