// SPDX-License-Identifier: Apache-2.0
// Philox4x32-10: the counter-based generator behind every draw.
// Source: Salmon, Moraes, Dror, Shaw (2011), "Parallel random numbers: as easy as 1, 2, 3", SC'11.
//
// The word of (seed, key, iteration) is word iteration mod 4 of
//     Philox4x32-10(counter = (iteration / 4, key low, key high, stream), key = seed).
// One call serves four consecutive iterations of one parameter, so any subset of parameters costs just itself.
#pragma once

#include <cstdint>

#include "kernels/base/pack.hpp"

namespace plume {

/// What a stream of words is used for; parameters' own draws use stream 0.
enum class Stream : std::uint32_t { value = 0, array_column = 1, permutation = 2, scramble = 16 };

inline constexpr std::uint32_t philox_m0 = 0xD2511F53u;
inline constexpr std::uint32_t philox_m1 = 0xCD9E8D57u;
inline constexpr std::uint32_t philox_w0 = 0x9E3779B9u;
inline constexpr std::uint32_t philox_w1 = 0xBB67AE85u;
inline constexpr int philox_rounds = 10;
/// For the place within a stratum, 22 bits: seven rounds pass every test of BigCrush (Salmon et al., section 4).
inline constexpr int philox_rounds_in_stratum = 7;

}  // namespace plume

PLUME_ISA_BEGIN

struct PhiloxWords {
  std::uint32_t word[4];
};

/// One call, plainly.
template <int Rounds = philox_rounds>
PLUME_HD PLUME_INLINE PhiloxWords philox(std::uint32_t c0, std::uint32_t c1, std::uint32_t c2, std::uint32_t c3,
                                         std::uint64_t seed) {
  std::uint32_t k0 = static_cast<std::uint32_t>(seed);
  std::uint32_t k1 = static_cast<std::uint32_t>(seed >> 32);
  for (int round = 0; round < Rounds; ++round) {
    const std::uint64_t p0 = static_cast<std::uint64_t>(philox_m0) * c0;
    const std::uint64_t p1 = static_cast<std::uint64_t>(philox_m1) * c2;
    c0 = static_cast<std::uint32_t>(p1 >> 32) ^ c1 ^ k0;
    c1 = static_cast<std::uint32_t>(p1);
    c2 = static_cast<std::uint32_t>(p0 >> 32) ^ c3 ^ k1;
    c3 = static_cast<std::uint32_t>(p0);
    k0 += philox_w0;
    k1 += philox_w1;
  }
  return {{c0, c1, c2, c3}};
}

/// The word of one parameter in one iteration.
template <int Rounds = philox_rounds>
PLUME_HD PLUME_INLINE std::uint32_t word_of(std::uint64_t seed, std::uint64_t key, std::uint64_t iteration,
                                            Stream stream) {
  const PhiloxWords words =
      philox<Rounds>(static_cast<std::uint32_t>(iteration >> 2), static_cast<std::uint32_t>(key),
                     static_cast<std::uint32_t>(key >> 32), static_cast<std::uint32_t>(stream), seed);
  // Chosen without indexing: an indexed array would live in a GPU thread's local memory.
  const std::uint32_t low = (iteration & 1) != 0 ? words.word[1] : words.word[0];
  const std::uint32_t high = (iteration & 1) != 0 ? words.word[3] : words.word[2];
  return (iteration & 2) != 0 ? high : low;
}

/// Words of the W consecutive iterations from `first` (a multiple of W), two parameters at a time.
///     const WordSource<W> source(seed, first);
///     source.draw(key_a, key_b, words_a, words_b);
template <int W>
class WordSource;

template <>
class WordSource<1> {
 public:
  using U32 = Pack<std::uint32_t, 1>;
  PLUME_HD PLUME_INLINE WordSource(std::uint64_t seed, std::uint64_t first) : seed_(seed), first_(first) {}
  template <int Rounds = philox_rounds>
  PLUME_HD PLUME_INLINE void draw(std::uint64_t key_a, std::uint64_t key_b, U32& a, U32& b) const {
    a.v = word_of<Rounds>(seed_, key_a, first_, Stream::value);
    b.v = word_of<Rounds>(seed_, key_b, first_, Stream::value);
  }

 private:
  std::uint64_t seed_, first_;
};

#if !defined(__CUDACC__)
/// Calls of one seed, one in each 64-bit lane of V; eight calls are `chunks` of them. The upper halves of the lanes carry garbage; the 32 × 32 → 64 bit product never
/// looks at them.
class PhiloxLanes {
 public:
  static constexpr int lanes = native_bytes / 8;
  static constexpr int chunks = 8 / lanes;
  using V = Native<std::uint64_t, lanes>::type;

  PLUME_INLINE explicit PhiloxLanes(std::uint64_t seed) {
    std::uint32_t k0 = static_cast<std::uint32_t>(seed), k1 = static_cast<std::uint32_t>(seed >> 32);
    for (int round = 0; round < philox_rounds; ++round) {
      round_key_[0][round] = k0;
      round_key_[1][round] = k1;
      k0 += philox_w0;
      k1 += philox_w1;
    }
  }

  template <int Rounds = philox_rounds>
  PLUME_INLINE void apply(V& c0, V& c1, V& c2, V& c3) const {
#pragma GCC unroll 10
    for (int round = 0; round < Rounds; ++round) {
      const V p0 = native_mul32(c0, V{} + static_cast<std::uint64_t>(philox_m0));
      const V p1 = native_mul32(c2, V{} + static_cast<std::uint64_t>(philox_m1));
      c0 = (p1 >> 32) ^ c1 ^ (V{} + round_key_[0][round]);
      c1 = p1;
      c2 = (p0 >> 32) ^ c3 ^ (V{} + round_key_[1][round]);
      c3 = p0;
    }
  }

 private:
  // In memory, not in registers: a broadcast from memory is free, one from a register is not.
  alignas(64) std::uint64_t round_key_[2][philox_rounds];
};

/// Sixteen iterations of two parameters are eight calls, one in each 64-bit lane: lanes alternate between the parameters, so that
/// interleaving the four output words puts each parameter's sixteen words in iteration order without a further shuffle.
template <>
class WordSource<16> {
 public:
  using U32 = Pack<std::uint32_t, 16>;

  PLUME_INLINE WordSource(std::uint64_t seed, std::uint64_t first) : philox_(seed) {
    for (int i = 0; i < 8; ++i) call_[i] = (first >> 2) + static_cast<std::uint64_t>(i) / 2;
  }

  template <int Rounds = philox_rounds>
  PLUME_INLINE void draw(std::uint64_t key_a, std::uint64_t key_b, U32& a, U32& b) const {
    const V key = native_alternate(key_a, key_b, V{});
    for (int chunk = 0; chunk < chunks; ++chunk) {
      V c0 = *reinterpret_cast<const V*>(call_ + chunk * lanes), c1 = key, c2 = key >> 32;
      V c3 = V{} + static_cast<std::uint64_t>(Stream::value);
      philox_.template apply<Rounds>(c0, c1, c2, c3);
      const V w01 = native_pair32(c0, c1), w23 = native_pair32(c2, c3);
      const V words_a = native_interleave_low(w01, w23), words_b = native_interleave_high(w01, w23);
      __builtin_memcpy(reinterpret_cast<char*>(&a) + chunk * native_bytes, &words_a, native_bytes);
      __builtin_memcpy(reinterpret_cast<char*>(&b) + chunk * native_bytes, &words_b, native_bytes);
    }
  }

 private:
  using V = PhiloxLanes::V;
  static constexpr int lanes = PhiloxLanes::lanes, chunks = PhiloxLanes::chunks;
  PhiloxLanes philox_;
  alignas(64) std::uint64_t call_[8];
};
#endif

PLUME_ISA_END
