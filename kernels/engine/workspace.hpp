// SPDX-License-Identifier: Apache-2.0
// How much memory a lane needs, and where its arrays lie in one allocation.
#pragma once

#include <cstddef>

#include "kernels/api/batch_runner.hpp"
#include "kernels/api/problem_view.hpp"
#include "kernels/solve/lane_memory.hpp"

namespace plume {

/// Elements per lane of each array of LaneMemory.
struct WorkspaceSizes {
  std::size_t slots, bio_slots, factors;  // of the type of values
  std::size_t x, history;                 // of the type of unknowns
  std::size_t trace, depth;               // float
  std::size_t right_side, g, control;     // double
  std::size_t gross, bound, registers;    // double
};

[[nodiscard]] inline WorkspaceSizes workspace_sizes(const ProblemView& view) {
  const bool has_adjoint = view.adjoint.num_right_sides > 0;
  const std::size_t adjoint_rows =
      static_cast<std::size_t>(view.adjoint.num_right_sides) * view.adjoint.num_rows;
  const std::size_t monitored =
      static_cast<std::size_t>(view.right_sides_at_once) *
      (view.adjoint.max_monitored > view.max_monitored ? view.adjoint.max_monitored
                                                       : view.max_monitored);
  return {
      static_cast<std::size_t>(view.num_slots) + view.num_diagonal_slots,
      view.num_bio_slots,
      view.num_factor_slots,
      static_cast<std::size_t>(view.num_right_sides) * view.num_rows + adjoint_rows,
      std::size_t{anderson_depth} * monitored,
      (std::size_t{anderson_depth} + 1) * monitored,
      view.depth != nullptr || view.adjoint.depth != nullptr ? view.num_rows : 0,
      adjoint_rows,
      has_adjoint ? 0 : static_cast<std::size_t>(view.num_demands) * view.num_flows,
      view.num_control > 0 ? static_cast<std::size_t>(view.num_demands) * view.num_categories : 0,
      view.may_cancel != 0 && !has_adjoint
          ? static_cast<std::size_t>(view.num_demands) * view.num_flows
          : 0,
      static_cast<std::size_t>(view.num_right_sides) + view.adjoint.num_right_sides,
      view.formulas.num_registers};
}

[[nodiscard]] inline std::size_t value_bytes(ValueType type) {
  return type == ValueType::fp32 ? 4 : 8;
}

/// Bytes of one lane.
[[nodiscard]] inline std::size_t bytes_per_lane(const ProblemView& view, LaneTypes types) {
  const WorkspaceSizes s = workspace_sizes(view);
  return value_bytes(types.values) * (s.slots + s.bio_slots + s.factors) +
         value_bytes(types.unknowns) * (s.x + s.history) + sizeof(float) * (s.trace + s.depth) +
         sizeof(double) * (s.right_side + s.g + s.control + s.gross + s.bound + s.registers);
}

/// One group's arrays, cut from `base` (64-byte aligned, lanes · bytes_per_lane long) in units of
/// whole lanes.
struct Workspace {
  void* slots = nullptr;
  void* bio_slots = nullptr;
  void* factors = nullptr;
  void* x = nullptr;
  void* history = nullptr;
  float* trace = nullptr;
  double* right_side = nullptr;
  double* g = nullptr;
  double* control = nullptr;
  double* gross = nullptr;
  double* bound = nullptr;
  double* registers = nullptr;
  float* depth = nullptr;
};

/// Widest types first, so that any number of lanes keeps every array aligned.
[[nodiscard]] inline Workspace cut_workspace(const ProblemView& view, LaneTypes types,
                                             std::size_t lanes, void* base) {
  const WorkspaceSizes s = workspace_sizes(view);
  char* next = static_cast<char*>(base);
  const auto take = [&](std::size_t elements, std::size_t bytes) {
    char* here = next;
    next += elements * bytes * lanes;
    return here;
  };
  Workspace w;
  w.right_side = reinterpret_cast<double*>(take(s.right_side, 8));
  w.g = reinterpret_cast<double*>(take(s.g, 8));
  w.control = reinterpret_cast<double*>(take(s.control, 8));
  w.gross = reinterpret_cast<double*>(take(s.gross, 8));
  w.bound = reinterpret_cast<double*>(take(s.bound, 8));
  w.registers = reinterpret_cast<double*>(take(s.registers, 8));
  w.x = take(s.x, value_bytes(types.unknowns));
  w.history = take(s.history, value_bytes(types.unknowns));
  w.slots = take(s.slots, value_bytes(types.values));
  w.bio_slots = take(s.bio_slots, value_bytes(types.values));
  w.factors = take(s.factors, value_bytes(types.values));
  w.trace = reinterpret_cast<float*>(take(s.trace, 4));
  w.depth = reinterpret_cast<float*>(take(s.depth, 4));
  return w;
}

}  // namespace plume

PLUME_ISA_BEGIN

/// The arrays as a lane program of these types sees them.
template <class Value, class Unknown, class Stride>
PLUME_INLINE LaneMemory<Value, Stride, Unknown> lane_memory(const Workspace& workspace, Stride at) {
  LaneMemory<Value, Stride, Unknown> memory;
  memory.slots = static_cast<Value*>(workspace.slots);
  memory.bio_slots = static_cast<Value*>(workspace.bio_slots);
  memory.factors = static_cast<Value*>(workspace.factors);
  memory.x = static_cast<Unknown*>(workspace.x);
  memory.history = static_cast<Unknown*>(workspace.history);
  memory.trace = workspace.trace;
  memory.right_side = workspace.right_side;
  memory.g = workspace.g;
  memory.control = workspace.control;
  memory.gross = workspace.gross;
  memory.bound = workspace.bound;
  memory.registers = workspace.registers;
  memory.depth = workspace.depth;
  memory.at = at;
  return memory;
}

/// Calls use(Value{}, Unknown{}) with the types of the precision.
template <class Use>
PLUME_INLINE void with_types(LaneTypes types, Use use) {
  if (types.unknowns == ValueType::fp32) {
    use(float{}, float{});
  } else if (types.values == ValueType::fp32) {
    use(float{}, double{});
  } else {
    use(double{}, double{});
  }
}

PLUME_ISA_END
