// SPDX-License-Identifier: Apache-2.0
// Quantile functions as tables that the host makes (host/compile/quantile_tables.hpp): what has no
// closed form, has rows, or is mixed.
//
// A table is a row of segments of u in (0, 1), found by bisection. Its first number is their count,
// a power of two; their begins follow, padded by 2; then a record for each.
//   smooth   x = a + b_linear · P(d) + b_exp · e^P(d),   d = m ln t + k,
//       t = (u − origin) · slope,
//           P of degree 8; fields in this order, then P's coefficients from d⁰
//   pieces   x = low + rise · (u − begin)
// t is the distance to an end of (0, 1), exact, so that both tails keep their digits; one of
// b_linear and b_exp is 0.
#pragma once

#include <cstdint>

#include "kernels/api/problem_view.hpp"
#include "kernels/base/pack.hpp"
#include "kernels/random/elementary.hpp"

PLUME_ISA_BEGIN

/// table[index] in each lane.
template <int W>
PLUME_HD PLUME_INLINE Pack<double, W> gather(const double* table, Pack<std::int64_t, W> index) {
  if constexpr (W == 1) {
    return {table[index.v]};
  } else {
    alignas(64) std::int64_t at[W];
    alignas(64) double values[W];
    store(at, index);
    for (int lane = 0; lane < W; ++lane) values[lane] = table[at[lane]];
    return load<Pack<double, W>>(values);
  }
}

/// The segment that holds u.
template <int W>
PLUME_HD PLUME_INLINE Pack<std::int64_t, W> find_segment(const double* table, Pack<double, W> u) {
  using I64 = Pack<std::int64_t, W>;
  I64 segment = splat<I64>(0);
  for (std::int64_t step = static_cast<std::int64_t>(table[0]) / 2; step > 0; step /= 2) {
    const I64 next = segment + splat<I64>(step);
    segment = select(u >= gather<W>(table + 1, next), next, segment);
  }
  return segment;
}

template <int W>
PLUME_HD PLUME_INLINE Pack<double, W> smooth_quantile(const double* table, Pack<double, W> u) {
  using F64 = Pack<double, W>;
  using I64 = Pack<std::int64_t, W>;
  const double* records = table + 1 + static_cast<std::int64_t>(table[0]);
  static_assert(smooth_record == 16 && pieces_record == 4, "records are found by shifts");
  const I64 at = shift_left(find_segment<W>(table, u), 4);
  const F64 t = (u - gather<W>(records, at)) * gather<W>(records + 1, at);
  const F64 d = fma(log(t), gather<W>(records + 2, at), gather<W>(records + 3, at));
  F64 p = gather<W>(records + 7 + smooth_degree, at);
  for (int k = smooth_degree - 1; k >= 0; --k) p = fma(p, d, gather<W>(records + 7 + k, at));
  const F64 b_exp = gather<W>(records + 6, at);
  F64 x = fma(gather<W>(records + 5, at), p, gather<W>(records + 4, at));
  if (any(b_exp != splat<F64>(0.0))) x = fma(b_exp, exp(p), x);
  return x;
}

template <int W>
PLUME_HD PLUME_INLINE Pack<double, W> piece_quantile(const double* table, Pack<double, W> u) {
  using I64 = Pack<std::int64_t, W>;
  const double* records = table + 1 + static_cast<std::int64_t>(table[0]);
  const I64 at = shift_left(find_segment<W>(table, u), 2);
  return fma(gather<W>(records + 2, at), u - gather<W>(records, at), gather<W>(records + 1, at));
}

PLUME_ISA_END
