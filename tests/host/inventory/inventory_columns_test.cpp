// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/inventory_columns.hpp"

#include <gtest/gtest.h>

namespace plume::inventory_columns_test {
namespace {

TEST(InventoryColumns, KnowWhichCellsHoldNumbers) {
  const std::vector<Column> columns = inventory_columns({"source", "amount"}, {"uncertainty"});
  ASSERT_EQ(columns.size(), 3u);
  EXPECT_EQ(columns[0].holds, Column::Holds::text);
  EXPECT_EQ(columns[0].need, Column::required);
  EXPECT_EQ(columns[1].holds, Column::number);
  EXPECT_EQ(columns[2].holds, Column::expression);
  EXPECT_EQ(columns[2].need, Column::optional);
}

}  // namespace
}  // namespace plume::inventory_columns_test
