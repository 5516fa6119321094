// SPDX-License-Identifier: Apache-2.0
// The whole life of one lane group: draw, solve, score. One GPU thread runs it with W = 1, a CPU thread with packs of 16.
#pragma once

#include <cstdint>

#include "kernels/api/batch.hpp"
#include "kernels/api/problem_view.hpp"
#include "kernels/solve/impact.hpp"
#include "kernels/solve/realise.hpp"
#include "kernels/solve/solve.hpp"

PLUME_ISA_BEGIN

/// Runs iterations first … first + W − 1 and writes those in [batch.first, batch.first + batch.count).
template <int W, class Value, class Stride>
PLUME_HD void run_lane_group(const ProblemView& view, const LaneMemory<Value, Stride>& memory, const BatchOutput& batch,
                             std::uint64_t first) {
  using F64 = Pack<double, W>;
  using Mask64 = Pack<std::int64_t, W>;
  const Stride at = memory.at;
  fill_slots<Value, W>(view.technosphere, view, view.initial_slot, view.num_slots + view.num_diagonal_slots, first,
                       memory.slots, at);
  Mask64 unsolved = splat<Mask64>(0), flipped = splat<Mask64>(0);
  std::uint32_t sweeps = 0;
  for (std::uint32_t demand = 0; demand < view.num_demands; ++demand) {
    const SolveOutcome<W> outcome = solve<W>(view, memory, demand);
    unsolved = unsolved | outcome.unsolved;
    sweeps += outcome.sweeps;
    const std::size_t first_row = static_cast<std::size_t>(demand) * view.num_rows;
    for (std::uint32_t i = view.sign_begin[demand]; i < view.sign_begin[demand + 1]; ++i) {
      const std::size_t row = first_row + view.sign_row[i];
      flipped = flipped | (load<F64>(memory.x + at(row)) * splat<F64>(view.initial[row]) < splat<F64>(0.0));
    }
  }
  accumulate_inventory<W>(view, memory, first);

  // A group may begin before the batch or reach past its end: only the lanes inside it are written.
  const auto for_lanes_inside = [&](auto write) {
    for (int lane = 0; lane < W; ++lane) {
      const std::uint64_t iteration = first + static_cast<std::uint64_t>(lane);
      if (iteration >= batch.first && iteration < batch.first + batch.count) write(lane, iteration - batch.first);
    }
  };
  const auto put = [&](double* out, std::size_t num_columns, std::size_t column, F64 value) {
    alignas(64) double lanes[W];
    store(lanes, value);
    for_lanes_inside([&](int lane, std::uint64_t i) { out[i * num_columns + column] = lanes[lane]; });
  };
  const std::size_t num_outputs = static_cast<std::size_t>(view.num_demands) * view.num_categories;
  score<W>(view, memory, first, [&](std::uint32_t demand, std::uint32_t category, F64 h) {
    put(batch.scores, num_outputs, static_cast<std::size_t>(demand) * view.num_categories + category, h);
    unsolved = unsolved | (h - h != splat<F64>(0.0));  // not finite: the direct solver has the last word
  });
  alignas(64) std::int64_t unsolved_lanes[W], flipped_lanes[W];
  store(unsolved_lanes, unsolved);
  store(flipped_lanes, flipped);
  for_lanes_inside([&](int lane, std::uint64_t i) {
    batch.outcome[i] = unsolved_lanes[lane] != 0 ? LaneOutcome::unsolved
                       : flipped_lanes[lane] != 0 ? LaneOutcome::infeasible
                                                  : LaneOutcome::ok;
    if (batch.sweeps != nullptr) batch.sweeps[i] = sweeps;
  });
  if (batch.supply != nullptr) {
    const std::size_t count = static_cast<std::size_t>(view.num_demands) * view.num_rows;
    for (std::size_t i = 0; i < count; ++i) put(batch.supply, count, i, load<F64>(memory.x + at(i)));
  }
  if (batch.inventory != nullptr) {
    const std::size_t count = static_cast<std::size_t>(view.num_demands) * view.num_flows;
    for (std::size_t i = 0; i < count; ++i) put(batch.inventory, count, i, load<F64>(memory.g + at(i)));
  }
}

PLUME_ISA_END
