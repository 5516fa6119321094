// SPDX-License-Identifier: Apache-2.0
// Where one lane group keeps its numbers. Element i of an array of lane l stands at base[i · stride
// + l]: the lanes of a group lie side by side, so that a CPU pack is one aligned load and a GPU
// warp one coalesced one.
#pragma once

#include <cstddef>
#include <cstdint>

#include "kernels/base/pack.hpp"

namespace plume {

/// The arrays of a lane group, widest elements first. Value: type of drawn numbers; Unknown: of
/// what is solved for; void where the types are not known.
template <class Value, class Unknown>
struct LaneArrays {
  double* right_side = nullptr;  ///< [category][row] of the adjoint
  double* g = nullptr;           ///< [demand][flow]; not with an adjoint
  double* control = nullptr;     ///< [demand][category]; only where there is a control variate
  /// [demand][flow] sizes of what g is the sum of; only where scores may cancel
  double* gross = nullptr;
  /// [right-hand side] of the technosphere, then of its adjoint; see certify.hpp
  double* bound = nullptr;
  /// [num_registers] drawn parameters and what formulas make of them
  double* registers = nullptr;
  /// [right-hand side][row] of the technosphere, then those of its adjoint
  Unknown* x = nullptr;
  /// [right-hand side of those solved at once][anderson_depth][max_monitored] G
  Unknown* history = nullptr;
  Value* slots = nullptr;      ///< [num_slots + num_diagonal_slots] technosphere
  Value* bio_slots = nullptr;  ///< [num_bio_slots]
  Value* factors = nullptr;    ///< [num_factor_slots]
  /// [likewise][anderson_depth + 1][max_monitored] F, see anderson.hpp
  float* trace = nullptr;
  float* depth = nullptr;  ///< [row] of the right-hand side that is being certified
};

/// Elements per lane of each.
struct LaneArraySizes {
  std::size_t right_side, g, control, gross, bound, registers, x, history, slots, bio_slots,
      factors, trace, depth;
};

/// Calls visit(…) with each of the arrays above of all that are given, side by side.
template <class Visit, class... Of>
PLUME_INLINE void for_each_lane_array(Visit visit, Of&... of) {
  visit(of.right_side...);
  visit(of.g...);
  visit(of.control...);
  visit(of.gross...);
  visit(of.bound...);
  visit(of.registers...);
  visit(of.x...);
  visit(of.history...);
  visit(of.slots...);
  visit(of.bio_slots...);
  visit(of.factors...);
  visit(of.trace...);
  visit(of.depth...);
}

}  // namespace plume

PLUME_ISA_BEGIN

/// Stride of a CPU pack, and of the warp that a GPU thread belongs to: known when compiling.
template <int W>
struct FixedStride {
  PLUME_HD PLUME_INLINE std::size_t operator()(std::size_t i) const { return i * W; }
  /// base + at(i); of a GPU one instruction.
  template <class T>
  PLUME_HD PLUME_INLINE T* place(T* base, std::uint32_t i) const {
#if defined(__CUDA_ARCH__)
    std::size_t at;
    asm("mad.wide.u32 %0, %1, %2, %3;"
        : "=l"(at)
        : "r"(i), "n"(W * sizeof(T)), "l"(__cvta_generic_to_global(base)));
    return static_cast<T*>(__cvta_global_to_generic(at));
#else
    return base + (*this)(i);
#endif
  }
};

template <class Value, class Stride, class Unknown = double>
struct LaneMemory : LaneArrays<Value, Unknown> {
  Stride at{};
};

PLUME_ISA_END
