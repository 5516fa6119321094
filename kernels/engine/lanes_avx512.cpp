// SPDX-License-Identifier: Apache-2.0
#ifdef PLUME_AVX2_FOR_AVX512
#include "kernels/engine/lanes.hpp"

// The lanes of AVX2 are those that AddressSanitizer watches.
plume::LaneSet plume::avx512_lanes() {
  LaneSet lanes = avx2_lanes();
  lanes.name = "avx512";
  return lanes;
}
#else
#define PLUME_ISA isa_avx512
#define PLUME_LANES_WIDTH 16
#include "kernels/engine/lanes.inl"

plume::LaneSet plume::avx512_lanes() {
  return {"avx512", PLUME_LANES_WIDTH, &plume::isa_avx512::run_group};
}
#endif
