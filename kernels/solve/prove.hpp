// SPDX-License-Identifier: Apache-2.0
// A proof of what the last sweep of a lane left wrong, from the lane's own numbers.
//
//     A x = b,   Δ the change of the last sweep x̃ ← x̃ + Δ,   D and P the sizes of the diagonal
//     and of the other entries of A,   N the part of P that a sweep reads before it is renewed
//
// After the sweep row i misses its equation by what later rows changed, and by rounding:
//
//     |r_i| ≤ Σ_{j>i} N_ij |Δ_j| + ε_i
//
// Let every |Δ_j| ≤ δ w_j, with *allowed changes* w that do not depend on the lane. A vector v > 0
// that satisfies
//
//     D_i v_i ≥ Σ_j P_ij (v_j + φ |x̃_j|) + Σ_{j>i} N_ij w_j + φ (D_i |x̃_i| + |b_i|)
//
// makes D − P an M-matrix, whose inverse has no negative entry, and hence
//
//     |x̃ − x| ≤ (D − P)⁻¹ |r| ≤ max(δ, u / φ) · v,   u of the size of its terms what a row loses
//
// so that a score is known to that times Σ |c b| v. v begins at |x̃_i| t_i: its *depth* t is much
// the same in every lane, since P |x̃| is nearly D |x̃| whatever was drawn. Each pass is a
// Gauss-Seidel sweep in which old numbers count (1 + η) times: where no v grew by more than that,
// the new v satisfies the inequality. The first passes have a large η, which takes few passes but
// little feedback; later ones less. Where there is no such v (feedback of one and more, credits as
// large as what they are taken from) nothing is proved.
//
// Any w > 0 would do. The sharper it tells which changes lanes really stop with, the closer the
// bound is to the error: host/compile/proof.cpp learns it from lanes of its own.
//
// Sums are in fp32, rounded up. Kept is v + φ |x̃|, which is read, instead of v. Sources: Varah
// (1975), "A lower bound for the smallest singular value of a matrix", Linear Algebra Appl. 11;
// Neumaier (1990), "Interval Methods for Systems of Equations", section 3.6.
#pragma once

#include <cstdint>

#include "kernels/api/problem_view.hpp"
#include "kernels/base/pack.hpp"
#include "kernels/solve/certify.hpp"
#include "kernels/solve/lane_memory.hpp"
#include "kernels/solve/row_sum.hpp"

PLUME_ISA_BEGIN

inline constexpr int first_passes = 4, second_passes = 12, most_passes = 40;
inline constexpr float most_depth = 1e9f;
/// Of fp32, what a term may lose in its product and its sum; and what all of them may underflow to.
inline constexpr double narrow_loss = 0x1p-22, narrow_least = 1e-36;

/// One row's v + φ |x̃|; returns the lanes in which it did not grow beyond what the pass allows.
template <int W, class Value, class Stride, class Unknown>
PLUME_HD PLUME_INLINE Pack<std::int64_t, W> deepen_row(
    const LinearSystem& system, const LaneMemory<Value, Stride, Unknown>& memory,
    std::uint32_t first, std::uint32_t row, bool cyclic, float slack, Pack<std::int64_t, W> open) {
  using F64 = Pack<double, W>;
  using F32 = Pack<float, W>;
  const Stride at = memory.at;
  const float* const allowed = system.allowed_change + first;
  float* const depth = memory.depth + at(first);
  const F32 growth = splat<F32>(1.0f + slack);
  F32 sum = splat<F32>(0.0f);
  std::uint32_t terms = 8;
  for_each_entry<W, float>(system, memory, row, [&](std::uint32_t column, F32 value) {
    const F32 size = abs(value), there = load<F32>(depth + at(column));
    if (column < row) {
      sum = fma(size, there, sum);
    } else {
      sum = fma(size, fma(growth, there, splat<F32>(allowed[column])), sum);
    }
    ++terms;
  });
  const std::uint32_t own = system.reversed != 0 ? system.num_rows - 1 - row : row;
  F64 diagonal = splat<F64>(system.diagonal[own]), diagonal_size = abs(diagonal);
  for (std::uint32_t k = system.row_diagonal[own]; k < system.row_diagonal[own + 1]; ++k) {
    const F64 value = convert<double>(load<Pack<Value, W>>(memory.slots + at(k)));
    diagonal = diagonal + value;
    diagonal_size = diagonal_size + abs(value);
  }
  const std::size_t place = static_cast<std::size_t>(first) + row;
  const F64 x = abs(convert<double>(load<Pack<Unknown, W>>(memory.x + at(place))));
  const F64 b = abs(system.right_side != nullptr ? splat<F64>(system.right_side[place])
                                                 : load<F64>(memory.right_side + at(place)));
  const F64 share = splat<F64>(static_cast<double>(system.rounding_share));
  const F64 divisor = abs(diagonal) - splat<F64>(0x1p-50) * diagonal_size;
  const F64 reached = fma(convert<double>(sum), splat<F64>(1.0 + terms * narrow_loss),
                          fma(share, fma(diagonal_size, x, b), splat<F64>(narrow_least)));
  const F32 before = load<F32>(depth + at(row));
  const F32 after = convert<float>(fma(share, x, reached / divisor) * splat<F64>(1.0 + 0x1p-22));
  store(depth + at(row), select(narrow_mask<float>(open), after, before));
  const F32 most = cyclic && allowed[row] > 0.0f ? before * growth : splat<F32>(most_depth);
  return wide_mask((after <= most) & (after <= splat<F32>(most_depth))) &
         (divisor > splat<F64>(0.0));
}

/// Finds v of the lanes `wanted` and leaves it in memory.depth; returns the lanes that have one. A
/// lane's v does not depend on the others: it is that of the first pass that proves it. Lanes in
/// `kept` keep what they have.
template <int W, class Value, class Stride, class Unknown>
PLUME_HD Pack<std::int64_t, W> prove(const LinearSystem& system,
                                     const LaneMemory<Value, Stride, Unknown>& memory,
                                     std::uint32_t side, Pack<std::int64_t, W> wanted,
                                     Pack<std::int64_t, W> kept) {
  using F32 = Pack<float, W>;
  using F64 = Pack<double, W>;
  using Mask64 = Pack<std::int64_t, W>;
  const std::uint32_t first = side * system.num_rows;
  const bool keeps = any(kept);
  for (std::uint32_t i = first; i < first + system.num_rows; ++i) {
    const F64 x = abs(convert<double>(load<Pack<Unknown, W>>(memory.x + memory.at(i))));
    float* const depth = memory.depth + memory.at(i);
    const F32 begin = convert<float>(x * splat<F64>(static_cast<double>(system.depth[i])));
    store(depth, keeps ? select(narrow_mask<float>(kept), load<F32>(depth), begin) : begin);
  }
  Mask64 proved = splat<Mask64>(0), open = wanted;
  for (int pass = 0; pass < most_passes && any(open); ++pass) {
    const float slack = system.first_slack * (pass < first_passes    ? 1.0f
                                              : pass < second_passes ? 0.25f
                                                                     : 0.03125f);
    Mask64 good = open;
    for (std::uint32_t b = 0; b < system.num_blocks; ++b) {
      const Block block = system.blocks[b];
      for (std::uint32_t row = block.begin; row < block.end; ++row)
        good = good & deepen_row<W>(system, memory, first, row, block.iterative != 0, slack, open);
    }
    proved = proved | good;
    open = open & (good ^ splat<Mask64>(-1));
  }
  return proved;
}

/// How much deeper a lane is than the static solution, weighed by what its supplies mean for
/// scores; 0 where that is not known.
template <int W, class Value, class Stride, class Unknown>
PLUME_HD Pack<double, W> relative_depth(const LinearSystem& system,
                                        const LaneMemory<Value, Stride, Unknown>& memory,
                                        std::uint32_t side) {
  using F64 = Pack<double, W>;
  const std::uint32_t first = side * system.num_rows;
  F64 deep = splat<F64>(0.0), whole = splat<F64>(0.0);
  for (std::uint32_t i = first; i < first + system.num_rows; ++i) {
    const F64 weight = splat<F64>(static_cast<double>(system.importance[i]));
    deep = fma(weight, convert<double>(load<Pack<float, W>>(memory.depth + memory.at(i))), deep);
    whole =
        fma(weight, abs(convert<double>(load<Pack<Unknown, W>>(memory.x + memory.at(i)))), whole);
  }
  const F64 expected = whole * splat<F64>(system.expected_depth[side]);
  const auto known = (expected > splat<F64>(0.0)) & (deep < splat<F64>(1e300));
  return select(known, deep / select(known, expected, splat<F64>(1.0)), splat<F64>(0.0));
}

PLUME_ISA_END
