// SPDX-License-Identifier: Apache-2.0
// Body of lanes_*.cpp: each defines PLUME_ISA and PLUME_LANES_WIDTH and is compiled with its own -march.
// No standard library header with inline functions may come in here: its code would be compiled for that CPU and linked into all.
#include "kernels/engine/lanes.hpp"
#include "kernels/solve/lane_program.hpp"

PLUME_ISA_BEGIN

template <class Value>
void run_group_as(const ProblemView& view, const Workspace& w, const BatchOutput& batch, std::uint64_t first) {
  using Stride = FixedStride<PLUME_LANES_WIDTH>;
  LaneMemory<Value, Stride> memory;
  memory.slots = static_cast<Value*>(w.slots);
  memory.bio_slots = static_cast<Value*>(w.bio_slots);
  memory.factors = static_cast<Value*>(w.factors);
  memory.x = w.x;
  memory.history = w.history;
  memory.residual = w.residual;
  memory.g = w.g;
  memory.control = w.control;
  run_lane_group<PLUME_LANES_WIDTH, Value, Stride>(view, memory, batch, first);
}

inline void run_group(const ProblemView& view, ValueType type, const Workspace& workspace, const BatchOutput& batch,
                      std::uint64_t first) {
  if (type == ValueType::fp32) {
    run_group_as<float>(view, workspace, batch, first);
  } else {
    run_group_as<double>(view, workspace, batch, first);
  }
}

PLUME_ISA_END
