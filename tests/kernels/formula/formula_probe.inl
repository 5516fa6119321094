// SPDX-License-Identifier: Apache-2.0
// Body of formula_probe_*.cpp: each defines PLUME_ISA, PROBE_WIDTH and PROBE_NAME.
#include "kernels/formula/evaluate.hpp"
#include "tests/kernels/formula/formula_probe.hpp"

PLUME_ISA_BEGIN
namespace probe {

constexpr int W = PROBE_WIDTH;
constexpr std::size_t lanes_of_all = 16;

PLUME_INLINE Pack<double, W> take(const double* from) {
  alignas(64) double lanes[W];
  __builtin_memcpy(lanes, from, sizeof(lanes));
  return load<Pack<double, W>>(lanes);
}

inline void run_operation(FormulaOp op, const double* a, const double* b, const double* c,
                          double* out, std::size_t count) {
  for (std::size_t i = 0; i < count; i += W) {
    alignas(64) double lanes[W];
    store(lanes, formula_result<W>(op, take(a + i), take(b + i), take(c + i)));
    __builtin_memcpy(out + i, lanes, sizeof(lanes));
  }
}

/// Elements of sixteen lanes, whatever the width of a pack: a scalar one runs the lanes one by one.
struct Stride {
  PLUME_INLINE std::size_t operator()(std::size_t i) const { return i * lanes_of_all; }
};

inline void run_program(const FormulaStep* steps, std::uint32_t num_steps, const double* constants,
                        double* registers, float* slots) {
  for (std::size_t lane = 0; lane < lanes_of_all; lane += W)
    run_formulas<float, W>(steps, num_steps, constants, registers + lane, slots + lane, Stride{});
}

inline testing::FormulaProbe all() { return {PROBE_NAME, run_operation, run_program}; }

}  // namespace probe
PLUME_ISA_END
