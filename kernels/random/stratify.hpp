// SPDX-License-Identifier: Apache-2.0
// Latin hypercube without state: in each block of 1024 iterations every parameter visits each of
// 1024 strata once.
//
//   stratum = π(iteration mod 1024),   word = stratum · 2²² + (word / 2¹⁰)
//
// π is a permutation of 0 … 1023 keyed by (seed, parameter, block): four rounds of odd multiply,
// add, xor-shift modulo 2¹⁰, each a bijection; the place within the stratum comes from a word of
// its own. Three are too few: strata of iterations 512 apart would be visibly dependent. Iteration
// i is the same in a run of any length, and blocks are independent.
#pragma once

#include <cstdint>

#include "kernels/base/pack.hpp"
#include "kernels/base/pack_group.hpp"
#include "kernels/random/philox.hpp"

PLUME_ISA_BEGIN

/// What the words of one Philox call make of the rounds: x ← (multiplier · x + summand) mod 2¹⁰
/// each, the multiplier in the low half, the summand in the high one; and a last shift, of bits
/// that no round has used.
PLUME_HD PLUME_INLINE std::uint32_t stratum_step(std::uint32_t word) {
  return ((word & 1023u) | 1u) | ((word << 6) & 0x03ff0000u);
}
PLUME_HD PLUME_INLINE std::uint32_t stratum_shift(std::uint32_t first_word) {
  return first_word >> 20;
}

/// Applies steps 0 … 3 to the place in the block, and puts the stratum above the word's upper 22
/// bits.
template <int W, class Step>
PLUME_HD PLUME_INLINE Pack<std::uint32_t, W> stratify_by(Pack<std::uint32_t, W> word,
                                                         Pack<std::int32_t, W> place, Step step,
                                                         Pack<std::int32_t, W> shift) {
  using U32 = Pack<std::uint32_t, W>;
  using I32 = Pack<std::int32_t, W>;
  // A one in the high half takes the summand in.
  const I32 one = splat<I32>(0x10000), low = splat<I32>(1023);
  I32 x = place | one;
  PLUME_UNROLL
  for (int round = 0; round < 4; ++round) {
    x = dot_halves(x, step(round)) & low;
    x = (x ^ shift_right(x, 5)) | one;
  }
  const U32 stratum = bit_cast<std::uint32_t>(x + shift);
  return shift_left(stratum, 22) | shift_right(word, 10);
}

/// The stratified words of one parameter for W consecutive iterations from `first`, all in one
/// block.
template <int W>
PLUME_HD PLUME_INLINE Pack<std::uint32_t, W> stratify(Pack<std::uint32_t, W> word,
                                                      std::uint64_t seed, std::uint64_t key,
                                                      std::uint64_t first,
                                                      Pack<std::uint32_t, W> lane) {
  using I32 = Pack<std::int32_t, W>;
  const PhiloxWords words = philox(
      static_cast<std::uint32_t>(first >> 10), static_cast<std::uint32_t>(key),
      static_cast<std::uint32_t>(key >> 32), static_cast<std::uint32_t>(Stream::permutation), seed);
  const I32 place =
      splat<I32>(static_cast<std::int32_t>(first & 1023u)) + bit_cast<std::int32_t>(lane);
  const auto all = [](std::uint32_t x) { return splat<I32>(static_cast<std::int32_t>(x)); };
  return stratify_by<W>(
      word, place, [&](int round) { return all(stratum_step(words.word[round])); },
      all(stratum_shift(words.word[0])));
}

/// The same for parameters drawn G at a time, whose permutations are made for eight of them at
/// once.
///     Strata<W> strata(seed, first, lane);
///     // j < 8; of a thread, 1
///     strata.prepare([&](int j) { return keys[j]; });
///     // of parameters j … j + G − 1
///     words = strata.apply<G>(words, j);
template <int W>
class Strata;

/// Of a GPU thread, for one iteration or four.
template <int W>
class PlainStrata {
 public:
  using U32 = Pack<std::uint32_t, W>;
  PLUME_HD PLUME_INLINE PlainStrata(std::uint64_t seed, std::uint64_t first, U32 lane)
      : seed_(seed), first_(first), lane_(lane) {}
  template <class KeyOf>
  PLUME_HD PLUME_INLINE void prepare(KeyOf key_of) {
    key_ = key_of(0);
  }
  template <int G>
  PLUME_HD PLUME_INLINE U32 apply(U32 word, int) const {
    static_assert(G == 1, "a thread draws one parameter at a time");
    return stratify<W>(word, seed_, key_, first_, lane_);
  }

 private:
  std::uint64_t seed_, first_, key_ = 0;
  U32 lane_;
};
template <>
class Strata<1> : public PlainStrata<1> {
 public:
  using PlainStrata<1>::PlainStrata;
};

#if defined(__CUDACC__)
template <>
class Strata<4> : public PlainStrata<4> {
 public:
  using PlainStrata<4>::PlainStrata;
};
#else
/// One parameter in each 64-bit lane.
template <>
class Strata<16> {
 public:
  using I32 = Pack<std::int32_t, 16>;

  PLUME_INLINE Strata(std::uint64_t seed, std::uint64_t first, Pack<std::uint32_t, 16> lane)
      : philox_(seed),
        block_(first >> 10),
        place_(splat<I32>(static_cast<std::int32_t>(first & 1023u)) +
               bit_cast<std::int32_t>(lane)) {}

  template <class KeyOf>
  PLUME_INLINE void prepare(KeyOf key_of) {
    alignas(64) std::uint64_t keys[8];
    for (int j = 0; j < 8; ++j) keys[j] = key_of(j);
    V c01[chunks], c23[chunks];
    for (int k = 0; k < chunks; ++k) {
      const V key = *reinterpret_cast<const V*>(keys + k * lanes);
      c01[k] = (key & 0xffffffffu) | (block_ << 32);
      c23[k] = (key & 0xffffffff00000000u) | static_cast<std::uint64_t>(Stream::permutation);
    }
    philox_.apply<0, philox_rounds>(c01, c23);
    for (int k = 0; k < chunks; ++k) {
      const V words[4] = {c01[k] >> 32, c01[k], c23[k] >> 32, c23[k]};
      for (int round = 0; round < 4; ++round) {
        *reinterpret_cast<V*>(step_[round] + k * lanes) =
            ((words[round] & 1023u) | 1u) | ((words[round] << 6) & 0x03ff0000u);
      }
      *reinterpret_cast<V*>(shift_ + k * lanes) = c01[k] >> 52;
    }
  }

  template <int G>
  PLUME_INLINE Pack<std::uint32_t, 16 * G> apply(Pack<std::uint32_t, 16 * G> words,
                                                 int first) const {
    const auto of_each = [&](const std::uint64_t* x) {
      return join_packs<G, I32>(
          [&](int j) { return splat<I32>(static_cast<std::int32_t>(x[first + j])); });
    };
    return stratify_by<16 * G>(
        words, join_packs<G, I32>([&](int) { return place_; }),
        [&](int round) { return of_each(step_[round]); }, of_each(shift_));
  }

 private:
  using V = PhiloxLanes::V;
  static constexpr int lanes = PhiloxLanes::lanes, chunks = 8 / lanes;
  PhiloxLanes philox_;
  alignas(64) std::uint64_t step_[4][8];
  alignas(64) std::uint64_t shift_[8];
  std::uint64_t block_;
  I32 place_;
};
#endif

PLUME_ISA_END
