// SPDX-License-Identifier: Apache-2.0
#define PLUME_ISA probe_avx2
#define PROBE_WIDTH 16
#include "tests/kernels/base/pack_probe.inl"

void plume::testing::probe_packs_avx2(const PackInput& input, PackOutput& output) {
  probe_avx2::probe::run(input, output);
}
