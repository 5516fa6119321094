// SPDX-License-Identifier: Apache-2.0
// From supplies to scores: g = B s, h = C g, in fp64. Every flow's sum runs over its fixed entries, then its drawn ones by
// kind (lognormal, normal, wide, presampled) in solving order of the processes: that order is part of the bit contract.
#pragma once

#include <cstdint>

#include "kernels/api/problem_view.hpp"
#include "kernels/base/pack.hpp"
#include "kernels/solve/lane_memory.hpp"
#include "kernels/solve/realise.hpp"

PLUME_ISA_BEGIN

/// Calls add(flow, row, value) for every biosphere entry; each drawn value is drawn once.
template <int W, class Value, class Stride, class Unknown, class Add>
PLUME_HD PLUME_INLINE void for_each_biosphere_value(const ProblemView& view,
                                                    const LaneMemory<Value, Stride, Unknown>& memory,
                                                    std::uint64_t first, Add add) {
  using F64 = Pack<double, W>;
  using Values = Pack<Value, W>;
  for (std::uint32_t i = 0; i < view.num_bio_fixed; ++i) {
    add(view.bio_fixed[i].flow, view.bio_fixed[i].row, splat<F64>(view.bio_fixed_value[i]));
  }
  for_each_draw<Value, W>(view.biosphere, view, first,
                          [&](const auto& draw, Values value) { add(draw.target, draw.row, convert<double>(value)); });
  if (view.num_bio_slots > 0) {
    fill_slots<Value, W>(view.biosphere_slots, view, view.initial_bio_slot, view.num_bio_slots, first, memory.bio_slots,
                         memory.at, FormulaPart::biosphere, memory.registers);
    for (std::uint32_t i = 0; i < view.num_bio_slots; ++i) {
      add(view.bio_slot[i].flow, view.bio_slot[i].row, convert<double>(load<Values>(memory.bio_slots + memory.at(i))));
    }
  }
}

/// g[demand][flow] of all demands; where scores may cancel also the sizes |b x| that they are the sums of.
template <int W, class Value, class Stride, class Unknown>
PLUME_HD void accumulate_inventory(const ProblemView& view, const LaneMemory<Value, Stride, Unknown>& memory,
                                   std::uint64_t first) {
  using F64 = Pack<double, W>;
  using X = Pack<Unknown, W>;
  const Stride at = memory.at;
  for (std::size_t i = 0; i < static_cast<std::size_t>(view.num_demands) * view.num_flows; ++i) {
    store(memory.g + at(i), splat<F64>(0.0));
  }
  const bool sizes = view.may_cancel != 0;
  for (std::size_t i = 0; sizes && i < static_cast<std::size_t>(view.num_demands) * view.num_flows; ++i) {
    store(memory.gross + at(i), splat<F64>(0.0));
  }
  if (view.num_demands > 1 || sizes) {
    for_each_biosphere_value<W>(view, memory, first, [&](std::uint32_t flow, std::uint32_t row, F64 value) {
      for (std::uint32_t demand = 0; demand < view.num_demands; ++demand) {
        const std::size_t place = at(static_cast<std::size_t>(demand) * view.num_flows + flow);
        const F64 x = convert<double>(load<X>(memory.x + at(static_cast<std::size_t>(demand) * view.num_rows + row)));
        store(memory.g + place, fma(value, x, load<F64>(memory.g + place)));
        if (sizes) store(memory.gross + place, fma(abs(value), abs(x), load<F64>(memory.gross + place)));
      }
    });
    return;
  }
  // Neighbouring entries are of one flow mostly: its sum goes to memory when the next flow's begins.
  std::uint32_t current = no_slot;
  F64 sum = splat<F64>(0.0);
  for_each_biosphere_value<W>(view, memory, first, [&](std::uint32_t flow, std::uint32_t row, F64 value) {
    if (flow != current) {
      if (current != no_slot) store(memory.g + at(current), sum);
      sum = load<F64>(memory.g + at(flow));
      current = flow;
    }
    sum = fma(value, convert<double>(load<X>(memory.x + at(row))), sum);
  });
  if (current != no_slot) store(memory.g + at(current), sum);
}

/// The factors of this group, drawn into their slots.
template <int W, class Value, class Stride, class Unknown>
PLUME_HD void draw_factors(const ProblemView& view, const LaneMemory<Value, Stride, Unknown>& memory,
                           std::uint64_t first) {
  if (view.num_factor_slots == 0) return;
  fill_slots<Value, W>(view.characterisation, view, view.initial_factor, view.num_factor_slots, first, memory.factors,
                       memory.at, FormulaPart::characterisation, memory.registers);
}

/// The factor of a characterisation entry, normalised; not weighted.
template <int W, class Value, class Stride, class Unknown>
PLUME_HD PLUME_INLINE Pack<double, W> factor_of(const ProblemView& view,
                                                const LaneMemory<Value, Stride, Unknown>& memory, std::uint32_t entry) {
  using F64 = Pack<double, W>;
  using Values = Pack<Value, W>;
  const std::uint32_t slot = view.entry_slot[entry];
  F64 factor = slot == no_slot ? splat<F64>(view.entry_value[entry])
                               : convert<double>(load<Values>(memory.factors + memory.at(slot)));
  if (view.entry_normalisation != nullptr) {
    factor = factor * convert<double>(load<Values>(memory.factors + memory.at(view.entry_normalisation[entry])));
  }
  return factor;
}

/// Σ |c| · gross: what the parts of a score come to in size. After score(), which draws the factors.
template <int W, class Value, class Stride, class Unknown>
PLUME_HD Pack<double, W> gross_score(const ProblemView& view, const LaneMemory<Value, Stride, Unknown>& memory,
                                     std::uint32_t demand, std::uint32_t category) {
  using F64 = Pack<double, W>;
  using Values = Pack<Value, W>;
  const double* gross = memory.gross + memory.at(static_cast<std::size_t>(demand) * view.num_flows);
  F64 sum = splat<F64>(0.0);
  for (std::uint32_t i = view.category_entry[category]; i < view.category_entry[category + 1]; ++i) {
    sum = fma(abs(factor_of<W>(view, memory, i)), load<F64>(gross + memory.at(view.entry_flow[i])), sum);
  }
  if (view.weighting_slot != no_slot)
    sum = sum * abs(convert<double>(load<Values>(memory.factors + memory.at(view.weighting_slot))));
  return sum;
}

/// Calls put(demand, category, score). Draws the characterisation factors of this group first.
template <int W, class Value, class Stride, class Unknown, class Put>
PLUME_HD void score(const ProblemView& view, const LaneMemory<Value, Stride, Unknown>& memory, std::uint64_t first,
                    Put put) {
  using F64 = Pack<double, W>;
  using Values = Pack<Value, W>;
  const Stride at = memory.at;
  draw_factors<W>(view, memory, first);
  for (std::uint32_t demand = 0; demand < view.num_demands; ++demand) {
    const double* g = memory.g + at(static_cast<std::size_t>(demand) * view.num_flows);
    for (std::uint32_t category = 0; category < view.num_categories; ++category) {
      F64 h = splat<F64>(0.0);
      for (std::uint32_t i = view.category_entry[category]; i < view.category_entry[category + 1]; ++i) {
        h = fma(factor_of<W>(view, memory, i), load<F64>(g + at(view.entry_flow[i])), h);
      }
      if (view.weighting_slot != no_slot)
        h = h * convert<double>(load<Values>(memory.factors + at(view.weighting_slot)));
      put(demand, category, h);
    }
  }
}

PLUME_ISA_END
