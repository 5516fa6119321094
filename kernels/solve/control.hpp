// SPDX-License-Identifier: Apache-2.0
// The control variate: a linear model of every score in its most influential numbers,
//
//   L_k(i) = Σ_p w_kp (value_p(i) − mean_p),      w_kp = ∂h_k / ∂value_p,      E[L_k] = 0
//
// Draws are pure functions of (seed, key, iteration): those few are drawn once more here, the
// solver is not asked.
#pragma once

#include <cstdint>

#include "kernels/api/batch.hpp"
#include "kernels/api/problem_view.hpp"
#include "kernels/base/pack.hpp"
#include "kernels/solve/lane_memory.hpp"
#include "kernels/solve/realise.hpp"

PLUME_ISA_BEGIN

/// Calls put(output, L) for every output of iterations first … first + W − 1.
template <int W, class Value, class Stride, class Unknown, class Put>
PLUME_HD void control(const ProblemView& view, const LaneMemory<Value, Stride, Unknown>& memory,
                      std::uint64_t first, Put put) {
  using F64 = Pack<double, W>;
  const std::uint32_t num_outputs = view.num_demands * view.num_categories;
  if (view.num_control == 0) {  // no memory either
    for (std::uint32_t output = 0; output < num_outputs; ++output) put(output, splat<F64>(0.0));
    return;
  }
  for (std::uint32_t output = 0; output < num_outputs; ++output) {
    store(memory.control + memory.at(output), splat<F64>(0.0));
  }
  for_each_draw<Value, W, DrawCode::called>(
      view.control, view, first, [&](const auto& draw, Pack<Value, W> value) {
        const F64 deviation = convert<double>(value) - splat<F64>(view.control_mean[draw.target]);
        for (std::uint32_t i = view.control_begin[draw.target];
             i < view.control_begin[draw.target + 1]; ++i) {
          double* sum = memory.control + memory.at(view.control_output[i]);
          store(sum, fma(splat<F64>(view.control_weight[i]), deviation, load<F64>(sum)));
        }
      });
  for (std::uint32_t output = 0; output < num_outputs; ++output) {
    put(output, load<F64>(memory.control + memory.at(output)));
  }
}

PLUME_ISA_END
