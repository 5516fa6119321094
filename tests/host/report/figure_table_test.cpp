// SPDX-License-Identifier: Apache-2.0
#include "host/report/figure_table.hpp"

#include <gtest/gtest.h>

#include "tests/host/report/document_fixture.hpp"

namespace figure_table_test {
namespace {

TEST(FigureTable, HoldsTheNumbersDrawn) {
  plume::DistributionData data;
  data.from = 1.0, data.to = 3.0;
  data.density = {0.1, 0.8, 0.1};
  const plume::ReportTable table = plume::figure_table({"d", "Total", "", "kg", data});
  EXPECT_EQ(table.id, "d-data");
  EXPECT_EQ(table.caption, "Total [kg]");
  ASSERT_EQ(table.rows.size(), 3u);
  EXPECT_EQ(table.rows[1][0].value, 2.0);
  EXPECT_EQ(table.rows[1][1].value, 0.8);
}

TEST(FigureTable, EveryRowHasACellForEveryColumn) {
  std::size_t seen = 0;
  for (const plume::Document& document :
       {plume::testing::small_document(), plume::testing::hostile_document()}) {
    for (const plume::Section& section : document.sections) {
      for (const plume::Block& block : section.blocks) {
        const auto* figure = std::get_if<plume::Figure>(&block);
        if (!figure) continue;
        const plume::ReportTable table = plume::figure_table(*figure);
        EXPECT_FALSE(table.rows.empty()) << figure->id;
        for (const auto& row : table.rows)
          EXPECT_EQ(row.size(), table.columns.size()) << figure->id;
        ++seen;
      }
    }
  }
  EXPECT_GE(seen, 10u);
}

}  // namespace
}  // namespace figure_table_test
