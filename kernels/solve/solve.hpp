// SPDX-License-Identifier: Apache-2.0
// Solves A x = b for one lane group: blocks of rows in order, the cyclic ones swept until each lane has converged; one or four right-hand sides
// at a time. A right-hand side's result does not depend on those it is solved beside.
//
// A lane stops when its estimate says so, which weighs with the static matrix. What it leaves is then proved (certify.hpp), in every lane or in those
// that look suspicious: slow to converge, where the static weights are the least to be trusted. A bound that is too wide is made
// narrower by more sweeps; a lane that cannot be certified is unsolved.
#pragma once

#include <cstdint>

#include "kernels/api/problem_view.hpp"
#include "kernels/base/pack.hpp"
#include "kernels/solve/anderson.hpp"
#include "kernels/solve/certify.hpp"
#include "kernels/solve/lane_memory.hpp"
#include "kernels/solve/sweep.hpp"

PLUME_ISA_BEGIN

template <int W>
struct SolveOutcome {
  Pack<std::int64_t, W> unsolved;  ///< lanes that did not converge in max_sweeps, or could not be certified
  std::uint32_t sweeps;            ///< of the slowest lane, summed over blocks and right-hand sides
};

struct SweepLimits {
  double tolerance;
  std::uint32_t max_sweeps;
  double target = 0.0;          ///< of certificates; 0: there are none
  bool certify_always = false;  ///< else suspicious lanes only
};

/// Of each right-hand side and lane: whether it moves, until when, and what became of it.
template <int R, int W>
struct Pursuit {
  Pack<std::int64_t, W> active[R], unsolved[R], slow[R];
  Pack<double, W> tolerance[R];
  Pack<double, W> estimate[R];  ///< with which it stopped, of all blocks
};

/// The second sweep from the static solution must shrink the estimate to this share of the first one's, or the lane is slow.
inline constexpr double slow_contraction = 0.6;

/// One cyclic block. A lane stops changing in the sweep in which its own estimate passes the tolerance.
template <int R, int W, class Value, class Stride, class Unknown>
PLUME_HD PLUME_INLINE void solve_cyclic(const LinearSystem& system, const LaneMemory<Value, Stride, Unknown>& memory,
                                        std::uint32_t max_sweeps, std::uint32_t first, const Block& block,
                                        Pursuit<R, W>& pursuit, std::uint32_t& sweeps) {
  using F64 = Pack<double, W>;
  using Mask64 = Pack<std::int64_t, W>;
  SweepState<R, W> state;
  F64 before[R];
  PLUME_UNROLL
  for (int r = 0; r < R; ++r) state.active[r] = pursuit.active[r];
  SweepTrace trace;
  trace.stride = static_cast<std::size_t>(anderson_depth + 1) * system.max_monitored;
  trace.monitor_begin = block.monitor_begin;
  trace.monitor_end = block.monitor_end;
  std::uint32_t turn = 0;
  Block mixed = block;
  for (std::uint32_t count = 1; count <= max_sweeps; ++count) {
    const bool accelerated = count > 1;  // the first sweep from the static solution says little
    if (count == narrow_sweeps && block.wide_begin < block.wide_end) {
      mixed.monitor_begin = trace.monitor_begin = block.wide_begin;
      mixed.monitor_end = trace.monitor_end = block.wide_end;
      turn = 0;
    }
    if (accelerated) trace.change = memory.trace + memory.at(trace_place(system, 0, turn));
    sweep<R, W>(system, memory, first, block.begin, block.end, state, trace);
    bool any_active = false, moved[R];
    PLUME_UNROLL
    for (int r = 0; r < R; ++r) {
      moved[r] = any(state.active[r]);
      sweeps += moved[r] ? 1u : 0u;
      if (count == 1) before[r] = state.estimate[r];
      if (count == 2)
        pursuit.slow[r] =
            pursuit.slow[r] | (state.active[r] & (splat<F64>(slow_contraction) * before[r] < state.estimate[r]));
      // NaN compares false: such a lane stays active and ends up unsolved.
      const Mask64 passed = state.active[r] & (state.estimate[r] <= pursuit.tolerance[r]);
      pursuit.estimate[r] = pursuit.estimate[r] + select(passed, state.estimate[r], splat<F64>(0.0));
      state.active[r] = select(passed, splat<Mask64>(0), state.active[r]);
      if (count == narrow_sweeps) pursuit.slow[r] = pursuit.slow[r] | state.active[r];
      moved[r] = any(state.active[r]);
      any_active = any_active || moved[r];
    }
    if (!any_active) break;
    if (!accelerated || count == max_sweeps) continue;
    PLUME_UNROLL
    for (int r = 0; r < R; ++r) {
      if (moved[r]) {
        accelerate<W>(system, memory, first + static_cast<std::uint32_t>(r), static_cast<std::uint32_t>(r), mixed, turn,
                      state.active[r]);
      }
    }
    ++turn;
  }
  PLUME_UNROLL
  for (int r = 0; r < R; ++r) pursuit.unsolved[r] = pursuit.unsolved[r] | state.active[r];
}

/// All blocks once, from what x holds.
template <int R, int W, class Value, class Stride, class Unknown>
PLUME_HD void solve_blocks(const LinearSystem& system, const LaneMemory<Value, Stride, Unknown>& memory,
                           std::uint32_t max_sweeps, std::uint32_t first, Pursuit<R, W>& pursuit,
                           std::uint32_t& sweeps) {
  for (std::uint32_t b = 0; b < system.num_blocks; ++b) {
    const Block block = system.blocks[b];
    if (block.iterative != 0) {
      solve_cyclic<R, W>(system, memory, max_sweeps, first, block, pursuit, sweeps);
    } else {
      SweepState<R, W> state;
      PLUME_UNROLL
      for (int r = 0; r < R; ++r) state.active[r] = pursuit.active[r];
      sweep<R, W>(system, memory, first, block.begin, block.end, state, SweepTrace{});
    }
  }
}

inline constexpr int most_refinements = 5;
inline constexpr std::uint32_t refinement_sweeps = 30;

/// Certifies the lanes `doubtful` of one right-hand side, sweeping on where the bound is too wide. Leaves in memory.bound the bound of those that
/// are certified, and of the others minus the estimate that they stopped with; returns the doubtful lanes that could not be certified.
template <int W, class Value, class Stride, class Unknown>
PLUME_HD Pack<std::int64_t, W> settle(const LinearSystem& system, const LaneMemory<Value, Stride, Unknown>& memory,
                                      const SweepLimits& limits, std::uint32_t side, Pack<std::int64_t, W> doubtful,
                                      Pack<double, W> estimate, std::uint32_t& sweeps) {
  using F64 = Pack<double, W>;
  using Mask64 = Pack<std::int64_t, W>;
  constexpr double least_estimate = 1e-16;
  const F64 target = splat<F64>(limits.target), least = splat<F64>(least_estimate);
  F64 bound = splat<F64>(0.0) - max(estimate, least);
  Mask64 open = doubtful, ended = splat<Mask64>(0);
  for (int round = 0; any(open); ++round) {
    const Certificate<W> certificate = certify<W>(system, memory, side, open);
    const Mask64 good = open & certificate.holds & (certificate.bound <= target);
    bound = select(good, certificate.bound, bound);
    open = select(good, splat<Mask64>(0), open);
    if (round == most_refinements) break;
    // No depth, no hope; a bound that is too wide follows the estimate down.
    Pursuit<1, W> pursuit;
    pursuit.active[0] = open & certificate.holds & (ended ^ splat<Mask64>(-1));
    if (!any(pursuit.active[0])) break;
    pursuit.unsolved[0] = pursuit.slow[0] = splat<Mask64>(0);
    pursuit.estimate[0] = splat<F64>(0.0);
    F64 factor = splat<F64>(0.3) * (target / select(pursuit.active[0], certificate.bound, splat<F64>(1.0)));
    factor = max(min(factor, splat<F64>(0.3)), splat<F64>(1e-9));
    pursuit.tolerance[0] = max(max(estimate, least) * factor, least);
    solve_blocks<1, W>(system, memory, refinement_sweeps, side, pursuit, sweeps);
    estimate = select(pursuit.active[0], pursuit.estimate[0], estimate);
    ended = pursuit.unsolved[0];  // the estimate falls no further
    open = pursuit.active[0];
  }
  // What was given up on the way: doubtful, and without a bound.
  store(memory.bound + memory.at(side), bound);
  return doubtful & (bound < splat<F64>(0.0));
}

/// Right-hand sides first … first + R − 1, from the static solution.
template <int R, int W, class Value, class Stride, class Unknown>
PLUME_HD void solve_together(const LinearSystem& system, const LaneMemory<Value, Stride, Unknown>& memory,
                             const SweepLimits& limits, std::uint32_t first, SolveOutcome<W>& outcome) {
  using F64 = Pack<double, W>;
  using Mask64 = Pack<std::int64_t, W>;
  const Stride at = memory.at;
  const std::size_t begin = static_cast<std::size_t>(first) * system.num_rows;
  for (std::size_t i = begin; i < begin + static_cast<std::size_t>(R) * system.num_rows; ++i) {
    store(memory.x + at(i), splat<Pack<Unknown, W>>(static_cast<Unknown>(system.initial[i])));
  }
  Pursuit<R, W> pursuit;
  PLUME_UNROLL
  for (int r = 0; r < R; ++r) {
    pursuit.active[r] = splat<Mask64>(-1);
    pursuit.unsolved[r] = pursuit.slow[r] = splat<Mask64>(0);
    pursuit.tolerance[r] = splat<F64>(limits.tolerance);
    pursuit.estimate[r] = splat<F64>(0.0);
  }
  solve_blocks<R, W>(system, memory, limits.max_sweeps, first, pursuit, outcome.sweeps);
  for (int r = 0; r < R; ++r) {
    outcome.unsolved = outcome.unsolved | pursuit.unsolved[r];
    if (!(limits.target > 0.0)) continue;
    const Mask64 solved = pursuit.unsolved[r] ^ splat<Mask64>(-1);
    const Mask64 doubtful = limits.certify_always ? solved : solved & pursuit.slow[r];
    outcome.unsolved = outcome.unsolved | settle<W>(system, memory, limits, first + static_cast<std::uint32_t>(r),
                                                    doubtful, pursuit.estimate[r], outcome.sweeps);
  }
}

/// All right-hand sides of a system.
template <int W, class Value, class Stride, class Unknown>
PLUME_HD SolveOutcome<W> solve(const LinearSystem& system, const LaneMemory<Value, Stride, Unknown>& memory,
                               const SweepLimits& limits, std::uint32_t at_once) {
  SolveOutcome<W> outcome{splat<Pack<std::int64_t, W>>(0), 0};
  std::uint32_t first = 0;
  if (at_once >= 4) {
    for (; first + 4 <= system.num_right_sides; first += 4)
      solve_together<4, W>(system, memory, limits, first, outcome);
  }
  for (; first < system.num_right_sides; ++first) solve_together<1, W>(system, memory, limits, first, outcome);
  return outcome;
}

PLUME_ISA_END
