// SPDX-License-Identifier: Apache-2.0
#define PLUME_ISA probe_avx2
#define PROBE_WIDTH 16
#define PROBE_NAME "avx2"
#include "tests/kernels/formula/formula_probe.inl"

plume::testing::FormulaProbe plume::testing::formula_probe_avx2() {
  return probe_avx2::probe::all();
}
