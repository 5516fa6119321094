// SPDX-License-Identifier: Apache-2.0
// Latin hypercube without state: in each block of 1024 iterations every parameter visits each of 1024 strata once.
//
//   stratum = π(iteration mod 1024),   word = stratum · 2²² + (word / 2¹⁰)
//
// π is a permutation of 0 … 1023 keyed by (seed, parameter, block): four rounds of odd multiply, add, xor-shift modulo 2¹⁰,
// each a bijection. Three are too few: strata of iterations 512 apart would be visibly dependent. Iteration i is the
// same in a run of any length, and blocks are independent.
#pragma once

#include <cstdint>

#include "kernels/base/pack.hpp"
#include "kernels/random/philox.hpp"

PLUME_ISA_BEGIN

/// The stratified words of one parameter for W consecutive iterations from `first`, all in one block.
template <int W>
PLUME_HD PLUME_INLINE Pack<std::uint32_t, W> stratify(Pack<std::uint32_t, W> word, std::uint64_t seed,
                                                      std::uint64_t key, std::uint64_t first,
                                                      Pack<std::uint32_t, W> lane) {
  using U32 = Pack<std::uint32_t, W>;
  const PhiloxWords round_keys =
      philox(static_cast<std::uint32_t>(first >> 10), static_cast<std::uint32_t>(key),
             static_cast<std::uint32_t>(key >> 32), static_cast<std::uint32_t>(Stream::permutation), seed);
  U32 x = splat<U32>(static_cast<std::uint32_t>(first) & 1023u) + lane;
  for (int round = 0; round < 4; ++round) {
    const std::uint32_t bits = round_keys.word[round];
    x = x * splat<U32>((bits & 1023u) | 1u) + splat<U32>(bits >> 10);
    x = x & splat<U32>(1023u);
    x = x ^ shift_right(x, 5);
  }
  x = (x + splat<U32>(round_keys.word[0] >> 20)) & splat<U32>(1023u);  // bits that no round has used
  return shift_left(x, 22) | shift_right(word, 10);
}

PLUME_ISA_END
