// SPDX-License-Identifier: Apache-2.0
// The standard normal quantile, twice: in fp32 for the millions of plain lognormals, in fp64 for
// everything else.
//
// fp32: a 32-bit word w stands for the probability p = (w + ½) / 2³². The smaller tail t = min(p, 1
// − p) lies in one of 32 octaves [2^(o−33), 2^(o−32)); in each, |z| is a polynomial of degree 6 in
// the position within the octave. The error is at most 7e-7 · max(1, |z|); |z| ≤ 6.34. Monotone in
// w up to rounding.
// fp64: Wichura (1988), "Algorithm AS 241: the percentage points of the normal distribution",
// PPND16; 1e-15 relative.
#pragma once

#include <cstdint>

#include "kernels/base/pack.hpp"
#include "kernels/random/elementary.hpp"

namespace plume {

alignas(64) inline constexpr float normal_table[7][32] = {
#include "kernels/random/normal_table.inc"
};
#if defined(__CUDACC__)
/// The same by octaves: a thread reads its polynomial in two pieces of sixteen bytes.
struct alignas(32) NormalPolynomials {
  float coefficient[32][8];
};
constexpr NormalPolynomials polynomials_of_octaves() {
  NormalPolynomials p{};
  for (int octave = 0; octave < 32; ++octave)
    for (int k = 0; k < 7; ++k) p.coefficient[octave][k] = normal_table[k][octave];
  return p;
}
static __device__ const NormalPolynomials normal_polynomials = polynomials_of_octaves();
#endif

}  // namespace plume

PLUME_ISA_BEGIN

/// |z| at the place d, −½ … ½, of an octave.
template <int W>
PLUME_HD PLUME_INLINE Pack<float, W> octave_polynomial(Pack<std::int32_t, W> octave,
                                                       Pack<float, W> d) {
  using F32 = Pack<float, W>;
#if defined(__CUDA_ARCH__)
  if constexpr (W > 1) {
    return {octave_polynomial<W / 2>(octave.lo, d.lo), octave_polynomial<W / 2>(octave.hi, d.hi)};
  } else {
    const auto* row =
        reinterpret_cast<const float4*>(normal_polynomials.coefficient[octave.v & 31]);
    const float4 low = row[0], high = row[1];
    F32 z{high.z};
    z = fma(z, d, F32{high.y});
    z = fma(z, d, F32{high.x});
    z = fma(z, d, F32{low.w});
    z = fma(z, d, F32{low.z});
    z = fma(z, d, F32{low.y});
    return fma(z, d, F32{low.x});
  }
#else
  const auto polynomial = [&](auto look_up) {
    F32 z = look_up(normal_table[6]);
    PLUME_UNROLL
    for (int k = 5; k >= 0; --k) z = fma(z, d, look_up(normal_table[k]));
    return z;
  };
  // all but 1 in 256 words
  if (eight_entries_are_cheaper<W>() && !any(octave < splat<Pack<std::int32_t, W>>(24)))
    return polynomial([&](const float* row) { return lookup8(row + 24, octave); });
  return polynomial([&](const float* row) { return lookup32(row, octave); });
#endif
}

/// z with Φ(z) = (w + ½) / 2³².
template <int W>
PLUME_HD PLUME_INLINE Pack<float, W> normal_from_word(Pack<std::uint32_t, W> word) {
  using F32 = Pack<float, W>;
  using I32 = Pack<std::int32_t, W>;
  const I32 w = bit_cast<std::int32_t>(word);
  const I32 tail = w ^ shift_right(w, 31);  // counts from the nearer end
  // Beyond 0x7fffff80 the conversion would round up into the next octave; z there is below 1e-7.
  const F32 t = convert<float>(min(tail, splat<I32>(0x7fffff80))) + splat<F32>(0.5f);
  const I32 bits = bit_cast<std::int32_t>(t);
  const I32 octave = shift_right(bits, 23) - splat<I32>(126);
  const I32 mantissa = (bits & splat<I32>(0x007fffff)) | splat<I32>(0x3f800000);
  const F32 z = octave_polynomial<W>(octave, bit_cast<float>(mantissa) - splat<F32>(1.5f));
  const I32 sign = (w ^ splat<I32>(-1)) & splat<I32>(static_cast<std::int32_t>(0x80000000u));
  return bit_cast<float>(bit_cast<std::int32_t>(z) ^ sign);
}

/// z with Φ(z) = p for p in (0, 1); `complement` is 1 − p, given apart so that neither tail loses
/// accuracy.
template <int W>
PLUME_HD PLUME_INLINE Pack<double, W> normal_quantile(Pack<double, W> p,
                                                      Pack<double, W> complement) {
  using F64 = Pack<double, W>;
  const auto horner = [](F64 x, const double(&c)[8]) {
    F64 sum = splat<F64>(c[7]);
    for (int i = 6; i >= 0; --i) sum = fma(sum, x, splat<F64>(c[i]));
    return sum;
  };
  const auto lower = p < complement;
  const F64 tail = select(lower, p, complement);
  const F64 q = splat<F64>(0.5) - tail;  // ≥ 0
  // |q| ≤ 0.425
  constexpr double a[8] = {3.3871328727963666080e0,  1.3314166789178437745e+2,
                           1.9715909503065514427e+3, 1.3731693765509461125e+4,
                           4.5921953931549871457e+4, 6.7265770927008700853e+4,
                           3.3430575583588128105e+4, 2.5090809287301226727e+3};
  constexpr double b[8] = {1.0,
                           4.2313330701600911252e+1,
                           6.8718700749205790830e+2,
                           5.3941960214247511077e+3,
                           2.1213794301586595867e+4,
                           3.9307895800092710610e+4,
                           2.8729085735721942674e+4,
                           5.2264952788528545610e+3};
  const F64 r0 = splat<F64>(0.180625) - q * q;
  F64 z = q * horner(r0, a) / horner(r0, b);
  const auto far = q > splat<F64>(0.425);
  if (any(far)) {
    constexpr double c[8] = {1.42343711074968357734e0,  4.63033784615654529590e0,
                             5.76949722146069140550e0,  3.64784832476320460504e0,
                             1.27045825245236838258e0,  2.41780725177450611770e-1,
                             2.27238449892691845833e-2, 7.74545014278341407640e-4};
    constexpr double d[8] = {1.0,
                             2.05319162663775882187e0,
                             1.67638483018380384940e0,
                             6.89767334985100004550e-1,
                             1.48103976427480074590e-1,
                             1.51986665636164571966e-2,
                             5.47593808499534494600e-4,
                             1.05075007164441684324e-9};
    constexpr double e[8] = {6.65790464350110377720e0,  5.46378491116411436990e0,
                             1.78482653991729133580e0,  2.96560571828504891230e-1,
                             2.65321895265761230930e-2, 1.24266094738807843860e-3,
                             2.71155556874348757815e-5, 2.01033439929228813265e-7};
    constexpr double f[8] = {1.0,
                             5.99832206555887937690e-1,
                             1.36929880922735805310e-1,
                             1.48753612908506148525e-2,
                             7.86869131145613259100e-4,
                             1.84631831751005468180e-5,
                             1.42151175831644588870e-7,
                             2.04426310338993978564e-15};
    const F64 r = sqrt(splat<F64>(0.0) - log(tail));
    const F64 near_r = r - splat<F64>(1.6), far_r = r - splat<F64>(5.0);
    const F64 z_tail = select(r <= splat<F64>(5.0), horner(near_r, c) / horner(near_r, d),
                              horner(far_r, e) / horner(far_r, f));
    z = select(far, z_tail, z);
  }
  return select(lower, splat<F64>(0.0) - z, z);
}

PLUME_ISA_END
