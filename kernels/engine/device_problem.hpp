// SPDX-License-Identifier: Apache-2.0
// A copy of the problem's arrays in device memory, with the view that points into it. Only .cu files include this.
#pragma once

#include <cstdint>
#include <vector>

#include "kernels/api/problem_view.hpp"
#include "kernels/engine/cuda_memory.hpp"

namespace plume {

class DeviceProblem {
 public:
  explicit DeviceProblem(const ProblemView& host) : view_(host) {
    const std::size_t rows = host.num_rows, demands = host.num_demands;
    const std::size_t slots = std::size_t{host.num_slots} + host.num_diagonal_slots;
    copy(view_.row_fixed, rows + 1);
    copy(view_.fixed_column, host.row_fixed[rows]);
    copy(view_.fixed_value, host.row_fixed[rows]);
    copy(view_.row_slot, rows + 1);
    copy(view_.slot_column, host.num_slots);
    copy(view_.initial_slot, slots);
    copy(view_.diagonal, rows);
    copy(view_.inverse_diagonal, rows);
    copy(view_.row_diagonal, rows + 1);
    copy(view_.technosphere);
    copy(view_.blocks, host.num_blocks);
    copy(view_.demand, rows * demands);
    copy(view_.initial, rows * demands);
    copy(view_.error_weight, rows * demands);
    copy(view_.monitored_row, demands * host.num_monitored);
    copy(view_.monitored_weight, demands * host.num_monitored);
    copy(view_.sign_row, host.sign_begin[demands]);
    copy(view_.sign_begin, demands + 1);
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
    for (const DrawLists* lists : {&host.technosphere, &host.biosphere_slots, &host.characterisation}) {
      for (std::uint32_t i = 0; i < lists->num_array; ++i) {
        const std::size_t end = lists->array[i].offset + lists->array[i].num_columns;
        array_values = end > array_values ? end : array_values;
      }
    }
    copy(view_.array_values, array_values);
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

  void copy(DrawLists& lists) {
    copy(lists.lognormal, lists.num_lognormal);
    copy(lists.normal, lists.num_normal);
    copy(lists.wide, lists.num_wide);
    copy(lists.array, lists.num_array);
  }

  ProblemView view_;
  std::vector<DeviceBytes> arrays_;
};

}  // namespace plume
