// SPDX-License-Identifier: Apache-2.0
// Solves A x = b for one lane group: blocks of rows in order, the cyclic ones swept until each lane
// has converged; one or four right-hand sides at a time. A right-hand side's result does not depend
// on those it is solved beside.
//
// A lane stops when its estimate says so, which weighs with the static matrix. What it leaves is
// then proved (certify.hpp), in every lane or in those that look suspicious: slow to converge,
// where the static weights are the least to be trusted. A bound that is too wide is made narrower
// by more sweeps; a lane that cannot be certified is unsolved. In systems without certificates slow
// lanes are swept further.
#pragma once

#include <cstdint>
#include <type_traits>

#include "kernels/api/problem_view.hpp"
#include "kernels/base/pack.hpp"
#include "kernels/solve/anderson.hpp"
#include "kernels/solve/certify.hpp"
#include "kernels/solve/lane_memory.hpp"
#include "kernels/solve/prove.hpp"
#include "kernels/solve/sweep.hpp"

PLUME_ISA_BEGIN

template <int W>
struct SolveOutcome {
  /// lanes that did not converge in max_sweeps, or could not be certified
  Pack<std::int64_t, W> unsolved;
  std::uint32_t sweeps;  ///< of the slowest lane, summed over blocks and right-hand sides
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
  Pack<std::int64_t, W> active[R];
  Pack<std::int32_t, W> unsolved[R], slow[R];  ///< narrow: a GPU thread has few registers
  Pack<double, W> tolerance[R];
  Pack<double, W> estimate[R];  ///< with which it stopped, of all blocks
  double slow_share = 1.0;      ///< of the tolerance, for slow lanes
};

/// The second sweep from the static solution must shrink the estimate to this share of the first
/// one's, or the lane is slow.
inline constexpr double slow_contraction = 0.6;
/// Of the tolerance, for the estimates of slow lanes that nothing proves: their adjoint is far from
/// the static one (up to 300 times was seen).
inline constexpr double slow_reserve = 1e-3;
/// Feedback near one makes more of the rounding of unknowns of 32 bits than any number of sweeps
/// takes away: such lanes are unsolved.
inline constexpr double narrow_contraction = 0.9;

/// One block, swept once if it is acyclic. Of a cyclic one a lane stops changing in the sweep in
/// which its own estimate passes the tolerance.
template <int R, int W, class Value, class Stride, class Unknown>
PLUME_HD PLUME_INLINE void solve_block(const LinearSystem& system,
                                       const LaneMemory<Value, Stride, Unknown>& memory,
                                       std::uint32_t max_sweeps, std::uint32_t first,
                                       const Block& block, Pursuit<R, W>& pursuit,
                                       std::uint32_t& sweeps) {
  using F64 = Pack<double, W>;
  using Mask64 = Pack<std::int64_t, W>;
  SweepState<R, W> state;
  PLUME_UNROLL
  for (int r = 0; r < R; ++r) state.active[r] = pursuit.active[r];
  // The first estimate waits in memory for the second: a GPU thread has few registers.
  const auto place_of_first = [&](int r) {
    return memory.bound + memory.at(first + static_cast<std::uint32_t>(r));
  };
  for (std::uint32_t count = 1; count <= max_sweeps; ++count) {
    const bool accelerated = count >= first_accelerated<Unknown>;
    const bool wide = count >= narrow_sweeps && block.wide_begin < block.wide_end;
    // of acceleration, with these rows
    const std::uint32_t turn = wide ? count - narrow_sweeps : count - first_accelerated<Unknown>;
    SweepTrace trace;
    trace.stride = (anderson_depth + 1) * system.max_monitored;
    trace.monitor_begin = wide ? block.wide_begin : block.monitor_begin;
    trace.monitor_end = wide ? block.wide_end : block.monitor_end;
    if (accelerated) trace.change = memory.trace + memory.at(trace_place(system, 0, turn));
    if (sizeof(Unknown) == 8 && system.proved != 0) {
      sweep<R, W>(system, memory, first, block.begin, block.end, state, trace, std::true_type{});
    } else {
      sweep<R, W>(system, memory, first, block.begin, block.end, state, trace);
    }
    if (block.iterative == 0) return;
    bool any_active = false, moved[R];
    PLUME_UNROLL
    for (int r = 0; r < R; ++r) {
      moved[r] = any(state.active[r]);
      sweeps += moved[r] ? 1u : 0u;
      if (count == 1) store(place_of_first(r), state.estimate[r]);
      if (count == 2)
        pursuit.slow[r] = pursuit.slow[r] |
                          narrow_mask<float>(state.active[r] & (splat<F64>(slow_contraction) *
                                                                    load<F64>(place_of_first(r)) <
                                                                state.estimate[r]));
      if (sizeof(Unknown) == 4 && count == 2)
        pursuit.unsolved[r] =
            pursuit.unsolved[r] |
            narrow_mask<float>(state.active[r] &
                               (splat<F64>(narrow_contraction) * load<F64>(place_of_first(r)) <
                                state.estimate[r]));
      // NaN compares false: such a lane stays active and ends up unsolved.
      const F64 share =
          select(wide_mask(pursuit.slow[r]), splat<F64>(pursuit.slow_share), splat<F64>(1.0));
      const F64 wanted = pursuit.tolerance[r] * share;
      const Mask64 passed = state.active[r] & (state.estimate[r] <= wanted);
      const F64 left = select(passed, state.estimate[r], splat<F64>(0.0));
      pursuit.estimate[r] =
          system.proved != 0 ? max(pursuit.estimate[r], left) : pursuit.estimate[r] + left;
      state.active[r] = select(passed, splat<Mask64>(0), state.active[r]);
      if (count == narrow_sweeps)
        pursuit.slow[r] = pursuit.slow[r] | narrow_mask<float>(state.active[r]);
      moved[r] = any(state.active[r]);
      any_active = any_active || moved[r];
    }
    if (!any_active) break;
    if (!accelerated || count == max_sweeps) continue;
    PLUME_UNROLL
    for (int r = 0; r < R; ++r) {
      if (moved[r]) {
        accelerate<W>(system, memory, first + static_cast<std::uint32_t>(r),
                      static_cast<std::uint32_t>(r), wide ? block.wide_begin : block.monitor_begin,
                      wide ? block.wide_end : block.monitor_end, turn, state.active[r]);
      }
    }
  }
  PLUME_UNROLL
  for (int r = 0; r < R; ++r)
    pursuit.unsolved[r] = pursuit.unsolved[r] | narrow_mask<float>(state.active[r]);
}

/// All blocks once, from what x holds.
template <int R, int W, class Value, class Stride, class Unknown>
PLUME_HD void solve_blocks(const LinearSystem& system,
                           const LaneMemory<Value, Stride, Unknown>& memory,
                           std::uint32_t max_sweeps, std::uint32_t first, Pursuit<R, W>& pursuit,
                           std::uint32_t& sweeps) {
  for (std::uint32_t b = 0; b < system.num_blocks; ++b) {
    solve_block<R, W>(system, memory, max_sweeps, first, system.blocks[b], pursuit, sweeps);
  }
}

inline constexpr int most_refinements = 5;
inline constexpr double least_estimate = 1e-16;  ///< that is believed
inline constexpr std::uint32_t refinement_sweeps = 30;
/// Over the static solution, what the tolerance of a sweep allows for.
inline constexpr double usual_depth = 2.5;

/// Certifies the lanes `doubtful` of one right-hand side, sweeping on where the bound is too wide.
/// Leaves in memory.bound the bound of those that are certified, and of the others minus the
/// estimate that they stopped with; returns the doubtful lanes that could not be certified.
template <int W, class Value, class Stride, class Unknown>
PLUME_HD Pack<std::int64_t, W> settle(const LinearSystem& system,
                                      const LaneMemory<Value, Stride, Unknown>& memory,
                                      const SweepLimits& limits, std::uint32_t side,
                                      Pack<std::int64_t, W> doubtful, Pack<double, W> estimate,
                                      std::uint32_t& sweeps) {
  using F64 = Pack<double, W>;
  using Mask64 = Pack<std::int64_t, W>;
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
    pursuit.unsolved[0] = pursuit.slow[0] = splat<Pack<std::int32_t, W>>(0);
    pursuit.estimate[0] = splat<F64>(0.0);
    F64 factor =
        splat<F64>(0.3) * (target / select(pursuit.active[0], certificate.bound, splat<F64>(1.0)));
    factor = max(min(factor, splat<F64>(0.3)), splat<F64>(1e-9));
    pursuit.tolerance[0] = max(max(estimate, least) * factor, least);
    solve_blocks<1, W>(system, memory, refinement_sweeps, side, pursuit, sweeps);
    estimate = select(pursuit.active[0], pursuit.estimate[0], estimate);
    ended = wide_mask(pursuit.unsolved[0]);  // the estimate falls no further
    open = pursuit.active[0];
  }
  // What was given up on the way: doubtful, and without a bound.
  store(memory.bound + memory.at(side), bound);
  return doubtful & (bound < splat<F64>(0.0));
}

/// The same where every lane proves its scores. Lanes that are deeper than most are swept on, since
/// the same change means more in them.
template <int W, class Value, class Stride, class Unknown>
PLUME_HD Pack<std::int64_t, W> settle_by_proof(const LinearSystem& system,
                                               const LaneMemory<Value, Stride, Unknown>& memory,
                                               const SweepLimits& limits, std::uint32_t side,
                                               Pack<std::int64_t, W> wanted,
                                               Pack<double, W> estimate, std::uint32_t& sweeps) {
  using F64 = Pack<double, W>;
  using Mask64 = Pack<std::int64_t, W>;
  Mask64 proved = prove<W>(system, memory, side, wanted, splat<Mask64>(0));
  const F64 deeper = relative_depth<W>(system, memory, side);
  const F64 tolerance =
      splat<F64>(limits.tolerance) / max(deeper * splat<F64>(1.0 / usual_depth), splat<F64>(1.0));
  Pursuit<1, W> pursuit;
  pursuit.active[0] = proved & (estimate > tolerance);
  if (any(pursuit.active[0])) {
    const Mask64 swept = pursuit.active[0];
    pursuit.unsolved[0] = pursuit.slow[0] = splat<Pack<std::int32_t, W>>(0);
    pursuit.estimate[0] = splat<F64>(0.0);
    pursuit.tolerance[0] = tolerance;
    solve_blocks<1, W>(system, memory, refinement_sweeps, side, pursuit, sweeps);
    estimate = select(swept, pursuit.estimate[0], estimate);
    const Mask64 rested = swept & (wide_mask(pursuit.unsolved[0]) ^ splat<Mask64>(-1));
    const Mask64 others = proved & (swept ^ splat<Mask64>(-1));
    // What the terms of rows may lose is part of the proof, and they have changed.
    proved = others | prove<W>(system, memory, side, rested, others);
  }
  const F64 bound = max(estimate, splat<F64>(system.rounding));
  store(memory.bound + memory.at(side), select(proved, bound, splat<F64>(-1.0)));
  return wanted & (proved ^ splat<Mask64>(-1));
}

/// What `doubtful` lanes of one right-hand side need beside sweeps.
template <int W, class Value, class Stride, class Unknown>
PLUME_HD Pack<std::int64_t, W> certify_or_prove(const LinearSystem& system,
                                                const LaneMemory<Value, Stride, Unknown>& memory,
                                                const SweepLimits& limits, std::uint32_t side,
                                                Pack<std::int64_t, W> doubtful,
                                                Pack<double, W> estimate, std::uint32_t& sweeps) {
  if constexpr (sizeof(Unknown) == 8) {
    if (system.proved != 0)
      return settle_by_proof<W>(system, memory, limits, side, doubtful, estimate, sweeps);
  }
  return settle<W>(system, memory, limits, side, doubtful, estimate, sweeps);
}

/// Sweeps right-hand sides first … first + R − 1 from the static solution until each lane's
/// estimate says so.
template <int R, int W, class Value, class Stride, class Unknown>
PLUME_HD PLUME_INLINE void pursue(const LinearSystem& system,
                                  const LaneMemory<Value, Stride, Unknown>& memory,
                                  const SweepLimits& limits, std::uint32_t first,
                                  Pursuit<R, W>& pursuit, std::uint32_t& sweeps) {
  using F64 = Pack<double, W>;
  using Mask64 = Pack<std::int64_t, W>;
  const Stride at = memory.at;
  const std::size_t begin = static_cast<std::size_t>(first) * system.num_rows;
  for (std::size_t i = begin; i < begin + static_cast<std::size_t>(R) * system.num_rows; ++i) {
    store(memory.x + at(i), splat<Pack<Unknown, W>>(static_cast<Unknown>(system.initial[i])));
  }
  PLUME_UNROLL
  for (int r = 0; r < R; ++r) {
    pursuit.active[r] = splat<Mask64>(-1);
    pursuit.unsolved[r] = pursuit.slow[r] = splat<Pack<std::int32_t, W>>(0);
    pursuit.tolerance[r] = splat<F64>(limits.tolerance);
    pursuit.estimate[r] = splat<F64>(0.0);
  }
  if (!(limits.target > 0.0)) pursuit.slow_share = slow_reserve;
  solve_blocks<R, W>(system, memory, limits.max_sweeps, first, pursuit, sweeps);
}

/// The lanes of a right-hand side that want a certificate.
template <int R, int W>
PLUME_HD PLUME_INLINE Pack<std::int64_t, W> doubtful_lanes(const SweepLimits& limits,
                                                           const Pursuit<R, W>& pursuit, int r) {
  using Mask64 = Pack<std::int64_t, W>;
  if (!(limits.target > 0.0)) return splat<Mask64>(0);
  const Mask64 solved = wide_mask(pursuit.unsolved[r]) ^ splat<Mask64>(-1);
  return limits.certify_always ? solved : solved & wide_mask(pursuit.slow[r]);
}

/// Right-hand sides first … first + R − 1, certified where that is wanted.
template <int R, int W, class Value, class Stride, class Unknown>
PLUME_HD void solve_together(const LinearSystem& system,
                             const LaneMemory<Value, Stride, Unknown>& memory,
                             const SweepLimits& limits, std::uint32_t first,
                             SolveOutcome<W>& outcome) {
  using Mask64 = Pack<std::int64_t, W>;
  Pursuit<R, W> pursuit;
  pursue<R, W>(system, memory, limits, first, pursuit, outcome.sweeps);
  for (int r = 0; r < R; ++r) {
    outcome.unsolved = outcome.unsolved | wide_mask(pursuit.unsolved[r]);
    const Mask64 doubtful = doubtful_lanes<R, W>(limits, pursuit, r);
    outcome.unsolved =
        outcome.unsolved |
        certify_or_prove<W>(system, memory, limits, first + static_cast<std::uint32_t>(r), doubtful,
                            pursuit.estimate[r], outcome.sweeps);
  }
}

// The same in two steps, for a GPU, whose threads have the more registers for sweeps the less else
// they do. Between them memory.bound holds of each right-hand side minus the estimate, the estimate
// itself where a certificate is wanted, NaN where it is unsolved.

/// Sweeps right-hand sides begin … end, R at a time; returns the sweeps it took.
template <int R, int W, class Value, class Stride, class Unknown>
PLUME_HD PLUME_INLINE std::uint32_t pursue_all(const LinearSystem& system,
                                               const LaneMemory<Value, Stride, Unknown>& memory,
                                               const SweepLimits& limits, std::uint32_t begin,
                                               std::uint32_t end) {
  using F64 = Pack<double, W>;
  std::uint32_t sweeps = 0;
  for (std::uint32_t first = begin; first < end; first += R) {
    Pursuit<R, W> pursuit;
    pursue<R, W>(system, memory, limits, first, pursuit, sweeps);
    PLUME_UNROLL
    for (int r = 0; r < R; ++r) {
      const F64 estimate = max(pursuit.estimate[r], splat<F64>(least_estimate));
      const F64 state =
          select(doubtful_lanes<R, W>(limits, pursuit, r), estimate, splat<F64>(0.0) - estimate);
      const F64 none = bit_cast<double>(splat<Pack<std::int64_t, W>>(0x7ff8000000000000));
      store(memory.bound + memory.at(first + static_cast<std::uint32_t>(r)),
            select(wide_mask(pursuit.unsolved[r]), none, state));
    }
  }
  return sweeps;
}

/// Then: certificates, and what became of the lanes.
template <int W, class Value, class Stride, class Unknown>
PLUME_HD SolveOutcome<W> settle_all(const LinearSystem& system,
                                    const LaneMemory<Value, Stride, Unknown>& memory,
                                    const SweepLimits& limits) {
  using F64 = Pack<double, W>;
  SolveOutcome<W> outcome{splat<Pack<std::int64_t, W>>(0), 0};
  for (std::uint32_t side = 0; side < system.num_right_sides; ++side) {
    const F64 state = load<F64>(memory.bound + memory.at(side));
    outcome.unsolved = outcome.unsolved | (state != state);
    const auto doubtful = state > splat<F64>(0.0);
    if (!any(doubtful)) continue;
    outcome.unsolved = outcome.unsolved | certify_or_prove<W>(system, memory, limits, side,
                                                              doubtful, abs(state), outcome.sweeps);
  }
  return outcome;
}

/// All right-hand sides of a system.
template <int W, class Value, class Stride, class Unknown>
PLUME_HD SolveOutcome<W> solve(const LinearSystem& system,
                               const LaneMemory<Value, Stride, Unknown>& memory,
                               const SweepLimits& limits, std::uint32_t at_once) {
  SolveOutcome<W> outcome{splat<Pack<std::int64_t, W>>(0), 0};
  std::uint32_t first = 0;
  if (at_once >= 4) {
    for (; first + 4 <= system.num_right_sides; first += 4)
      solve_together<4, W>(system, memory, limits, first, outcome);
  }
  for (; first < system.num_right_sides; ++first)
    solve_together<1, W>(system, memory, limits, first, outcome);
  return outcome;
}

PLUME_ISA_END
