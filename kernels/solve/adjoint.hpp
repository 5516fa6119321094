// SPDX-License-Identifier: Apache-2.0
// Scores by adjoints, for fewer categories than demands: K systems instead of D.
//
//     Aᵀ μ_k = (C B)_kᵀ,      h_kd = μ_k · f_d
//
// The transpose runs through the rows the other way round, suppliers before their consumers: its
// row r is the technosphere's row num_rows − 1 − r.
#pragma once

#include <cstdint>

#include "kernels/api/problem_view.hpp"
#include "kernels/base/pack.hpp"
#include "kernels/solve/impact.hpp"
#include "kernels/solve/lane_memory.hpp"
#include "kernels/solve/solve.hpp"

PLUME_ISA_BEGIN

/// The unknowns of the adjoint stand behind those of the technosphere.
template <class Value, class Stride, class Unknown>
PLUME_HD PLUME_INLINE LaneMemory<Value, Stride, Unknown> adjoint_memory(
    const ProblemView& view, const LaneMemory<Value, Stride, Unknown>& memory) {
  LaneMemory<Value, Stride, Unknown> shifted = memory;
  shifted.x += memory.at(static_cast<std::size_t>(view.num_right_sides) * view.num_rows);
  shifted.bound += memory.at(view.num_right_sides);
  return shifted;
}

/// (CB)_kᵀ of every category: each biosphere value, times the factors of its flow, onto its
/// process. After fill_impact_slots().
template <int W, class Value, class Stride, class Unknown>
PLUME_HD void accumulate_intensities(const ProblemView& view,
                                     const LaneMemory<Value, Stride, Unknown>& memory,
                                     std::uint64_t first) {
  using F64 = Pack<double, W>;
  using Values = Pack<Value, W>;
  const Stride at = memory.at;
  const std::size_t n = view.num_rows;
  for (std::size_t i = 0; i < view.num_categories * n; ++i)
    store(memory.right_side + at(i), splat<F64>(0.0));
  for_each_biosphere_value<W, DrawCode::called>(
      view, memory, first, [&](std::uint32_t flow, std::uint32_t row, F64 value) {
        for (std::uint32_t i = view.flow_entry[flow]; i < view.flow_entry[flow + 1]; ++i) {
          const std::uint32_t entry = view.entry_of_flow[i];
          double* intensity =
              memory.right_side + at(view.entry_category[entry] * n + (n - 1 - row));
          store(intensity, fma(factor_of<W>(view, memory, entry), value, load<F64>(intensity)));
        }
      });
  if (view.weighting_slot == no_slot) return;
  const F64 weight = convert<double>(load<Values>(memory.factors + at(view.weighting_slot)));
  for (std::size_t i = 0; i < view.num_categories * n; ++i) {
    store(memory.right_side + at(i), weight * load<F64>(memory.right_side + at(i)));
  }
}

template <int W, class Value, class Stride, class Unknown>
PLUME_HD SolveOutcome<W> solve_adjoint(const ProblemView& view,
                                       const LaneMemory<Value, Stride, Unknown>& memory,
                                       const SweepLimits& limits, std::uint64_t first) {
  fill_impact_slots<W>(view, memory, first);
  accumulate_intensities<W>(view, memory, first);
  return solve<W>(view.adjoint, adjoint_memory(view, memory), limits, view.right_sides_at_once);
}

/// Σ |f μ|: what the parts of a score come to in size.
template <int W, class Value, class Stride, class Unknown>
PLUME_HD Pack<double, W> gross_by_adjoint(const ProblemView& view,
                                          const LaneMemory<Value, Stride, Unknown>& memory,
                                          std::uint32_t demand, std::uint32_t category) {
  using F64 = Pack<double, W>;
  const std::size_t n = view.num_rows;
  const Unknown* const adjoint = adjoint_memory(view, memory).x;
  F64 sum = splat<F64>(0.0);
  for (std::uint32_t i = view.demand_begin[demand]; i < view.demand_begin[demand + 1]; ++i) {
    const F64 part = splat<F64>(view.demand_value[i]) *
                     convert<double>(load<Pack<Unknown, W>>(
                         adjoint + memory.at(category * n + (n - 1 - view.demand_row[i]))));
    sum = sum + abs(part);
  }
  return sum;
}

/// Calls put(demand, category, score).
template <int W, class Value, class Stride, class Unknown, class Put>
PLUME_HD void score_by_adjoint(const ProblemView& view,
                               const LaneMemory<Value, Stride, Unknown>& memory, Put put) {
  using F64 = Pack<double, W>;
  using X = Pack<Unknown, W>;
  const std::size_t n = view.num_rows;
  const Unknown* const adjoint = adjoint_memory(view, memory).x;
  for (std::uint32_t demand = 0; demand < view.num_demands; ++demand) {
    for (std::uint32_t category = 0; category < view.num_categories; ++category) {
      F64 h = splat<F64>(0.0);
      for (std::uint32_t i = view.demand_begin[demand]; i < view.demand_begin[demand + 1]; ++i) {
        const std::size_t row = category * n + (n - 1 - view.demand_row[i]);
        h = fma(splat<F64>(view.demand_value[i]),
                convert<double>(load<X>(adjoint + memory.at(row))), h);
      }
      put(demand, category, h);
    }
  }
}

PLUME_ISA_END
