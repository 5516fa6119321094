// SPDX-License-Identifier: Apache-2.0
// Several packs as one wider pack. A chain of steps waits for each of its results; taken of several
// packs that do not depend on each other, every step of all of them before the next step, it keeps
// the units of a CPU busy.
//
//     // Pack<float, 64>
//     const auto wide = join_packs<4, Pack<float,
//         16>>([&](int j) { return load<Pack<float, 16>>(x[j]); });
//     for_each_pack<16>(exp2(wide), [&](int j, Pack<float, 16> y) { store(out[j], y); });
#pragma once

#include "kernels/base/pack.hpp"

PLUME_ISA_BEGIN

/// make(0) … make(G − 1) side by side, G a power of two.
template <int G, class P, class Make>
PLUME_HD PLUME_INLINE Pack<typename P::Element, G * P::width> join_packs(Make make, int first = 0) {
  if constexpr (G == 1) {
    return make(first);
  } else {
    return {join_packs<G / 2, P>(make, first), join_packs<G / 2, P>(make, first + G / 2)};
  }
}

/// use(j, pack) for each part of W lanes.
template <int W, class T, int N, PackForm F, class Use>
PLUME_HD PLUME_INLINE void for_each_pack(const Pack<T, N, F>& wide, Use use, int first = 0) {
  if constexpr (N == W) {
    use(first, wide);
  } else {
    for_each_pack<W>(wide.lo, use, first);
    for_each_pack<W>(wide.hi, use, first + N / W / 2);
  }
}

PLUME_ISA_END
