// SPDX-License-Identifier: Apache-2.0
// A bound on the error of one right-hand side, from the lane's own numbers: no estimate.
//
//     A x = b,   r = b − A x̃,   d_i = |a_ii|,   X_i = |x̃_i|,   P_ij = |a_ij| X_j / (d_i X_i),
//             ρ_i = |r_i| / (d_i X_i)
//
// With a vector t > 0 that satisfies t_i − Σ_j P_ij t_j ≥ σ ω_i > 0 in every row, the comparison
// matrix of A is an M-matrix, and
//
//     |x̃_i − x_i| ≤ X_i t_i · max_k ρ_k / (σ ω_k)
//             (Varah 1975, with v_i = X_i t_i)
//
// so that every score, a sum of products of supplies, is known to that, times what cancels in it. t
// is the *depth* of a row: how many steps its product takes to the demand, in the mean, with what
// each consumer takes of it as weight. Since P is measured by the lane's own supplies, its rows sum
// to one whatever was drawn, and the depths are much the same in every lane: they begin at the
// static ones, and a Gauss-Seidel sweep or two of t = ω + P t give a vector that the same sweep
// proves. In that sweep a row sees the old depth of the rows behind it; with c the largest t_new /
// t_old and U the largest share of t_i that comes from behind, σ ≥ 1 − (c − 1) U. Nothing is
// trusted: where the comparison matrix is no M-matrix (feedback of one and more, credits as large
// as what they are taken from) the depths grow without end, and the lane is left to the direct
// solution.
//
// ρ includes what rounding may have done to r: (m + 6) 2⁻⁵³ of the sizes of its m terms, and what
// underflow may have. Sources: Varah (1975), "A lower bound for the smallest singular value of a
// matrix", Linear Algebra Appl. 11; Neumaier (1990), "Interval Methods for Systems of Equations",
// section 3.6.
//
//     // x as swept; c.bound where c.holds
//     const Certificate<W> c = certify<W>(system, memory, side, wanted);
#pragma once

#include <cstdint>

#include "kernels/api/problem_view.hpp"
#include "kernels/base/pack.hpp"
#include "kernels/solve/lane_memory.hpp"

PLUME_ISA_BEGIN

template <int W>
struct Certificate {
  Pack<double, W> bound;        ///< |x̃ − x| ≤ bound · |x̃| in every row, where it holds
  Pack<std::int64_t, W> holds;  ///< the comparison matrix is proved to be an M-matrix
};

inline constexpr int most_audits = 60;
inline constexpr double deepest = 1e9;  ///< beyond this fp64 proves nothing
/// ω of rows outside cycles, which are exact to the rounding of x: where that is small, a long
/// chain adds little depth.
template <class Unknown>
PLUME_HD constexpr double acyclic_unit() {
  return sizeof(Unknown) == 8 ? 0x1p-5 : 1.0;
}
/// what a term below the normal numbers may have lost
inline constexpr double least_part = 1e-300;

/// Calls use(column, value) for the off-diagonal entries of a row, as fp64 or what To says.
template <int W, class To = double, class Value, class Stride, class Unknown, class Use>
PLUME_HD PLUME_INLINE void for_each_entry(const LinearSystem& system,
                                          const LaneMemory<Value, Stride, Unknown>& memory,
                                          std::uint32_t row, Use use) {
  for (std::uint32_t k = system.row_fixed[row]; k < system.row_fixed[row + 1]; ++k)
    use(system.fixed_column[k], splat<Pack<To, W>>(static_cast<To>(system.fixed_value[k])));
  const std::uint32_t begin = system.row_slot[row], end = system.row_slot[row + 1];
  for (std::uint32_t k = begin; k < end; ++k) {
    const std::uint32_t slot = system.slot_of != nullptr ? system.slot_of[k] : k;
    const std::uint32_t column = system.slot_column != nullptr
                                     ? system.slot_column[k]
                                     : k - begin + (k - begin >= row ? 1u : 0u);
    use(column, convert<To>(load<Pack<Value, W>>(memory.slots + memory.at(slot))));
  }
}

/// What one sweep over the depths has seen.
template <int W>
struct Audit {
  Pack<double, W> error;  ///< largest ρ_i / ω_i
  Pack<double, W> depth;  ///< largest t
  Pack<double, W> ratio;  ///< largest t_new / t_old of a cyclic row
  Pack<double, W> stale;  ///< largest Σ_{j behind i} P_ij t_j / ω_i
};

/// One row: its residual, and its new depth.
template <int W, class Value, class Stride, class Unknown>
PLUME_HD PLUME_INLINE void audit_row(const LinearSystem& system,
                                     const LaneMemory<Value, Stride, Unknown>& memory,
                                     std::uint32_t side, std::uint32_t row, bool cyclic,
                                     Audit<W>& audit) {
  using F64 = Pack<double, W>;
  using F32 = Pack<float, W>;
  using X = Pack<Unknown, W>;
  const Stride at = memory.at;
  const std::size_t place = static_cast<std::size_t>(side) * system.num_rows;
  const auto unknown = [&](std::size_t r) {
    return convert<double>(load<X>(memory.x + at(place + r)));
  };
  const F64 zero = splat<F64>(0.0);
  F64 sum = zero, size = zero, reach = zero, behind = zero;
  double terms = 6.0;
  for_each_entry<W>(system, memory, row, [&](std::uint32_t column, F64 value) {
    const F64 x = unknown(column);
    const F64 part = abs(value * x);
    sum = fma(value, x, sum);
    size = size + part;
    const F64 deep = part * convert<double>(load<F32>(memory.depth + at(column)));
    reach = reach + deep;
    if (column > row) behind = behind + deep;
    terms += 1.0;
  });
  const std::uint32_t own = system.reversed != 0 ? system.num_rows - 1 - row : row;
  F64 diagonal = splat<F64>(system.diagonal[own]), diagonal_size = abs(diagonal);
  for (std::uint32_t k = system.row_diagonal[own]; k < system.row_diagonal[own + 1]; ++k) {
    const F64 value = convert<double>(load<Pack<Value, W>>(memory.slots + at(k)));
    diagonal = diagonal + value;
    diagonal_size = diagonal_size + abs(value);
    terms += 1.0;
  }
  const F64 x = unknown(row), supply = abs(x);
  const F64 b = system.right_side != nullptr ? splat<F64>(system.right_side[place + row])
                                             : load<F64>(memory.right_side + at(place + row));
  const F64 sizes = size + abs(b) + diagonal_size * supply;
  const F64 rounding = fma(splat<F64>(terms * 0x1p-53), sizes, splat<F64>(least_part));
  const F64 residual = abs((b - sum) - diagonal * x) + rounding;
  const F64 output = abs(diagonal) * supply;
  // A product that nobody takes has no supply, and no error. (Where its diagonal is zero, no other
  // row is touched either.)
  const auto idle = sizes == zero;
  const F64 unit = splat<F64>(cyclic ? 1.0 : acyclic_unit<Unknown>());
  const F64 divisor = select(idle, splat<F64>(1.0), output);
  const F64 before = convert<double>(load<F32>(memory.depth + at(row)));
  // Rounded up, so that what is stored as fp32 still satisfies the inequality.
  const F64 after = convert<double>(
      convert<float>((unit + select(idle, zero, reach / divisor)) * splat<F64>(1.0 + 0x1p-22)));
  store(memory.depth + at(row), convert<float>(after));
  // NaN stays
  const auto worst = [&](F64& of, F64 value) {
    of = select((value <= of) | (of != of), of, value);
  };
  worst(audit.error, select(idle, zero, residual / (divisor * unit)));
  worst(audit.depth, after);
  if (!cyclic) return;
  worst(audit.ratio, after / before);
  worst(audit.stale, select(idle, zero, behind / (divisor * unit)));
}

/// All rows, once, in order.
template <int W, class Value, class Stride, class Unknown>
PLUME_HD Audit<W> audit_rows(const LinearSystem& system,
                             const LaneMemory<Value, Stride, Unknown>& memory, std::uint32_t side) {
  using F64 = Pack<double, W>;
  Audit<W> audit{splat<F64>(0.0), splat<F64>(0.0), splat<F64>(1.0), splat<F64>(0.0)};
  for (std::uint32_t b = 0; b < system.num_blocks; ++b) {
    const Block block = system.blocks[b];
    for (std::uint32_t row = block.begin; row < block.end; ++row)
      audit_row<W>(system, memory, side, row, block.iterative != 0, audit);
  }
  return audit;
}

/// Of the lanes `wanted` (what is said of others is as true, but may come later than asked for). A
/// lane's certificate does not depend on the others: it is that of the first sweep that proves
/// anything.
template <int W, class Value, class Stride, class Unknown>
PLUME_HD Certificate<W> certify(const LinearSystem& system,
                                const LaneMemory<Value, Stride, Unknown>& memory,
                                std::uint32_t side, Pack<std::int64_t, W> wanted) {
  using F64 = Pack<double, W>;
  using Mask64 = Pack<std::int64_t, W>;
  const F64 one = splat<F64>(1.0);
  const Mask64 all = splat<Mask64>(-1);
  for (std::uint32_t row = 0; row < system.num_rows; ++row)
    store(memory.depth + memory.at(row), splat<Pack<float, W>>(system.depth[row]));
  Certificate<W> result{splat<F64>(0.0), splat<Mask64>(0)};
  Mask64 open = wanted;
  for (int count = 0; count < most_audits && any(open); ++count) {
    const Audit<W> audit = audit_rows<W>(system, memory, side);
    const F64 slack = one - (audit.ratio - one) * audit.stale;
    const Mask64 proved = (slack >= splat<F64>(0.5)) & (audit.depth <= splat<F64>(deepest));
    const F64 bound = audit.error / slack * audit.depth;
    result.bound = select(proved & (result.holds ^ all), bound, result.bound);
    result.holds = result.holds | proved;
    open = open & (result.holds ^ all) & (audit.depth <= splat<F64>(deepest));
  }
  return result;
}

PLUME_ISA_END
