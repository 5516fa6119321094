// SPDX-License-Identifier: Apache-2.0
#define PLUME_ISA probe_scalar
#define PROBE_WIDTH 1
#define PROBE_NAME "scalar"
#include "tests/kernels/formula/formula_probe.inl"

plume::testing::FormulaProbe plume::testing::formula_probe_scalar() {
  return probe_scalar::probe::all();
}
