// SPDX-License-Identifier: Apache-2.0
// Pack<T, N>: N lanes of one number each, all doing the same. N = 1 is a plain scalar: the code of
// a GPU thread and of the `serial` system. N = 16 is the CPU's, split over as many native vectors
// as the instruction set needs; N = 4 a GPU thread's where it draws for four lanes, split into
// scalars.
//
//     template <class F64> void axpy(double a, const double* x, double* y) {
//       store(y, fma(splat<F64>(a), load<F64>(x), load<F64>(y)));      // the same bits for every N
//     }
//
// Every operation is the IEEE operation on each lane; fma is fused everywhere
// (docs/decisions/0003-floating-point.md).
#pragma once

#include <cstdint>

#include "kernels/base/macros.hpp"

#if !defined(__CUDACC__)
#include "kernels/base/native.hpp"
#endif

PLUME_ISA_BEGIN

template <class T>
struct MaskElement;
template <>
struct MaskElement<float> {
  using type = std::int32_t;
};
template <>
struct MaskElement<std::int32_t> {
  using type = std::int32_t;
};
template <>
struct MaskElement<std::uint32_t> {
  using type = std::int32_t;
};
template <>
struct MaskElement<double> {
  using type = std::int64_t;
};
template <>
struct MaskElement<std::int64_t> {
  using type = std::int64_t;
};
template <>
struct MaskElement<std::uint64_t> {
  using type = std::int64_t;
};

/// Integers wrap around, as every device does it: scalar sums and products are taken of the
/// unsigned type. (No code divides them.)
template <class T>
struct Wrapping {
  using type = T;
};
template <>
struct Wrapping<std::int32_t> {
  using type = std::uint32_t;
};
template <>
struct Wrapping<std::int64_t> {
  using type = std::uint64_t;
};

enum class PackForm { scalar, native, split };

template <class T, int N>
constexpr PackForm pack_form() {
  if (N == 1) return PackForm::scalar;
#if defined(__CUDACC__)
  return PackForm::split;
#else
  return N * static_cast<int>(sizeof(T)) <= native_bytes ? PackForm::native : PackForm::split;
#endif
}

template <class T, int N, PackForm Form = pack_form<T, N>()>
struct Pack;

template <class T>
struct Pack<T, 1, PackForm::scalar> {
  using Element = T;
  static constexpr int width = 1;
  T v;
};

#if !defined(__CUDACC__)
template <class T, int N>
struct Pack<T, N, PackForm::native> {
  using Element = T;
  static constexpr int width = N;
  typename Native<T, N>::type v;
};

#endif

template <class T, int N>
struct Pack<T, N, PackForm::split> {
  using Element = T;
  static constexpr int width = N;
  Pack<T, N / 2> lo, hi;
};

template <class P>
inline constexpr bool is_scalar_pack = P::width == 1;

// --- making, loading, storing
// -----------------------------------------------------------------------------------------

template <class P>
struct PackMaker;

template <class T>
struct PackMaker<Pack<T, 1, PackForm::scalar>> {
  using P = Pack<T, 1, PackForm::scalar>;
  PLUME_HD static PLUME_INLINE P splat(T x) { return P{x}; }
  PLUME_HD static PLUME_INLINE P load(const T* p) { return P{*p}; }
  PLUME_HD static PLUME_INLINE void store(T* p, P a) { *p = a.v; }
};

#if !defined(__CUDACC__)
template <class T, int N>
struct PackMaker<Pack<T, N, PackForm::native>> {
  using P = Pack<T, N, PackForm::native>;
  using V = typename Native<T, N>::type;
  // a vector minus +0 is the vector, −0 included
  static PLUME_INLINE P splat(T x) { return P{x - V{}}; }
  static PLUME_INLINE P load(const T* p) { return P{*reinterpret_cast<const V*>(p)}; }
  static PLUME_INLINE void store(T* p, P a) { *reinterpret_cast<V*>(p) = a.v; }
};

#endif

template <class T, int N>
struct PackMaker<Pack<T, N, PackForm::split>> {
  using P = Pack<T, N, PackForm::split>;
  using Half = PackMaker<Pack<T, N / 2>>;
  PLUME_HD static PLUME_INLINE P splat(T x) { return P{Half::splat(x), Half::splat(x)}; }
  PLUME_HD static PLUME_INLINE P load(const T* p) {
    return P{Half::load(p), Half::load(p + N / 2)};
  }
  PLUME_HD static PLUME_INLINE void store(T* p, P a) {
    Half::store(p, a.lo);
    Half::store(p + N / 2, a.hi);
  }
};

#if defined(__CUDA_ARCH__)
// Sixteen bytes at a time.
template <>
struct PackMaker<Pack<float, 4, PackForm::split>> {
  using P = Pack<float, 4, PackForm::split>;
  __device__ static PLUME_INLINE P splat(float x) { return P{{{x}, {x}}, {{x}, {x}}}; }
  __device__ static PLUME_INLINE P load(const float* p) {
    const float4 v = *reinterpret_cast<const float4*>(p);
    return P{{{v.x}, {v.y}}, {{v.z}, {v.w}}};
  }
  __device__ static PLUME_INLINE void store(float* p, P a) {
    *reinterpret_cast<float4*>(p) = make_float4(a.lo.lo.v, a.lo.hi.v, a.hi.lo.v, a.hi.hi.v);
  }
};
template <>
struct PackMaker<Pack<double, 2, PackForm::split>> {
  using P = Pack<double, 2, PackForm::split>;
  __device__ static PLUME_INLINE P splat(double x) { return P{{x}, {x}}; }
  __device__ static PLUME_INLINE P load(const double* p) {
    const double2 v = *reinterpret_cast<const double2*>(p);
    return P{{v.x}, {v.y}};
  }
  __device__ static PLUME_INLINE void store(double* p, P a) {
    *reinterpret_cast<double2*>(p) = make_double2(a.lo.v, a.hi.v);
  }
};
#endif

/// All lanes x.
template <class P>
PLUME_HD PLUME_INLINE P splat(typename P::Element x) {
  return PackMaker<P>::splat(x);
}
/// Lanes from consecutive memory; p is aligned to the native vector (64 bytes is always enough).
template <class P>
PLUME_HD PLUME_INLINE P load(const typename P::Element* p) {
  return PackMaker<P>::load(p);
}
template <class T, int N, PackForm F>
PLUME_HD PLUME_INLINE void store(T* p, Pack<T, N, F> a) {
  PackMaker<Pack<T, N, F>>::store(p, a);
}

// --- lane-wise operations
// ---------------------------------------------------------------------------------------------

#define PLUME_PACK_SPLIT_UNARY(name)                                                      \
  template <class T, int N>                                                               \
  PLUME_HD PLUME_INLINE Pack<T, N, PackForm::split> name(Pack<T, N, PackForm::split> a) { \
    return {name(a.lo), name(a.hi)};                                                      \
  }
#define PLUME_PACK_SPLIT_BINARY(name)                                                             \
  template <class T, int N>                                                                       \
  PLUME_HD PLUME_INLINE auto name(Pack<T, N, PackForm::split> a, Pack<T, N, PackForm::split> b) { \
    using Half = decltype(name(a.lo, b.lo));                                                      \
    return Pack<typename Half::Element, N, PackForm::split>{name(a.lo, b.lo), name(a.hi, b.hi)};  \
  }
#if defined(__CUDACC__)
#define PLUME_PACK_NATIVE_OPERATOR(op)
#else
#define PLUME_PACK_NATIVE_OPERATOR(op)                                                    \
  template <class T, int N>                                                               \
  PLUME_INLINE Pack<T, N, PackForm::native> operator op(Pack<T, N, PackForm::native> a,   \
                                                        Pack<T, N, PackForm::native> b) { \
    using U = typename Native<typename Wrapping<T>::type, N>::type;                       \
    return {(typename Native<T, N>::type)((U)a.v op(U) b.v)};                             \
  }
#endif

#define PLUME_PACK_OPERATOR(op)                                                                    \
  template <class T>                                                                               \
  PLUME_HD PLUME_INLINE Pack<T, 1, PackForm::scalar> operator op(Pack<T, 1, PackForm::scalar> a,   \
                                                                 Pack<T, 1, PackForm::scalar> b) { \
    return {static_cast<T>(static_cast<typename Wrapping<T>::type>(a.v)                            \
                               op static_cast<typename Wrapping<T>::type>(b.v))};                  \
  }                                                                                                \
  PLUME_PACK_NATIVE_OPERATOR(op)                                                                   \
  PLUME_PACK_SPLIT_BINARY(operator op)

PLUME_PACK_OPERATOR(+)
PLUME_PACK_OPERATOR(-)
PLUME_PACK_OPERATOR(*)
PLUME_PACK_OPERATOR(/)
PLUME_PACK_OPERATOR(&)
PLUME_PACK_OPERATOR(|)
PLUME_PACK_OPERATOR(^)
#undef PLUME_PACK_OPERATOR

/// Comparisons give a mask: an integer pack of the same element size, −1 where true and 0 where
/// false.
template <class T, int N>
using Mask = Pack<typename MaskElement<T>::type, N>;

#if defined(__CUDACC__)
#define PLUME_PACK_NATIVE_COMPARE(op)
#else
#define PLUME_PACK_NATIVE_COMPARE(op)                                                \
  template <class T, int N>                                                          \
  PLUME_INLINE Pack<typename MaskElement<T>::type, N, PackForm::native> operator op( \
      Pack<T, N, PackForm::native> a, Pack<T, N, PackForm::native> b) {              \
    return {(typename Native<typename MaskElement<T>::type, N>::type)(a.v op b.v)};  \
  }
#endif
#define PLUME_PACK_COMPARE(op)                                                                \
  template <class T>                                                                          \
  PLUME_HD PLUME_INLINE Pack<typename MaskElement<T>::type, 1, PackForm::scalar> operator op( \
      Pack<T, 1, PackForm::scalar> a, Pack<T, 1, PackForm::scalar> b) {                       \
    return {static_cast<typename MaskElement<T>::type>(a.v op b.v ? -1 : 0)};                 \
  }                                                                                           \
  PLUME_PACK_NATIVE_COMPARE(op)                                                               \
  PLUME_PACK_SPLIT_BINARY(operator op)

PLUME_PACK_COMPARE(<)
PLUME_PACK_COMPARE(<=)
PLUME_PACK_COMPARE(>)
PLUME_PACK_COMPARE(>=)
PLUME_PACK_COMPARE(==)
PLUME_PACK_COMPARE(!=)
#undef PLUME_PACK_COMPARE

// a·b + c with one rounding.
PLUME_HD PLUME_INLINE Pack<float, 1> fma(Pack<float, 1> a, Pack<float, 1> b, Pack<float, 1> c) {
#if defined(__CUDA_ARCH__)
  return {__fmaf_rn(a.v, b.v, c.v)};
#else
  return {__builtin_fmaf(a.v, b.v, c.v)};
#endif
}
PLUME_HD PLUME_INLINE Pack<double, 1> fma(Pack<double, 1> a, Pack<double, 1> b, Pack<double, 1> c) {
#if defined(__CUDA_ARCH__)
  return {__fma_rn(a.v, b.v, c.v)};
#else
  return {__builtin_fma(a.v, b.v, c.v)};
#endif
}
PLUME_HD PLUME_INLINE Pack<double, 1> sqrt(Pack<double, 1> a) {
#if defined(__CUDA_ARCH__)
  return {__dsqrt_rn(a.v)};
#else
  return {__builtin_sqrt(a.v)};
#endif
}
#if !defined(__CUDACC__)
template <class T, int N>
PLUME_INLINE Pack<T, N, PackForm::native> fma(Pack<T, N, PackForm::native> a,
                                              Pack<T, N, PackForm::native> b,
                                              Pack<T, N, PackForm::native> c) {
  return {native_fma(a.v, b.v, c.v)};
}
template <class T, int N>
PLUME_INLINE Pack<T, N, PackForm::native> sqrt(Pack<T, N, PackForm::native> a) {
  return {native_sqrt(a.v)};
}
#endif
template <class T, int N>
PLUME_HD PLUME_INLINE Pack<T, N, PackForm::split> fma(Pack<T, N, PackForm::split> a,
                                                      Pack<T, N, PackForm::split> b,
                                                      Pack<T, N, PackForm::split> c) {
  return {fma(a.lo, b.lo, c.lo), fma(a.hi, b.hi, c.hi)};
}
PLUME_PACK_SPLIT_UNARY(sqrt)

/// b where the mask is set, else c.
template <class M, class T>
PLUME_HD PLUME_INLINE Pack<T, 1, PackForm::scalar> select(Pack<M, 1, PackForm::scalar> mask,
                                                          Pack<T, 1, PackForm::scalar> b,
                                                          Pack<T, 1, PackForm::scalar> c) {
  return {mask.v != 0 ? b.v : c.v};
}
#if !defined(__CUDACC__)
template <class M, class T, int N>
PLUME_INLINE Pack<T, N, PackForm::native> select(Pack<M, N, PackForm::native> mask,
                                                 Pack<T, N, PackForm::native> b,
                                                 Pack<T, N, PackForm::native> c) {
  return {mask.v ? b.v : c.v};
}
#endif
template <class M, class T, int N>
PLUME_HD PLUME_INLINE Pack<T, N, PackForm::split> select(Pack<M, N, PackForm::split> mask,
                                                         Pack<T, N, PackForm::split> b,
                                                         Pack<T, N, PackForm::split> c) {
  return {select(mask.lo, b.lo, c.lo), select(mask.hi, b.hi, c.hi)};
}

/// Smaller and larger of two numbers that are not NaN.
template <class T, int N, PackForm F>
PLUME_HD PLUME_INLINE Pack<T, N, F> min(Pack<T, N, F> a, Pack<T, N, F> b) {
  return select(a < b, a, b);
}
template <class T, int N, PackForm F>
PLUME_HD PLUME_INLINE Pack<T, N, F> max(Pack<T, N, F> a, Pack<T, N, F> b) {
  return select(a > b, a, b);
}

/// The same bits read as another type of the same size.
template <class To, class From>
PLUME_HD PLUME_INLINE Pack<To, 1, PackForm::scalar> bit_cast(Pack<From, 1, PackForm::scalar> a) {
  static_assert(sizeof(To) == sizeof(From), "sizes differ");
  Pack<To, 1, PackForm::scalar> b;
  __builtin_memcpy(&b.v, &a.v, sizeof(To));
  return b;
}
#if !defined(__CUDACC__)
template <class To, class From, int N>
PLUME_INLINE Pack<To, N, PackForm::native> bit_cast(Pack<From, N, PackForm::native> a) {
  static_assert(sizeof(To) == sizeof(From), "sizes differ");
  return {(typename Native<To, N>::type)a.v};
}
#endif
template <class To, class From, int N>
PLUME_HD PLUME_INLINE Pack<To, N, PackForm::split> bit_cast(Pack<From, N, PackForm::split> a) {
  return {bit_cast<To>(a.lo), bit_cast<To>(a.hi)};
}

/// Conversion by value, rounding to nearest: int32 → float, int32 → double, uint32 → double
/// (through int64), float ↔ double.
template <class To, class From>
PLUME_HD PLUME_INLINE Pack<To, 1, PackForm::scalar> convert(Pack<From, 1, PackForm::scalar> a) {
  return {static_cast<To>(a.v)};
}
#if !defined(__CUDACC__)
template <class To, class From, int N, PackForm F>
PLUME_INLINE Pack<To, N> convert(Pack<From, N, F> a) {
  if constexpr (F == PackForm::split) {
    if constexpr (pack_form<To, N>() == PackForm::split) {
      return {convert<To>(a.lo), convert<To>(a.hi)};
    } else {
      const Pack<To, N / 2> lo = convert<To>(a.lo), hi = convert<To>(a.hi);
      return {native_join<To, N>(lo.v, hi.v)};
    }
  } else if constexpr (pack_form<To, N>() == PackForm::split) {
    using Half = Pack<From, N / 2>;
    return {convert<To>(Half{native_low<From, N>(a.v)}),
            convert<To>(Half{native_high<From, N>(a.v)})};
  } else {
    return {native_convert(a.v, typename Native<To, N>::type{})};
  }
}
#else
template <class To, class From, int N>
PLUME_HD PLUME_INLINE Pack<To, N, PackForm::split> convert(Pack<From, N, PackForm::split> a) {
  return {convert<To>(a.lo), convert<To>(a.hi)};
}
#endif

/// Whether a mask is set in any lane.
template <class M>
PLUME_HD PLUME_INLINE bool any(Pack<M, 1, PackForm::scalar> mask) {
  return mask.v != 0;
}
#if !defined(__CUDACC__)
template <class M, int N>
PLUME_INLINE bool any(Pack<M, N, PackForm::native> mask) {
  M bits = 0;
  for (int i = 0; i < N; ++i) bits |= mask.v[i];
  return bits != 0;
}
#endif
template <class M, int N>
PLUME_HD PLUME_INLINE bool any(Pack<M, N, PackForm::split> mask) {
  return any(mask.lo | mask.hi);
}

#if !defined(__CUDACC__)
template <int N>
PLUME_INLINE Pack<std::int32_t, N, PackForm::native> min(
    Pack<std::int32_t, N, PackForm::native> a, Pack<std::int32_t, N, PackForm::native> b) {
  return {native_min(a.v, b.v)};
}
#endif

/// Every lane shifted by the same number of bits; right shifts of signed lanes keep the sign.
template <class T>
PLUME_HD PLUME_INLINE Pack<T, 1, PackForm::scalar> shift_left(Pack<T, 1, PackForm::scalar> a,
                                                              int bits) {
  return {static_cast<T>(a.v << bits)};
}
template <class T>
PLUME_HD PLUME_INLINE Pack<T, 1, PackForm::scalar> shift_right(Pack<T, 1, PackForm::scalar> a,
                                                               int bits) {
  return {static_cast<T>(a.v >> bits)};
}
template <class T, int N, PackForm F>
PLUME_HD PLUME_INLINE Pack<T, N, F> shift_left(Pack<T, N, F> a, int bits) {
  if constexpr (F == PackForm::split)
    return {shift_left(a.lo, bits), shift_left(a.hi, bits)};
  else
    return {a.v << bits};
}
template <class T, int N, PackForm F>
PLUME_HD PLUME_INLINE Pack<T, N, F> shift_right(Pack<T, N, F> a, int bits) {
  if constexpr (F == PackForm::split)
    return {shift_right(a.lo, bits), shift_right(a.hi, bits)};
  else
    return {a.v >> bits};
}

template <class T, int N, PackForm F>
PLUME_HD PLUME_INLINE Pack<T, N, F> abs(Pack<T, N, F> a) {
  using P = Pack<T, N, F>;
  return max(a, splat<P>(T(0)) - a);
}
#if defined(__CUDA_ARCH__)
// Nothing, where it is an operand's.
__device__ PLUME_INLINE Pack<double, 1> abs(Pack<double, 1> a) { return {::fabs(a.v)}; }
__device__ PLUME_INLINE Pack<float, 1> abs(Pack<float, 1> a) { return {::fabsf(a.v)}; }
#endif

/// table[index mod 32], and table[index mod 8], which is cheaper on some CPUs.
PLUME_HD PLUME_INLINE Pack<float, 1> lookup32(const float* table, Pack<std::int32_t, 1> index) {
  return {table[index.v & 31]};
}
PLUME_HD PLUME_INLINE Pack<float, 1> lookup8(const float* table, Pack<std::int32_t, 1> index) {
  return {table[index.v & 7]};
}
template <int N>
PLUME_HD constexpr bool eight_entries_are_cheaper() {
#if defined(__CUDACC__)
  return false;
#else
  return N > 1 && native_bytes == 32;
#endif
}
#if !defined(__CUDACC__)
template <int N>
PLUME_INLINE Pack<float, N, PackForm::native> lookup32(
    const float* table, Pack<std::int32_t, N, PackForm::native> index) {
  return {native_lookup32(table, index.v)};
}
template <int N>
PLUME_INLINE Pack<float, N, PackForm::native> lookup8(
    const float* table, Pack<std::int32_t, N, PackForm::native> index) {
  return {native_lookup8(table, index.v)};
}
#endif
template <int N>
PLUME_HD PLUME_INLINE Pack<float, N, PackForm::split> lookup32(
    const float* table, Pack<std::int32_t, N, PackForm::split> index) {
  return {lookup32(table, index.lo), lookup32(table, index.hi)};
}
template <int N>
PLUME_HD PLUME_INLINE Pack<float, N, PackForm::split> lookup8(
    const float* table, Pack<std::int32_t, N, PackForm::split> index) {
  return {lookup8(table, index.lo), lookup8(table, index.hi)};
}

/// p · 2^n, where both are normal numbers. n is given as n + 1.5 · 2²³, which holds it in the low
/// nine bits; the others leave by the shift into the exponent.
PLUME_HD PLUME_INLINE Pack<float, 1> scale(Pack<float, 1> p, Pack<float, 1> n) {
  const std::uint32_t exponent = bit_cast<std::uint32_t>(n).v << 23;
  return bit_cast<float>(Pack<std::uint32_t, 1>{bit_cast<std::uint32_t>(p).v + exponent});
}
#if !defined(__CUDACC__)
template <int N>
PLUME_INLINE Pack<float, N, PackForm::native> scale(Pack<float, N, PackForm::native> p,
                                                    Pack<float, N, PackForm::native> n) {
  return {native_scale(p.v, n.v)};
}
#endif
PLUME_PACK_SPLIT_BINARY(scale)

/// a_low · b_low + a_high · b_high of the 16-bit halves of each lane, all of which lie in 0 … 2¹⁵ −
/// 1: one instruction on most CPUs.
PLUME_HD PLUME_INLINE Pack<std::int32_t, 1> dot_halves(Pack<std::int32_t, 1> a,
                                                       Pack<std::int32_t, 1> b) {
  return {(a.v & 0xffff) * (b.v & 0xffff) + (a.v >> 16) * (b.v >> 16)};
}
#if !defined(__CUDACC__)
template <int N>
PLUME_INLINE Pack<std::int32_t, N, PackForm::native> dot_halves(
    Pack<std::int32_t, N, PackForm::native> a, Pack<std::int32_t, N, PackForm::native> b) {
  return {native_dot_halves(a.v, b.v)};
}
#endif
template <int N>
PLUME_HD PLUME_INLINE Pack<std::int32_t, N, PackForm::split> dot_halves(
    Pack<std::int32_t, N, PackForm::split> a, Pack<std::int32_t, N, PackForm::split> b) {
  return {dot_halves(a.lo, b.lo), dot_halves(a.hi, b.hi)};
}

/// The packs of one lane program: W lanes side by side.
template <int W>
struct Lanes {
  static constexpr int width = W;
  using F32 = Pack<float, W>;
  using F64 = Pack<double, W>;
  using U32 = Pack<std::uint32_t, W>;
  using I32 = Pack<std::int32_t, W>;
  using Mask64 = Pack<std::int64_t, W>;
};

PLUME_ISA_END
