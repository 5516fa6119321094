// SPDX-License-Identifier: Apache-2.0
// The few vector operations that need the instruction set by name: AVX-512, AVX2 with FMA, or
// baseline x86-64 / any CPU. Everything else is written with the compiler's vector types. CPU only.
#pragma once

#include <cstdint>

#include "kernels/base/macros.hpp"

#if defined(__AVX2__) || defined(__AVX512F__) || defined(__SSE2__)
#include <immintrin.h>
#endif

PLUME_ISA_BEGIN

#if defined(__AVX512F__) && defined(__AVX512DQ__) && defined(__AVX512VL__)
inline constexpr int native_bytes = 64;
#elif defined(__AVX2__) && defined(__FMA__)
inline constexpr int native_bytes = 32;
#else
inline constexpr int native_bytes = 16;
#endif

template <class T, int N>
struct Native {
  typedef T type __attribute__((vector_size(N * sizeof(T)), may_alias));
};

using f32x4 = Native<float, 4>::type;
using f64x2 = Native<double, 2>::type;
using i32x4 = Native<std::int32_t, 4>::type;
using u64x2 = Native<std::uint64_t, 2>::type;

// --- halves
// -------------------------------------------------------------------------------------------------

template <class T, int N>
PLUME_INLINE typename Native<T, N / 2>::type native_low(typename Native<T, N>::type a) {
  typename Native<T, N / 2>::type half;
  __builtin_memcpy(&half, &a, sizeof(half));
  return half;
}
template <class T, int N>
PLUME_INLINE typename Native<T, N / 2>::type native_high(typename Native<T, N>::type a) {
  typename Native<T, N / 2>::type half;
  __builtin_memcpy(&half, reinterpret_cast<const char*>(&a) + sizeof(half), sizeof(half));
  return half;
}
template <class T, int N>
PLUME_INLINE typename Native<T, N>::type native_join(typename Native<T, N / 2>::type lo,
                                                     typename Native<T, N / 2>::type hi) {
  typename Native<T, N>::type both;
  __builtin_memcpy(&both, &lo, sizeof(lo));
  __builtin_memcpy(reinterpret_cast<char*>(&both) + sizeof(lo), &hi, sizeof(hi));
  return both;
}

/// Conversion lane by lane to the type of the second argument, whose value is not used.
template <class To, class From>
PLUME_INLINE To native_convert(From a, To) {
  return __builtin_convertvector(a, To);
}

// --- fma, sqrt, 32-entry tables, 32 × 32 → 64 bit products, interleaving
// ------------------------------------------------

#if defined(__AVX512F__) && defined(__AVX512DQ__) && defined(__AVX512VL__)
using f32x16 = Native<float, 16>::type;
using f64x8 = Native<double, 8>::type;
using i32x16 = Native<std::int32_t, 16>::type;
using u64x8 = Native<std::uint64_t, 8>::type;
PLUME_INLINE f32x16 native_fma(f32x16 a, f32x16 b, f32x16 c) {
  return (f32x16)_mm512_fmadd_ps((__m512)a, (__m512)b, (__m512)c);
}
PLUME_INLINE f64x8 native_fma(f64x8 a, f64x8 b, f64x8 c) {
  return (f64x8)_mm512_fmadd_pd((__m512d)a, (__m512d)b, (__m512d)c);
}
PLUME_INLINE f64x8 native_sqrt(f64x8 a) { return (f64x8)_mm512_sqrt_pd((__m512d)a); }
PLUME_INLINE f32x16 native_lookup32(const float* table, i32x16 index) {
  return (f32x16)_mm512_permutex2var_ps(_mm512_load_ps(table), (__m512i)index,
                                        _mm512_load_ps(table + 16));
}
PLUME_INLINE f32x16 native_lookup8(const float* table, i32x16 index) {
  const __m512i eight = _mm512_and_si512((__m512i)index, _mm512_set1_epi32(7));
  return (f32x16)_mm512_permutexvar_ps(eight, _mm512_castps256_ps512(_mm256_load_ps(table)));
}
PLUME_INLINE u64x8 native_mul32(u64x8 a, u64x8 b) {
  return (u64x8)_mm512_mul_epu32((__m512i)a, (__m512i)b);
}
PLUME_INLINE u64x8 native_alternate(std::uint64_t a, std::uint64_t b, u64x8) {
  return (u64x8)_mm512_mask_set1_epi64(_mm512_set1_epi64(static_cast<long long>(a)), 0xAA,
                                       static_cast<long long>(b));
}
// The compiler would convert by halves and join them.
using f32x8_in = Native<float, 8>::type;
PLUME_INLINE f64x8 native_convert(f32x8_in a, f64x8) { return (f64x8)_mm512_cvtps_pd((__m256)a); }
PLUME_INLINE f32x8_in native_convert(f64x8 a, f32x8_in) {
  return (f32x8_in)_mm512_cvtpd_ps((__m512d)a);
}
PLUME_INLINE i32x16 native_dot_halves(i32x16 a, i32x16 b) {
  return (i32x16)_mm512_madd_epi16((__m512i)a, (__m512i)b);
}
PLUME_INLINE i32x16 native_min(i32x16 a, i32x16 b) {
  return (i32x16)_mm512_min_epi32((__m512i)a, (__m512i)b);
}
/// The halves of each 64-bit lane exchanged.
PLUME_INLINE u64x8 native_swap32(u64x8 a) {
  return (u64x8)_mm512_shuffle_epi32((__m512i)a, (_MM_PERM_ENUM)0xB1);
}
/// a with b and c xored into the upper half of each lane; the lower half of c is zero.
PLUME_INLINE u64x8 native_xor_high(u64x8 a, u64x8 b, u64x8 c) {
  return (u64x8)_mm512_mask_ternarylogic_epi32((__m512i)a, 0xAAAA, (__m512i)b, (__m512i)c, 0x96);
}
/// Of each pair of lanes the first (second) of a and that of b, upper half first.
PLUME_INLINE u64x8 native_first_words(u64x8 a, u64x8 b) {
  const __m512i from = _mm512_setr_epi32(1, 0, 17, 16, 5, 4, 21, 20, 9, 8, 25, 24, 13, 12, 29, 28);
  return (u64x8)_mm512_permutex2var_epi32((__m512i)a, from, (__m512i)b);
}
PLUME_INLINE u64x8 native_second_words(u64x8 a, u64x8 b) {
  const __m512i from =
      _mm512_setr_epi32(3, 2, 19, 18, 7, 6, 23, 22, 11, 10, 27, 26, 15, 14, 31, 30);
  return (u64x8)_mm512_permutex2var_epi32((__m512i)a, from, (__m512i)b);
}
/// p · 2^n, with n given as n + 1.5 · 2²³; where both are normal numbers.
PLUME_INLINE f32x16 native_scale(f32x16 p, f32x16 n) {
  return (f32x16)_mm512_scalef_ps((__m512)p, (__m512)(n - 12582912.0f));
}
#endif

#if defined(__AVX2__) && defined(__FMA__)
using f32x8 = Native<float, 8>::type;
using f64x4 = Native<double, 4>::type;
using i32x8 = Native<std::int32_t, 8>::type;
using u64x4 = Native<std::uint64_t, 4>::type;
PLUME_INLINE f32x8 native_fma(f32x8 a, f32x8 b, f32x8 c) {
  return (f32x8)_mm256_fmadd_ps((__m256)a, (__m256)b, (__m256)c);
}
PLUME_INLINE f64x4 native_fma(f64x4 a, f64x4 b, f64x4 c) {
  return (f64x4)_mm256_fmadd_pd((__m256d)a, (__m256d)b, (__m256d)c);
}
PLUME_INLINE f64x4 native_sqrt(f64x4 a) { return (f64x4)_mm256_sqrt_pd((__m256d)a); }
/// Four 8-entry permutations chosen by bits 3 and 4 of the index: cheaper than a gather.
PLUME_INLINE f32x8 native_lookup32(const float* table, i32x8 index) {
  const __m256i i = (__m256i)index;
  const __m256 bit3 = _mm256_castsi256_ps(_mm256_slli_epi32(i, 28));
  const __m256 bit4 = _mm256_castsi256_ps(_mm256_slli_epi32(i, 27));
  const __m256 a = _mm256_permutevar8x32_ps(_mm256_load_ps(table), i);
  const __m256 b = _mm256_permutevar8x32_ps(_mm256_load_ps(table + 8), i);
  const __m256 c = _mm256_permutevar8x32_ps(_mm256_load_ps(table + 16), i);
  const __m256 d = _mm256_permutevar8x32_ps(_mm256_load_ps(table + 24), i);
  return (f32x8)_mm256_blendv_ps(_mm256_blendv_ps(a, b, bit3), _mm256_blendv_ps(c, d, bit3), bit4);
}
PLUME_INLINE f32x8 native_lookup8(const float* table, i32x8 index) {
  return (f32x8)_mm256_permutevar8x32_ps(_mm256_load_ps(table), (__m256i)index);
}
PLUME_INLINE u64x4 native_mul32(u64x4 a, u64x4 b) {
  return (u64x4)_mm256_mul_epu32((__m256i)a, (__m256i)b);
}
PLUME_INLINE u64x4 native_alternate(std::uint64_t a, std::uint64_t b, u64x4) {
  return u64x4{a, b, a, b};
}
PLUME_INLINE f64x4 native_convert(f32x4 a, f64x4) { return (f64x4)_mm256_cvtps_pd((__m128)a); }
PLUME_INLINE f32x4 native_convert(f64x4 a, f32x4) { return (f32x4)_mm256_cvtpd_ps((__m256d)a); }
PLUME_INLINE i32x8 native_dot_halves(i32x8 a, i32x8 b) {
  return (i32x8)_mm256_madd_epi16((__m256i)a, (__m256i)b);
}
PLUME_INLINE i32x8 native_min(i32x8 a, i32x8 b) {
  return (i32x8)_mm256_min_epi32((__m256i)a, (__m256i)b);
}
PLUME_INLINE u64x4 native_swap32(u64x4 a) { return (u64x4)_mm256_shuffle_epi32((__m256i)a, 0xB1); }
PLUME_INLINE u64x4 native_xor_high(u64x4 a, u64x4 b, u64x4 c) {
  return a ^ (b & 0xffffffff00000000u) ^ c;
}
PLUME_INLINE u64x4 native_first_words(u64x4 a, u64x4 b) {
  return (u64x4)_mm256_unpacklo_epi64((__m256i)native_swap32(a), (__m256i)native_swap32(b));
}
PLUME_INLINE u64x4 native_second_words(u64x4 a, u64x4 b) {
  return (u64x4)_mm256_unpackhi_epi64((__m256i)native_swap32(a), (__m256i)native_swap32(b));
}
PLUME_INLINE f32x8 native_scale(f32x8 p, f32x8 n) { return (f32x8)((i32x8)p + ((i32x8)n << 23)); }
PLUME_INLINE f32x4 native_fma(f32x4 a, f32x4 b, f32x4 c) {
  return (f32x4)_mm_fmadd_ps((__m128)a, (__m128)b, (__m128)c);
}
PLUME_INLINE f64x2 native_fma(f64x2 a, f64x2 b, f64x2 c) {
  return (f64x2)_mm_fmadd_pd((__m128d)a, (__m128d)b, (__m128d)c);
}
#else
// Before FMA (2013): the library's correctly rounded fma, lane by lane. Slow, and the same bits.
PLUME_INLINE f32x4 native_fma(f32x4 a, f32x4 b, f32x4 c) {
  for (int i = 0; i < 4; ++i) a[i] = __builtin_fmaf(a[i], b[i], c[i]);
  return a;
}
PLUME_INLINE f64x2 native_fma(f64x2 a, f64x2 b, f64x2 c) {
  for (int i = 0; i < 2; ++i) a[i] = __builtin_fma(a[i], b[i], c[i]);
  return a;
}
#endif
PLUME_INLINE f64x2 native_sqrt(f64x2 a) {
  for (int i = 0; i < 2; ++i) a[i] = __builtin_sqrt(a[i]);
  return a;
}
PLUME_INLINE f32x4 native_lookup32(const float* table, i32x4 index) {
  return f32x4{table[index[0] & 31], table[index[1] & 31], table[index[2] & 31],
               table[index[3] & 31]};
}
PLUME_INLINE f32x4 native_lookup8(const float* table, i32x4 index) {
  return f32x4{table[index[0] & 7], table[index[1] & 7], table[index[2] & 7], table[index[3] & 7]};
}
PLUME_INLINE u64x2 native_mul32(u64x2 a, u64x2 b) { return (a & 0xffffffffu) * (b & 0xffffffffu); }
PLUME_INLINE u64x2 native_alternate(std::uint64_t a, std::uint64_t b, u64x2) { return u64x2{a, b}; }
PLUME_INLINE i32x4 native_dot_halves(i32x4 a, i32x4 b) {
  return (a & 0xffff) * (b & 0xffff) + (a >> 16) * (b >> 16);
}
PLUME_INLINE i32x4 native_min(i32x4 a, i32x4 b) { return a < b ? a : b; }
PLUME_INLINE u64x2 native_swap32(u64x2 a) { return (a >> 32) | (a << 32); }
PLUME_INLINE u64x2 native_xor_high(u64x2 a, u64x2 b, u64x2 c) {
  return a ^ (b & 0xffffffff00000000u) ^ c;
}
PLUME_INLINE u64x2 native_first_words(u64x2 a, u64x2 b) { return native_swap32(u64x2{a[0], b[0]}); }
PLUME_INLINE u64x2 native_second_words(u64x2 a, u64x2 b) {
  return native_swap32(u64x2{a[1], b[1]});
}
PLUME_INLINE f32x4 native_scale(f32x4 p, f32x4 n) { return (f32x4)((i32x4)p + ((i32x4)n << 23)); }

PLUME_ISA_END
