// SPDX-License-Identifier: Apache-2.0
#define PLUME_ISA isa_avx512
#define PLUME_LANES_WIDTH 16
#include "kernels/engine/lanes.inl"

plume::LaneSet plume::avx512_lanes() {
  return {"avx512", PLUME_LANES_WIDTH, &plume::isa_avx512::run_group};
}
