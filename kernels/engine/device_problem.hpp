// SPDX-License-Identifier: Apache-2.0
// A copy of the problem's arrays in device memory, with the view that points into it. Only .cu
// files include this.
#pragma once

#include <cmath>
#include <cstdint>
#include <list>
#include <vector>

#include "kernels/api/problem_view.hpp"
#include "kernels/engine/cuda_memory.hpp"

namespace plume {

class DeviceProblem {
 public:
  explicit DeviceProblem(const ProblemView& host) : view_(host) {
    const std::size_t demands = host.num_demands,
                      slots = std::size_t{host.num_slots} + host.num_diagonal_slots;
    copy_system(view_, host);
    copy(view_.initial_slot, slots);
    copy(view_.technosphere);
    copy(view_.sign_row, host.sign_begin[host.num_right_sides]);
    copy(view_.sign_begin, std::size_t{host.num_right_sides} + 1);
    if (host.adjoint.num_right_sides > 0) {
      copy_system(view_.adjoint, host.adjoint);
      copy(view_.demand_begin, demands + 1);
      copy(view_.demand_row, host.demand_begin[demands]);
      copy(view_.demand_value, host.demand_begin[demands]);
      copy(view_.flow_entry, std::size_t{host.num_flows} + 1);
      copy(view_.entry_of_flow, host.num_entries);
      copy(view_.entry_category, host.num_entries);
    }
    copy(view_.bio_fixed, host.num_bio_fixed);
    copy(view_.bio_fixed_value, host.num_bio_fixed);
    copy(view_.biosphere);
    copy(view_.bio_slot, host.num_bio_slots);
    copy(view_.initial_bio_slot, host.num_bio_slots);
    copy(view_.biosphere_slots);
    copy(view_.category_entry, std::size_t{host.num_categories} + 1);
    copy(view_.entry_flow, host.num_entries);
    copy(view_.entry_value, host.num_entries);
    copy(view_.entry_slot, host.num_entries);
    copy(view_.initial_factor, host.num_factor_slots);
    copy(view_.entry_normalisation, host.num_entries);
    copy(view_.characterisation);
    std::size_t array_values = 0;
    for (const DrawLists* lists : {&host.technosphere, &host.biosphere_slots,
                                   &host.characterisation, &host.formulas.parameters}) {
      for (std::uint32_t i = 0; i < lists->num_array; ++i) {
        const ArrayDraw& draw = lists->array[i];
        const std::size_t end = draw.offset + draw.num_columns;
        array_values = end > array_values ? end : array_values;
        const std::size_t thresholds = draw.random == 2 ? draw.stride + draw.num_columns : 0;
        array_values = thresholds > array_values ? thresholds : array_values;
      }
    }
    copy(view_.formulas.parameters);
    copy(view_.formulas.initial, host.formulas.num_parameters);
    copy(view_.formulas.steps, host.formulas.part_begin[4]);
    copy(view_.formulas.constants, host.formulas.num_constants);
    copy(view_.score_size, demands * host.num_categories);
    copy(view_.score_share, demands * host.num_categories);
    copy(view_.array_values, array_values);
    copy(view_.draw_tables, host.num_draw_tables);
    copy(view_.sobol_directions, std::size_t{host.num_sobol} * sobol_bits);
    copy(view_.control);
    copy(view_.control_mean, host.num_control);
    copy(view_.control_begin, host.num_control == 0 ? 0 : std::size_t{host.num_control} + 1);
    const std::size_t control_weights =
        host.num_control == 0 ? 0 : host.control_begin[host.num_control];
    copy(view_.control_output, control_weights);
    copy(view_.control_weight, control_weights);
    copy(view_.copula_row, host.num_copula_rows);
    copy(view_.copula_key, host.num_copula_keys);
    copy(view_.copula_coefficient, host.num_copula_coefficients);
    copy(view_.copula_student, host.num_copula_students);
    copy(view_.copula_table, host.num_copula_table);
    // A copy from pageable memory may still be on its way to the device when cudaMemcpy returns,
    // and streams that do not block do not wait for it.
    check_cuda(cudaDeviceSynchronize(), "copying the problem to the device");
    made_.clear();
  }

  [[nodiscard]] const ProblemView& view() const { return view_; }

 private:
  /// Replaces a host pointer by that of a device copy; null stays null.
  template <class T>
  void copy(const T*& pointer, std::size_t count) {
    if (pointer == nullptr || count == 0) {
      pointer = nullptr;
      return;
    }
    DeviceBytes bytes(count * sizeof(T));
    check_cuda(cudaMemcpy(bytes.get(), pointer, count * sizeof(T), cudaMemcpyHostToDevice),
               "copying the problem to the device");
    pointer = static_cast<const T*>(bytes.get());
    arrays_.push_back(std::move(bytes));
  }

  void copy_system(LinearSystem& system, const LinearSystem& host) {
    const std::size_t rows = host.num_rows, sides = host.num_right_sides;
    copy(system.row_fixed, rows + 1);
    copy(system.fixed_column, host.row_fixed[rows]);
    copy(system.fixed_value, host.row_fixed[rows]);
    copy(system.row_slot, rows + 1);
    copy(system.slot_column, host.row_slot[rows]);
    copy(system.slot_of, host.row_slot[rows]);
    copy(system.diagonal, rows);
    copy(system.inverse_diagonal, rows);
    copy(system.row_diagonal, rows + 1);
    copy(system.blocks, host.num_blocks);
    copy(system.right_side, rows * sides);
    copy(system.initial, rows * sides);
    // A division takes a GPU as long as thirty other operations.
    std::vector<double>& inverse_size = made_.emplace_back(rows * sides);
    for (std::size_t i = 0; i < inverse_size.size(); ++i)
      inverse_size[i] = host.initial[i] != 0.0 ? 1.0 / std::abs(host.initial[i]) : 0.0;
    system.inverse_size = inverse_size.data();
    copy(system.inverse_size, rows * sides);
    copy(system.error_weight, rows * sides);
    copy(system.monitored_row, host.num_monitored);
    copy(system.slow_mode, std::size_t{num_slow_modes} * host.num_monitored);
    copy(system.mode_part, std::size_t{num_slow_modes} * host.num_monitored * sides);
    copy(system.depth, rows);
  }

  void copy(DrawLists& lists) {
    copy(lists.lognormal, lists.num_lognormal);
    copy(lists.normal, lists.num_normal);
    copy(lists.wide, lists.num_wide);
    copy(lists.array, lists.num_array);
    copy(lists.share, lists.num_share);
    copy(lists.share_member, lists.num_share_member);
  }

  ProblemView view_;
  std::vector<DeviceBytes> arrays_;
  /// copies from here may be on their way until the constructor ends
  std::list<std::vector<double>> made_;
};

}  // namespace plume
