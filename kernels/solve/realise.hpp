// SPDX-License-Identifier: Apache-2.0
// Draws every number of one lane group into its slot.
#pragma once

#include <cstdint>
#include <type_traits>

#include "kernels/api/problem_view.hpp"
#include "kernels/base/pack.hpp"
#include "kernels/base/pack_group.hpp"
#include "kernels/formula/evaluate.hpp"
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

/// Plain draws taken side by side: as many as a CPU's registers hold. A GPU thread takes one; its neighbours keep the units busy.
template <int W>
PLUME_HD constexpr int plain_draws_at_once() {
#if defined(__CUDACC__)
  return 1;
#else
  return W == 1 ? 1 : native_bytes == 64 ? 8 : native_bytes == 32 ? 4 : 2;
#endif
}

/// Calls use(draw, value) for every drawn entry of the lists, arrays excepted. Values are packs of Value.
template <class Value, int W, class Use>
PLUME_HD PLUME_INLINE void for_each_draw(const DrawLists& lists, const ProblemView& view, std::uint64_t first,
                                         Use use) {
  using U32 = Pack<std::uint32_t, W>;
  using Values = Pack<Value, W>;
  const U32 lane = lane_numbers<W>();
  const WordSource<W> source(view.seed, first);
  const bool stratified = view.latin_hypercube != 0;
  Strata<W> strata(view.seed, first, lane);
  constexpr int hand = W == 1 ? 1 : 8;  // as Strata prepares them
  // values_of(draws, words, put): put(j, value) for each of G draws. The end of a list is filled up with copies of its last draw.
  const auto each = [&](const auto* draws, std::uint32_t count, auto group_size, auto values_of) {
    constexpr int G = decltype(group_size)::value;
    using Draw = std::decay_t<decltype(*draws)>;
    Draw rest[hand];
    for (std::uint32_t i = 0; i < count; i += static_cast<std::uint32_t>(hand)) {
      const Draw* held = draws + i;
      const int left = count - i < static_cast<std::uint32_t>(hand) ? static_cast<int>(count - i) : hand;
      if (left < hand) {
        for (int j = 0; j < hand; ++j) rest[j] = held[j < left ? j : left - 1];
        held = rest;
      }
      if (stratified) strata.prepare([&](int j) { return held[j].key; });
      for (int j = 0; j < left; j += G) {
        const auto key_of = [&](int k) { return held[j + k].key; };
        auto words = stratified ? strata.template apply<G>(source.template draw<G, philox_rounds_in_stratum>(key_of), j)
                                : source.template draw<G>(key_of);
        values_of(held + j, words, [&](int k, Values value) {
          if (j + k < left) use(draws[i + static_cast<std::uint32_t>(j + k)], value);
        });
      }
    }
  };
  constexpr int G = plain_draws_at_once<W>();
  using Many = std::integral_constant<int, G>;
  each(lists.lognormal, lists.num_lognormal, Many{}, [](const PlainDraw* draws, auto words, auto put) {
    for_each_pack<W>(plain_lognormals<W, G>(draws, words), [&](int k, auto value) { put(k, convert<Value>(value)); });
  });
  each(lists.normal, lists.num_normal, Many{}, [](const PlainDraw* draws, auto words, auto put) {
    for_each_pack<W>(plain_normals<W, G>(draws, words), [&](int k, auto value) { put(k, convert<Value>(value)); });
  });
  using Few = std::integral_constant<int, W == 1 ? 1 : 2>;
  each(lists.wide, lists.num_wide, Few{}, [&](const WideDraw* draws, auto words, auto put) {
    for_each_pack<W>(words, [&](int k, U32 word) {
      const WideDraw& draw = draws[k];
      if (draw.origin == WordOrigin::sobol || draw.origin == WordOrigin::sobol_reversed) {
        word = sobol_word<W>(view.sobol_directions, draw.origin_index, view.seed, first, lane);
        if (draw.origin == WordOrigin::sobol_reversed) word = word ^ splat<U32>(0xffffffffu);
      } else if (draw.origin != WordOrigin::own) {
        word = dependent_word<W>(view, draw, word, first, lane);
      }
      put(k, convert<Value>(wide_draw<W>(draw, word, view.draw_tables)));
    });
  });
}

/// Runs one part of the program of formulas.
template <int W, class Value, class Stride>
PLUME_HD PLUME_INLINE void run_part(const FormulaView& formulas, FormulaPart part, double* registers, Value* slots,
                                    Stride at) {
  const std::uint32_t* const begin = formulas.part_begin + static_cast<std::uint32_t>(part);
  run_formulas<Value, W>(formulas.steps + begin[0], begin[1] - begin[0], formulas.constants, registers, slots, at);
}

/// Fills slots: initial values, then draws, then presampled columns and options over them, then amounts of formulas, then sums made to hold.
template <class Value, int W, class Stride>
PLUME_HD void fill_slots(const DrawLists& lists, const ProblemView& view, const double* initial,
                         std::uint32_t num_slots, std::uint64_t first, Value* slots, Stride at,
                         FormulaPart part = FormulaPart::shared, double* registers = nullptr) {
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
  if (part != FormulaPart::shared) run_part<W>(view.formulas, part, registers, slots, at);
  fix_sums<Value, W>(lists, slots, at);
}

/// The drawn parameters of formulas, and what several parts make of them, into registers.
template <int W, class Stride>
PLUME_HD void draw_parameters(const ProblemView& view, std::uint64_t first, double* registers, Stride at) {
  if (view.formulas.num_parameters == 0) return;
  fill_slots<double, W>(view.formulas.parameters, view, view.formulas.initial, view.formulas.num_parameters, first,
                        registers, at);
  run_part<W>(view.formulas, FormulaPart::shared, registers, registers, at);
}

PLUME_ISA_END
