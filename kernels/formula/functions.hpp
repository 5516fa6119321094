// SPDX-License-Identifier: Apache-2.0
// The functions of formulas from IEEE operations only, so that every device gives the same bits.
// Unlike those of draws they take every number. What has no value (the logarithm of 0, the arc sine
// of 2) is NaN or infinite, which evaluate.hpp makes one NaN.
#pragma once

#include <cstdint>

#include "kernels/base/pack.hpp"
#include "kernels/random/elementary.hpp"

PLUME_ISA_BEGIN

template <int W>
PLUME_HD PLUME_INLINE Pack<double, W> no_value() {
  return bit_cast<double>(splat<Pack<std::int64_t, W>>(0x7ff8000000000000));
}

/// NaN where the mask is set, else x.
template <int W>
PLUME_HD PLUME_INLINE Pack<double, W> unless(Pack<std::int64_t, W> mask, Pack<double, W> x) {
  return select(mask, no_value<W>(), x);
}

/// The nearest whole number; halves to even. Numbers from 2⁵¹ on are left as they are.
template <int W>
PLUME_HD PLUME_INLINE Pack<double, W> nearest_whole(Pack<double, W> x) {
  using F64 = Pack<double, W>;
  // 1.5 · 2⁵²: adding it rounds to a whole number
  const F64 magic = splat<F64>(6755399441055744.0);
  return select(abs(x) < splat<F64>(2251799813685248.0), (x + magic) - magic, x);
}

template <int W>
PLUME_HD PLUME_INLINE Pack<double, W> floor_of(Pack<double, W> x) {
  const Pack<double, W> whole = nearest_whole<W>(x);
  return select(whole > x, whole - splat<Pack<double, W>>(1.0), whole);
}

template <int W>
PLUME_HD PLUME_INLINE Pack<double, W> truncate_of(Pack<double, W> x) {
  using F64 = Pack<double, W>;
  const F64 size = floor_of<W>(abs(x));
  return select(x < splat<F64>(0.0), splat<F64>(0.0) - size, select(x == x, size, x));
}

/// Halves away from zero, as the languages of formulas round.
template <int W>
PLUME_HD PLUME_INLINE Pack<double, W> round_of(Pack<double, W> x) {
  using F64 = Pack<double, W>;
  const F64 zero = splat<F64>(0.0), size = abs(x), below = floor_of<W>(size);
  const F64 rounded = select(size - below >= splat<F64>(0.5), below + splat<F64>(1.0), below);
  return select(x < zero, zero - rounded, rounded);
}

/// e^x for every x: beyond the range of exp() as the square of a root.
template <int W>
PLUME_HD PLUME_INLINE Pack<double, W> exp_of(Pack<double, W> x) {
  using F64 = Pack<double, W>;
  const auto wide = abs(x) > splat<F64>(690.0);
  const F64 e = exp(select(wide, x * splat<F64>(0.5), x));
  return unless<W>(x != x, select(wide, e * e, e));
}

/// ln x for every x > 0; of 0 and below there is none.
template <int W>
PLUME_HD PLUME_INLINE Pack<double, W> log_of(Pack<double, W> x) {
  using F64 = Pack<double, W>;
  const F64 infinity = bit_cast<double>(splat<Pack<std::int64_t, W>>(0x7ff0000000000000));
  const auto small = x < splat<F64>(0x1p-1000);
  const F64 log_of_scale = splat<F64>(37.429947750237048);  // 54 ln 2
  const F64 scaled = log(select(small, x * splat<F64>(0x1p54), x));
  const F64 y = select(small, scaled - log_of_scale, scaled);
  return select(x > splat<F64>(0.0), select(x == infinity, infinity, y), no_value<W>());
}

/// Whole powers of ten have their whole logarithm.
template <int W>
PLUME_HD PLUME_INLINE Pack<double, W> log10_of(Pack<double, W> x) {
  using F64 = Pack<double, W>;
  const F64 y = log_of<W>(x) * splat<F64>(0.43429448190325182765);
  const F64 whole = nearest_whole<W>(y);
  return select(abs(y - whole) <= splat<F64>(4e-16) * abs(y), whole, y);
}

/// a^b. Whole exponents up to 1023 by products, so that the powers of whole numbers are exact;
/// others by logarithms, for a > 0 only.
template <int W>
PLUME_HD PLUME_INLINE Pack<double, W> power_of(Pack<double, W> a, Pack<double, W> b) {
  using F64 = Pack<double, W>;
  const F64 zero = splat<F64>(0.0), one = splat<F64>(1.0), half = splat<F64>(0.5);
  const auto whole = (nearest_whole<W>(b) == b) & (abs(b) < splat<F64>(1024.0));
  F64 left = select(whole, abs(b), zero), product = one, factor = a;
  for (int bit = 0; bit < 10 && any(left > zero); ++bit) {
    const F64 halved = floor_of<W>(left * half);
    product = select(left - (halved + halved) == one, product * factor, product);
    factor = factor * factor;
    left = halved;
  }
  product = select(b < zero, one / product, product);
  const F64 by_logarithm = select((a == zero) & (b > zero), zero, exp_of<W>(b * log_of<W>(a)));
  const F64 result = select(whole, product, by_logarithm);
  return unless<W>((a != a) | (b != b) | ((a == zero) & (b < zero)), result);
}

/// What is left of a when b was taken from it as often as it fits, with the sign of a. The quotient
/// may be rounded up to a whole number that it does not reach, which is then too many by one.
template <int W>
PLUME_HD PLUME_INLINE Pack<double, W> modulo_of(Pack<double, W> a, Pack<double, W> b) {
  using F64 = Pack<double, W>;
  const F64 zero = splat<F64>(0.0), size = abs(b), left = abs(a);
  F64 rest = fma(zero - truncate_of<W>(left / size), size, left);
  rest = select(rest < zero, rest + size, rest);
  return select(a < zero, zero - rest, rest);
}

/// Likewise with the sign of b.
template <int W>
PLUME_HD PLUME_INLINE Pack<double, W> floored_modulo_of(Pack<double, W> a, Pack<double, W> b) {
  using F64 = Pack<double, W>;
  const F64 zero = splat<F64>(0.0), rest = modulo_of<W>(a, b);
  const auto opposed = ((rest < zero) & (b > zero)) | ((rest > zero) & (b < zero));
  return select(opposed, rest + b, rest);
}

template <int W>
struct Angle {
  Pack<double, W> sine, cosine;
};

/// x = n · π/2 + r, |r| ≤ π/4; series of degree 17 and 16. Angles beyond 10⁶ have no value: their
/// digits are spent.
template <int W>
PLUME_HD PLUME_INLINE Angle<W> angle_of(Pack<double, W> x) {
  using F64 = Pack<double, W>;
  const F64 zero = splat<F64>(0.0);
  const auto beyond = (abs(x) <= splat<F64>(1e6)) ^ splat<Pack<std::int64_t, W>>(-1);
  x = select(beyond, zero, x);
  const F64 n = nearest_whole<W>(x * splat<F64>(0.63661977236758134308));
  // π/2 in three parts, the first two of 33 bits, so that their products with n are exact.
  F64 r = fma(n, splat<F64>(-0x1.921fb544p+0), x);
  r = fma(n, splat<F64>(-0x1.0b4611a6p-34), r);
  r = fma(n, splat<F64>(-0x1.3198a2e037073p-69), r);
  const F64 r2 = r * r;
  constexpr double odd[9] = {1.0,
                             -1.0 / 6,
                             1.0 / 120,
                             -1.0 / 5040,
                             1.0 / 362880,
                             -1.0 / 39916800,
                             1.0 / 6227020800.0,
                             -1.0 / 1307674368000.0,
                             1.0 / 355687428096000.0};
  constexpr double even[9] = {1.0,
                              -1.0 / 2,
                              1.0 / 24,
                              -1.0 / 720,
                              1.0 / 40320,
                              -1.0 / 3628800,
                              1.0 / 479001600,
                              -1.0 / 87178291200.0,
                              1.0 / 20922789888000.0};
  F64 s = splat<F64>(odd[8]), c = splat<F64>(even[8]);
  for (int k = 7; k >= 0; --k) {
    s = fma(s, r2, splat<F64>(odd[k]));
    c = fma(c, r2, splat<F64>(even[k]));
  }
  s = s * r;
  const F64 quarter = n - splat<F64>(4.0) * floor_of<W>(n * splat<F64>(0.25));
  const auto turned = (quarter == splat<F64>(1.0)) | (quarter == splat<F64>(3.0));
  const F64 sine = select(turned, c, s), cosine = select(turned, s, c);
  const auto below = quarter >= splat<F64>(2.0);
  const auto left = (quarter == splat<F64>(1.0)) | (quarter == splat<F64>(2.0));
  return {unless<W>(beyond, select(below, zero - sine, sine)),
          unless<W>(beyond, select(left, zero - cosine, cosine))};
}

/// Halved twice by t ↦ t / (1 + √(1 + t²)), then the series of degree 25.
template <int W>
PLUME_HD PLUME_INLINE Pack<double, W> arc_tangent_of(Pack<double, W> x) {
  using F64 = Pack<double, W>;
  const F64 zero = splat<F64>(0.0), one = splat<F64>(1.0);
  const F64 size = abs(x);
  const auto large = size > one;
  const F64 inner = select(large, one / size, size);
  F64 t = inner / (one + sqrt(fma(inner, inner, one)));
  t = t / (one + sqrt(fma(t, t, one)));
  const F64 t2 = t * t;
  F64 p = splat<F64>(1.0 / 25);
  for (int k = 11; k >= 0; --k) p = fma(p, t2, splat<F64>((k % 2 == 0 ? 1.0 : -1.0) / (2 * k + 1)));
  const F64 angle = splat<F64>(4.0) * (t * p);
  const F64 result = select(large, splat<F64>(1.57079632679489661923) - angle, angle);
  return unless<W>(x != x, select(x < zero, zero - result, result));
}

template <int W>
PLUME_HD PLUME_INLINE Pack<double, W> arc_sine_of(Pack<double, W> x) {
  const Pack<double, W> one = splat<Pack<double, W>>(1.0);
  return unless<W>(abs(x) > one, arc_tangent_of<W>(x / sqrt((one - x) * (one + x))));
}

template <int W>
PLUME_HD PLUME_INLINE Pack<double, W> arc_cosine_of(Pack<double, W> x) {
  using F64 = Pack<double, W>;
  const F64 one = splat<F64>(1.0);
  return unless<W>(abs(x) > one, splat<F64>(2.0) * arc_tangent_of<W>(sqrt((one - x) / (one + x))));
}

template <int W>
PLUME_HD PLUME_INLINE Pack<double, W> cosine_h_of(Pack<double, W> x) {
  const Pack<double, W> half = splat<Pack<double, W>>(0.5);
  const Pack<double, W> x_abs = abs(x);
  return half * exp_of<W>(x_abs) + half * exp_of<W>(splat<Pack<double, W>>(0.0) - x_abs);
}

/// By its series where the difference of exponentials would lose digits.
template <int W>
PLUME_HD PLUME_INLINE Pack<double, W> sine_h_of(Pack<double, W> x) {
  using F64 = Pack<double, W>;
  const F64 half = splat<F64>(0.5), x2 = x * x;
  constexpr double odd[7] = {1.0,          1.0 / 6,        1.0 / 120,         1.0 / 5040,
                             1.0 / 362880, 1.0 / 39916800, 1.0 / 6227020800.0};
  F64 p = splat<F64>(odd[6]);
  for (int k = 5; k >= 0; --k) p = fma(p, x2, splat<F64>(odd[k]));
  const F64 wide = half * exp_of<W>(x) - half * exp_of<W>(splat<F64>(0.0) - x);
  return select(abs(x) < half, x * p, wide);
}

template <int W>
PLUME_HD PLUME_INLINE Pack<double, W> tangent_h_of(Pack<double, W> x) {
  using F64 = Pack<double, W>;
  const F64 limit = splat<F64>(30.0);
  const F64 within = select(x == x, max(min(x, limit), splat<F64>(0.0) - limit), x);
  return sine_h_of<W>(within) / cosine_h_of<W>(within);
}

PLUME_ISA_END
