// SPDX-License-Identifier: Apache-2.0
// The whole life of one lane group: draw, solve, score. One GPU thread runs it with W = 1, a CPU
// thread with packs of 16.
#pragma once

#include <cstdint>

#include "kernels/api/batch.hpp"
#include "kernels/api/problem_view.hpp"
#include "kernels/solve/adjoint.hpp"
#include "kernels/solve/control.hpp"
#include "kernels/solve/impact.hpp"
#include "kernels/solve/realise.hpp"
#include "kernels/solve/solve.hpp"

PLUME_ISA_BEGIN

/// A group may begin before the batch or reach past its end: write(lane, index in the batch) for
/// the lanes inside.
template <int W, class Write>
PLUME_HD PLUME_INLINE void for_lanes_inside(const BatchOutput& batch, std::uint64_t first,
                                            Write write) {
  for (int lane = 0; lane < W; ++lane) {
    const std::uint64_t iteration = first + static_cast<std::uint64_t>(lane);
    if (iteration >= batch.first && iteration < batch.first + batch.count)
      write(lane, iteration - batch.first);
  }
}

template <int W>
PLUME_HD PLUME_INLINE void put_column(const BatchOutput& batch, std::uint64_t first, double* out,
                                      std::size_t num_columns, std::size_t column,
                                      Pack<double, W> value) {
  alignas(64) double lanes[W];
  store(lanes, value);
  for_lanes_inside<W>(batch, first, [&](int lane, std::uint64_t i) {
    out[i * num_columns + column] = lanes[lane];
  });
}

/// Step 1: every drawn parameter into its register, and every technosphere number of iterations
/// first … first + W − 1 into its slot.
template <int W, class Value, class Stride, class Unknown>
PLUME_HD void draw_lane_group(const ProblemView& view,
                              const LaneMemory<Value, Stride, Unknown>& memory,
                              std::uint64_t first) {
  draw_parameters<W>(view, first, memory.registers, memory.at);
  fill_slots<Value, W>(view.technosphere, view, view.initial_slot,
                       view.num_slots + view.num_diagonal_slots, first, memory.slots, memory.at,
                       FormulaPart::technosphere, memory.registers);
}

/// The lanes in which a right-hand side of the scores has no certificate.
template <int W, class Value, class Stride, class Unknown>
PLUME_HD Pack<std::int64_t, W> not_certified(const ProblemView& view,
                                             const LaneMemory<Value, Stride, Unknown>& memory) {
  using F64 = Pack<double, W>;
  Pack<std::int64_t, W> missing = splat<Pack<std::int64_t, W>>(0);
  if (!(view.certificate_target > 0.0)) return missing;
  const bool by_adjoint = view.adjoint.num_right_sides > 0;
  const std::uint32_t sides = by_adjoint ? view.adjoint.num_right_sides : view.num_right_sides;
  const double* const bound = memory.bound + memory.at(by_adjoint ? view.num_right_sides : 0);
  for (std::uint32_t side = 0; side < sides; ++side)
    missing = missing | (load<F64>(bound + memory.at(side)) < splat<F64>(0.0));
  return missing;
}

/// Whether a score is known to the tolerance, by what solve() left of its right-hand side.
///     certified   |h − h*| ≤ bound · Σ |parts|
///     else        the estimate is relative to what the static parts come to, s: |h − h*| ≤
///                 estimate · max(s, share · Σ |parts|), and 4.5 times too large for the static
///                 adjoint (error_weights.cpp), of which two are allowed here
template <int W, class Value, class Stride, class Unknown>
PLUME_HD Pack<std::int64_t, W> score_is_known(const ProblemView& view,
                                              const LaneMemory<Value, Stride, Unknown>& memory,
                                              std::uint32_t demand, std::uint32_t category,
                                              Pack<double, W> h) {
  using F64 = Pack<double, W>;
  constexpr double rounding = 0x1p-47;  // of a sum of many products
  const F64 zero = splat<F64>(0.0), allowed = splat<F64>(view.tolerance) * abs(h);
  const bool by_adjoint = view.adjoint.num_right_sides > 0;
  const F64 gross = by_adjoint             ? gross_by_adjoint<W>(view, memory, demand, category)
                    : view.may_cancel != 0 ? gross_score<W>(view, memory, demand, category)
                                           : abs(h);
  const std::size_t side = by_adjoint ? std::size_t{view.num_right_sides} + category : demand;
  const F64 bound = load<F64>(memory.bound + memory.at(side));
  const std::size_t output = static_cast<std::size_t>(demand) * view.num_categories + category;
  const F64 size =
      max(splat<F64>(view.score_size[output]), splat<F64>(view.score_share[output]) * gross);
  const F64 estimated = (zero - bound) * size;
  // of sizes in units of a proof, rounding is part of the bound
  const F64 certified = (bound + splat<F64>(view.proved != 0 ? 0.0 : rounding)) * gross;
  // nothing was drawn for its emissions
  const auto good_estimate = (estimated <= splat<F64>(2.0) * allowed) | (gross == zero);
  return select(bound < zero, good_estimate, certified <= allowed);
}

/// The limits of the right-hand sides that scores come from, and of those that are solved for their
/// signs alone.
PLUME_HD inline SweepLimits proved_limits(const ProblemView& view) {
  return {view.tolerance, view.max_sweeps, view.certificate_target, view.certify_always != 0};
}
PLUME_HD inline SweepLimits supply_limits(const ProblemView& view) {
  return view.adjoint.num_right_sides > 0 ? SweepLimits{view.tolerance, view.max_sweeps}
                                          : proved_limits(view);
}

/// What became of each lane, once all is solved.
template <int W, class Value, class Stride, class Unknown>
PLUME_HD void judge_lane_group(const ProblemView& view,
                               const LaneMemory<Value, Stride, Unknown>& memory,
                               const BatchOutput& batch, std::uint64_t first,
                               SolveOutcome<W> outcome) {
  using X = Pack<Unknown, W>;
  using Mask64 = Pack<std::int64_t, W>;
  Mask64 flipped = splat<Mask64>(0);
  for (std::uint32_t side = 0; side < view.num_right_sides; ++side) {
    const std::size_t first_row = static_cast<std::size_t>(side) * view.num_rows;
    for (std::uint32_t i = view.sign_begin[side]; i < view.sign_begin[side + 1]; ++i) {
      const std::size_t row = first_row + view.sign_row[i];
      const X sign = splat<X>(view.initial[row] < 0.0 ? Unknown(-1) : Unknown(1));
      flipped =
          flipped | wide_mask(load<X>(memory.x + memory.at(row)) * sign < splat<X>(Unknown(0)));
    }
  }
  outcome.unsolved = outcome.unsolved | (flipped & not_certified<W>(view, memory));
  alignas(64) std::int64_t unsolved_lanes[W], flipped_lanes[W];
  store(unsolved_lanes, outcome.unsolved);
  store(flipped_lanes, flipped);
  for_lanes_inside<W>(batch, first, [&](int lane, std::uint64_t i) {
    batch.outcome[i] = unsolved_lanes[lane] != 0  ? LaneOutcome::unsolved
                       : flipped_lanes[lane] != 0 ? LaneOutcome::infeasible
                                                  : LaneOutcome::ok;
    if (batch.sweeps != nullptr) batch.sweeps[i] = outcome.sweeps;
  });
  if (batch.supply != nullptr) {
    const std::size_t count = static_cast<std::size_t>(view.num_right_sides) * view.num_rows;
    for (std::size_t i = 0; i < count; ++i) {
      put_column<W>(batch, first, batch.supply, count, i,
                    convert<double>(load<X>(memory.x + memory.at(i))));
    }
  }
}

/// Step 2: the supplies of every demand, or of their sum and then the adjoints; and what became of
/// each lane.
template <int W, class Value, class Stride, class Unknown>
PLUME_HD void solve_lane_group(const ProblemView& view,
                               const LaneMemory<Value, Stride, Unknown>& memory,
                               const BatchOutput& batch, std::uint64_t first) {
  SolveOutcome<W> outcome = solve<W>(view, memory, supply_limits(view), view.right_sides_at_once);
  if (view.adjoint.num_right_sides > 0) {
    const SolveOutcome<W> adjoint = solve_adjoint<W>(view, memory, proved_limits(view), first);
    outcome.unsolved = outcome.unsolved | adjoint.unsolved;
    outcome.sweeps += adjoint.sweeps;
  }
  judge_lane_group<W>(view, memory, batch, first, outcome);
}

/// On a GPU: after pursue_all() of every right-hand side, of the adjoint too, which took `sweeps`.
template <int W, class Value, class Stride, class Unknown>
PLUME_HD void settle_lane_group(const ProblemView& view,
                                const LaneMemory<Value, Stride, Unknown>& memory,
                                const BatchOutput& batch, std::uint64_t first,
                                std::uint32_t sweeps) {
  SolveOutcome<W> outcome = settle_all<W>(view, memory, supply_limits(view));
  if (view.adjoint.num_right_sides > 0) {
    const SolveOutcome<W> adjoint =
        settle_all<W>(view.adjoint, adjoint_memory(view, memory), proved_limits(view));
    outcome.unsolved = outcome.unsolved | adjoint.unsolved;
    outcome.sweeps += adjoint.sweeps;
  }
  outcome.sweeps += sweeps;
  judge_lane_group<W>(view, memory, batch, first, outcome);
}

/// Step 3: inventory and scores, or the scores from the adjoints. A score that is not finite, or
/// not known to the tolerance, leaves the iteration to the direct solver, which has the last word.
/// `accumulate` makes the inventory, or completes it, where scores come from that.
template <int W, class Value, class Stride, class Unknown, class Accumulate>
PLUME_HD void score_lane_group(const ProblemView& view,
                               const LaneMemory<Value, Stride, Unknown>& memory,
                               const BatchOutput& batch, std::uint64_t first,
                               Accumulate accumulate) {
  using F64 = Pack<double, W>;
  using Mask64 = Pack<std::int64_t, W>;
  const std::size_t num_outputs = static_cast<std::size_t>(view.num_demands) * view.num_categories;
  Mask64 unknown = splat<Mask64>(0);
  const auto put = [&](std::uint32_t demand, std::uint32_t category, F64 h) {
    put_column<W>(batch, first, batch.scores, num_outputs,
                  static_cast<std::size_t>(demand) * view.num_categories + category, h);
    unknown = unknown | (h - h != splat<F64>(0.0)) |
              (score_is_known<W>(view, memory, demand, category, h) ^ splat<Mask64>(-1));
  };
  if (view.adjoint.num_right_sides > 0) {
    score_by_adjoint<W>(view, memory, put);
  } else {
    accumulate();
    score<W>(view, memory, put);
  }
  alignas(64) std::int64_t unknown_lanes[W];
  store(unknown_lanes, unknown);
  for_lanes_inside<W>(batch, first, [&](int lane, std::uint64_t i) {
    if (unknown_lanes[lane] != 0) batch.outcome[i] = LaneOutcome::unsolved;
  });
  if (batch.inventory != nullptr && view.adjoint.num_right_sides == 0) {
    const std::size_t count = static_cast<std::size_t>(view.num_demands) * view.num_flows;
    for (std::size_t i = 0; i < count; ++i)
      put_column<W>(batch, first, batch.inventory, count, i, load<F64>(memory.g + memory.at(i)));
  }
}

template <int W, class Value, class Stride, class Unknown>
PLUME_HD void score_lane_group(const ProblemView& view,
                               const LaneMemory<Value, Stride, Unknown>& memory,
                               const BatchOutput& batch, std::uint64_t first) {
  score_lane_group<W>(view, memory, batch, first, [&] {
    fill_impact_slots<W>(view, memory, first);
    accumulate_inventory<W>(view, memory, first);
  });
}

/// Step 4, where it is asked for: the control variates.
template <int W, class Value, class Stride, class Unknown>
PLUME_HD void control_lane_group(const ProblemView& view,
                                 const LaneMemory<Value, Stride, Unknown>& memory,
                                 const BatchOutput& batch, std::uint64_t first) {
  if (batch.control == nullptr) return;
  const std::size_t num_outputs = static_cast<std::size_t>(view.num_demands) * view.num_categories;
  control<W>(view, memory, first, [&](std::uint32_t output, Pack<double, W> value) {
    put_column<W>(batch, first, batch.control, num_outputs, output, value);
  });
}

/// All of them: runs iterations first … first + W − 1 and writes those in [batch.first, batch.first
/// + batch.count).
template <int W, class Value, class Stride, class Unknown>
PLUME_HD void run_lane_group(const ProblemView& view,
                             const LaneMemory<Value, Stride, Unknown>& memory,
                             const BatchOutput& batch, std::uint64_t first) {
  control_lane_group<W>(view, memory, batch, first);
  if (batch.scores == nullptr) return;  // only the control variates are wanted
  draw_lane_group<W>(view, memory, first);
  solve_lane_group<W>(view, memory, batch, first);
  score_lane_group<W>(view, memory, batch, first);
}

PLUME_ISA_END
