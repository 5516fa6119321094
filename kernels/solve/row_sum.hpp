// SPDX-License-Identifier: Apache-2.0
// The sum of one row's products, in the type of the unknowns.
//
//   fp64  two interleaved partial sums by fma
//   fp32  the same over 32 terms at a time; between these, Knuth's TwoSum keeps what rounding
//         loses. A hub has thousands of consumers, and a plain fp32 sum over them is off by 7e-6,
//         with the same sign in every iteration.
#pragma once

#include <cstdint>

#include "kernels/base/pack.hpp"

PLUME_ISA_BEGIN

/// A mask of 64-bit lanes for unknowns of either size.
template <class Unknown, int W>
PLUME_HD PLUME_INLINE auto narrow_mask(Pack<std::int64_t, W> mask) {
  if constexpr (sizeof(Unknown) == 8) {
    return mask;
  } else {
    return convert<std::int32_t>(mask);
  }
}

/// The other way round.
template <class M, int W, PackForm F>
PLUME_HD PLUME_INLINE Pack<std::int64_t, W> wide_mask(Pack<M, W, F> mask) {
  if constexpr (sizeof(M) == 8) {
    return mask;
  } else {
    return convert<std::int64_t>(mask);
  }
}

template <class Unknown, int W>
struct RowSum;

template <int W>
struct RowSum<double, W> {
  using X = Pack<double, W>;
  static constexpr std::uint32_t chunk = 0xffffffffu;  ///< terms between calls of end_chunk
  X even = splat<X>(0.0), odd = splat<X>(0.0);

  PLUME_HD PLUME_INLINE void end_chunk() {}
  PLUME_HD PLUME_INLINE X taken_from(X b) const { return b - (even + odd); }
};

template <int W>
struct RowSum<float, W> {
  using X = Pack<float, W>;
  static constexpr std::uint32_t chunk = 32;
  X even = splat<X>(0.0f), odd = splat<X>(0.0f), total = splat<X>(0.0f), lost = splat<X>(0.0f);

  PLUME_HD PLUME_INLINE void end_chunk() {
    const X term = even + odd;
    const X next = total + term;
    const X from_term = next - total;
    lost = lost + ((total - (next - from_term)) + (term - from_term));
    total = next;
    even = odd = splat<X>(0.0f);
  }
  PLUME_HD PLUME_INLINE X taken_from(X b) const { return (b - total) - lost; }
};

#if defined(__CUDACC__)
/// N entries from k on, N even: what a thread waits for is memory, and so all of them are asked for
/// before the first is needed.
template <int R, int N, class Sum, class ValueAt, class ColumnAt, class UnknownAt>
PLUME_HD PLUME_INLINE void add_ahead(Sum (&sum)[R], std::size_t k, ValueAt value, ColumnAt column,
                                     UnknownAt unknown) {
  decltype(value(k)) v[N];
  decltype(unknown(0, 0)) x[N][R];
  PLUME_UNROLL
  for (int j = 0; j < N; ++j) {
    v[j] = value(k + j);
    const std::uint32_t c = column(k + j);
    PLUME_UNROLL
    for (int r = 0; r < R; ++r) x[j][r] = unknown(r, c);
  }
  PLUME_UNROLL
  for (int j = 0; j < N; j += 2) {
    PLUME_UNROLL
    for (int r = 0; r < R; ++r) {
      sum[r].even = fma(v[j], x[j][r], sum[r].even);
      sum[r].odd = fma(v[j + 1], x[j + 1][r], sum[r].odd);
    }
  }
}

template <int R, class Sum, class ValueAt, class ColumnAt, class UnknownAt>
PLUME_HD PLUME_INLINE void add_entries(Sum (&sum)[R], std::uint32_t begin, std::uint32_t end,
                                       ValueAt value, ColumnAt column, UnknownAt unknown) {
  constexpr int most = R == 1 ? 4 : 2;
  for (std::uint32_t k = begin; k < end;) {
    const std::uint32_t last = Sum::chunk < end - k ? k + Sum::chunk : end;
    PLUME_ROLLED
    for (; last - k >= most; k += most) add_ahead<R, most>(sum, k, value, column, unknown);
    if constexpr (most > 2) {
      if (last - k >= 2) {
        add_ahead<R, 2>(sum, k, value, column, unknown);
        k += 2;
      }
    }
    if (k < last) {
      const auto v = value(k);
      const std::uint32_t c = column(k);
      PLUME_UNROLL
      for (int r = 0; r < R; ++r) sum[r].even = fma(v, unknown(r, c), sum[r].even);
      ++k;
    }
    PLUME_UNROLL
    for (int r = 0; r < R; ++r) sum[r].end_chunk();
    if (Sum::chunk == 0xffffffffu) break;
  }
}
#else
/// Adds value(k) · unknown(r, column(k)) for k in [begin, end) to each right-hand side's sum.
template <int R, class Sum, class ValueAt, class ColumnAt, class UnknownAt>
PLUME_HD PLUME_INLINE void add_entries(Sum (&sum)[R], std::uint32_t begin, std::uint32_t end,
                                       ValueAt value, ColumnAt column, UnknownAt unknown) {
  for (std::uint32_t k = begin; k < end;) {
    const std::uint32_t last = end - k > Sum::chunk ? k + Sum::chunk : end;
    for (; k + 1 < last; k += 2) {
      const auto v0 = value(k), v1 = value(k + 1);
      const std::uint32_t c0 = column(k), c1 = column(k + 1);
      PLUME_UNROLL
      for (int r = 0; r < R; ++r) {
        sum[r].even = fma(v0, unknown(r, c0), sum[r].even);
        sum[r].odd = fma(v1, unknown(r, c1), sum[r].odd);
      }
    }
    if (k < last) {
      const auto v = value(k);
      const std::uint32_t c = column(k);
      PLUME_UNROLL
      for (int r = 0; r < R; ++r) sum[r].even = fma(v, unknown(r, c), sum[r].even);
      ++k;
    }
    PLUME_UNROLL
    for (int r = 0; r < R; ++r) sum[r].end_chunk();
  }
}
#endif

PLUME_ISA_END
