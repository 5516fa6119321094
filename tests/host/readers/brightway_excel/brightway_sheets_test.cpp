// SPDX-License-Identifier: Apache-2.0
#include "host/readers/brightway_excel/brightway_sheets.hpp"

#include <gmock/gmock.h>

namespace plume::brightway_sheets_test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<BrightwaySheet> sheets(const std::string& text) {
  Findings findings;
  return brightway_sheets(Archive::from_memory("b", {{"b.csv", text}, {"readme.txt", "x"}}),
                          findings);
}

TEST(BrightwaySheets, Traps3And10BlankRowsAndBlanksAroundNamesAreLeftOut) {
  const auto found = sheets("Database,x\n,\n\nActivity, steel\xC2\xA0 mill \nunit,(Unknown)\n");
  ASSERT_EQ(found.size(), 1u);
  ASSERT_EQ(found[0].rows.size(), 3u);
  EXPECT_EQ(found[0].rows[1][1], "steel  mill");
  EXPECT_EQ(found[0].rows[1].line, 4u);
  EXPECT_THAT(found[0].rows[2].cells, ElementsAre("unit"));
  EXPECT_TRUE(is_brightway_sheet(found[0]));
}

TEST(BrightwaySheets, Trap3MarksLeaveOutSheetsAndColumns) {
  EXPECT_THAT(sheets("skip,\nDatabase,x\n"), IsEmpty());
  EXPECT_THAT(sheets("cutoff,0\nDatabase,x\n"), IsEmpty());
  const auto cut = sheets("cutoff,2\nDatabase,x,a remark\nname,amount,remark\n");
  ASSERT_EQ(cut.size(), 1u);
  EXPECT_THAT(cut[0].rows[0].cells, ElementsAre("Database", "x"));
  EXPECT_THAT(cut[0].rows[1].cells, ElementsAre("name", "amount"));
}

TEST(BrightwaySheets, OtherTablesAreNone) {
  EXPECT_FALSE(is_brightway_sheet(sheets("name,categories,amount\nAluminium,Resource,42\n").at(0)));
}

}  // namespace
}  // namespace plume::brightway_sheets_test
