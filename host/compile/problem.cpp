// SPDX-License-Identifier: Apache-2.0
#include "host/compile/problem.hpp"

#include <algorithm>
#include <iterator>

namespace plume {

DrawLists DrawTables::view() const {
  DrawLists lists;
  lists.lognormal = lognormal;
  lists.normal = normal;
  lists.wide = wide;
  lists.array = array;
  lists.share = share;
  lists.share_member = share_member;
  lists.num_lognormal = static_cast<std::uint32_t>(lognormal.size());
  lists.num_normal = static_cast<std::uint32_t>(normal.size());
  lists.num_wide = static_cast<std::uint32_t>(wide.size());
  lists.num_array = static_cast<std::uint32_t>(array.size());
  lists.num_share = static_cast<std::uint32_t>(share.size());
  return lists;
}

FormulaView FormulaTables::view() const {
  FormulaView v;
  v.parameters = parameters.view();
  v.num_parameters = static_cast<std::uint32_t>(initial.size());
  v.num_registers = program.num_registers;
  v.initial = initial;
  v.steps = program.steps;
  static_assert(std::size(FormulaView{}.part_begin) == formula_lists + 2);
  std::copy(program.part_begin.begin(), program.part_begin.end(), v.part_begin);
  v.constants = program.constants;
  return v;
}

void ProofTables::show_in(LinearSystem& system) const {
  system.proved = used ? 1 : 0;
  system.allowed_change = allowed_change;
  system.importance = importance;
  system.inverse_size = inverse_allowed;
  system.expected_depth = expected_depth;
  system.first_slack = first_slack;
  system.rounding_share = rounding_share;
  system.rounding = rounding;
}

void MonitoredRows::show_in(LinearSystem& system) const {
  system.monitored_row = row;
  system.num_monitored = static_cast<std::uint32_t>(row.size());
  system.max_monitored = longest;
  system.slow_mode = slow_mode;
  system.mode_part = mode_part;
}

ProblemView Problem::view() const {
  ProblemView v;
  v.seed = seed;
  v.latin_hypercube = latin_hypercube ? 1 : 0;
  v.num_rows = num_rows;
  v.num_right_sides = by_adjoint ? 1 : num_demands;
  v.num_flows = num_flows;
  v.num_demands = num_demands;
  v.num_categories = num_categories;
  v.row_fixed = row_fixed;
  v.fixed_column = fixed_column;
  v.fixed_value = fixed_value;
  v.row_slot = row_slot;
  v.slot_column = dense ? View<std::uint32_t>() : View<std::uint32_t>(slot_column);
  v.initial_slot = initial_slot;
  v.diagonal = diagonal;
  v.inverse_diagonal = inverse_diagonal;
  v.row_diagonal = row_diagonal;
  v.num_slots = num_slots;
  v.num_diagonal_slots = num_diagonal_slots;
  v.technosphere = technosphere.view();
  v.blocks = blocks;
  v.num_blocks = static_cast<std::uint32_t>(blocks.size());
  v.right_side = by_adjoint ? sum_demand : demand;
  v.initial = by_adjoint ? sum_initial : initial;
  v.error_weight = error_weight;
  monitored.show_in(v);
  v.sign_row = sign_row;
  v.sign_begin = sign_begin;
  if (by_adjoint) view_adjoint(v);
  v.bio_fixed = bio_fixed;
  v.bio_fixed_value = bio_fixed_value;
  v.num_bio_fixed = static_cast<std::uint32_t>(bio_fixed.size());
  v.biosphere = biosphere.view();
  v.bio_slot = bio_slot;
  v.num_bio_slots = static_cast<std::uint32_t>(bio_slot.size());
  v.initial_bio_slot = initial_bio_slot;
  v.biosphere_slots = biosphere_slots.view();
  v.category_entry = category_entry;
  v.entry_flow = entry_flow;
  v.entry_value = entry_value;
  v.entry_slot = entry_slot;
  v.num_entries = static_cast<std::uint32_t>(entry_flow.size());
  v.num_factor_slots = num_factor_slots;
  v.initial_factor = initial_factor;
  v.entry_normalisation = entry_normalisation;
  v.weighting_slot = weighting_slot;
  v.characterisation = characterisation.view();
  v.formulas = formulas.view();
  v.array_values = array_values;
  v.draw_tables = draw_tables;
  v.copula_row = copula_row;
  v.copula_key = copula_key;
  v.copula_coefficient = copula_coefficient;
  v.copula_student = copula_student;
  v.copula_table = copula_table;
  v.sobol_directions = sobol_directions;
  v.control = control.view();
  v.control_mean = control_mean;
  v.control_begin = control_begin;
  v.control_output = control_output;
  v.control_weight = control_weight;
  v.num_control = static_cast<std::uint32_t>(control_mean.size());
  v.tolerance = tolerance;
  v.max_sweeps = max_sweeps;
  v.depth = depth;
  proof.show_in(v);
  v.certify_always = certify_always ? 1 : 0;
  v.may_cancel = may_cancel ? 1 : 0;
  v.certificate_target = certificate_target;
  v.score_size = score_size;
  v.score_share = score_share;
  return v;
}

void Problem::view_adjoint(ProblemView& v) const {
  LinearSystem& a = v.adjoint;
  a.num_rows = num_rows;
  a.num_right_sides = num_categories;
  a.row_fixed = adjoint.row_fixed;
  a.fixed_column = adjoint.fixed_column;
  a.fixed_value = adjoint.fixed_value;
  a.row_slot = adjoint.row_slot;
  a.slot_column = adjoint.slot_column;
  a.slot_of = adjoint.slot_of;
  a.diagonal = diagonal;
  a.inverse_diagonal = inverse_diagonal;
  a.row_diagonal = row_diagonal;
  a.reversed = 1;
  a.blocks = adjoint.blocks;
  a.num_blocks = static_cast<std::uint32_t>(adjoint.blocks.size());
  a.initial = adjoint.initial;
  a.error_weight = adjoint.error_weight;
  adjoint.monitored.show_in(a);
  a.depth = adjoint.depth;
  v.demand_begin = demand_begin;
  v.demand_row = demand_row;
  v.demand_value = demand_value;
  v.flow_entry = flow_entry;
  v.entry_of_flow = entry_of_flow;
  v.entry_category = entry_category;
}

LaneTypes Problem::lane_types() const {
  return {fp32_values ? ValueType::fp32 : ValueType::fp64,
          fp32_unknowns ? ValueType::fp32 : ValueType::fp64};
}

std::size_t Problem::num_drawn() const {
  return technosphere.size() + biosphere.size() + biosphere_slots.size() + characterisation.size() +
         formulas.parameters.size();
}

}  // namespace plume
