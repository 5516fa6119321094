// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/quantities.hpp"

#include <gtest/gtest.h>

namespace plume::quantities_test {
namespace {

QuantityRow row_of(double amount, const char* unit, const char* of = "") {
  QuantityRow row;
  row.number.amount = amount;
  row.number.unit = *parse_unit(unit);
  row.of = of;
  return row;
}

TEST(Quantities, StandOnOneAnother) {
  Quantities quantities;
  quantities["used"].rows = {row_of(2.0, "MWh"), row_of(1.0, "MWh")};
  quantities["lost"].rows = {row_of(0.1, "1", "used")};
  quantities["bought"].rows = {row_of(1.0, "1", "used"), row_of(1.0, "1", "lost"),
                               row_of(-300.0, "kWh")};
  Findings findings;
  check_quantities(quantities, findings);
  EXPECT_TRUE(findings.list().empty()) << findings.to_string();
  EXPECT_TRUE(same_dimension(quantities["bought"].dimension, *parse_unit("MWh")));
  EXPECT_DOUBLE_EQ(static_amounts(quantities).at("bought"), 3.0 * 3600.0)
      << "3 + 0.3 - 0.3 MWh in MJ";
}

TEST(Quantities, ACircleIsFound) {
  Quantities quantities;
  quantities["a"].rows = {row_of(1.0, "1", "b")};
  quantities["b"].rows = {row_of(1.0, "1", "a")};
  Findings findings;
  check_quantities(quantities, findings);
  ASSERT_EQ(findings.list().size(), 1U) << findings.to_string();
  EXPECT_EQ(findings.list()[0].code, "E0719");
}

TEST(Quantities, AnUnknownNameIsTold) {
  Quantities quantities;
  quantities["steam"].rows = {row_of(1.0, "t")};
  Findings findings;
  EXPECT_NE(find_quantity(quantities, "steam", {}, findings), nullptr);
  EXPECT_EQ(find_quantity(quantities, "steem", {}, findings), nullptr);
  EXPECT_EQ(findings.list().at(0).hint, "did you mean 'steam'?");
}

}  // namespace
}  // namespace plume::quantities_test
