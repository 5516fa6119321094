// SPDX-License-Identifier: Apache-2.0
#define PLUME_ISA probe_baseline
#define PROBE_WIDTH 16
#define PROBE_NAME "baseline"
#include "tests/kernels/formula/formula_probe.inl"

plume::testing::FormulaProbe plume::testing::formula_probe_baseline() {
  return probe_baseline::probe::all();
}
