// SPDX-License-Identifier: Apache-2.0
// Where one lane group keeps its numbers. Element i of an array of lane l stands at base[i · stride + l]: the lanes of a group lie
// side by side, so that a CPU pack is one aligned load and a GPU warp one coalesced one.
#pragma once

#include <cstddef>
#include <cstdint>

#include "kernels/base/pack.hpp"

PLUME_ISA_BEGIN

/// Stride of a CPU pack: known when compiling.
template <int W>
struct FixedStride {
  PLUME_HD PLUME_INLINE std::size_t operator()(std::size_t i) const { return i * W; }
};

/// Stride of a batch of GPU threads.
struct BatchStride {
  std::size_t lanes;
  PLUME_HD PLUME_INLINE std::size_t operator()(std::size_t i) const { return i * lanes; }
};

template <class Value, class Stride>
struct LaneMemory {
  Value* slots = nullptr;      ///< [num_slots + num_diagonal_slots] technosphere
  Value* bio_slots = nullptr;  ///< [num_bio_slots]
  Value* factors = nullptr;    ///< [num_factor_slots]
  double* x = nullptr;         ///< [demand][row]
  double* history = nullptr;   ///< [anderson_depth][max_monitored] G of the last accelerated sweeps
  double* residual = nullptr;  ///< [1 + anderson_depth][max_monitored] x before the sweep, then F of the last ones
  double* g = nullptr;         ///< [demand][flow]
  double* control = nullptr;   ///< [demand][category]; only where there is a control variate
  Stride at{};
};

PLUME_ISA_END
