// SPDX-License-Identifier: Apache-2.0
#define PLUME_ISA probe_scalar
#define PROBE_WIDTH 1
#define PROBE_NAME "scalar"
#include "tests/kernels/random/random_probe.inl"

plume::testing::RandomProbe plume::testing::random_probe_scalar() {
  return probe_scalar::probe::all();
}
