// SPDX-License-Identifier: Apache-2.0
// One draw: a pure function of (seed, key, iteration) by inverse CDF.
//
//   plain lognormal   a · 2^(b z)      a = ±factor·median, b = σ / ln 2       fp32
//   plain normal      a + b z                                                  fp32
//   wide forms in fp64, with u = (word + ½) / 2³²:
//     lognormal       a · e^(b z)
//             z from u mapped onto [t0, t1] (truncation by inverse CDF), then clamped to the bounds
//     normal          a + b z          likewise
//     uniform         a + b u
//     triangular      u < minimum ? a + b √u : t0 − t1 √(1 − u)
//             (`minimum` holds (mode − min) / (max − min))
//     log_uniform     a · e^(b u), clamped
//     bernoulli       1 − u < t0 ? a + b : a
//     whole           a + b · min(⌊u t0⌋, t0 − 1)
//     smooth, pieces  a + b · table(u), clamped                    (quantile_table.hpp)
#pragma once

#include <cstdint>

#include "kernels/api/problem_view.hpp"
#include "kernels/base/pack.hpp"
#include "kernels/base/pack_group.hpp"
#include "kernels/random/elementary.hpp"
#include "kernels/random/normal.hpp"
#include "kernels/random/philox.hpp"
#include "kernels/random/quantile_table.hpp"
#include "kernels/random/stratify.hpp"

PLUME_ISA_BEGIN

template <int W>
struct Uniform {
  Pack<double, W> u;           ///< (word + ½) / 2³², in (0, 1)
  Pack<double, W> complement;  ///< 1 − u, exact
};

template <int W>
PLUME_HD PLUME_INLINE Uniform<W> uniform_from_word(Pack<std::uint32_t, W> word) {
  using F64 = Pack<double, W>;
  using I32 = Pack<std::int32_t, W>;
  const I32 centred =
      bit_cast<std::int32_t>(word) ^ splat<I32>(static_cast<std::int32_t>(0x80000000u));
  const F64 u =
      (convert<double>(centred) + splat<F64>(2147483648.5)) * splat<F64>(1.0 / 4294967296.0);
  return {u, splat<F64>(1.0) - u};
}

/// One field of G parameters, each in W lanes.
template <int W, int G>
PLUME_HD PLUME_INLINE Pack<float, W * G> of_each(const PlainDraw* draws, float PlainDraw::*field) {
  using F32 = Pack<float, W>;
  return join_packs<G, F32>([&](int j) { return splat<F32>(draws[j].*field); });
}

/// G parameters side by side: `word` holds W lanes of each.
template <int W, int G>
PLUME_HD PLUME_INLINE Pack<float, W * G> plain_lognormals(const PlainDraw* draws,
                                                          Pack<std::uint32_t, W * G> word) {
  return of_each<W, G>(draws, &PlainDraw::a) *
         exp2(of_each<W, G>(draws, &PlainDraw::b) * normal_from_word(word));
}

template <int W, int G>
PLUME_HD PLUME_INLINE Pack<float, W * G> plain_normals(const PlainDraw* draws,
                                                       Pack<std::uint32_t, W * G> word) {
  return fma(of_each<W, G>(draws, &PlainDraw::b), normal_from_word(word),
             of_each<W, G>(draws, &PlainDraw::a));
}

template <int W>
PLUME_HD PLUME_INLINE Pack<float, W> plain_lognormal(const PlainDraw& draw,
                                                     Pack<std::uint32_t, W> word) {
  return plain_lognormals<W, 1>(&draw, word);
}

template <int W>
PLUME_HD PLUME_INLINE Pack<float, W> plain_normal(const PlainDraw& draw,
                                                  Pack<std::uint32_t, W> word) {
  return plain_normals<W, 1>(&draw, word);
}

/// The greatest whole number not above x, for 0 ≤ x < 2⁵¹.
template <int W>
PLUME_HD PLUME_INLINE Pack<double, W> whole_part(Pack<double, W> x) {
  using F64 = Pack<double, W>;
  // 1.5 · 2⁵²: adding it rounds to a whole number
  const F64 magic = splat<F64>(6755399441055744.0);
  const F64 rounded = (x + magic) - magic;
  return select(rounded > x, rounded - splat<F64>(1.0), rounded);
}

/// `tables` is ProblemView::draw_tables; only smooth and pieces look at it.
template <int W>
PLUME_HD PLUME_INLINE Pack<double, W> wide_draw(const WideDraw& draw, Pack<std::uint32_t, W> word,
                                                const double* tables = nullptr) {
  using F64 = Pack<double, W>;
  const Uniform<W> uniform = uniform_from_word(word);
  const F64 a = splat<F64>(draw.a), b = splat<F64>(draw.b), t0 = splat<F64>(draw.t0),
            t1 = splat<F64>(draw.t1);
  if (draw.form == DrawForm::uniform) return fma(b, uniform.u, a);
  if (draw.form == DrawForm::triangular) {
    return select(uniform.u < splat<F64>(draw.minimum), fma(b, sqrt(uniform.u), a),
                  t0 - t1 * sqrt(uniform.complement));
  }
  if (draw.form == DrawForm::bernoulli) return select(uniform.complement < t0, a + b, a);
  if (draw.form == DrawForm::whole)
    return fma(b, min(whole_part<W>(uniform.u * t0), t0 - splat<F64>(1.0)), a);
  if (draw.form >= DrawForm::log_uniform) {
    const F64 x = draw.form == DrawForm::log_uniform ? a * exp(b * uniform.u)
                  : draw.form == DrawForm::smooth
                      ? fma(b, smooth_quantile<W>(tables + draw.table, uniform.u), a)
                      : fma(b, piece_quantile<W>(tables + draw.table, uniform.u), a);
    return max(min(x, splat<F64>(draw.maximum)), splat<F64>(draw.minimum));
  }
  F64 z;
  if (draw.t0 == 0.0 && draw.t1 == 1.0) {
    z = normal_quantile(uniform.u, uniform.complement);
  } else if (draw.mirrored) {
    const F64 p = fma(uniform.complement, t1 - t0, t0);
    z = splat<F64>(0.0) - normal_quantile(p, splat<F64>(1.0) - p);
  } else {
    const F64 p = fma(uniform.u, t1 - t0, t0);
    z = normal_quantile(p, splat<F64>(1.0) - p);
  }
  const F64 x = draw.form == DrawForm::lognormal ? a * exp(b * z) : fma(b, z, a);
  return max(min(x, splat<F64>(draw.maximum)), splat<F64>(draw.minimum));
}

/// The column of a presampled array that an iteration uses.
PLUME_HD PLUME_INLINE std::uint32_t array_column(const ArrayDraw& draw, std::uint64_t seed,
                                                 std::uint64_t iteration) {
  if (draw.random) {
    const std::uint64_t word = word_of(seed, draw.group_key, iteration, Stream::array_column);
    return static_cast<std::uint32_t>((word * draw.num_columns) >> 32);
  }
  return static_cast<std::uint32_t>((iteration / draw.stride) % draw.num_columns);
}

PLUME_ISA_END
