// SPDX-License-Identifier: Apache-2.0
// Compositions: after all draws, the free members of each group are scaled so that the group has
// its total.
//
//   share_i = free_i · (total − Σ pinned) / Σ free
//
// With free members drawn from gamma distributions of one scale this is a Dirichlet distribution.
// Where what is left for the free members has not their sign, no composition exists: they become
// NaN, and the iteration is one without a score.
#pragma once

#include <cstdint>

#include "kernels/api/problem_view.hpp"
#include "kernels/base/pack.hpp"

PLUME_ISA_BEGIN

template <class Value, int W, class Stride>
PLUME_HD void fix_sums(const DrawLists& lists, Value* slots, Stride at) {
  using F64 = Pack<double, W>;
  using Values = Pack<Value, W>;
  for (std::uint32_t i = 0; i < lists.num_share; ++i) {
    const ShareGroup& group = lists.share[i];
    const ShareMember* members = lists.share_member + group.first;
    F64 free = splat<F64>(0.0), left = splat<F64>(group.total);
    for (std::uint32_t m = 0; m < group.count; ++m) {
      const F64 value = convert<double>(load<Values>(slots + at(members[m].target))) *
                        splat<F64>(members[m].inverse);
      if (members[m].pinned != 0) {
        left = left - value;
      } else {
        free = free + value;
      }
    }
    F64 ratio = left / free;
    const F64 not_a_number = bit_cast<double>(splat<Pack<std::int64_t, W>>(0x7ff8000000000000));
    ratio = select(ratio >= splat<F64>(0.0), ratio, not_a_number);
    for (std::uint32_t m = 0; m < group.count; ++m) {
      Value* slot = slots + at(members[m].target);
      if (members[m].absent != 0) {
        store(slot, splat<Values>(Value(0)));
      } else if (members[m].pinned == 0) {
        store(slot, convert<Value>(convert<double>(load<Values>(slot)) * ratio));
      }
    }
  }
}

PLUME_ISA_END
