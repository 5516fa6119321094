// SPDX-License-Identifier: Apache-2.0
#define PLUME_ISA isa_avx2
#define PLUME_LANES_WIDTH 16
#include "kernels/engine/lanes.inl"

plume::LaneSet plume::avx2_lanes() {
  return {"avx2", PLUME_LANES_WIDTH, &plume::isa_avx2::run_group};
}
