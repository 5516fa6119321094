// SPDX-License-Identifier: Apache-2.0
// How much memory a lane needs, and where its arrays lie in one allocation.
#pragma once

#include <cstddef>
#include <type_traits>

#include "kernels/api/batch_runner.hpp"
#include "kernels/api/problem_view.hpp"
#include "kernels/solve/lane_memory.hpp"

namespace plume {

[[nodiscard]] inline LaneArraySizes lane_array_sizes(const ProblemView& view) {
  const bool has_adjoint = view.adjoint.num_right_sides > 0;
  const std::size_t adjoint_rows =
      static_cast<std::size_t>(view.adjoint.num_right_sides) * view.adjoint.num_rows;
  const std::size_t monitored =
      static_cast<std::size_t>(view.right_sides_at_once) *
      (view.adjoint.max_monitored > view.max_monitored ? view.adjoint.max_monitored
                                                       : view.max_monitored);
  const std::size_t inventory = static_cast<std::size_t>(view.num_demands) * view.num_flows;
  LaneArraySizes sizes{};
  sizes.right_side = adjoint_rows;
  sizes.g = has_adjoint ? 0 : inventory;
  sizes.control =
      view.num_control > 0 ? static_cast<std::size_t>(view.num_demands) * view.num_categories : 0;
  sizes.gross = view.may_cancel != 0 && !has_adjoint ? inventory : 0;
  sizes.bound = static_cast<std::size_t>(view.num_right_sides) + view.adjoint.num_right_sides;
  sizes.registers = view.formulas.num_registers;
  sizes.x = static_cast<std::size_t>(view.num_right_sides) * view.num_rows + adjoint_rows;
  sizes.history = std::size_t{anderson_depth} * monitored;
  sizes.slots = static_cast<std::size_t>(view.num_slots) + view.num_diagonal_slots;
  sizes.bio_slots = view.num_bio_slots;
  sizes.factors = view.num_factor_slots;
  sizes.trace = (std::size_t{anderson_depth} + 1) * monitored;
  sizes.depth = view.depth != nullptr || view.adjoint.depth != nullptr ? view.num_rows : 0;
  if (view.proved != 0) sizes.depth *= view.num_right_sides;
  return sizes;
}

[[nodiscard]] inline std::size_t value_bytes(ValueType type) {
  return type == ValueType::fp32 ? 4 : 8;
}

/// Calls use(Value{}, Unknown{}) with the types of the precision.
template <class Use>
PLUME_INLINE void with_types(LaneTypes types, Use use) {
  if (types.unknowns == ValueType::fp32) {
    use(float{}, float{});
  } else if (types.values == ValueType::fp32) {
    use(float{}, double{});
  } else {
    use(double{}, double{});
  }
}

/// Bytes of one lane.
[[nodiscard]] inline std::size_t bytes_per_lane(const ProblemView& view, LaneTypes types) {
  const LaneArraySizes sizes = lane_array_sizes(view);
  std::size_t bytes = 0;
  with_types(types, [&](auto value, auto unknown) {
    const LaneArrays<decltype(value), decltype(unknown)> arrays;
    for_each_lane_array([&](auto* array, std::size_t size) { bytes += size * sizeof(*array); },
                        arrays, sizes);
  });
  return bytes;
}

/// One group's arrays, of whatever types.
using Workspace = LaneArrays<void, void>;

/// Cut from `base` (64-byte aligned, lanes · bytes_per_lane long) in units of whole lanes. Widest
/// types first, so that any number of lanes keeps every array aligned.
[[nodiscard]] inline Workspace cut_workspace(const ProblemView& view, LaneTypes types,
                                             std::size_t lanes, void* base) {
  const LaneArraySizes sizes = lane_array_sizes(view);
  char* next = static_cast<char*>(base);
  Workspace workspace;
  with_types(types, [&](auto value, auto unknown) {
    const LaneArrays<decltype(value), decltype(unknown)> arrays;
    for_each_lane_array(
        [&](auto* typed, std::size_t size, auto*& array) {
          array = reinterpret_cast<std::remove_reference_t<decltype(array)>>(next);
          next += size * sizeof(*typed) * lanes;
        },
        arrays, sizes, workspace);
  });
  return workspace;
}

}  // namespace plume

PLUME_ISA_BEGIN

/// The arrays as a lane program of these types sees them.
template <class Value, class Unknown, class Stride>
PLUME_INLINE LaneMemory<Value, Stride, Unknown> lane_memory(const Workspace& workspace, Stride at) {
  LaneMemory<Value, Stride, Unknown> memory;
  for_each_lane_array(
      [](auto*& typed, auto* array) {
        typed = static_cast<std::remove_reference_t<decltype(typed)>>(array);
      },
      memory, workspace);
  memory.at = at;
  return memory;
}

PLUME_ISA_END
