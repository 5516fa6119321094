// SPDX-License-Identifier: Apache-2.0
#define PLUME_ISA probe_baseline
#define PROBE_WIDTH 16
#include "tests/kernels/base/pack_probe.inl"

void plume::testing::probe_packs_baseline(const PackInput& input, PackOutput& output) {
  probe_baseline::probe::run(input, output);
}
