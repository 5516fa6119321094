// SPDX-License-Identifier: Apache-2.0
// Programs of formulas over arrays of lanes, compiled once per instruction set. Plain types only,
// see pack_probe.hpp.
#pragma once

#include <cstddef>
#include <cstdint>

#include "kernels/base/formula_op.hpp"

namespace plume::testing {

struct FormulaProbe {
  const char* name;
  /// out[i] = op(a[i], b[i], c[i]); `count` is a multiple of 16.
  void (*operation)(FormulaOp op, const double* a, const double* b, const double* c, double* out,
                    std::size_t count);
  /// Sixteen lanes: registers[r][lane], slots[s][lane].
  void (*program)(const FormulaStep* steps, std::uint32_t num_steps, const double* constants,
                  double* registers, float* slots);
};

FormulaProbe formula_probe_scalar();
FormulaProbe formula_probe_baseline();
FormulaProbe formula_probe_avx2();
FormulaProbe formula_probe_avx512();

}  // namespace plume::testing
