// SPDX-License-Identifier: Apache-2.0
#include "host/compile/problem.hpp"

namespace plume {

DrawLists DrawTables::view() const {
  DrawLists lists;
  lists.lognormal = lognormal.data();
  lists.normal = normal.data();
  lists.wide = wide.data();
  lists.array = array.data();
  lists.share = share.data();
  lists.share_member = share_member.data();
  lists.num_lognormal = static_cast<std::uint32_t>(lognormal.size());
  lists.num_normal = static_cast<std::uint32_t>(normal.size());
  lists.num_wide = static_cast<std::uint32_t>(wide.size());
  lists.num_array = static_cast<std::uint32_t>(array.size());
  lists.num_share = static_cast<std::uint32_t>(share.size());
  lists.num_share_member = static_cast<std::uint32_t>(share_member.size());
  return lists;
}

ProblemView Problem::view() const {
  ProblemView v;
  v.seed = seed;
  v.latin_hypercube = latin_hypercube ? 1 : 0;
  v.num_rows = num_rows;
  v.num_flows = num_flows;
  v.num_demands = num_demands;
  v.num_categories = num_categories;
  v.row_fixed = row_fixed.data();
  v.fixed_column = fixed_column.data();
  v.fixed_value = fixed_value.data();
  v.row_slot = row_slot.data();
  v.slot_column = slot_column.data();
  v.initial_slot = initial_slot.empty() ? nullptr : initial_slot.data();
  v.diagonal = diagonal.data();
  v.inverse_diagonal = inverse_diagonal.data();
  v.row_diagonal = row_diagonal.data();
  v.num_slots = num_slots;
  v.num_diagonal_slots = num_diagonal_slots;
  v.technosphere = technosphere.view();
  v.blocks = blocks.data();
  v.num_blocks = static_cast<std::uint32_t>(blocks.size());
  v.max_monitored = max_monitored;
  v.demand = demand.data();
  v.initial = initial.data();
  v.error_weight = error_weight.data();
  v.monitored_row = monitored_row.data();
  v.monitored_weight = monitored_weight.data();
  v.num_monitored = num_monitored;
  v.sign_row = sign_row.data();
  v.sign_begin = sign_begin.data();
  v.bio_fixed = bio_fixed.data();
  v.bio_fixed_value = bio_fixed_value.data();
  v.num_bio_fixed = static_cast<std::uint32_t>(bio_fixed.size());
  v.biosphere = biosphere.view();
  v.bio_slot = bio_slot.data();
  v.num_bio_slots = static_cast<std::uint32_t>(bio_slot.size());
  v.initial_bio_slot = initial_bio_slot.data();
  v.biosphere_slots = biosphere_slots.view();
  v.category_entry = category_entry.data();
  v.entry_flow = entry_flow.data();
  v.entry_value = entry_value.data();
  v.entry_slot = entry_slot.data();
  v.num_entries = static_cast<std::uint32_t>(entry_flow.size());
  v.num_factor_slots = num_factor_slots;
  v.initial_factor = initial_factor.data();
  v.entry_normalisation = entry_normalisation.empty() ? nullptr : entry_normalisation.data();
  v.weighting_slot = weighting_slot;
  v.characterisation = characterisation.view();
  v.array_values = array_values.data();
  v.draw_tables = draw_tables.data();
  v.num_draw_tables = draw_tables.size();
  v.copula_row = copula_row.data();
  v.copula_key = copula_key.data();
  v.copula_coefficient = copula_coefficient.data();
  v.copula_student = copula_student.data();
  v.copula_table = copula_table.data();
  v.num_copula_rows = static_cast<std::uint32_t>(copula_row.size());
  v.num_copula_keys = static_cast<std::uint32_t>(copula_key.size());
  v.num_copula_coefficients = static_cast<std::uint32_t>(copula_coefficient.size());
  v.num_copula_students = static_cast<std::uint32_t>(copula_student.size());
  v.num_copula_table = copula_table.size();
  v.sobol_directions = sobol_directions.data();
  v.num_sobol = static_cast<std::uint32_t>(sobol_directions.size() / sobol_bits);
  v.control = control.view();
  v.control_mean = control_mean.data();
  v.control_begin = control_begin.data();
  v.control_output = control_output.data();
  v.control_weight = control_weight.data();
  v.num_control = static_cast<std::uint32_t>(control_mean.size());
  v.tolerance = tolerance;
  v.max_sweeps = max_sweeps;
  return v;
}

std::size_t Problem::num_drawn() const {
  return technosphere.size() + biosphere.size() + biosphere_slots.size() + characterisation.size();
}

}  // namespace plume
