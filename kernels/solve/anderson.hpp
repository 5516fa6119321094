// SPDX-License-Identifier: Apache-2.0
// Anderson acceleration over Gauss-Seidel sweeps G, each lane for itself.
// Source: Anderson (1965); Walker & Ni (2011), "Anderson acceleration for fixed-point iterations", SIAM J. Numer. Anal. 49.
//
//     F = G(x) − x,   minimise |F − Σ_j γ_j (F − F_j)|²_w,   x ← G − Σ_j γ_j (G − G_j)      over the last sweeps j
//
// Only the monitored rows take part. A sweep overwrites every x before anybody later in the order reads it, so only rows read by
// somebody *earlier* carry anything into the next sweep; the monitored rows are those of them that matter most for the
// scores. The others follow within the sweep. (docs/decisions/0002-lanes.md has the counts.)
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
  const std::uint32_t* row =
      view.monitored_row + static_cast<std::size_t>(demand) * view.num_monitored + block.monitor_begin;
  const std::uint32_t count = block.monitor_end - block.monitor_begin;
  for (std::uint32_t i = 0; i < count; ++i) store(memory.residual + at(i), load<F64>(x + at(row[i])));
}

/// γ minimising the quadratic form: solves M γ = c for a symmetric positive semidefinite M by LDLᵀ; directions that are (nearly)
/// spanned by earlier ones get γ = 0.
template <int Depth, class F64>
PLUME_HD PLUME_INLINE void solve_small(F64 (&m)[Depth][Depth], F64 (&c)[Depth], F64 (&gamma)[Depth]) {
  const F64 zero = splat<F64>(0.0), one = splat<F64>(1.0);
  F64 inverse[Depth];
  PLUME_UNROLL
  for (int j = 0; j < Depth; ++j) {
    const F64 whole = m[j][j];
    F64 pivot = whole;
    PLUME_UNROLL
    for (int k = 0; k < j; ++k) pivot = pivot - m[j][k] * m[j][k] * inverse[k];
    const auto usable = pivot > splat<F64>(1e-12) * whole;
    inverse[j] = select(usable, one / select(usable, pivot, one), zero);
    PLUME_UNROLL
    for (int i = j + 1; i < Depth; ++i) {
      PLUME_UNROLL
      for (int k = 0; k < j; ++k) m[i][j] = m[i][j] - m[i][k] * m[j][k] * inverse[k];
    }
    PLUME_UNROLL
    for (int k = 0; k < j; ++k) c[j] = c[j] - m[j][k] * inverse[k] * c[k];
  }
  PLUME_UNROLL
  for (int j = Depth - 1; j >= 0; --j) {
    gamma[j] = c[j] * inverse[j];
    PLUME_UNROLL
    for (int i = j + 1; i < Depth; ++i) gamma[j] = gamma[j] - m[i][j] * inverse[j] * gamma[i];
  }
}

/// One accelerated step at the `turn`-th of them, with exactly `Depth` remembered sweeps.
template <int Depth, int W, class Value, class Stride>
PLUME_HD PLUME_INLINE void accelerate_with(const ProblemView& view, const LaneMemory<Value, Stride>& memory,
                                           std::uint32_t demand, const Block& block, std::uint32_t turn,
                                           Pack<std::int64_t, W> active) {
  using F64 = Pack<double, W>;
  constexpr int size = Depth > 0 ? Depth : 1;
  const Stride at = memory.at;
  double* const x = memory.x + at(static_cast<std::size_t>(demand) * view.num_rows);
  const std::size_t monitored_begin = static_cast<std::size_t>(demand) * view.num_monitored + block.monitor_begin;
  const std::uint32_t* const row = view.monitored_row + monitored_begin;
  const double* const weight = view.monitored_weight + monitored_begin;
  const std::uint32_t count = block.monitor_end - block.monitor_begin;
  // Turn t is kept at t mod anderson_depth; the place of this turn still holds the oldest until it is overwritten below.
  const auto place = [&](std::uint32_t t) {
    return at(static_cast<std::size_t>(t % anderson_depth) * view.max_monitored);
  };
  double* const f_history = memory.residual + at(view.max_monitored);
  double *g_past[size], *f_past[size];
  PLUME_UNROLL
  for (int j = 0; j < Depth; ++j) {
    const auto past = place(turn - 1 - static_cast<std::uint32_t>(j));
    g_past[j] = memory.history + past;
    f_past[j] = f_history + past;
  }
  double* const g_now = memory.history + place(turn);
  double* const f_now = f_history + place(turn);

  F64 m[size][size], c[size], gamma[size];
  PLUME_UNROLL
  for (int j = 0; j < size; ++j) {
    c[j] = gamma[j] = splat<F64>(0.0);
    PLUME_UNROLL
    for (int k = 0; k < size; ++k) m[j][k] = splat<F64>(0.0);
  }
  for (std::uint32_t i = 0; i < count; ++i) {
    const F64 f = load<F64>(x + at(row[i])) - load<F64>(memory.residual + at(i));
    const F64 w = splat<F64>(weight[i]);
    F64 d[size];
    PLUME_UNROLL
    for (int j = 0; j < Depth; ++j) {
      d[j] = f - load<F64>(f_past[j] + at(i));
      const F64 wd = w * d[j];
      c[j] = fma(wd, f, c[j]);
      PLUME_UNROLL
      for (int k = 0; k <= j; ++k) m[j][k] = fma(wd, d[k], m[j][k]);
    }
    store(f_now + at(i), f);
  }
  if constexpr (Depth > 0) solve_small<Depth>(m, c, gamma);
  for (std::uint32_t i = 0; i < count; ++i) {
    double* const unknown = x + at(row[i]);
    const F64 g = load<F64>(unknown);
    F64 mixed = g;
    PLUME_UNROLL
    for (int j = 0; j < Depth; ++j) mixed = mixed - gamma[j] * (g - load<F64>(g_past[j] + at(i)));
    if constexpr (Depth > 0) store(unknown, select(active, mixed, g));
    store(g_now + at(i), g);
  }
}

/// Mixes x = G with the remembered sweeps for the active lanes, then remembers this one. `turn` counts the calls.
template <int W, class Value, class Stride>
PLUME_HD PLUME_INLINE void accelerate(const ProblemView& view, const LaneMemory<Value, Stride>& memory,
                                      std::uint32_t demand, const Block& block, std::uint32_t turn,
                                      Pack<std::int64_t, W> active) {
  static_assert(anderson_depth == 3, "the cases below");
  if (turn == 0) {
    accelerate_with<0, W>(view, memory, demand, block, turn, active);
  } else if (turn == 1) {
    accelerate_with<1, W>(view, memory, demand, block, turn, active);
  } else if (turn == 2) {
    accelerate_with<2, W>(view, memory, demand, block, turn, active);
  } else {
    accelerate_with<3, W>(view, memory, demand, block, turn, active);
  }
}

PLUME_ISA_END
