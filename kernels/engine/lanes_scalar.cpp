// SPDX-License-Identifier: Apache-2.0
#define PLUME_ISA isa_scalar
#define PLUME_LANES_WIDTH 1
#include "kernels/engine/lanes.inl"

plume::LaneSet plume::scalar_lanes() {
  return {"scalar", PLUME_LANES_WIDTH, &plume::isa_scalar::run_group};
}
