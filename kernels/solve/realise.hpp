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
    alignas(64) constexpr std::uint32_t numbers[16] = {0, 1, 2,  3,  4,  5,  6,  7,
                                                       8, 9, 10, 11, 12, 13, 14, 15};
    return load<Pack<std::uint32_t, W>>(numbers);
  }
}

/// Plain draws taken side by side: as many as a CPU's registers hold. A GPU thread takes one; its
/// neighbours keep the units busy.
template <int W>
PLUME_HD constexpr int plain_draws_at_once() {
#if defined(__CUDACC__)
  return 1;
#else
  return W == 1 ? 1 : native_bytes == 64 ? 8 : native_bytes == 32 ? 4 : 2;
#endif
}

/// Draws whose values are made before the first is used: as many as Strata prepares.
template <int W>
PLUME_HD constexpr int draws_in_hand() {
  return W == 16 ? 8 : 1;
}

/// Some of the draws of a list: those from `begin` to before `end`.
struct DrawRange {
  std::uint32_t begin, end;
};

// Kinds of draws: values() makes those of at_once draws, given their words.

template <int W>
struct Lognormals {
  using Number = float;
  static constexpr int at_once = plain_draws_at_once<W>();

  PLUME_HD PLUME_INLINE void values(const PlainDraw* draws, Pack<std::uint32_t, W * at_once> words,
                                    Pack<float, W>* values) const {
    for_each_pack<W>(plain_lognormals<W, at_once>(draws, words),
                     [&](int j, Pack<float, W> value) { values[j] = value; });
  }
};

template <int W>
struct Normals {
  using Number = float;
  static constexpr int at_once = plain_draws_at_once<W>();

  PLUME_HD PLUME_INLINE void values(const PlainDraw* draws, Pack<std::uint32_t, W * at_once> words,
                                    Pack<float, W>* values) const {
    for_each_pack<W>(plain_normals<W, at_once>(draws, words),
                     [&](int j, Pack<float, W> value) { values[j] = value; });
  }
};

/// Whether a loop over draws has the code that makes values in it, or calls it. On a CPU the first
/// is some 2 % faster, and 20 kB for each use and type of value: loops that run for few studies, or
/// do more with each value, call it.
enum class DrawCode { inlined, called };

/// The words of W iterations, list by list.
template <int W>
struct Drawing {
  using U32 = Pack<std::uint32_t, W>;
  U32 lane;
  WordSource<W> source;
  bool stratified;
  Strata<W> strata;

  PLUME_HD PLUME_INLINE Drawing(const ProblemView& view, std::uint64_t first)
      : lane(lane_numbers<W>()),
        source(view.seed, first),
        stratified(view.latin_hypercube != 0),
        strata(view.seed, first, lane) {}

  /// The values of the first `count` of `draws`, one to draws_in_hand().
  template <class Kind, class Draw>
  PLUME_HD PLUME_INLINE void take(const Kind& kind, const Draw* draws, int count,
                                  Pack<typename Kind::Number, W>* values) {
    constexpr int hand = draws_in_hand<W>(), G = Kind::at_once;
    Draw rest[hand];  // the end of a list, filled up with copies of its last draw
    if (count < hand) {
      for (int j = 0; j < hand; ++j) rest[j] = draws[j < count ? j : count - 1];
      draws = rest;
    }
    if (stratified) strata.prepare([&](int j) { return draws[j].key; });
    for (int j = 0; j < count; j += G) {
      const auto key_of = [&](int k) { return draws[j + k].key; };
      const auto words = stratified
                             ? strata.template apply<G>(
                                   source.template draw<G, philox_rounds_in_stratum>(key_of), j)
                             : source.template draw<G>(key_of);
      kind.values(draws + j, words, values + j);
    }
  }

  template <class Kind, class Draw>
  PLUME_HD PLUME_CALLED_ON_CPU void take_by_call(const Kind& kind, const Draw* draws, int count,
                                                 Pack<typename Kind::Number, W>* values) {
    take(kind, draws, count, values);
  }

  /// Calls use(draw, value) for some draws of one kind.
  template <class Value, DrawCode code, class Kind, class Draw, class Use>
  PLUME_HD PLUME_INLINE void each(const Kind& kind, View<Draw> all, DrawRange range, Use use) {
    constexpr int hand = draws_in_hand<W>();
    Pack<typename Kind::Number, W> values[hand];
    for (std::uint32_t i = range.begin; i < range.end; i += static_cast<std::uint32_t>(hand)) {
      const Draw* const draws = all + i;
      const int count =
          range.end - i < static_cast<std::uint32_t>(hand) ? static_cast<int>(range.end - i) : hand;
      if constexpr (code == DrawCode::called) {
        take_by_call(kind, draws, count, values);
      } else {
        take(kind, draws, count, values);
      }
      for (int j = 0; j < count; ++j) use(draws[j], convert<Value>(values[j]));
    }
  }
};

/// Calls use(draw, value) for the lognormals and normals of these ranges.
template <class Value, int W, DrawCode code = DrawCode::inlined, class Use>
PLUME_HD PLUME_INLINE void for_each_plain_draw(Drawing<W>& drawing, const DrawLists& lists,
                                               DrawRange lognormals, DrawRange normals, Use use) {
  drawing.template each<Value, code>(Lognormals<W>{}, lists.lognormal, lognormals, use);
  drawing.template each<Value, code>(Normals<W>{}, lists.normal, normals, use);
}

/// Draws of another kind than plain ones, each with the word of its own.
template <int W>
struct WideValues {
  using Number = double;
  static constexpr int at_once = W == 16 ? 2 : 1;
  const ProblemView& view;
  std::uint64_t first;
  Pack<std::uint32_t, W> lane;

  PLUME_HD PLUME_CALLED_ON_CPU void value(const WideDraw& draw, Pack<std::uint32_t, W> word,
                                          Pack<double, W>* value) const {
    using U32 = Pack<std::uint32_t, W>;
    if (draw.origin == WordOrigin::sobol || draw.origin == WordOrigin::sobol_reversed) {
      word = sobol_word<W>(view.sobol_directions, draw.origin_index, view.seed, first, lane);
      if (draw.origin == WordOrigin::sobol_reversed) word = word ^ splat<U32>(0xffffffffu);
    } else if (draw.origin != WordOrigin::own) {
      word = dependent_word<W>(view, draw, word, first, lane);
    }
    *value = wide_draw<W>(draw, word, view.draw_tables);
  }

  PLUME_HD PLUME_INLINE void values(const WideDraw* draws, Pack<std::uint32_t, W * at_once> words,
                                    Pack<double, W>* values) const {
    for_each_pack<W>(
        words, [&](int j, Pack<std::uint32_t, W> word) { value(draws[j], word, values + j); });
  }
};

/// Calls use(draw, value) for every draw of another kind, arrays excepted.
template <class Value, int W, class Use>
PLUME_HD PLUME_INLINE void for_each_wide_draw(Drawing<W>& drawing, const DrawLists& lists,
                                              const ProblemView& view, std::uint64_t first,
                                              Use use) {
  drawing.template each<Value, DrawCode::called>(WideValues<W>{view, first, drawing.lane},
                                                 lists.wide, DrawRange{0, lists.num_wide}, use);
}

/// Calls use(draw, value) for every drawn entry of the lists, arrays excepted. Values are packs of
/// Value.
template <class Value, int W, DrawCode code = DrawCode::inlined, class Use>
PLUME_HD PLUME_INLINE void for_each_draw(const DrawLists& lists, const ProblemView& view,
                                         std::uint64_t first, Use use) {
  Drawing<W> drawing(view, first);
  for_each_plain_draw<Value, W, code>(drawing, lists, {0, lists.num_lognormal},
                                      {0, lists.num_normal}, use);
  for_each_wide_draw<Value, W>(drawing, lists, view, first, use);
}

/// What stands in slots before any draw.
template <class Value, int W, class Stride>
PLUME_HD PLUME_INLINE void fill_initial(const double* initial, std::uint32_t num_slots,
                                        Value* slots, Stride at) {
  if (initial == nullptr) return;
  for (std::uint32_t i = 0; i < num_slots; ++i)
    store(slots + at(i), splat<Pack<Value, W>>(static_cast<Value>(initial[i])));
}

/// Presampled columns and options over what was drawn.
template <class Value, int W, class Stride>
PLUME_HD void fill_columns(const DrawLists& lists, const ProblemView& view, std::uint64_t first,
                           Value* slots, Stride at) {
  for (std::uint32_t i = 0; i < lists.num_array; ++i) {
    const ArrayDraw& draw = lists.array[i];
    Value* slot = slots + at(draw.target);
    for (int lane = 0; lane < W; ++lane) {
      const std::uint64_t iteration = first + static_cast<std::uint64_t>(lane);
      const std::uint32_t column = draw.random == 2 ? switch_option(view, draw, iteration)
                                                    : array_column(draw, view.seed, iteration);
      const double value = view.array_values[draw.offset + column];
      const double before = draw.multiplies != 0 ? static_cast<double>(slot[lane]) : 1.0;
      if (value == value) slot[lane] = static_cast<Value>(draw.factor * value * before);
    }
  }
}

/// Runs one part of the program of formulas.
template <int W, class Value, class Stride>
PLUME_HD PLUME_INLINE void run_part(const FormulaView& formulas, FormulaPart part,
                                    double* registers, Value* slots, Stride at) {
  const std::uint32_t* const begin = formulas.part_begin + static_cast<std::uint32_t>(part);
  run_formulas<Value, W>(formulas.steps + begin[0], begin[1] - begin[0], formulas.constants,
                         registers, slots, at);
}

/// Fills slots: initial values, then draws, then presampled columns and options over them, then
/// amounts of formulas, then sums made to hold.
template <class Value, int W, class Stride>
PLUME_HD void fill_slots(const DrawLists& lists, const ProblemView& view, const double* initial,
                         std::uint32_t num_slots, std::uint64_t first, Value* slots, Stride at,
                         FormulaPart part = FormulaPart::shared, double* registers = nullptr) {
  fill_initial<Value, W>(initial, num_slots, slots, at);
  for_each_draw<Value, W>(lists, view, first, [&](const auto& draw, Pack<Value, W> value) {
    store(at.place(slots, draw.target), value);
  });
  fill_columns<Value, W>(lists, view, first, slots, at);
  if (part != FormulaPart::shared) run_part<W>(view.formulas, part, registers, slots, at);
  fix_sums<Value, W>(lists, slots, at);
}

/// The drawn parameters of formulas, and what several parts make of them, into registers.
template <int W, class Stride>
PLUME_HD void draw_parameters(const ProblemView& view, std::uint64_t first, double* registers,
                              Stride at) {
  if (view.formulas.num_parameters == 0) return;
  fill_slots<double, W>(view.formulas.parameters, view, view.formulas.initial,
                        view.formulas.num_parameters, first, registers, at);
  run_part<W>(view.formulas, FormulaPart::shared, registers, registers, at);
}

// The same by steps, for a GPU: fill_initial() and fill_plain_part() by threads of four lanes, of
// which the second takes part `part` of `parts`; then fill_others(), run_part() and fix_sums() by
// threads of one.

/// Some numbers that own slots: how many, and what fills these.
struct SlotNumbers {
  std::uint32_t count;
  const double* initial;
  DrawLists lists;
};

/// Those that a part of the formulas goes over; of the shared part the parameters.
inline SlotNumbers slot_numbers(const ProblemView& view, FormulaPart part) {
  switch (part) {
    case FormulaPart::technosphere:
      return {view.num_slots + view.num_diagonal_slots, view.initial_slot, view.technosphere};
    case FormulaPart::biosphere:
      return {view.num_bio_slots, view.initial_bio_slot, view.biosphere_slots};
    case FormulaPart::characterisation:
      return {view.num_factor_slots, view.initial_factor, view.characterisation};
    case FormulaPart::shared:
      break;
  }
  return {view.formulas.num_parameters, view.formulas.initial, view.formulas.parameters};
}

template <class Value, int W, class Stride>
PLUME_HD void fill_plain_part(const DrawLists& lists, const ProblemView& view, std::uint64_t first,
                              Value* slots, Stride at, std::uint32_t part, std::uint32_t parts) {
  const auto share = [&](std::uint32_t count) {
    const auto place = [&](std::uint64_t p) {
      return static_cast<std::uint32_t>(count * p / parts);
    };
    return DrawRange{place(part), place(part + 1)};
  };
  Drawing<W> drawing(view, first);
  for_each_plain_draw<Value, W>(
      drawing, lists, share(lists.num_lognormal), share(lists.num_normal),
      [&](const auto& draw, Pack<Value, W> value) { store(at.place(slots, draw.target), value); });
}

template <class Value, int W, class Stride>
PLUME_HD void fill_others(const DrawLists& lists, const ProblemView& view, std::uint64_t first,
                          Value* slots, Stride at) {
  Drawing<W> drawing(view, first);
  for_each_wide_draw<Value, W>(
      drawing, lists, view, first,
      [&](const auto& draw, Pack<Value, W> value) { store(at.place(slots, draw.target), value); });
  fill_columns<Value, W>(lists, view, first, slots, at);
}

PLUME_ISA_END
