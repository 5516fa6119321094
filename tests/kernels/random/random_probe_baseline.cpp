// SPDX-License-Identifier: Apache-2.0
#define PLUME_ISA probe_baseline
#define PROBE_WIDTH 16
#define PROBE_NAME "baseline"
#include "tests/kernels/random/random_probe.inl"

plume::testing::RandomProbe plume::testing::random_probe_baseline() {
  return probe_baseline::probe::all();
}
