// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/quantity_uncertainty.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "host/inventory/quantities.hpp"

namespace plume::quantity_uncertainty_test {
namespace {

/// A normal of ± percent; numbers of one key share their draw.
QuantityRow row(double amount, double percent, std::uint64_t key, const std::string& of = {}) {
  QuantityRow made;
  made.of = of;
  made.number.amount = amount;
  made.number.unit.factor = 1.0;
  made.number.key = key;
  if (percent > 0.0) {
    made.number.uncertainty.kind = DistributionKind::normal;
    made.number.uncertainty.loc = amount;
    made.number.uncertainty.scale = std::abs(amount) * percent / 100.0 / 1.959963984540054;
  }
  return made;
}

double half_of(const Quantities& quantities, const std::string& name) {
  return std::sqrt(quantity_widths(quantities, static_amounts(quantities), name).half);
}

TEST(QuantityUncertainty, ReadingsOfOneMeterVaryTogether) {
  Quantities quantities;
  quantities["together"].rows = {row(600.0, 5.0, 1), row(400.0, 5.0, 1)};
  quantities["apart"].rows = {row(600.0, 5.0, 1), row(400.0, 5.0, 2)};
  EXPECT_NEAR(half_of(quantities, "together"), 5.0, 1e-6);
  EXPECT_NEAR(half_of(quantities, "apart"), std::hypot(3.0, 2.0), 1e-6);
}

TEST(QuantityUncertainty, WhatIsLeftOfAQuantityCountsItsWholeOnce) {
  // uncovered = purchased − 0.6·purchased: 40 % of it, with the purchase's 3 % and the share's 10 %
  // · 0.6/0.4.
  Quantities quantities;
  quantities["purchased"].rows = {row(1000.0, 3.0, 1)};
  quantities["uncovered"].rows = {row(1.0, 0.0, 2, "purchased"), row(-0.6, 10.0, 3, "purchased")};
  EXPECT_NEAR(half_of(quantities, "uncovered"), std::hypot(3.0, 15.0), 1e-6);
}

TEST(QuantityUncertainty, TakesThePercentageAsItIsWritten) {
  Quantities quantities;
  QuantityRow wide = row(100.0, 137.0, 1);  // what is drawn for 150 %
  wide.number.written_percent = 150.0;
  quantities["whole"].rows = {wide};
  quantities["half"].rows = {row(0.5, 0.0, 2, "whole")};
  EXPECT_NEAR(half_of(quantities, "half"), 150.0, 1e-12);
}

TEST(QuantityUncertainty, NothingOfNothing) {
  Quantities quantities;
  quantities["none"].rows = {row(0.0, 0.0, 1)};
  EXPECT_EQ(half_of(quantities, "none"), 0.0);
}

TEST(QuantityUncertainty, TheFirstReadingIsFoundBelow) {
  Quantities quantities;
  quantities["purchased"].rows = {row(1000.0, 3.0, 1)};
  quantities["hall"].rows = {row(0.4, 0.0, 2, "purchased")};
  const QuantityRow* found = first_reading(quantities, "hall");
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->number.amount, 1000.0);
}

}  // namespace
}  // namespace plume::quantity_uncertainty_test
