// SPDX-License-Identifier: Apache-2.0
// Scrambled Sobol points without state: in each block of 1024 iterations the chosen parameters move
// together through a digital net that fills the unit cube evenly, not only its axes.
//
//   x_d(j) = ⊕ over the bits b of j:  v_d,b
//           j = iteration mod 1024; v: direction numbers of dimension d
//   word   = R(S(R(x)))
//           R reverses the 32 bits, S hashes so that a bit depends on lower ones only
//
// Together that is Owen's nested uniform scrambling, with a hash in place of random permutations:
// every digit of a point flips as the hash of the digits before it says. S is keyed by (seed,
// dimension, block): blocks are independent and each is uniform, so that the means of blocks give
// an honest standard error. Iteration i is the same in a run of any length; a whole block is needed
// for the net.
// Sources: Owen (1995), "Randomly permuted (t,m,s)-nets and (t,s)-sequences"; Laine & Karras
// (2011), "Stratified sampling for stochastic transparency", and Burley (2020), "Practical
// hash-based Owen scrambling", J. Comput. Graph. Tech. 9(4), for S, with the odd-even constants of
// Vegdahl (2021). Direction numbers: host/analysis/sobol_directions.hpp.
#pragma once

#include <cstdint>

#include "kernels/api/problem_view.hpp"
#include "kernels/base/pack.hpp"
#include "kernels/random/philox.hpp"

PLUME_ISA_BEGIN

/// The 32 bits in reverse order.
template <int W>
PLUME_HD PLUME_INLINE Pack<std::uint32_t, W> reverse_bits(Pack<std::uint32_t, W> x) {
  using U32 = Pack<std::uint32_t, W>;
  const auto swap = [](U32 v, int bits, std::uint32_t mask) {
    return (shift_right(v, bits) & splat<U32>(mask)) | shift_left(v & splat<U32>(mask), bits);
  };
  x = swap(x, 1, 0x55555555u);
  x = swap(x, 2, 0x33333333u);
  x = swap(x, 4, 0x0f0f0f0fu);
  x = swap(x, 8, 0x00ff00ffu);
  return shift_right(x, 16) | shift_left(x, 16);
}

/// The words of dimension `dimension` for W consecutive iterations from `first`, all in one block.
/// `directions`: the sobol_bits direction numbers of each dimension, their bits reversed.
template <int W>
PLUME_HD PLUME_INLINE Pack<std::uint32_t, W> sobol_word(const std::uint32_t* directions,
                                                        std::uint32_t dimension, std::uint64_t seed,
                                                        std::uint64_t first,
                                                        Pack<std::uint32_t, W> lane) {
  using U32 = Pack<std::uint32_t, W>;
  const std::uint32_t* v = directions + std::size_t{dimension} * sobol_bits;
  const U32 index =
      splat<U32>(static_cast<std::uint32_t>(first) & ((1u << sobol_bits) - 1u)) + lane;
  U32 x = splat<U32>(0u);
  for (int bit = 0; bit < sobol_bits; ++bit) {
    const U32 taken = splat<U32>(0u) - (shift_right(index, bit) & splat<U32>(1u));
    x = x ^ (splat<U32>(v[bit]) & taken);
  }
  const PhiloxWords keys = philox(static_cast<std::uint32_t>(first >> sobol_bits), dimension, 0,
                                  static_cast<std::uint32_t>(Stream::scramble), seed);
  // Adding and multiplying by odd numbers, and xor with even multiples, carry upwards only.
  x = x ^ (x * splat<U32>(0x3d20adeau));
  x = x + splat<U32>(keys.word[0]);
  x = x * splat<U32>(keys.word[1] | 1u);
  x = x ^ (x * splat<U32>(0x05526c56u));
  x = x ^ (x * splat<U32>(0x53a22864u));
  return reverse_bits<W>(x);
}

PLUME_ISA_END
