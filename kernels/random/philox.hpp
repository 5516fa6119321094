// SPDX-License-Identifier: Apache-2.0
// Philox4x32-10: the counter-based generator behind every draw.
// Source: Salmon, Moraes, Dror, Shaw (2011), "Parallel random numbers: as easy as 1, 2, 3", SC'11.
//
// The word of (seed, key, iteration) is word iteration mod 4 of
//     Philox4x32-10(counter = (iteration / 4, key low, key high, stream), key = seed).
// One call serves four consecutive iterations of one parameter, so any subset of parameters costs
// just itself.
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
/// For the place within a stratum, 22 bits: seven rounds pass every test of BigCrush (Salmon et
/// al., section 4).
inline constexpr int philox_rounds_in_stratum = 7;

}  // namespace plume

PLUME_ISA_BEGIN

struct PhiloxWords {
  std::uint32_t word[4];
};

/// The two halves of a product of 32-bit numbers.
struct WordProduct {
  std::uint32_t high, low;
};
PLUME_HD PLUME_INLINE WordProduct word_product(std::uint32_t a, std::uint32_t b) {
#if defined(__CUDA_ARCH__)
  // Said outright: of the plain form the compiler makes a product of 64-bit numbers, which is an
  // addition more.
  std::uint64_t product;
  WordProduct halves;
  asm("mul.wide.u32 %0, %1, %2;" : "=l"(product) : "r"(a), "r"(b));
  asm("mov.b64 {%0, %1}, %2;" : "=r"(halves.low), "=r"(halves.high) : "l"(product));
  return halves;
#else
  const std::uint64_t product = std::uint64_t{a} * b;
  return {static_cast<std::uint32_t>(product >> 32), static_cast<std::uint32_t>(product)};
#endif
}

/// One call, plainly.
template <int Rounds = philox_rounds>
PLUME_HD PLUME_INLINE PhiloxWords philox(std::uint32_t c0, std::uint32_t c1, std::uint32_t c2,
                                         std::uint32_t c3, std::uint64_t seed) {
  std::uint32_t k0 = static_cast<std::uint32_t>(seed);
  std::uint32_t k1 = static_cast<std::uint32_t>(seed >> 32);
  for (int round = 0; round < Rounds; ++round) {
    const WordProduct p0 = word_product(philox_m0, c0), p1 = word_product(philox_m1, c2);
    c0 = p1.high ^ c1 ^ k0;
    c1 = p1.low;
    c2 = p0.high ^ c3 ^ k1;
    c3 = p0.low;
    k0 += philox_w0;
    k1 += philox_w1;
  }
  return {{c0, c1, c2, c3}};
}

/// The word of one parameter in one iteration.
template <int Rounds = philox_rounds>
PLUME_HD PLUME_INLINE std::uint32_t word_of(std::uint64_t seed, std::uint64_t key,
                                            std::uint64_t iteration, Stream stream) {
  const PhiloxWords words = philox<Rounds>(
      static_cast<std::uint32_t>(iteration >> 2), static_cast<std::uint32_t>(key),
      static_cast<std::uint32_t>(key >> 32), static_cast<std::uint32_t>(stream), seed);
  // Chosen without indexing: an indexed array would live in a GPU thread's local memory.
  const std::uint32_t low = (iteration & 1) != 0 ? words.word[1] : words.word[0];
  const std::uint32_t high = (iteration & 1) != 0 ? words.word[3] : words.word[2];
  return (iteration & 2) != 0 ? high : low;
}

/// Words of the W consecutive iterations from `first` (a multiple of W), G parameters at a time.
///     const WordSource<W> source(seed, first);
///     // those of parameter j in lanes W·j … W·j + W − 1
///     words = source.draw<G>([&](int j) { return keys[j]; });
template <int W>
class WordSource;

template <>
class WordSource<1> {
 public:
  using U32 = Pack<std::uint32_t, 1>;
  PLUME_HD PLUME_INLINE WordSource(std::uint64_t seed, std::uint64_t first)
      : seed_(seed), first_(first) {}
  template <int G, int Rounds = philox_rounds, class KeyOf>
  PLUME_HD PLUME_INLINE U32 draw(KeyOf key_of) const {
    static_assert(G == 1, "a thread draws one parameter at a time");
    return {word_of<Rounds>(seed_, key_of(0), first_, Stream::value)};
  }
  PLUME_HD PLUME_INLINE U32 draw_one(std::uint64_t key) const {
    return {word_of(seed_, key, first_, Stream::value)};
  }

 private:
  std::uint64_t seed_, first_;
};

#if defined(__CUDACC__)
/// Four iterations of a GPU thread: all words of one call.
template <>
class WordSource<4> {
 public:
  using U32 = Pack<std::uint32_t, 4>;
  PLUME_HD PLUME_INLINE WordSource(std::uint64_t seed, std::uint64_t first)
      : seed_(seed), call_(static_cast<std::uint32_t>(first >> 2)) {}
  template <int G, int Rounds = philox_rounds, class KeyOf>
  PLUME_HD PLUME_INLINE U32 draw(KeyOf key_of) const {
    static_assert(G == 1, "a thread draws one parameter at a time");
    const std::uint64_t key = key_of(0);
    const PhiloxWords words = philox<Rounds>(call_, static_cast<std::uint32_t>(key),
                                             static_cast<std::uint32_t>(key >> 32),
                                             static_cast<std::uint32_t>(Stream::value), seed_);
    return {{{words.word[0]}, {words.word[1]}}, {{words.word[2]}, {words.word[3]}}};
  }

 private:
  std::uint64_t seed_;
  std::uint32_t call_;
};
#else
/// Calls of one seed, one in each 64-bit lane of V. A call's counters stand in pairs, c0 above c1
/// and c2 above c3: the lower half of a product then is where the next c1 or c3 belongs.
class PhiloxLanes {
 public:
  static constexpr int lanes = native_bytes / 8;
  using V = Native<std::uint64_t, lanes>::type;

  PLUME_INLINE explicit PhiloxLanes(std::uint64_t seed) {
    std::uint32_t k0 = static_cast<std::uint32_t>(seed),
                  k1 = static_cast<std::uint32_t>(seed >> 32);
    for (int round = 0; round < philox_rounds; ++round) {
      round_key_[0][round] = std::uint64_t{k0} << 32;
      round_key_[1][round] = std::uint64_t{k1} << 32;
      k0 += philox_w0;
      k1 += philox_w1;
    }
  }

  /// Rounds First … Last − 1 of K vectors of calls side by side.
  template <int First, int Last, int K>
  PLUME_INLINE void apply(V (&c01)[K], V (&c23)[K]) const {
#pragma GCC unroll 10
    for (int round = First; round < Last; ++round) {
      PLUME_UNROLL
      for (int k = 0; k < K; ++k) {
        const V s01 = native_swap32(c01[k]), s23 = native_swap32(c23[k]);
        const V p0 = native_mul32(s01, V{} + static_cast<std::uint64_t>(philox_m0));
        const V p1 = native_mul32(s23, V{} + static_cast<std::uint64_t>(philox_m1));
        c01[k] = native_xor_high(p1, s01, key01(round));
        c23[k] = native_xor_high(p0, s23, key23(round));
      }
    }
  }
  [[nodiscard]] PLUME_INLINE V key01(int round) const { return V{} + round_key_[0][round]; }
  [[nodiscard]] PLUME_INLINE V key23(int round) const { return V{} + round_key_[1][round]; }

 private:
  // In memory, not in registers: a broadcast from memory is free, one from a register is not.
  alignas(64) std::uint64_t round_key_[2][philox_rounds];
};

/// Sixteen iterations of two parameters are eight calls, one in each 64-bit lane; lanes alternate
/// between the parameters. In the first two rounds half of the work does not depend on the
/// parameter, and is done once for all.
template <>
class WordSource<16> {
 public:
  PLUME_INLINE WordSource(std::uint64_t seed, std::uint64_t first) : philox_(seed) {
    for (int k = 0; k < chunks; ++k) {
      alignas(64) std::uint64_t calls[lanes];
      for (int i = 0; i < lanes; ++i)
        calls[i] = static_cast<std::uint32_t>((first >> 2) +
                                              static_cast<std::uint64_t>(k * lanes + i) / 2);
      const V call = *reinterpret_cast<const V*>(calls);
      const V stream = V{} + (static_cast<std::uint64_t>(Stream::value) << 32);
      const V c23 = native_xor_high(native_mul32(call, V{} + static_cast<std::uint64_t>(philox_m0)),
                                    stream, philox_.key23(0));
      s23_[k] = native_swap32(c23);
      p1_[k] = native_mul32(s23_[k], V{} + static_cast<std::uint64_t>(philox_m1));
    }
  }

  /// G is even.
  template <int G, int Rounds = philox_rounds, class KeyOf>
  PLUME_INLINE Pack<std::uint32_t, 16 * G> draw(KeyOf key_of) const {
    constexpr int K = G / 2 * chunks;
    V c01[K], c23[K];
    PLUME_UNROLL
    for (int k = 0; k < K; ++k) {
      const V key =
          native_swap32(native_alternate(key_of(k / chunks * 2), key_of(k / chunks * 2 + 1), V{}));
      const V first = native_mul32(key, V{} + static_cast<std::uint64_t>(philox_m1));
      const V s01 = native_swap32(native_xor_high(first, key, philox_.key01(0)));
      const V p0 = native_mul32(s01, V{} + static_cast<std::uint64_t>(philox_m0));
      c01[k] = native_xor_high(p1_[k % chunks], s01, philox_.key01(1));
      c23[k] = native_xor_high(p0, s23_[k % chunks], philox_.key23(1));
    }
    philox_.template apply<2, Rounds>(c01, c23);
    Pack<std::uint32_t, 16 * G> words;
    char* const out = reinterpret_cast<char*>(&words);
    PLUME_UNROLL
    for (int k = 0; k < K; ++k) {
      const V a = native_first_words(c01[k], c23[k]), b = native_second_words(c01[k], c23[k]);
      const int pair = k / chunks * 2 * chunks + k % chunks;
      __builtin_memcpy(out + pair * native_bytes, &a, native_bytes);
      __builtin_memcpy(out + (pair + chunks) * native_bytes, &b, native_bytes);
    }
    return words;
  }
  PLUME_INLINE Pack<std::uint32_t, 16> draw_one(std::uint64_t key) const {
    return draw<2>([&](int) { return key; }).lo;
  }

 private:
  using V = PhiloxLanes::V;
  static constexpr int lanes = PhiloxLanes::lanes, chunks = 8 / lanes;
  PhiloxLanes philox_;
  V s23_[chunks],
      /// after the first round c23, its halves exchanged; of the second one the product of c2
      p1_[chunks];
};
#endif

PLUME_ISA_END
