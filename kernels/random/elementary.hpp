// SPDX-License-Identifier: Apache-2.0
// exp, exp2 and log from IEEE operations only, so that every device gives the same bits. No library
// function is called.
#pragma once

#include <cstdint>

#include "kernels/base/pack.hpp"

PLUME_ISA_BEGIN

/// 2^y in fp32 for y in [−125, 126], nothing else; 0.93 ulp. 2^y = 2^n · 2^f, n = round(y), minimax
/// polynomial of degree 6.
template <int W>
PLUME_HD PLUME_INLINE Pack<float, W> exp2(Pack<float, W> y) {
  using F32 = Pack<float, W>;
  const F32 magic = splat<F32>(12582912.0f);  // 1.5 · 2²³: adding it rounds to a whole number
  const F32 shifted = y + magic;
  const F32 f = y - (shifted - magic);
  F32 p = splat<F32>(0.00015345831f);
  p = fma(p, f, splat<F32>(0.0013399931f));
  p = fma(p, f, splat<F32>(0.009618489f));
  p = fma(p, f, splat<F32>(0.055503286f));
  p = fma(p, f, splat<F32>(0.24022646f));
  p = fma(p, f, splat<F32>(0.6931472f));
  p = fma(p, f, splat<F32>(1.0f));
  return scale(p, shifted);
}

/// e^x in fp64 for x in [−700, 700] (clamped to it); below 1 ulp. x = n·ln 2 + r, Taylor series of
/// degree 13 on |r| ≤ ½ ln 2.
template <int W>
PLUME_HD PLUME_INLINE Pack<double, W> exp(Pack<double, W> x) {
  using F64 = Pack<double, W>;
  using I64 = Pack<std::int64_t, W>;
  x = max(min(x, splat<F64>(700.0)), splat<F64>(-700.0));
  const F64 magic = splat<F64>(6755399441055744.0);  // 1.5 · 2⁵²
  const F64 shifted = fma(x, splat<F64>(1.4426950408889634), magic);
  const I64 n = bit_cast<std::int64_t>(shifted) - splat<I64>(0x4338000000000000);
  const F64 n_real = shifted - magic;
  // ln 2, high part: 33 bits, the product is exact
  F64 r = fma(n_real, splat<F64>(-0.6931471803691238), x);
  r = fma(n_real, splat<F64>(-1.9082149292705877e-10), r);  // low part
  constexpr double inverse_factorial[14] = {1.0,
                                            1.0,
                                            0.5,
                                            1.0 / 6,
                                            1.0 / 24,
                                            1.0 / 120,
                                            1.0 / 720,
                                            1.0 / 5040,
                                            1.0 / 40320,
                                            1.0 / 362880,
                                            1.0 / 3628800,
                                            1.0 / 39916800,
                                            1.0 / 479001600,
                                            1.0 / 6227020800.0};
  F64 p = splat<F64>(inverse_factorial[13]);
  for (int k = 12; k >= 0; --k) p = fma(p, r, splat<F64>(inverse_factorial[k]));
  return bit_cast<double>(bit_cast<std::int64_t>(p) + shift_left(n, 52));
}

/// ln x in fp64 for normal x > 0; below 1.5 ulp. x = 2^e · m with m in [√½, √2); ln m = 2 artanh((m
/// − 1) / (m + 1)).
template <int W>
PLUME_HD PLUME_INLINE Pack<double, W> log(Pack<double, W> x) {
  using F64 = Pack<double, W>;
  using I64 = Pack<std::int64_t, W>;
  const I64 bits = bit_cast<std::int64_t>(x);
  // Adding the distance from √½ to 1 carries into the exponent exactly when the mantissa is at
  // least √2.
  const I64 moved = bits + splat<I64>(0x3ff0000000000000 - 0x3fe6a09e667f3bcd);
  const I64 exponent = shift_right(moved, 52);  // biased by 1023
  const F64 m =
      bit_cast<double>((moved & splat<I64>(0x000fffffffffffff)) + splat<I64>(0x3fe6a09e667f3bcd));
  const F64 e = bit_cast<double>(exponent | splat<I64>(0x4330000000000000)) -
                splat<F64>(4503599627370496.0 + 1023.0);
  const F64 f = m - splat<F64>(1.0);
  const F64 s = f / (splat<F64>(2.0) + f);
  const F64 s2 = s * s;
  F64 p = splat<F64>(2.0 / 25);
  for (int k = 23; k >= 3; k -= 2) p = fma(p, s2, splat<F64>(2.0 / k));
  // ln m = f − s·(f − s²·p): the leading term is exact, the correction small.
  const F64 tail = s * (f - s2 * p);
  return fma(e, splat<F64>(0.6931471803691238),
             f - (tail - e * splat<F64>(1.9082149292705877e-10)));
}

PLUME_ISA_END
