// SPDX-License-Identifier: Apache-2.0
// Solves A x = f for one lane group and one demand: blocks in order, the cyclic ones swept until each lane has converged.
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
  std::uint32_t sweeps;            ///< of the slowest lane, summed over blocks
};

/// Starts from the static solution. A lane stops changing in the sweep in which its own estimate passes the tolerance.
template <int W, class Value, class Stride>
PLUME_HD SolveOutcome<W> solve(const ProblemView& view, const LaneMemory<Value, Stride>& memory, std::uint32_t demand) {
  using F64 = Pack<double, W>;
  using Mask64 = Pack<std::int64_t, W>;
  const Stride at = memory.at;
  const std::size_t first_row = static_cast<std::size_t>(demand) * view.num_rows;
  for (std::uint32_t row = 0; row < view.num_rows; ++row) {
    store(memory.x + at(first_row + row), splat<F64>(view.initial[first_row + row]));
  }
  const Mask64 all = splat<Mask64>(-1);
  const F64 tolerance = splat<F64>(view.tolerance);
  SolveOutcome<W> outcome{splat<Mask64>(0), 0};
  for (std::uint32_t b = 0; b < view.num_blocks; ++b) {
    const Block block = view.blocks[b];
    if (!block.iterative) {
      sweep<W>(view, memory, demand, block.begin, block.end, all);
      continue;
    }
    Mask64 active = all;
    std::uint32_t turn = 0, count = 0;
    while (count < view.max_sweeps) {
      const bool accelerated = count > 0;  // the first sweep from the static solution says little
      if (accelerated) remember_monitored<W>(view, memory, demand, block);
      const F64 estimate = sweep<W>(view, memory, demand, block.begin, block.end, active);
      ++count;
      // NaN compares false: such a lane stays active and ends up unsolved.
      active = select(estimate <= tolerance, splat<Mask64>(0), active);
      if (!any(active)) break;
      if (accelerated) accelerate<W>(view, memory, demand, block, turn++, active);
    }
    outcome.unsolved = outcome.unsolved | active;
    outcome.sweeps += count;
  }
  return outcome;
}

PLUME_ISA_END
