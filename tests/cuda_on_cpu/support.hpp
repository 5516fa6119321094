// SPDX-License-Identifier: Apache-2.0
// What the tests of the stand-in share: problems, and their scores on it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tests/cuda_on_cpu/runtime/complaints.hpp"
#include "tests/cuda_on_cpu/runtime/stand_in.hpp"
#include "tests/support/bits.hpp"
#include "tests/support/random_model.hpp"
#include "tests/support/systems.hpp"

namespace cuda_on_cpu {

using plume::BatchRunner;
using plume::LaneTypes;
using plume::Problem;
using plume::ProblemView;
using plume::RunnerOptions;
using plume::ValueType;
using plume::testing::Outcomes;
using plume::testing::run_range;

inline LaneTypes precision(int number) {
  return number == 0   ? LaneTypes(ValueType::fp32, ValueType::fp32)
         : number == 1 ? LaneTypes()
                       : LaneTypes(ValueType::fp64, ValueType::fp64);
}
inline plume::CompileOptions options_for(int precision, std::uint64_t seed) {
  plume::CompileOptions options;
  options.seed = 77 + seed;
  options.fp32_values = precision != 2;
  options.fp32_unknowns = precision == 0;
  options.tolerance = precision == 0 ? 1e-5 : 1e-7;
  return options;
}

/// 128 lanes a flight: a batch of some hundred goes round several times.
inline std::unique_ptr<BatchRunner> few_lanes(const ProblemView& view, LaneTypes types = {}) {
  RunnerOptions options;
  options.values = types;
  options.max_lanes = 128;
  return plume::make_runner(plume::choose_device("cuda"), view, options);
}

}  // namespace cuda_on_cpu
