// SPDX-License-Identifier: Apache-2.0
// Draws every number of one lane group into its slot.
#pragma once

#include <cstdint>

#include "kernels/api/problem_view.hpp"
#include "kernels/base/pack.hpp"
#include "kernels/random/copula.hpp"
#include "kernels/random/draw.hpp"
#include "kernels/random/sobol.hpp"
#include "kernels/solve/lane_memory.hpp"
#include "kernels/solve/shares.hpp"

PLUME_ISA_BEGIN

/// Lane numbers 0 … W−1.
template <int W>
PLUME_HD PLUME_INLINE Pack<std::uint32_t, W> lane_numbers() {
  if constexpr (W == 1) {
    return {0u};
  } else {
    alignas(64) constexpr std::uint32_t numbers[16] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    return load<Pack<std::uint32_t, W>>(numbers);
  }
}

/// Calls use(draw, value) for every drawn entry of the lists, arrays excepted. Values are packs of Value.
template <class Value, int W, class Use>
PLUME_HD PLUME_INLINE void for_each_draw(const DrawLists& lists, const ProblemView& view, std::uint64_t first,
                                         Use use) {
  using U32 = Pack<std::uint32_t, W>;
  const U32 lane = lane_numbers<W>();
  const WordSource<W> source(view.seed, first);
  const bool stratified = view.latin_hypercube != 0;
  Strata<W> strata(view.seed, first, lane);
  // Words come for two parameters at a time; an odd last one is drawn with itself.
  const auto pairs = [&](const auto* draws, std::uint32_t count, auto value_of) {
    for (std::uint32_t i = 0; i < count; i += 2) {
      const auto& draw_a = draws[i];
      const auto& draw_b = draws[i + 1 < count ? i + 1 : i];
      U32 a, b;
      if (!stratified) {
        source.draw(draw_a.key, draw_b.key, a, b);
      } else {
        source.template draw<philox_rounds_in_stratum>(draw_a.key, draw_b.key, a, b);
        if (i % 8 == 0) strata.prepare(draws + i, count - i);
        a = strata.apply(a, draw_a.key, i % 8);
        b = strata.apply(b, draw_b.key, i % 8 + 1);
      }
      use(draw_a, value_of(draw_a, a));
      if (i + 1 < count) use(draw_b, value_of(draw_b, b));
    }
  };
  pairs(lists.lognormal, lists.num_lognormal,
        [](const PlainDraw& draw, U32 word) { return convert<Value>(plain_lognormal<W>(draw, word)); });
  pairs(lists.normal, lists.num_normal,
        [](const PlainDraw& draw, U32 word) { return convert<Value>(plain_normal<W>(draw, word)); });
  pairs(lists.wide, lists.num_wide, [&](const WideDraw& draw, U32 word) {
    if (draw.origin == WordOrigin::sobol || draw.origin == WordOrigin::sobol_reversed) {
      word = sobol_word<W>(view.sobol_directions, draw.origin_index, view.seed, first, lane);
      if (draw.origin == WordOrigin::sobol_reversed) word = word ^ splat<U32>(0xffffffffu);
    } else if (draw.origin != WordOrigin::own) {
      word = dependent_word<W>(view, draw, word, first, lane);
    }
    return convert<Value>(wide_draw<W>(draw, word, view.draw_tables));
  });
}

/// Fills slots: initial values, then draws, then presampled columns and options over them, then sums made to hold.
template <class Value, int W, class Stride>
PLUME_HD void fill_slots(const DrawLists& lists, const ProblemView& view, const double* initial,
                         std::uint32_t num_slots, std::uint64_t first, Value* slots, Stride at) {
  using Values = Pack<Value, W>;
  if (initial != nullptr) {
    for (std::uint32_t i = 0; i < num_slots; ++i) store(slots + at(i), splat<Values>(static_cast<Value>(initial[i])));
  }
  for_each_draw<Value, W>(lists, view, first,
                          [&](const auto& draw, Values value) { store(slots + at(draw.target), value); });
  for (std::uint32_t i = 0; i < lists.num_array; ++i) {
    const ArrayDraw& draw = lists.array[i];
    Value* slot = slots + at(draw.target);
    for (int lane = 0; lane < W; ++lane) {
      const std::uint64_t iteration = first + static_cast<std::uint64_t>(lane);
      const std::uint32_t column =
          draw.random == 2 ? switch_option(view, draw, iteration) : array_column(draw, view.seed, iteration);
      const double value = view.array_values[draw.offset + column];
      const double before = draw.multiplies != 0 ? static_cast<double>(slot[lane]) : 1.0;
      if (value == value) slot[lane] = static_cast<Value>(draw.factor * value * before);
    }
  }
  fix_sums<Value, W>(lists, slots, at);
}

PLUME_ISA_END
