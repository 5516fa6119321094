// SPDX-License-Identifier: Apache-2.0
// From supplies to scores: g = B s, h = C g, in fp64. Every flow's sum runs over its fixed entries,
// then its drawn ones by kind (lognormal, normal, wide, presampled) in solving order of the
// processes: that order is part of the bit contract.
#pragma once

#include <cstdint>
#include <type_traits>

#include "kernels/api/problem_view.hpp"
#include "kernels/base/pack.hpp"
#include "kernels/solve/lane_memory.hpp"
#include "kernels/solve/realise.hpp"

PLUME_ISA_BEGIN

/// The emissions and factors of this group that own slots.
template <int W, class Value, class Stride, class Unknown>
PLUME_HD void fill_impact_slots(const ProblemView& view,
                                const LaneMemory<Value, Stride, Unknown>& memory,
                                std::uint64_t first) {
  if (view.num_bio_slots > 0)
    fill_slots<Value, W>(view.biosphere_slots, view, view.initial_bio_slot, view.num_bio_slots,
                         first, memory.bio_slots, memory.at, FormulaPart::biosphere,
                         memory.registers);
  if (view.num_factor_slots > 0)
    fill_slots<Value, W>(view.characterisation, view, view.initial_factor, view.num_factor_slots,
                         first, memory.factors, memory.at, FormulaPart::characterisation,
                         memory.registers);
}

/// Of the entries that own a slot.
template <int W, class Value, class Stride, class Unknown, class Add>
PLUME_HD PLUME_INLINE void for_each_slot_value(const ProblemView& view,
                                               const LaneMemory<Value, Stride, Unknown>& memory,
                                               Add add) {
  for (std::uint32_t i = 0; i < view.num_bio_slots; ++i) {
    add(view.bio_slot[i].flow, view.bio_slot[i].row,
        convert<double>(load<Pack<Value, W>>(memory.bio_slots + memory.at(i))));
  }
}

/// Calls add(flow, row, value) for every biosphere entry; each drawn value is drawn once. After
/// fill_impact_slots().
template <int W, DrawCode code, class Value, class Stride, class Unknown, class Add>
PLUME_HD PLUME_INLINE void for_each_biosphere_value(
    const ProblemView& view, const LaneMemory<Value, Stride, Unknown>& memory, std::uint64_t first,
    Add add) {
  using F64 = Pack<double, W>;
  using Values = Pack<Value, W>;
  for (std::uint32_t i = 0; i < view.num_bio_fixed; ++i) {
    add(view.bio_fixed[i].flow, view.bio_fixed[i].row, splat<F64>(view.bio_fixed_value[i]));
  }
  for_each_draw<Value, W, code>(view.biosphere, view, first, [&](const auto& draw, Values value) {
    add(draw.target, draw.row, convert<double>(value));
  });
  for_each_slot_value<W>(view, memory, add);
}

/// What an error of x is measured by when the parts of a score are summed in size: x itself, or
/// where lanes prove their scores what the proof is a multiple of.
template <int W, class Value, class Stride, class Unknown>
PLUME_HD PLUME_INLINE Pack<double, W> size_of_supply(
    const LinearSystem& system, const LaneMemory<Value, Stride, Unknown>& memory, std::size_t place,
    Pack<double, W> x) {
  if (system.proved == 0) return abs(x);
  return convert<double>(load<Pack<float, W>>(memory.depth + memory.at(place)));
}

/// Adds to g[demand][flow] of all demands what for_each(code, add) gives to add(flow, row, value);
/// where sizes are summed also these, |b| times size_of_supply(). `code` is a DrawCode as a type.
template <int W, class Value, class Stride, class Unknown, class ForEach>
PLUME_HD PLUME_INLINE void add_emissions(const ProblemView& view,
                                         const LaneMemory<Value, Stride, Unknown>& memory,
                                         ForEach for_each) {
  using F64 = Pack<double, W>;
  using X = Pack<Unknown, W>;
  const Stride at = memory.at;
  constexpr std::integral_constant<DrawCode, DrawCode::called> called{};
  constexpr std::integral_constant<DrawCode, DrawCode::inlined> inlined{};
  const bool sizes = view.may_cancel != 0;
  if (view.num_demands > 1 || sizes) {
    for_each(called, [&](std::uint32_t flow, std::uint32_t row, F64 value) {
      for (std::uint32_t demand = 0; demand < view.num_demands; ++demand) {
        const std::size_t place = at(static_cast<std::size_t>(demand) * view.num_flows + flow);
        const std::size_t supply = static_cast<std::size_t>(demand) * view.num_rows + row;
        const F64 x = convert<double>(load<X>(memory.x + at(supply)));
        store(memory.g + place, fma(value, x, load<F64>(memory.g + place)));
        if (sizes)
          store(memory.gross + place, fma(abs(value), size_of_supply<W>(view, memory, supply, x),
                                          load<F64>(memory.gross + place)));
      }
    });
    return;
  }
  // Neighbouring entries are of one flow mostly: its sum goes to memory when the next flow's
  // begins.
  std::uint32_t current = no_slot;
  F64 sum = splat<F64>(0.0);
  for_each(inlined, [&](std::uint32_t flow, std::uint32_t row, F64 value) {
    if (flow != current) {
      if (current != no_slot) store(memory.g + at(current), sum);
      sum = load<F64>(memory.g + at(flow));
      current = flow;
    }
    sum = fma(value, convert<double>(load<X>(at.place(memory.x, row))), sum);
  });
  if (current != no_slot) store(memory.g + at(current), sum);
}

/// Flows begin … end of every demand have no emissions yet.
template <int W, class Value, class Stride, class Unknown>
PLUME_HD PLUME_INLINE void clear_inventory(const ProblemView& view,
                                           const LaneMemory<Value, Stride, Unknown>& memory,
                                           std::uint32_t begin, std::uint32_t end) {
  using F64 = Pack<double, W>;
  for (std::uint32_t demand = 0; demand < view.num_demands; ++demand) {
    const std::size_t place = static_cast<std::size_t>(demand) * view.num_flows;
    for (std::uint32_t flow = begin; flow < end; ++flow) {
      store(memory.g + memory.at(place + flow), splat<F64>(0.0));
      if (view.may_cancel != 0) store(memory.gross + memory.at(place + flow), splat<F64>(0.0));
    }
  }
}

/// g[demand][flow] of all demands; where scores may cancel also the sizes |b x| that they are the
/// sums of. After fill_impact_slots().
template <int W, class Value, class Stride, class Unknown>
PLUME_HD void accumulate_inventory(const ProblemView& view,
                                   const LaneMemory<Value, Stride, Unknown>& memory,
                                   std::uint64_t first) {
  clear_inventory<W>(view, memory, 0, view.num_flows);
  add_emissions<W>(view, memory, [&](auto code, auto add) {
    for_each_biosphere_value<W, code()>(view, memory, first, add);
  });
}

// The same in two steps, for a GPU. In the first a thread of four lanes takes the flows of part
// `part` of `parts`: all entries of a flow, fixed and plainly drawn, stand side by side in each
// list.

/// Where the entries of `flow` or later ones begin, in a list sorted by flow.
template <class FlowOf>
PLUME_HD PLUME_INLINE std::uint32_t first_of_flow(std::uint32_t count, std::uint32_t flow,
                                                  FlowOf flow_of) {
  std::uint32_t begin = 0, end = count;
  while (begin < end) {
    const std::uint32_t middle = begin + (end - begin) / 2;
    if (flow_of(middle) < flow) {
      begin = middle + 1;
    } else {
      end = middle;
    }
  }
  return begin;
}

/// The flow that part `part` of `parts` begins with, so that parts have about as many entries of
/// the longest list.
PLUME_HD inline std::uint32_t first_flow_of_part(const ProblemView& view, std::uint32_t part,
                                                 std::uint32_t parts) {
  if (part == 0) return 0;
  if (part == parts) return view.num_flows;
  const DrawLists& drawn = view.biosphere;
  const auto place = [&](std::uint64_t count) {
    return static_cast<std::uint32_t>(count * part / parts);
  };
  if (drawn.num_lognormal >= drawn.num_normal && drawn.num_lognormal >= view.num_bio_fixed &&
      drawn.num_lognormal > 0)
    return drawn.lognormal[place(drawn.num_lognormal)].target;
  if (drawn.num_normal >= view.num_bio_fixed && drawn.num_normal > 0)
    return drawn.normal[place(drawn.num_normal)].target;
  return view.num_bio_fixed > 0 ? view.bio_fixed[place(view.num_bio_fixed)].flow : 0;
}

template <int W, class Value, class Stride, class Unknown>
PLUME_HD void accumulate_plain_part(const ProblemView& view,
                                    const LaneMemory<Value, Stride, Unknown>& memory,
                                    std::uint64_t first, std::uint32_t part, std::uint32_t parts) {
  using F64 = Pack<double, W>;
  const std::uint32_t begin = first_flow_of_part(view, part, parts),
                      end = first_flow_of_part(view, part + 1, parts);
  clear_inventory<W>(view, memory, begin, end);
  const auto range = [&](std::uint32_t count, auto flow_of) {
    return DrawRange{first_of_flow(count, begin, flow_of), first_of_flow(count, end, flow_of)};
  };
  const DrawLists& lists = view.biosphere;
  const DrawRange fixed =
      range(view.num_bio_fixed, [&](std::uint32_t i) { return view.bio_fixed[i].flow; });
  const DrawRange lognormals =
      range(lists.num_lognormal, [&](std::uint32_t i) { return lists.lognormal[i].target; });
  const DrawRange normals =
      range(lists.num_normal, [&](std::uint32_t i) { return lists.normal[i].target; });
  add_emissions<W>(view, memory, [&](auto, auto add) {
    for (std::uint32_t i = fixed.begin; i < fixed.end; ++i)
      add(view.bio_fixed[i].flow, view.bio_fixed[i].row, splat<F64>(view.bio_fixed_value[i]));
    Drawing<W> drawing(view, first);
    for_each_plain_draw<Value, W>(drawing, lists, lognormals, normals,
                                  [&](const auto& draw, Pack<Value, W> value) {
                                    add(draw.target, draw.row, convert<double>(value));
                                  });
  });
}

/// After the parts of plain draws.
template <int W, class Value, class Stride, class Unknown>
PLUME_HD void accumulate_others(const ProblemView& view,
                                const LaneMemory<Value, Stride, Unknown>& memory,
                                std::uint64_t first) {
  add_emissions<W>(view, memory, [&](auto, auto add) {
    Drawing<W> drawing(view, first);
    for_each_wide_draw<Value, W>(drawing, view.biosphere, view, first,
                                 [&](const auto& draw, Pack<Value, W> value) {
                                   add(draw.target, draw.row, convert<double>(value));
                                 });
    for_each_slot_value<W>(view, memory, add);
  });
}

/// The factor of a characterisation entry, normalised; not weighted.
template <int W, class Value, class Stride, class Unknown>
PLUME_HD PLUME_INLINE Pack<double, W> factor_of(const ProblemView& view,
                                                const LaneMemory<Value, Stride, Unknown>& memory,
                                                std::uint32_t entry) {
  using F64 = Pack<double, W>;
  using Values = Pack<Value, W>;
  const std::uint32_t slot = view.entry_slot[entry];
  F64 factor = slot == no_slot ? splat<F64>(view.entry_value[entry])
                               : convert<double>(load<Values>(memory.factors + memory.at(slot)));
  if (view.entry_normalisation != nullptr) {
    factor =
        factor *
        convert<double>(load<Values>(memory.factors + memory.at(view.entry_normalisation[entry])));
  }
  return factor;
}

/// Σ |c| · gross: what the parts of a score come to in size.
template <int W, class Value, class Stride, class Unknown>
PLUME_HD Pack<double, W> gross_score(const ProblemView& view,
                                     const LaneMemory<Value, Stride, Unknown>& memory,
                                     std::uint32_t demand, std::uint32_t category) {
  using F64 = Pack<double, W>;
  using Values = Pack<Value, W>;
  const double* gross = memory.gross + memory.at(static_cast<std::size_t>(demand) * view.num_flows);
  F64 sum = splat<F64>(0.0);
  for (std::uint32_t i = view.category_entry[category]; i < view.category_entry[category + 1];
       ++i) {
    sum = fma(abs(factor_of<W>(view, memory, i)), load<F64>(gross + memory.at(view.entry_flow[i])),
              sum);
  }
  if (view.weighting_slot != no_slot)
    sum = sum * abs(convert<double>(load<Values>(memory.factors + memory.at(view.weighting_slot))));
  return sum;
}

/// Calls put(demand, category, score).
template <int W, class Value, class Stride, class Unknown, class Put>
PLUME_HD void score(const ProblemView& view, const LaneMemory<Value, Stride, Unknown>& memory,
                    Put put) {
  using F64 = Pack<double, W>;
  using Values = Pack<Value, W>;
  const Stride at = memory.at;
  for (std::uint32_t demand = 0; demand < view.num_demands; ++demand) {
    const double* g = memory.g + at(static_cast<std::size_t>(demand) * view.num_flows);
    for (std::uint32_t category = 0; category < view.num_categories; ++category) {
      F64 h = splat<F64>(0.0);
      for (std::uint32_t i = view.category_entry[category]; i < view.category_entry[category + 1];
           ++i) {
        h = fma(factor_of<W>(view, memory, i), load<F64>(g + at(view.entry_flow[i])), h);
      }
      if (view.weighting_slot != no_slot)
        h = h * convert<double>(load<Values>(memory.factors + at(view.weighting_slot)));
      put(demand, category, h);
    }
  }
}

PLUME_ISA_END
