// SPDX-License-Identifier: Apache-2.0
// Amounts that follow parameters: parameters drawn into registers, formulas into steps.
#include <array>
#include <memory>
#include <vector>

#include "host/compile/compiler.hpp"
#include "host/compile/single_precision.hpp"
#include "host/formula/formula_program.hpp"

namespace plume {

/// Before numbers are lowered: what formulas come to at the static parameters.
void Compiler::value_formulas() {
  for (const Parameter& parameter : model_.parameters)
    parameter_value_.push_back(model_.exchanges[parameter.exchange].static_value());
  formula_value_ = model_.formulas.values(parameter_value_);
}

void Compiler::lower_formula(LoweredExchange& lowered, const Exchange& exchange,
                             double scale) const {
  if (exchange.formula == no_index) return;
  FormulaStore store;
  store.node = exchange.formula;
  store.multiplies = exchange.uncertainty != no_index;
  store.factor = store.multiplies ? 1.0 / formula_value_[exchange.formula]
                                  : exchange.sign * exchange.factor * scale;
  lowered.formula = store;
}

/// Registers of the parameters that stores need, and the program.
void Compiler::lower_parameters() {
  Problem& p = problem_;
  const std::array<std::vector<FormulaStore>, formula_lists> stores = {
      p.technosphere.formula, p.biosphere_slots.formula, p.characterisation.formula};
  if (stores[0].empty() && stores[1].empty() && stores[2].empty()) return;
  std::vector<char> needed(model_.formulas.nodes().size());
  for (const std::vector<FormulaStore>& list : stores) {
    for (const FormulaStore& each : list) needed[each.node] = 1;
  }
  for (std::size_t i = needed.size(); i-- > 0;) {
    const FormulaGraph::Node& node = model_.formulas.nodes()[i];
    if (needed[i] != 0 && formula_operands(node.op) > 0)
      needed[node.a] = needed[node.b] = needed[node.c] = 1;
  }
  FormulaTables& formulas = p.formulas;
  formulas.register_of.assign(model_.parameters.size(), no_register);
  const bool fp32 = p.fp32_values;
  // Plain draws of 32 bits take a fifth of the time; a parameter that these do not hold keeps its
  // own 64 (choose_precision.cpp).
  const auto holds = [&](const Exchange& e) {
    return e.uncertainty == no_index || model_.uncertainties[e.uncertainty].is_certain() ||
           !beyond_single(Distribution(model_.uncertainties[e.uncertainty]), e.sign * e.factor);
  };
  for (std::size_t i = 0; i < needed.size(); ++i) {
    const FormulaGraph::Node& node = model_.formulas.nodes()[i];
    if (needed[i] == 0 || node.op != FormulaOp::name) continue;
    const Exchange& e = model_.exchanges[model_.parameters[node.a].exchange];
    p.fp32_values = fp32 && holds(e);
    LoweredExchange lowered = lower_exchange(e, 1.0, options_.draw_parameters);
    if (!owns_slot(lowered)) {
      formula_value_[i] = lowered.fixed;  // of a frozen one its mean
      continue;
    }
    const auto target = static_cast<std::uint32_t>(formulas.initial.size());
    formulas.register_of[node.a] = target;
    formulas.initial.push_back(lowered.fixed);
    add_draw(formulas.parameters, lowered, target, 0);
  }
  p.fp32_values = fp32;
  model_.formulas.work_out(formula_value_);
  formulas.program = assemble(model_.formulas, formula_value_, formulas.register_of,
                              static_cast<std::uint32_t>(formulas.initial.size()), stores);
  if (options_.moments) formulas.graph = std::make_shared<const FormulaGraph>(model_.formulas);
  formulas.values = formula_value_;
}

}  // namespace plume
