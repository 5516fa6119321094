// SPDX-License-Identifier: Apache-2.0
#ifdef PLUME_SCALAR_BASELINE
#include "kernels/engine/lanes.hpp"

plume::LaneSet plume::baseline_lanes() {
  LaneSet lanes = scalar_lanes();
  lanes.name = "baseline";
  return lanes;
}
#else
#define PLUME_ISA isa_baseline
#define PLUME_LANES_WIDTH 16
#include "kernels/engine/lanes.inl"

plume::LaneSet plume::baseline_lanes() {
  return {"baseline", PLUME_LANES_WIDTH, &plume::isa_baseline::run_group};
}
#endif
