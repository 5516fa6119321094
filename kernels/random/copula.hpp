// SPDX-License-Identifier: Apache-2.0
// Dependent words: one dimension of a Gaussian or t copula in place of a parameter's own word.
//
//   z = Σ_j L_ij Φ⁻¹(u_j)          L: Cholesky factor of the correlation matrix; u_j: the
//                                  independent words of the copula's keys
//   Gaussian   word = ⌊2³² Φ(z)⌋
//   t, ν       word = ⌊2³² F_ν(z s)⌋, s = √(ν / χ²_ν), one χ² for all dimensions of an iteration
//
// Under a Latin hypercube the u_j are stratified before they are mixed. An uncorrelated dimension
// keeps its own word. Φ: Hart (1968) as given by West (2005), "Better approximations to cumulative
// normal functions"; relative error below 1e-12 up to |z| = 4, 2e-9 up to 6.5, where a word ends,
// and 1e-8 beyond: always far below the 2⁻³³ that words resolve. s and F_ν are cubics by octave,
// made by host/compile/octave_table.hpp.
#pragma once

#include <cstdint>

#include "kernels/api/problem_view.hpp"
#include "kernels/base/pack.hpp"
#include "kernels/base/pack_group.hpp"
#include "kernels/random/draw.hpp"
#include "kernels/random/elementary.hpp"
#include "kernels/random/normal.hpp"
#include "kernels/random/philox.hpp"
#include "kernels/random/stratify.hpp"

namespace plume {

/// each octave of an octave table has 2⁷ cubics
inline constexpr std::uint32_t octave_pieces_log2 = 7;
inline constexpr std::uint32_t octave_pieces = 1u << octave_pieces_log2;

}  // namespace plume

PLUME_ISA_BEGIN

/// Φ(−|z|), accurate far in the tail (|z| ≤ 37).
template <int W>
PLUME_HD PLUME_INLINE Pack<double, W> normal_tail(Pack<double, W> z) {
  using F64 = Pack<double, W>;
  const F64 x = min(abs(z), splat<F64>(37.0));
  const F64 density = exp(splat<F64>(-0.5) * x * x);
  constexpr double p[7] = {220.206867912376,    221.213596169931, 112.079291497871,
                           33.912866078383,     6.37396220353165, 0.700383064443688,
                           3.52624965998911e-02};
  constexpr double q[8] = {440.413735824752, 793.826512519948,    637.333633378831,
                           296.564248779674, 86.7807322029461,    16.064177579207,
                           1.75566716318264, 8.83883476483184e-02};
  F64 upper = splat<F64>(p[6]), lower = splat<F64>(q[7]);
  for (int i = 5; i >= 0; --i) upper = fma(upper, x, splat<F64>(p[i]));
  for (int i = 6; i >= 0; --i) lower = fma(lower, x, splat<F64>(q[i]));
  F64 fraction = x + splat<F64>(0.65);
  for (int i = 4; i >= 1; --i) fraction = x + splat<F64>(static_cast<double>(i)) / fraction;
  const F64 far = splat<F64>(0.3989422804014327) / fraction;
  return density * select(x < splat<F64>(7.07106781186547), upper / lower, far);
}

/// The cubic of an octave table at p in (0, 1]; below 2^−octaves the value there.
PLUME_HD PLUME_INLINE double octave_value(const double* table, std::uint32_t octaves, double p) {
  using F64 = Pack<double, 1>;
  const double below_one = 0x1.fffffffffffffp-1;
  p = p < below_one ? p : below_one;
  std::int64_t bits = bit_cast<std::int64_t>(F64{p}).v;
  std::uint32_t octave = static_cast<std::uint32_t>(1022 - (bits >> 52));
  if (octave >= octaves) {
    octave = octaves - 1;
    bits = 0;
  }
  const std::uint32_t piece =
      static_cast<std::uint32_t>(bits >> (52 - octave_pieces_log2)) & (octave_pieces - 1);
  // Fraction within the piece: the lower bits of the mantissa, as those of a number in [1, 2).
  const std::int64_t low = bits & ((std::int64_t{1} << (52 - octave_pieces_log2)) - 1);
  const double d =
      bit_cast<double>(Pack<std::int64_t, 1>{0x3ff0000000000000 | (low << octave_pieces_log2)}).v -
      1.0;
  const double* c = table + (static_cast<std::uint64_t>(octave) * octave_pieces + piece) * 4;
  F64 value = fma(F64{c[3]}, F64{d}, F64{c[2]});
  value = fma(value, F64{d}, F64{c[1]});
  return fma(value, F64{d}, F64{c[0]}).v;
}

/// ⌊2³² F⌋ where F is `tail` on the lower side and 1 − tail on the upper.
PLUME_HD PLUME_INLINE std::uint32_t word_from_tail(double tail, bool lower) {
  double scaled = (lower ? tail : 1.0 - tail) * 4294967296.0;
  scaled = scaled < 4294967295.0 ? scaled : 4294967295.0;
  return static_cast<std::uint32_t>(scaled > 0.0 ? scaled : 0.0);
}

/// The probability beyond |z| of Student's t once z is mixed with the χ² of word `mix`.
PLUME_HD PLUME_INLINE double student_tail(const StudentMix& student, const double* table, double z,
                                          std::uint32_t mix) {
  const double u = (static_cast<double>(mix) + 0.5) * (1.0 / 4294967296.0);
  const double s = u < 0.5 ? octave_value(table + student.low, student.octaves, u)
                           : octave_value(table + student.high, student.octaves, 1.0 - u);
  const double t = (z < 0.0 ? -z : z) * s;
  const double r = sqrt(Pack<double, 1>{student.degrees + t * t}).v;
  return octave_value(table + student.tail, student.tail_octaves, student.degrees / (r * (r + t)));
}

/// The words of dimension `row` for iterations first … first + W − 1.
template <int W>
PLUME_HD Pack<std::uint32_t, W> copula_word(const ProblemView& view, std::uint32_t row,
                                            std::uint64_t first, Pack<std::uint32_t, W> lane) {
  using U32 = Pack<std::uint32_t, W>;
  using F64 = Pack<double, W>;
  const CopulaRow& dimension = view.copula_row[row];
  const WordSource<W> source(view.seed, first);
  const auto normal_of = [&](U32 word, std::uint64_t key) {
    if (view.latin_hypercube != 0) word = stratify<W>(word, view.seed, key, first, lane);
    const Uniform<W> uniform = uniform_from_word(word);
    return normal_quantile(uniform.u, uniform.complement);
  };
  F64 z = splat<F64>(0.0);
  constexpr int G = W == 1 ? 1 : 2;
  const std::uint64_t* keys = view.copula_key + dimension.first_key;
  const double* coefficient = view.copula_coefficient + dimension.first_coefficient;
  for (std::uint32_t j = 0; j < dimension.count; j += G) {
    const auto at = [&](int k) { return j + k < dimension.count ? j + k : j; };
    for_each_pack<W>(source.template draw<G>([&](int k) { return keys[at(k)]; }),
                     [&](std::uint32_t k, U32 word) {
                       if (j + k < dimension.count)
                         z = fma(splat<F64>(coefficient[j + k]), normal_of(word, keys[j + k]), z);
                     });
  }
  alignas(64) double values[W];
  alignas(64) std::uint32_t words[W];
  if (dimension.student == no_slot) {
    alignas(64) double tails[W];
    store(values, z);
    store(tails, normal_tail(z));
    for (int i = 0; i < W; ++i) words[i] = word_from_tail(tails[i], values[i] < 0.0);
    return load<U32>(words);
  }
  const StudentMix& student = view.copula_student[dimension.student];
  U32 mix = source.draw_one(student.key);
  if (view.latin_hypercube != 0) mix = stratify<W>(mix, view.seed, student.key, first, lane);
  alignas(64) std::uint32_t mixes[W];
  store(values, z);
  store(mixes, mix);
  for (int i = 0; i < W; ++i) {
    words[i] = word_from_tail(student_tail(student, view.copula_table, values[i], mixes[i]),
                              values[i] < 0.0);
  }
  return load<U32>(words);
}

/// The word of a wide draw that does not use its own as it is.
template <int W>
PLUME_HD PLUME_INLINE Pack<std::uint32_t, W> dependent_word(const ProblemView& view,
                                                            const WideDraw& draw,
                                                            Pack<std::uint32_t, W> word,
                                                            std::uint64_t first,
                                                            Pack<std::uint32_t, W> lane) {
  using U32 = Pack<std::uint32_t, W>;
  if (draw.origin == WordOrigin::copula || draw.origin == WordOrigin::copula_reversed)
    word = copula_word<W>(view, draw.origin_index, first, lane);
  if (draw.origin == WordOrigin::own_reversed || draw.origin == WordOrigin::copula_reversed)
    word = word ^ splat<U32>(0xffffffffu);
  return word;
}

/// The option of a switch that an iteration takes: the number of thresholds at or below its word.
PLUME_HD PLUME_INLINE std::uint32_t switch_option(const ProblemView& view, const ArrayDraw& draw,
                                                  std::uint64_t iteration) {
  std::uint32_t word = word_of(view.seed, draw.group_key, iteration, Stream::array_column);
  if (view.latin_hypercube != 0) {
    word = stratify<1>(Pack<std::uint32_t, 1>{word}, view.seed, draw.group_key, iteration,
                       Pack<std::uint32_t, 1>{0u})
               .v;
  }
  const double value = static_cast<double>(word);
  std::uint32_t option = 0;
  for (std::uint32_t i = 0; i + 1 < draw.num_columns; ++i) {
    option += view.array_values[draw.stride + i] <= value ? 1u : 0u;
  }
  return option;
}

PLUME_ISA_END
