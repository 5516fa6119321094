// SPDX-License-Identifier: Apache-2.0
// How much memory a lane needs, and where its arrays lie in one allocation.
#pragma once

#include <cstddef>

#include "kernels/api/batch_runner.hpp"
#include "kernels/api/problem_view.hpp"

namespace plume {

/// Elements per lane of each array of LaneMemory.
struct WorkspaceSizes {
  std::size_t slots, bio_slots, factors;         // Value
  std::size_t x, history, residual, g, control;  // double
};

[[nodiscard]] inline WorkspaceSizes workspace_sizes(const ProblemView& view) {
  return {static_cast<std::size_t>(view.num_slots) + view.num_diagonal_slots,
          view.num_bio_slots,
          view.num_factor_slots,
          static_cast<std::size_t>(view.num_demands) * view.num_rows,
          std::size_t{anderson_depth} * view.max_monitored,
          (std::size_t{anderson_depth} + 1) * view.max_monitored,
          static_cast<std::size_t>(view.num_demands) * view.num_flows,
          view.num_control > 0 ? static_cast<std::size_t>(view.num_demands) * view.num_categories : 0};
}

[[nodiscard]] inline std::size_t value_bytes(ValueType type) { return type == ValueType::fp32 ? 4 : 8; }

/// Bytes of one lane.
[[nodiscard]] inline std::size_t bytes_per_lane(const ProblemView& view, ValueType type) {
  const WorkspaceSizes s = workspace_sizes(view);
  return value_bytes(type) * (s.slots + s.bio_slots + s.factors) +
         sizeof(double) * (s.x + s.history + s.residual + s.g + s.control);
}

/// One group's arrays, cut from `base` (64-byte aligned, lanes · bytes_per_lane long) in units of whole lanes.
struct Workspace {
  void* slots = nullptr;
  void* bio_slots = nullptr;
  void* factors = nullptr;
  double* x = nullptr;
  double* history = nullptr;
  double* residual = nullptr;
  double* g = nullptr;
  double* control = nullptr;
};

[[nodiscard]] inline Workspace cut_workspace(const ProblemView& view, ValueType type, std::size_t lanes, void* base) {
  const WorkspaceSizes s = workspace_sizes(view);
  char* next = static_cast<char*>(base);
  const auto take = [&](std::size_t elements, std::size_t bytes) {
    char* here = next;
    next += elements * bytes * lanes;
    return here;
  };
  Workspace w;
  w.x = reinterpret_cast<double*>(take(s.x, 8));
  w.history = reinterpret_cast<double*>(take(s.history, 8));
  w.residual = reinterpret_cast<double*>(take(s.residual, 8));
  w.g = reinterpret_cast<double*>(take(s.g, 8));
  w.control = reinterpret_cast<double*>(take(s.control, 8));
  w.slots = take(s.slots, value_bytes(type));
  w.bio_slots = take(s.bio_slots, value_bytes(type));
  w.factors = take(s.factors, value_bytes(type));
  return w;
}

}  // namespace plume
