// SPDX-License-Identifier: Apache-2.0
#include "kernels/engine/workspace.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "tests/support/random_model.hpp"

namespace plume::workspace_test {
namespace {

TEST(Workspace, ValuesTakeFourOrEightBytes) {
  EXPECT_EQ(4u, value_bytes(ValueType::fp32));
  EXPECT_EQ(8u, value_bytes(ValueType::fp64));
}

TEST(Workspace, TheHostIsToldWhatALaneTakes) {
  const Problem problem = testing::random_model(1, {}).compile();
  for (const ValueType type : {ValueType::fp32, ValueType::fp64}) {
    EXPECT_EQ(bytes_per_lane(problem.view(), type), lane_bytes(problem.view(), type));
    EXPECT_GE(lane_bytes(problem.view(), type), 8u * problem.num_rows);
  }
}

TEST(Workspace, PiecesLieInsideTheAllocationApartAndAligned) {
  for (std::uint64_t seed = 0; seed < 8; ++seed) {
    CompileOptions options;
    options.adjoint = seed % 4 < 2 ? AdjointUse::never : AdjointUse::always;
    const Problem problem =
        testing::random_model(seed, {.normalised = seed % 2 == 0}).compile(options);
    const ProblemView view = problem.view();
    const LaneArraySizes sizes = lane_array_sizes(view);
    EXPECT_EQ(view.num_slots + view.num_diagonal_slots, sizes.slots);
    EXPECT_EQ(view.num_rows * (view.num_right_sides + view.adjoint.num_right_sides), sizes.x);
    for (const LaneTypes type : {LaneTypes(ValueType::fp32), LaneTypes(ValueType::fp64),
                                 LaneTypes(ValueType::fp32, ValueType::fp32)}) {
      for (const std::size_t lanes : {std::size_t{1}, std::size_t{16}, std::size_t{384}}) {
        const std::size_t bytes = bytes_per_lane(view, type) * lanes;
        alignas(64) static char base[1 << 24];
        ASSERT_LT(bytes, sizeof(base));
        const Workspace w = cut_workspace(view, type, lanes, base);
        std::vector<std::pair<std::size_t, std::size_t>> pieces;
        const auto note = [&](const void* p, std::size_t elements, std::size_t size) {
          const auto begin = static_cast<std::size_t>(static_cast<const char*>(p) - base);
          if (lanes % 16 == 0) {
            EXPECT_EQ(0u, begin % 64) << "a pack is loaded as whole vectors";
          }
          EXPECT_EQ(0u, begin % size);
          pieces.emplace_back(begin, begin + elements * size * lanes);
        };
        with_types(type, [&](auto value, auto unknown) {
          const LaneArrays<decltype(value), decltype(unknown)> arrays;
          for_each_lane_array([&](auto* typed, std::size_t elements,
                                  const void* piece) { note(piece, elements, sizeof(*typed)); },
                              arrays, sizes, w);
        });
        EXPECT_EQ(sizeof(LaneArraySizes) / sizeof(std::size_t), pieces.size());
        EXPECT_EQ(sizeof(Workspace) / sizeof(void*), pieces.size());
        std::sort(pieces.begin(), pieces.end());
        for (std::size_t i = 0; i + 1 < pieces.size(); ++i)
          EXPECT_LE(pieces[i].second, pieces[i + 1].first);
        EXPECT_LE(pieces.back().second, bytes);
      }
    }
  }
}

}  // namespace
}  // namespace plume::workspace_test
