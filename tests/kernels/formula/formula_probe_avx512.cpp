// SPDX-License-Identifier: Apache-2.0
#define PLUME_ISA probe_avx512
#define PROBE_WIDTH 16
#define PROBE_NAME "avx512"
#include "tests/kernels/formula/formula_probe.inl"

plume::testing::FormulaProbe plume::testing::formula_probe_avx512() {
  return probe_avx512::probe::all();
}
