// SPDX-License-Identifier: Apache-2.0
// Anderson acceleration over Gauss-Seidel sweeps G, each lane for itself.
// Source: Anderson (1965); Walker & Ni (2011), "Anderson acceleration for fixed-point iterations",
// SIAM J. Numer. Anal. 49.
//
//     F = W (G(x) − x),   minimise |F − Σ_j γ_j (F − F_j)|²,   x ← G − Σ_j γ_j (G − G_j)
//             over the last sweeps j
//
// with W the weights of the error estimate: F is what the sweep has in registers when it sums the
// estimate, and leaves in `trace`. γ needs few digits, so F is kept in fp32 (and multiplied in
// fp64: nearly parallel differences leave few digits); G, which enters x, in the type of the
// unknowns.
//
// What lies along the slowest modes of the static sweep needs no remembering: the F of a single
// sweep tells what all later ones would make of it (host/compile/slow_modes.hpp), and that is added
// to G before it is mixed and remembered:
//
//     G ← G + V (mode_part · F)
//
// Only the monitored rows take part. A sweep overwrites every x before anybody later in the order
// reads it, so only rows read by somebody *earlier* carry anything into the next sweep; the
// monitored rows are those of them that keep the scores from converging. The others follow within
// the sweep. (docs/decisions/0002-lanes.md has the counts.)
#pragma once

#include <cstdint>

#include "kernels/api/problem_view.hpp"
#include "kernels/base/pack.hpp"
#include "kernels/solve/lane_memory.hpp"
#include "kernels/solve/row_sum.hpp"

PLUME_ISA_BEGIN

/// Where the F and the G of the t-th accelerated sweep stand. The oldest G is overwritten by the
/// newest as it is read; F needs one place more, since the sweep writes it before the older ones
/// are used.
PLUME_HD PLUME_INLINE std::uint32_t trace_place(const LinearSystem& system,
                                                std::uint32_t right_side, std::uint32_t turn) {
  return (right_side * (anderson_depth + 1) + turn % (anderson_depth + 1)) * system.max_monitored;
}
PLUME_HD PLUME_INLINE std::uint32_t history_place(const LinearSystem& system,
                                                  std::uint32_t right_side, std::uint32_t turn) {
  return (right_side * anderson_depth + turn % anderson_depth) * system.max_monitored;
}

/// Unknowns of 32 bits are not corrected along modes: their sweeps come to rest in rounding, and
/// the GPU's kernel has no register left for it. Without modes the first sweep from the static
/// solution says little that is worth remembering.
template <class Unknown>
inline constexpr bool corrects_modes = sizeof(Unknown) == 8;
template <class Unknown>
inline constexpr std::uint32_t first_accelerated = corrects_modes<Unknown> ? 1 : 2;  ///< sweep

/// γ minimising the quadratic form: solves M γ = c for a symmetric positive semidefinite M by LDLᵀ;
/// directions that are (nearly) spanned by earlier ones, or beyond all bounds, get γ = 0.
template <int Depth, class F64>
PLUME_HD PLUME_INLINE void solve_small(F64 (&m)[Depth][Depth], F64 (&c)[Depth],
                                       F64 (&gamma)[Depth]) {
  const F64 zero = splat<F64>(0.0), one = splat<F64>(1.0);
  F64 inverse[Depth];
  PLUME_UNROLL
  for (int j = 0; j < Depth; ++j) {
    const F64 whole = m[j][j];
    F64 pivot = whole;
    PLUME_UNROLL
    for (int k = 0; k < j; ++k) pivot = pivot - m[j][k] * m[j][k] * inverse[k];
    PLUME_UNROLL
    for (int k = 0; k < j; ++k) c[j] = c[j] - m[j][k] * inverse[k] * c[k];
    // Infinite sums (a lane that diverges) fail the second test, NaN either. (A GPU has no register
    // left here for abs().)
    const auto usable = (pivot > splat<F64>(1e-12) * whole) & (whole < splat<F64>(1e300)) &
                        (max(c[j], zero - c[j]) < splat<F64>(1e300));
    inverse[j] = select(usable, one / select(usable, pivot, one), zero);
    c[j] = select(usable, c[j], zero);
    PLUME_UNROLL
    for (int i = j + 1; i < Depth; ++i) {
      PLUME_UNROLL
      for (int k = 0; k < j; ++k) m[i][j] = m[i][j] - m[i][k] * m[j][k] * inverse[k];
      m[i][j] = select(usable, m[i][j], zero);
    }
  }
  PLUME_UNROLL
  for (int j = Depth - 1; j >= 0; --j) {
    gamma[j] = c[j] * inverse[j];
    PLUME_UNROLL
    for (int i = j + 1; i < Depth; ++i) gamma[j] = gamma[j] - m[i][j] * inverse[j] * gamma[i];
  }
}

/// One accelerated step at the `turn`-th of them, with exactly `Depth` remembered sweeps.
template <int Depth, int W, class Value, class Stride, class Unknown>
PLUME_HD PLUME_INLINE void accelerate_with(const LinearSystem& system,
                                           const LaneMemory<Value, Stride, Unknown>& memory,
                                           std::uint32_t right_side, std::uint32_t place_in_block,
                                           std::uint32_t begin, std::uint32_t end,
                                           std::uint32_t turn, Pack<std::int64_t, W> active) {
  using F32 = Pack<float, W>;
  using F64 = Pack<double, W>;
  using X = Pack<Unknown, W>;
  constexpr int size = Depth > 0 ? Depth : 1;
  const Stride at = memory.at;
  const std::uint32_t count = end - begin;
  // Places, not addresses: they take half the registers.
  const std::uint32_t f_now = trace_place(system, place_in_block, turn);
  std::uint32_t f_past[size];
  const auto f_at = [&](std::uint32_t place) {
    return convert<double>(load<F32>(at.place(memory.trace, place)));
  };
  PLUME_UNROLL
  for (int j = 0; j < Depth; ++j) {
    const std::uint32_t past = turn - 1 - static_cast<std::uint32_t>(j);
    f_past[j] = trace_place(system, place_in_block, past);
  }

  X mix[size];
  if constexpr (Depth > 0) {
    F64 m[size][size], c[size], gamma[size];
    PLUME_UNROLL
    for (int j = 0; j < size; ++j) {
      c[j] = gamma[j] = splat<F64>(0.0);
      PLUME_UNROLL
      for (int k = 0; k < size; ++k) m[j][k] = splat<F64>(0.0);
    }
    PLUME_ROLLED
    for (std::uint32_t i = 0; i < count; ++i) {
      const F64 f = f_at(f_now + i);
      F64 d[size];
      PLUME_UNROLL
      for (int j = 0; j < Depth; ++j) {
        d[j] = f - f_at(f_past[j] + i);
        c[j] = fma(d[j], f, c[j]);
        PLUME_UNROLL
        for (int k = 0; k <= j; ++k) m[j][k] = fma(d[j], d[k], m[j][k]);
      }
    }
    solve_small<Depth>(m, c, gamma);
    PLUME_UNROLL
    for (int j = 0; j < Depth; ++j) mix[j] = convert<Unknown>(gamma[j]);
  }
  const std::uint32_t g_now = history_place(system, place_in_block, turn);
  std::uint32_t g_past[size];
  PLUME_UNROLL
  for (int j = 0; j < Depth; ++j)
    g_past[j] = history_place(system, place_in_block, turn - 1 - static_cast<std::uint32_t>(j));
  Unknown* const x = memory.x + at(static_cast<std::size_t>(right_side) * system.num_rows);
  const std::uint32_t* const row = system.monitored_row + begin;
  const auto moving = narrow_mask<Unknown>(active);
  PLUME_ROLLED
  for (std::uint32_t i = 0; i < count; ++i) {
    Unknown* const unknown = at.place(x, row[i]);
    const X g = load<X>(unknown);
    X mixed = g;
    PLUME_UNROLL
    for (int j = 0; j < Depth; ++j)
      mixed = mixed - mix[j] * (g - load<X>(at.place(memory.history, g_past[j] + i)));
    if constexpr (Depth > 0) store(unknown, select(moving, mixed, g));
    store(at.place(memory.history, g_now + i), g);
  }
}

/// Adds to the active lanes' G what later sweeps would make of the part of this one's F that lies
/// along the slowest modes.
template <int W, class Stride, class Unknown>
PLUME_HD PLUME_APART void add_slow_modes(const LinearSystem& system, Unknown* x, const float* trace,
                                         Stride at, std::uint32_t right_side,
                                         std::uint32_t place_in_block, std::uint32_t begin,
                                         std::uint32_t end, std::uint32_t turn,
                                         Pack<std::int64_t, W> active) {
  using F64 = Pack<double, W>;
  using X = Pack<Unknown, W>;
  const std::uint32_t f_now = trace_place(system, place_in_block, turn), n = system.num_monitored;
  const double* part =
      system.mode_part + (static_cast<std::size_t>(right_side) * n + begin) * num_slow_modes;
  F64 sum[num_slow_modes];
  PLUME_UNROLL
  for (std::uint32_t q = 0; q < num_slow_modes; ++q) sum[q] = splat<F64>(0.0);
  PLUME_ROLLED
  for (std::uint32_t i = 0; i < end - begin; ++i, part += num_slow_modes) {
    const F64 f = convert<double>(load<Pack<float, W>>(at.place(trace, f_now + i)));
    PLUME_UNROLL
    for (std::uint32_t q = 0; q < num_slow_modes; ++q) sum[q] = fma(splat<F64>(part[q]), f, sum[q]);
  }
  X step[num_slow_modes];
  PLUME_UNROLL
  for (std::uint32_t q = 0; q < num_slow_modes; ++q) {
    // A lane that diverges goes on without them. NaN fails, too.
    const auto used = active & (max(sum[q], splat<F64>(0.0) - sum[q]) < splat<F64>(1e30));
    step[q] = convert<Unknown>(select(used, sum[q], splat<F64>(0.0)));
  }
  x += at(static_cast<std::size_t>(right_side) * system.num_rows);
  const double* mode = system.slow_mode + static_cast<std::size_t>(begin) * num_slow_modes;
  PLUME_ROLLED
  for (std::uint32_t i = begin; i < end; ++i, mode += num_slow_modes) {
    Unknown* const unknown = at.place(x, system.monitored_row[i]);
    X corrected = load<X>(unknown);
    PLUME_UNROLL
    for (std::uint32_t q = 0; q < num_slow_modes; ++q)
      corrected = fma(splat<X>(static_cast<Unknown>(mode[q])), step[q], corrected);
    store(unknown, corrected);
  }
}

/// The cases by `turn`. A GPU thread keeps many numbers while it sweeps and needs as many others
/// here, once a sweep: a function apart lets the sweeps have most of the registers.
template <int W, class Value, class Stride, class Unknown>
PLUME_HD PLUME_APART void accelerate_apart(const LinearSystem& system, Unknown* x, Unknown* history,
                                           float* trace, Stride at, std::uint32_t right_side,
                                           std::uint32_t place_in_block, std::uint32_t begin,
                                           std::uint32_t end, std::uint32_t turn,
                                           Pack<std::int64_t, W> active) {
  static_assert(anderson_depth == 3, "the cases below");
  LaneMemory<Value, Stride, Unknown> memory;
  memory.x = x;
  memory.history = history;
  memory.trace = trace;
  memory.at = at;
  if (turn == 0) {
    accelerate_with<0, W>(system, memory, right_side, place_in_block, begin, end, turn, active);
  } else if (turn == 1) {
    accelerate_with<1, W>(system, memory, right_side, place_in_block, begin, end, turn, active);
  } else if (turn == 2) {
    accelerate_with<2, W>(system, memory, right_side, place_in_block, begin, end, turn, active);
  } else {
    accelerate_with<3, W>(system, memory, right_side, place_in_block, begin, end, turn, active);
  }
}

/// Corrects x = G along the slowest modes and mixes it with the remembered sweeps for the active
/// lanes, then remembers this one: of monitored_row[begin … end]. `turn` counts the calls.
template <int W, class Value, class Stride, class Unknown>
PLUME_HD PLUME_INLINE void accelerate(const LinearSystem& system,
                                      const LaneMemory<Value, Stride, Unknown>& memory,
                                      std::uint32_t right_side, std::uint32_t place_in_block,
                                      std::uint32_t begin, std::uint32_t end, std::uint32_t turn,
                                      Pack<std::int64_t, W> active) {
  if constexpr (corrects_modes<Unknown>)
    add_slow_modes<W>(system, memory.x, memory.trace, memory.at, right_side, place_in_block, begin,
                      end, turn, active);
  accelerate_apart<W, Value>(system, memory.x, memory.history, memory.trace, memory.at, right_side,
                             place_in_block, begin, end, turn, active);
}

PLUME_ISA_END
