// SPDX-License-Identifier: Apache-2.0
// Anderson acceleration of depth 2 over Gauss-Seidel sweeps G, each lane for itself.
// Source: Anderson (1965); Walker & Ni (2011), "Anderson acceleration for fixed-point iterations", SIAM J. Numer. Anal. 49.
//
//     F = G(x) − x,   minimise |F − γ1 (F − F1) − γ2 (F − F2)|²_w,   x ← G − γ1 (G − G1) − γ2 (G − G2)
//
// The norm looks at the monitored rows only: those with the largest contributions to the scores (docs/decisions/0002-lanes.md).
#pragma once

#include <cstdint>

#include "kernels/api/problem_view.hpp"
#include "kernels/base/pack.hpp"
#include "kernels/solve/lane_memory.hpp"

PLUME_ISA_BEGIN

/// Remembers x on the monitored rows, before a sweep that will be accelerated.
template <int W, class Value, class Stride>
PLUME_HD PLUME_INLINE void remember_monitored(const ProblemView& view, const LaneMemory<Value, Stride>& memory,
                                              std::uint32_t demand, const Block& block) {
  using F64 = Pack<double, W>;
  const Stride at = memory.at;
  const double* x = memory.x + at(static_cast<std::size_t>(demand) * view.num_rows);
  const std::uint32_t* row = view.monitored_row + static_cast<std::size_t>(demand) * view.num_monitored + block.monitor_begin;
  const std::uint32_t count = block.monitor_end - block.monitor_begin;
  for (std::uint32_t i = 0; i < count; ++i) store(memory.residual + at(i), load<F64>(x + at(row[i])));
}

/// Mixes x = G with the `depth` (0, 1 or 2) remembered sweeps for the active lanes, then remembers this one over the older.
/// `turn` counts accelerated sweeps; the history of turn t lies at t mod 2.
template <int W, class Value, class Stride>
PLUME_HD PLUME_INLINE void accelerate(const ProblemView& view, const LaneMemory<Value, Stride>& memory,
                                      std::uint32_t demand, const Block& block, std::uint32_t turn,
                                      Pack<std::int64_t, W> active) {
  using F64 = Pack<double, W>;
  const Stride at = memory.at;
  double* const x = memory.x + at(static_cast<std::size_t>(demand) * view.num_rows);
  const std::size_t monitored_begin = static_cast<std::size_t>(demand) * view.num_monitored + block.monitor_begin;
  const std::uint32_t* const monitored_row = view.monitored_row + monitored_begin;
  const double* const weight = view.monitored_weight + monitored_begin;
  const std::uint32_t num_monitored = block.monitor_end - block.monitor_begin;
  const std::uint32_t depth = turn < 2 ? turn : 2;
  double* const history_new = memory.history + at(static_cast<std::size_t>(turn % 2) * view.max_block_rows);
  double* const history_old = memory.history + at(static_cast<std::size_t>((turn + 1) % 2) * view.max_block_rows);
  double* const f_new = memory.residual + at(static_cast<std::size_t>(1 + turn % 2) * view.max_monitored);
  double* const f_old = memory.residual + at(static_cast<std::size_t>(1 + (turn + 1) % 2) * view.max_monitored);
  // At turn t, history_old holds turn t − 1 and history_new still holds turn t − 2.
  F64 a11 = splat<F64>(0.0), a12 = a11, a22 = a11, c1 = a11, c2 = a11;
  for (std::uint32_t i = 0; i < num_monitored; ++i) {
    const F64 f = load<F64>(x + at(monitored_row[i])) - load<F64>(memory.residual + at(i));
    if (depth > 0) {
      const F64 w = splat<F64>(weight[i]);
      const F64 d1 = f - load<F64>(f_old + at(i)), wd1 = w * d1;
      a11 = fma(wd1, d1, a11);
      c1 = fma(wd1, f, c1);
      if (depth > 1) {
        const F64 d2 = f - load<F64>(f_new + at(i)), wd2 = w * d2;
        a12 = fma(wd1, d2, a12);
        a22 = fma(wd2, d2, a22);
        c2 = fma(wd2, f, c2);
      }
    }
    store(f_new + at(i), f);
  }
  const F64 zero = splat<F64>(0.0);
  F64 gamma1 = zero, gamma2 = zero;
  if (depth > 0) {
    const F64 determinant = a11 * a22 - a12 * a12;
    const auto both = determinant > splat<F64>(1e-12) * (a11 * a22);
    const auto first = a11 > zero;
    const F64 one = splat<F64>(1.0);
    const F64 safe_determinant = select(both, determinant, one), safe_a11 = select(first, a11, one);
    gamma1 = select(both, (c1 * a22 - c2 * a12) / safe_determinant, select(first, c1 / safe_a11, zero));
    gamma2 = select(both, (c2 * a11 - c1 * a12) / safe_determinant, zero);
  }
  for (std::uint32_t i = 0; i < block.end - block.begin; ++i) {
    const F64 g = load<F64>(x + at(block.begin + i));
    if (depth > 0) {
      F64 mixed = g - gamma1 * (g - load<F64>(history_old + at(i)));
      if (depth > 1) mixed = mixed - gamma2 * (g - load<F64>(history_new + at(i)));
      store(x + at(block.begin + i), select(active, mixed, g));
    }
    store(history_new + at(i), g);
  }
}

PLUME_ISA_END
