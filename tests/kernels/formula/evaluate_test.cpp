// SPDX-License-Identifier: Apache-2.0
// Programs: stores into slots, times what they held, and what a lane without a value leaves there.
#include "kernels/formula/evaluate.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace plume::evaluate_test {
namespace {

struct OneLane {
  PLUME_HD std::size_t operator()(std::size_t i) const { return i; }
};

TEST(RunFormulas, StoresAmountsIntoTheirSlots) {
  const double constants[] = {2.0, -0.5};
  const std::uint32_t two = formula_constant_bit, minus_half = formula_constant_bit | 1u;
  const FormulaStep steps[] = {{FormulaOp::multiply, 1, 0, two, 0},       // r1 = 2 p
                               {FormulaOp::store, 3, 1, two, 0},          // slot 3 = 4 p
                               {FormulaOp::store, 0, 1, minus_half, 1}};  // slot 0 = −p · slot 0
  double registers[] = {3.0, 0.0};
  double slots[] = {10.0, 1.0, 2.0, 0.0};
  run_formulas<double, 1>(steps, 3, constants, registers, slots, OneLane{});
  EXPECT_EQ(slots[3], 12.0);
  EXPECT_EQ(slots[0], -30.0);
  EXPECT_EQ(slots[1], 1.0);
  EXPECT_EQ(slots[2], 2.0);
}

TEST(RunFormulas, WhatHasNoValueIsNaNInItsSlot) {
  const double constants[] = {1.0};
  const std::uint32_t one = formula_constant_bit;
  const FormulaStep steps[] = {{FormulaOp::natural_log, 1, 0, 0, 0},
                               {FormulaOp::store, 0, 1, one, 0}};
  for (const double value : {0.0, -1.0, std::numeric_limits<double>::infinity()}) {
    double registers[] = {value, 0.0};
    float slots[] = {1.0f};
    run_formulas<float, 1>(steps, 2, constants, registers, slots, OneLane{});
    EXPECT_TRUE(std::isnan(slots[0])) << value;
  }
}

}  // namespace
}  // namespace plume::evaluate_test
