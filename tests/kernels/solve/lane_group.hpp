// SPDX-License-Identifier: Apache-2.0
// The memory of one lane group, for tests that call the steps of the lane program one by one.
//
//     LaneGroup<16> group(problem.view());
//     draw_lane_group<16>(group.view, group.memory, 0);
//     group.x(demand, row, lane)
#pragma once

#include <cstddef>
#include <cstdlib>
#include <memory>

#include "kernels/engine/workspace.hpp"
#include "kernels/solve/lane_memory.hpp"

namespace plume::testing {

template <int W, class Value = double, class Unknown = double>
struct LaneGroup {
  struct Free {
    void operator()(void* p) const { std::free(p); }
  };

  explicit LaneGroup(const ProblemView& v) : view(v) {
    const LaneTypes type(sizeof(Value) == 4 ? ValueType::fp32 : ValueType::fp64,
                         sizeof(Unknown) == 4 ? ValueType::fp32 : ValueType::fp64);
    const std::size_t bytes = (bytes_per_lane(v, type) * W + 64) / 64 * 64;
    bytes_.reset(std::aligned_alloc(64, bytes));
    for (std::size_t i = 0; i < bytes; ++i)
      static_cast<unsigned char*>(bytes_.get())[i] = 0xff;  // NaN: nothing may be read unwritten
    const Workspace w = cut_workspace(v, type, W, bytes_.get());
    memory = lane_memory<Value, Unknown>(w, FixedStride<W>{});
  }

  [[nodiscard]] Unknown& x(std::size_t demand, std::size_t row, std::size_t lane = 0) const {
    return memory.x[(demand * view.num_rows + row) * W + lane];
  }
  [[nodiscard]] double g(std::size_t demand, std::size_t flow, std::size_t lane = 0) const {
    return memory.g[(demand * view.num_flows + flow) * W + lane];
  }

  ProblemView view;
  LaneMemory<Value, FixedStride<W>, Unknown> memory;

 private:
  std::unique_ptr<void, Free> bytes_;
};

/// A mask with the lanes of the bits set.
template <int W>
Pack<std::int64_t, W> lanes_of(std::uint32_t bits) {
  alignas(64) std::int64_t lanes[W];
  for (int i = 0; i < W; ++i) lanes[i] = (bits >> i & 1u) != 0 ? -1 : 0;
  return load<Pack<std::int64_t, W>>(lanes);
}

/// One lane of a pack.
template <class T, int W>
T lane_of(Pack<T, W> pack, int lane) {
  alignas(64) T lanes[W];
  store(lanes, pack);
  return lanes[lane];
}

}  // namespace plume::testing
