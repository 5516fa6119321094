// SPDX-License-Identifier: Apache-2.0
// Solves A x = b for one lane group: blocks of rows in order, the cyclic ones swept until each lane has converged; one or four right-hand sides
// at a time. A right-hand side's result does not depend on those it is solved beside.
#pragma once

#include <cstdint>

#include "kernels/api/problem_view.hpp"
#include "kernels/base/pack.hpp"
#include "kernels/solve/anderson.hpp"
#include "kernels/solve/lane_memory.hpp"
#include "kernels/solve/sweep.hpp"

PLUME_ISA_BEGIN

template <int W>
struct SolveOutcome {
  Pack<std::int64_t, W> unsolved;  ///< lanes that did not converge in max_sweeps
  std::uint32_t sweeps;            ///< of the slowest lane, summed over blocks and right-hand sides
};

struct SweepLimits {
  double tolerance;
  std::uint32_t max_sweeps;
};

/// One cyclic block. A lane stops changing in the sweep in which its own estimate passes the tolerance.
template <int R, int W, class Value, class Stride, class Unknown>
PLUME_HD PLUME_INLINE void solve_cyclic(const LinearSystem& system, const LaneMemory<Value, Stride, Unknown>& memory,
                                        const SweepLimits& limits, std::uint32_t first, const Block& block,
                                        SolveOutcome<W>& outcome) {
  using F64 = Pack<double, W>;
  using Mask64 = Pack<std::int64_t, W>;
  SweepState<R, W> state;
  PLUME_UNROLL
  for (int r = 0; r < R; ++r) state.active[r] = splat<Mask64>(-1);
  SweepTrace trace;
  trace.stride = static_cast<std::size_t>(anderson_depth + 1) * system.max_monitored;
  trace.monitor_begin = block.monitor_begin;
  trace.monitor_end = block.monitor_end;
  std::uint32_t turn = 0;
  Block mixed = block;
  for (std::uint32_t count = 1; count <= limits.max_sweeps; ++count) {
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
      outcome.sweeps += moved[r] ? 1u : 0u;
      // NaN compares false: such a lane stays active and ends up unsolved.
      state.active[r] = select(state.estimate[r] <= splat<F64>(limits.tolerance), splat<Mask64>(0), state.active[r]);
      moved[r] = any(state.active[r]);
      any_active = any_active || moved[r];
    }
    if (!any_active) break;
    if (!accelerated || count == limits.max_sweeps) continue;
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
  for (int r = 0; r < R; ++r) outcome.unsolved = outcome.unsolved | state.active[r];
}

/// Right-hand sides first … first + R − 1, from the static solution.
template <int R, int W, class Value, class Stride, class Unknown>
PLUME_HD void solve_together(const LinearSystem& system, const LaneMemory<Value, Stride, Unknown>& memory,
                             const SweepLimits& limits, std::uint32_t first, SolveOutcome<W>& outcome) {
  const Stride at = memory.at;
  const std::size_t begin = static_cast<std::size_t>(first) * system.num_rows;
  for (std::size_t i = begin; i < begin + static_cast<std::size_t>(R) * system.num_rows; ++i) {
    store(memory.x + at(i), splat<Pack<Unknown, W>>(static_cast<Unknown>(system.initial[i])));
  }
  for (std::uint32_t b = 0; b < system.num_blocks; ++b) {
    const Block block = system.blocks[b];
    if (block.iterative != 0) {
      solve_cyclic<R, W>(system, memory, limits, first, block, outcome);
    } else {
      SweepState<R, W> state;
      PLUME_UNROLL
      for (int r = 0; r < R; ++r) state.active[r] = splat<Pack<std::int64_t, W>>(-1);
      sweep<R, W>(system, memory, first, block.begin, block.end, state, SweepTrace{});
    }
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
