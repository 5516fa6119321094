// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/formula_value.hpp"

#include <gtest/gtest.h>

namespace plume::formula_value_test {
namespace {

FormulaValue::Share share(double percent, double elasticity) {
  FormulaValue::Share made;
  made.elasticity = elasticity;
  made.widths.half = made.widths.lower = made.widths.upper = percent * percent;
  return made;
}

/// a · b / c of ±3, ±4 and ±12 %: √(3² + 4² + 12²) = 13 %.
TEST(FormulaValue, WidthsOfParametersAddUpInSquares) {
  FormulaValue value;
  value.shares = {share(3.0, 1.0), share(4.0, 1.0), share(12.0, -1.0)};
  EXPECT_DOUBLE_EQ(value.widths().half, 169.0);
}

TEST(FormulaValue, ANumberHasNone) {
  const FormulaValue value;
  EXPECT_FALSE(value.is_given());
  EXPECT_DOUBLE_EQ(value.widths().half, 0.0);
}

}  // namespace
}  // namespace plume::formula_value_test
