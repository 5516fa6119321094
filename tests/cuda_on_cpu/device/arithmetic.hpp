// SPDX-License-Identifier: Apache-2.0
// Arithmetic as PTX defines it, where C++ would leave it open or say otherwise.
#pragma once

#include <cstdint>
#include <cstring>
#include <type_traits>

namespace cuda_on_cpu {

/// A planted bug: products of fma are rounded, as a compiler does that knows no fma.
extern bool fma_is_not_fused;
/// NaN made by arithmetic has the bits of a GPU's instead of an operand's.
extern bool nan_is_canonical;

template <class To, class From>
inline To bits(From a) {
  static_assert(sizeof(To) == sizeof(From));
  To b;
  std::memcpy(&b, &a, sizeof b);
  return b;
}

inline float number(float a) {
  return __builtin_expect(a != a && nan_is_canonical, 0) ? bits<float>(std::uint32_t{0x7fffffff})
                                                         : a;
}
inline double number(double a) {
  return __builtin_expect(a != a && nan_is_canonical, 0)
             ? bits<double>(std::uint64_t{0x7fffffffffffffff})
             : a;
}
inline float fused(float a, float b, float c) {
  return __builtin_expect(fma_is_not_fused, 0) ? a * b + c : __builtin_fmaf(a, b, c);
}
inline double fused(double a, double b, double c) {
  return __builtin_expect(fma_is_not_fused, 0) ? a * b + c : __builtin_fma(a, b, c);
}
inline float root(float a) { return __builtin_sqrtf(a); }
inline double root(double a) { return __builtin_sqrt(a); }

/// The number where the other is NaN; −0 is below +0.
template <class T>
inline T lesser(T a, T b) {
  if (a != a) return b;
  if (b != b) return a;
  if (a == b) return __builtin_signbit(a) ? a : b;
  return a < b ? a : b;
}
template <class T>
inline T greater(T a, T b) {
  if (a != a) return b;
  if (b != b) return a;
  if (a == b) return __builtin_signbit(a) ? b : a;
  return a > b ? a : b;
}
inline float magnitude(float a) { return bits<float>(bits<std::uint32_t>(a) & 0x7fffffffu); }
inline double magnitude(double a) {
  return bits<double>(bits<std::uint64_t>(a) & 0x7fffffffffffffffull);
}

/// By more than the bits there are: nothing is left, or the sign.
template <class T>
inline T shl(T a, std::uint32_t n) {
  return n >= sizeof(T) * 8 ? T(0) : T(a << n);
}
template <class T>
inline T shr(T a, std::uint32_t n) {
  if (n >= sizeof(T) * 8) return std::is_signed_v<T> && a < T(0) ? T(-1) : T(0);
  return T(a >> n);
}
inline std::uint32_t brev(std::uint32_t a) {
  std::uint32_t b = 0;
  for (int i = 0; i < 32; ++i) b |= ((a >> i) & 1u) << (31 - i);
  return b;
}
/// `b` with `length` bits from `at` on replaced by the lowest of `a`.
template <class T>
inline T bfi(T a, T b, std::uint32_t at, std::uint32_t length) {
  const T mask = shl(length >= sizeof(T) * 8 ? T(~T(0)) : T(shl(T(1), length) - 1), at);
  return (b & ~mask) | (shl(a, at) & mask);
}
template <class T>
inline T divide(T a, T b) {
  return b == 0 ? T(~T(0)) : T(a / b);
}
template <class T>
inline T remainder_of(T a, T b) {
  return b == 0 ? a : T(a % b);
}
/// Towards zero; what is too large becomes the largest; NaN is 0, or the least of 64 bits.
template <class To, class From>
inline To whole(From a) {
  constexpr bool is_signed = std::is_signed_v<To>;
  constexpr auto least = is_signed ? To(std::uint64_t(1) << (sizeof(To) * 8 - 1)) : To(0);
  constexpr auto most =
      is_signed ? To(~(std::uint64_t(1) << (sizeof(To) * 8 - 1))) : To(~std::uint64_t(0));
  constexpr From half = sizeof(To) == 8 ? From(9223372036854775808.0) : From(2147483648.0);
  if (a != a) return is_signed && sizeof(To) == 8 ? least : To(0);
  if (a <= (is_signed ? -half : From(0))) return least;
  if (a >= (is_signed ? half : 2 * half)) return most;
  return static_cast<To>(a);
}

}  // namespace cuda_on_cpu
