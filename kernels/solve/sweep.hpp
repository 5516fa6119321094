// SPDX-License-Identifier: Apache-2.0
// One Gauss-Seidel sweep over rows of a system, all lanes and R right-hand sides at once.
//
//     x_i ← (b_i − Σ_{j≠i} a_ij x_j) / a_ii        with the newest x on the right
//
// A value is loaded once for all right-hand sides. The sum of a row is fma over its fixed entries,
// then its drawn ones, in two interleaved partial sums: that order is part of the bit contract, and
// the same for every R. Lanes that are not `active` keep their x, so that no lane's result depends
// on its neighbours, and no right-hand side's on the others.
#pragma once

#include <cstdint>
#include <type_traits>

#include "kernels/api/problem_view.hpp"
#include "kernels/base/pack.hpp"
#include "kernels/solve/lane_memory.hpp"
#include "kernels/solve/row_sum.hpp"

PLUME_ISA_BEGIN

/// Of each right-hand side: which lanes move, and the error estimate Σ weight·|change of x| of the
/// sweep, or the largest of these (see LinearSystem).
template <int R, int W>
struct SweepState {
  Pack<std::int64_t, W> active[R];
  Pack<double, W> estimate[R];
};

/// Where a sweep leaves weight · change of the monitored rows, for acceleration; null: nowhere.
struct SweepTrace {
  float* change = nullptr;   ///< of the first right-hand side
  std::uint32_t stride = 0;  ///< from one right-hand side to the next
  std::uint32_t monitor_begin = 0, monitor_end = 0;
};

/// 1 over the size of the static solution; of proofs, over the change that is allowed.
PLUME_HD PLUME_INLINE double inverse_size_of(const LinearSystem& system, std::size_t place) {
#if defined(__CUDA_ARCH__)
  return system.inverse_size[place];  // a device's problem has it
#else
  if (system.inverse_size != nullptr) return system.inverse_size[place];
  const double size = system.initial[place];
  return size != 0.0 ? 1.0 / (size < 0.0 ? -size : size) : 0.0;
#endif
}

/// Sweeps rows begin … end of right-hand sides first … first + R − 1. Proves: whether lanes prove
/// their scores. (Asked in every row it took runs 3 % longer.)
template <int R, int W, class Value, class Stride, class Unknown, class Proves = std::false_type>
PLUME_HD PLUME_INLINE void sweep(const LinearSystem& system,
                                 const LaneMemory<Value, Stride, Unknown>& memory,
                                 std::uint32_t first, std::uint32_t begin, std::uint32_t end,
                                 SweepState<R, W>& state, const SweepTrace& trace, Proves = {}) {
  using X = Pack<Unknown, W>;
  using F64 = Pack<double, W>;
  using Values = Pack<Value, W>;
  using Sum = RowSum<Unknown, W>;
  const Stride at = memory.at;
  // 32 bits hold the place of every unknown: no lane has room for more.
  const std::uint32_t n = system.num_rows, first_unknown = first * n;
  Unknown* const x = PLUME_KEPT_WHOLE(memory.x + at(first_unknown));
  float* change_to = trace.change;
  PLUME_UNROLL
  for (int r = 0; r < R; ++r) state.estimate[r] = splat<F64>(0.0);
  std::uint32_t monitored = trace.change == nullptr ? trace.monitor_end : trace.monitor_begin;
  const std::uint32_t no_row = 0xffffffffu;
  std::uint32_t next_monitored =
      monitored < trace.monitor_end ? system.monitored_row[monitored] : no_row;
  for (std::uint32_t row = begin; row < end; ++row) {
    Sum sum[R];
    const auto unknown = [&](int r, std::uint32_t column) {
      return load<X>(at.place(x, static_cast<std::uint32_t>(r) * n + column));
    };
    const std::uint32_t *const fixed = system.row_fixed + row, *const slots = system.row_slot + row;
    add_entries<R>(
        sum, fixed[0], fixed[1],
        [&](std::size_t k) { return splat<X>(static_cast<Unknown>(system.fixed_value[k])); },
        [&](std::size_t k) { return system.fixed_column[k]; }, unknown);
    const std::uint32_t slots_begin = slots[0], slots_end = slots[1];
    const auto value = [&](std::size_t slot) {
      return convert<Unknown>(load<Values>(memory.slots + at(slot)));
    };
    // Values in the order of their slots stream from a farther cache: they are asked for 32 entries
    // ahead. (Beyond the end a prefetch does nothing.)
    const auto streamed = [&](std::size_t slot) {
      if constexpr (W > 1) PLUME_PREFETCH(memory.slots + at(slot + 32));
      return value(slot);
    };
    if (system.slot_of != nullptr) {
      add_entries<R>(
          sum, slots_begin, slots_end,
          [&](std::size_t k) {
            return convert<Unknown>(load<Values>(at.place(memory.slots, system.slot_of[k])));
          },
          [&](std::size_t k) { return system.slot_column[k]; }, unknown);
    } else if (system.slot_column != nullptr) {
      add_entries<R>(
          sum, slots_begin, slots_end, streamed,
          [&](std::size_t k) { return system.slot_column[k]; }, unknown);
    } else {
      add_entries<R>(
          sum, slots_begin, slots_end, streamed,
          [&](std::size_t k) {
            const auto place = static_cast<std::uint32_t>(k) - slots_begin;
            return place + (place >= row ? 1u : 0u);
          },
          unknown);
    }
    const std::uint32_t diagonal_row = system.reversed != 0 ? system.num_rows - 1 - row : row;
    X inverse = splat<X>(static_cast<Unknown>(system.inverse_diagonal[diagonal_row]));
    const std::uint32_t* const diagonal_slots = system.row_diagonal + diagonal_row;
    const std::uint32_t diagonal_begin = diagonal_slots[0], diagonal_end = diagonal_slots[1];
    if (diagonal_begin < diagonal_end) {
      X diagonal = splat<X>(static_cast<Unknown>(system.diagonal[diagonal_row]));
      for (std::uint32_t k = diagonal_begin; k < diagonal_end; ++k) diagonal = diagonal + value(k);
      inverse = splat<X>(Unknown(1)) / diagonal;
    }
    PLUME_UNROLL
    for (int r = 0; r < R; ++r) {
      const std::uint32_t in_x = static_cast<std::uint32_t>(r) * n + row,
                          place = first_unknown + in_x;
      const X b = system.right_side != nullptr
                      ? splat<X>(static_cast<Unknown>(system.right_side[place]))
                      : convert<Unknown>(load<F64>(memory.right_side + at(place)));
      Unknown* const here = at.place(x, in_x);
      const X before = load<X>(here);
      const X after = sum[r].taken_from(b) * inverse;
      const F64 change = splat<F64>(system.error_weight[place]) * convert<double>(after - before);
      const F64 inverse_size = splat<F64>(inverse_size_of(system, place));
      if constexpr (Proves::value) {
        // NaN stays
        const F64 size = abs(convert<double>(after - before)) * inverse_size,
                  largest = state.estimate[r];
        state.estimate[r] = select((size <= largest) | (largest != largest), largest, size);
      } else {
        // The weights come from the static adjoint. Where a lane drives a cycle towards feedback of
        // one, its adjoint grows there as its supply does, and so must the weight.
        const F64 growth = abs(convert<double>(after)) * inverse_size;
        state.estimate[r] = fma(abs(change), max(growth, splat<F64>(1.0)), state.estimate[r]);
      }
      store(here, select(narrow_mask<Unknown>(state.active[r]), after, before));
      if (row == next_monitored) {
        store(at.place(change_to, static_cast<std::uint32_t>(r) * trace.stride),
              convert<float>(change * splat<F64>(trace_scale)));
      }
    }
    if (row == next_monitored) {
      ++monitored;
      change_to += at(1);
      next_monitored = monitored < trace.monitor_end ? system.monitored_row[monitored] : no_row;
    }
  }
}

PLUME_ISA_END
