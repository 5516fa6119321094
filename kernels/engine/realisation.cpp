// SPDX-License-Identifier: Apache-2.0
#include "kernels/api/realisation.hpp"

#include <utility>

#include "kernels/solve/realise.hpp"

namespace plume {
namespace {

template <class Value>
std::vector<double> slots_of(const DrawLists& lists, const ProblemView& view, const double* initial,
                             std::size_t count, std::uint64_t iteration, FormulaPart part,
                             std::vector<double>& registers) {
  std::vector<Value> slots(count, Value(0));
  fill_slots<Value, 1>(lists, view, initial, static_cast<std::uint32_t>(count), iteration,
                       slots.data(), FixedStride<1>{}, part, registers.data());
  return {slots.begin(), slots.end()};
}

template <class Value>
Realisation realise_as(const ProblemView& view, std::uint64_t iteration) {
  Realisation r;
  std::vector<double> registers(view.formulas.num_registers);
  draw_parameters<1>(view, iteration, registers.data(), FixedStride<1>{});
  r.slots = slots_of<Value>(view.technosphere, view, view.initial_slot,
                            std::size_t{view.num_slots} + view.num_diagonal_slots, iteration,
                            FormulaPart::technosphere, registers);
  for_each_draw<Value, 1>(view.biosphere, view, iteration, [&](const auto&, Pack<Value, 1> value) {
    r.biosphere.push_back(static_cast<double>(value.v));
  });
  r.bio_slots = slots_of<Value>(view.biosphere_slots, view, view.initial_bio_slot,
                                view.num_bio_slots, iteration, FormulaPart::biosphere, registers);
  r.factors =
      slots_of<Value>(view.characterisation, view, view.initial_factor, view.num_factor_slots,
                      iteration, FormulaPart::characterisation, registers);
  registers.resize(view.formulas.num_parameters);
  r.parameters = std::move(registers);
  return r;
}

}  // namespace

Realisation realise(const ProblemView& problem, ValueType values, std::uint64_t iteration) {
  return values == ValueType::fp32 ? realise_as<float>(problem, iteration)
                                   : realise_as<double>(problem, iteration);
}

std::uint32_t option_of(const ProblemView& problem, std::uint64_t key,
                        const std::vector<double>& thresholds, std::uint64_t iteration) {
  ProblemView view;
  view.seed = problem.seed;
  view.latin_hypercube = problem.latin_hypercube;
  view.array_values = thresholds.data();
  ArrayDraw draw{};
  draw.group_key = key;
  draw.num_columns = static_cast<std::uint32_t>(thresholds.size()) + 1;
  return switch_option(view, draw, iteration);
}

}  // namespace plume
