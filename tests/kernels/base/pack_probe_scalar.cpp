// SPDX-License-Identifier: Apache-2.0
#define PLUME_ISA probe_scalar
#define PROBE_WIDTH 1
#include "tests/kernels/base/pack_probe.inl"

void plume::testing::probe_packs_scalar(const PackInput& input, PackOutput& output) {
  probe_scalar::probe::run(input, output);
}
