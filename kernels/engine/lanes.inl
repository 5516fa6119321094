// SPDX-License-Identifier: Apache-2.0
// Body of lanes_*.cpp: each defines PLUME_ISA and PLUME_LANES_WIDTH and is compiled with its own -march.
// No standard library header with inline functions may come in here: its code would be compiled for that CPU and linked into all.
#include "kernels/engine/lanes.hpp"
#include "kernels/solve/lane_program.hpp"

PLUME_ISA_BEGIN

template <class Value, class Unknown>
void run_group_as(const ProblemView& view, const Workspace& workspace, const BatchOutput& batch, std::uint64_t first) {
  using Memory = LaneMemory<Value, FixedStride<PLUME_LANES_WIDTH>, Unknown>;
  Memory memory;
  memory.slots = static_cast<Value*>(workspace.slots);
  memory.bio_slots = static_cast<Value*>(workspace.bio_slots);
  memory.factors = static_cast<Value*>(workspace.factors);
  memory.x = static_cast<Unknown*>(workspace.x);
  memory.history = static_cast<Unknown*>(workspace.history);
  memory.trace = workspace.trace;
  memory.right_side = workspace.right_side;
  memory.g = workspace.g;
  memory.control = workspace.control;
  run_lane_group<PLUME_LANES_WIDTH>(view, memory, batch, first);
}

inline void run_group(const ProblemView& view, LaneTypes types, const Workspace& workspace, const BatchOutput& batch,
                      std::uint64_t first) {
  if (types.unknowns == ValueType::fp32) {
    run_group_as<float, float>(view, workspace, batch, first);
  } else if (types.values == ValueType::fp32) {
    run_group_as<float, double>(view, workspace, batch, first);
  } else {
    run_group_as<double, double>(view, workspace, batch, first);
  }
}

PLUME_ISA_END
