// SPDX-License-Identifier: Apache-2.0
// One Gauss-Seidel sweep over rows of the technosphere, all lanes at once.
//
//     x_i ← (f_i − Σ_{j≠i} a_ij x_j) / a_ii        with the newest x on the right
//
// The sum of a row is fma over its fixed entries, then its drawn ones, in two interleaved partial sums: that order is part
// of the bit contract. Lanes that are not `active` keep their x, so that no lane's result depends on its neighbours.
#pragma once

#include <cstdint>

#include "kernels/api/problem_view.hpp"
#include "kernels/base/pack.hpp"
#include "kernels/solve/lane_memory.hpp"

PLUME_ISA_BEGIN

/// Sweeps rows begin … end of demand `demand`. Returns Σ weight·|change of x|, the error estimate (see ProblemView).
template <int W, class Value, class Stride>
PLUME_HD PLUME_INLINE Pack<double, W> sweep(const ProblemView& view, const LaneMemory<Value, Stride>& memory,
                                            std::uint32_t demand, std::uint32_t begin, std::uint32_t end,
                                            Pack<std::int64_t, W> active) {
  using F64 = Pack<double, W>;
  using Values = Pack<Value, W>;
  const Stride at = memory.at;
  const std::size_t first_row = static_cast<std::size_t>(demand) * view.num_rows;
  double* const x = memory.x + at(first_row);
  const double* const f = view.demand + first_row;
  const double* const weight = view.error_weight + first_row;
  F64 estimate = splat<F64>(0.0);
  for (std::uint32_t row = begin; row < end; ++row) {
    F64 sum0 = splat<F64>(0.0), sum1 = splat<F64>(0.0);
    {
      std::uint32_t k = view.row_fixed[row];
      const std::uint32_t last = view.row_fixed[row + 1];
      for (; k + 1 < last; k += 2) {
        sum0 = fma(splat<F64>(view.fixed_value[k]), load<F64>(x + at(view.fixed_column[k])), sum0);
        sum1 = fma(splat<F64>(view.fixed_value[k + 1]), load<F64>(x + at(view.fixed_column[k + 1])), sum1);
      }
      if (k < last) sum0 = fma(splat<F64>(view.fixed_value[k]), load<F64>(x + at(view.fixed_column[k])), sum0);
    }
    {
      std::uint32_t k = view.row_slot[row];
      const std::uint32_t last = view.row_slot[row + 1];
      const Value* value = memory.slots + at(k);
      for (; k + 1 < last; k += 2) {
        sum0 = fma(convert<double>(load<Values>(value)), load<F64>(x + at(view.slot_column[k])), sum0);
        value += at(1);
        sum1 = fma(convert<double>(load<Values>(value)), load<F64>(x + at(view.slot_column[k + 1])), sum1);
        value += at(1);
      }
      if (k < last) sum0 = fma(convert<double>(load<Values>(value)), load<F64>(x + at(view.slot_column[k])), sum0);
    }
    F64 inverse = splat<F64>(view.inverse_diagonal[row]);
    const std::uint32_t diagonal_begin = view.row_diagonal[row], diagonal_end = view.row_diagonal[row + 1];
    if (diagonal_begin < diagonal_end) {
      F64 diagonal = splat<F64>(view.diagonal[row]);
      for (std::uint32_t k = diagonal_begin; k < diagonal_end; ++k) {
        diagonal = diagonal + convert<double>(load<Values>(memory.slots + at(k)));
      }
      inverse = splat<F64>(1.0) / diagonal;
    }
    const F64 before = load<F64>(x + at(row));
    const F64 after = (splat<F64>(f[row]) - (sum0 + sum1)) * inverse;
    estimate = fma(splat<F64>(weight[row]), abs(after - before), estimate);
    store(x + at(row), select(active, after, before));
  }
  return estimate;
}

PLUME_ISA_END
