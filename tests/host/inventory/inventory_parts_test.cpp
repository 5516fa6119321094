// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/inventory_parts.hpp"

#include <gtest/gtest.h>

namespace plume::inventory_parts_test {
namespace {

TEST(InventoryParts, CopiesOfANumberShareTheirDraw) {
  Model model;
  Findings findings;
  InventoryParts parts(model, findings);
  const std::uint32_t a = parts.add_process("a", "a"), b = parts.add_process("b", "b"),
                      c = parts.add_process("c", "c");
  InventoryNumber number;
  number.amount = 2.0;
  number.key = 7;
  number.uncertainty.kind = DistributionKind::normal;
  number.uncertainty.loc = 2.0;
  number.uncertainty.scale = 0.1;
  parts.add_use(b, a, number);
  parts.add_use(c, b, number);
  (void)parts.finish();
  EXPECT_EQ(model.dependence.key_of(3, 1), 7U);
  EXPECT_EQ(model.dependence.key_of(4, 2), 7U);
}

TEST(InventoryParts, DemandsHaveNamesOfTheirOwn) {
  Model model;
  Findings findings;
  InventoryParts parts(model, findings);
  EXPECT_EQ("boiler", parts.unique_demand("boiler", {"north", "2022"}));
  EXPECT_EQ("boiler, north", parts.unique_demand("boiler", {"north", "2022"}));
  EXPECT_EQ("boiler, 2022", parts.unique_demand("boiler", {"", "2022", ""}));
  parts.add_total("boiler", "scope 1", {{0, 1.0}});
  EXPECT_EQ("boiler (total)", parts.made().record.totals.at(0).demand);
}

TEST(InventoryParts, AFactorWithoutUncertaintyIsNotedOnce) {
  Model model;
  Findings findings;
  InventoryParts parts(model, findings);
  EmissionFactor factor;
  factor.id = "f";
  parts.note_factor(factor);
  parts.note_factor(factor);
  EXPECT_EQ(findings.list().size(), 1U);
  EXPECT_EQ(parts.made().record.factors.size(), 1U);
}

}  // namespace
}  // namespace plume::inventory_parts_test
