// SPDX-License-Identifier: Apache-2.0
// All numbers of one iteration, drawn on the host exactly as the engine draws them: for solving it
// directly, or looking at it.
#pragma once

#include <cstdint>
#include <vector>

#include "kernels/api/batch_runner.hpp"
#include "kernels/api/problem_view.hpp"

namespace plume {

struct Realisation {
  std::vector<double> slots;  ///< [num_slots + num_diagonal_slots] of the technosphere
  /// values of view.biosphere: its lognormal, then normal, then wide draws
  std::vector<double> biosphere;
  std::vector<double> bio_slots;   ///< [num_bio_slots]
  std::vector<double> factors;     ///< [num_factor_slots]
  std::vector<double> parameters;  ///< [formulas.num_parameters]
};

/// The numbers are those the lane program uses: rounded to fp32 where values are fp32.
[[nodiscard]] Realisation realise(const ProblemView& problem, ValueType values,
                                  std::uint64_t iteration);

/// The option that a switch takes in an iteration: the number of `thresholds` at or below its word.
/// `key` is the switch's.
[[nodiscard]] std::uint32_t option_of(const ProblemView& problem, std::uint64_t key,
                                      const std::vector<double>& thresholds,
                                      std::uint64_t iteration);

}  // namespace plume
