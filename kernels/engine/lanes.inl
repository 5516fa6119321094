// SPDX-License-Identifier: Apache-2.0
// Body of lanes_*.cpp: each defines PLUME_ISA and PLUME_LANES_WIDTH and is compiled with its own
// -march. No standard library header with inline functions may come in here: its code would be
// compiled for that CPU and linked into all.
#include "kernels/engine/lanes.hpp"
#include "kernels/solve/lane_program.hpp"

PLUME_ISA_BEGIN

inline void run_group(const ProblemView& view, LaneTypes types, const Workspace& workspace,
                      const BatchOutput& batch, std::uint64_t first) {
  with_types(types, [&](auto value, auto unknown) {
    const auto memory = lane_memory<decltype(value), decltype(unknown)>(
        workspace, FixedStride<PLUME_LANES_WIDTH>{});
    run_lane_group<PLUME_LANES_WIDTH>(view, memory, batch, first);
  });
}

PLUME_ISA_END
