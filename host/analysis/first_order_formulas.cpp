// SPDX-License-Identifier: Apache-2.0
// Numbers that follow parameters: where they stand, and the way back from what they do to what the
// parameters do.
#include <utility>

#include "host/analysis/first_order.hpp"

namespace plume {

using Table = DrawnNumber::Table;

void FirstOrder::collect_followers() {
  const Problem& p = problem_;
  const auto add = [&](const DrawTables& tables, Table table, auto place_of) {
    for (const FormulaStore& each : tables.formula) {
      const auto [row, column] = place_of(each.target);
      followers_.push_back(
          {table, row, column, each.node, each.target, each.factor, each.multiplies});
    }
  };
  using Cell = std::pair<std::uint32_t, std::uint32_t>;
  std::vector<std::uint32_t> row_of_slot;
  if (!p.technosphere.formula.empty()) row_of_slot = rows_of_slots();
  add(p.technosphere, Table::technosphere, [&](std::uint32_t slot) {
    return Cell{row_of_slot[slot], slot < p.num_slots ? p.slot_column[slot] : row_of_slot[slot]};
  });
  add(p.biosphere_slots, Table::biosphere_slots, [&](std::uint32_t slot) {
    return Cell{p.bio_slot[slot].flow, p.bio_slot[slot].row};
  });
  add(p.characterisation, Table::characterisation, [](std::uint32_t slot) {
    return Cell{slot, 0};
  });
}

std::vector<double> FirstOrder::values_of_formulas(const std::vector<double>& parameters) const {
  const FormulaTables& formulas = problem_.formulas;
  if (formulas.graph == nullptr) return {};
  std::vector<double> values = formulas.values;
  const std::vector<FormulaGraph::Node>& nodes = formulas.graph->nodes();
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const FormulaGraph::Node& node = nodes[i];
    if (node.op == FormulaOp::name && formulas.register_of[node.a] != no_register)
      values[i] = parameters[formulas.register_of[node.a]];
  }
  formulas.graph->work_out(values);
  return values;
}

double FirstOrder::slope_of(const Follower& follower) const {
  if (!follower.multiplies) return follower.factor;
  const std::vector<double>& slots = follower.table == Table::technosphere      ? means_.slots
                                     : follower.table == Table::biosphere_slots ? means_.bio_slots
                                                                                : means_.factors;
  return slots[follower.slot] / means_.formulas[follower.node];
}

std::vector<double> FirstOrder::by_register(std::vector<double> of_node) const {
  const FormulaTables& formulas = problem_.formulas;
  std::vector<double> result(formulas.initial.size());
  const std::vector<double> derivatives =
      formulas.graph->derivatives(means_.formulas, std::move(of_node));
  for (std::size_t i = 0; i < derivatives.size(); ++i) {
    const FormulaGraph::Node& node = formulas.graph->nodes()[i];
    if (node.op == FormulaOp::name && formulas.register_of[node.a] != no_register)
      result[formulas.register_of[node.a]] += derivatives[i];
  }
  return result;
}

}  // namespace plume
