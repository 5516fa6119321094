// SPDX-License-Identifier: Apache-2.0
#include "host/study/demand_table.hpp"

#include <gmock/gmock.h>

#include "tests/support/findings.hpp"
#include "tests/support/temp_folder.hpp"

namespace plume::demand_table_test {
namespace {

using plume::testing::codes;
using plume::testing::lines;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<DemandItem> parse(std::string_view text, Findings& findings) {
  return parse_demand_table(text, "demand.csv", findings);
}

TEST(ParseDemandTable, ReadsItemsWithTheirRows) {
  Findings findings;
  const auto items = parse("process,amount\nsteel,1.5\n\n\"copper, wire\",-2\n", findings);
  EXPECT_THAT(lines(findings), IsEmpty());
  ASSERT_EQ(items.size(), 2u);
  EXPECT_EQ(items[0].process, "steel");
  EXPECT_EQ(items[0].amount, 1.5);
  EXPECT_EQ(items[0].unit, "");
  EXPECT_EQ(items[1].process, "copper, wire");
  EXPECT_EQ(items[1].amount, -2.0);
  EXPECT_EQ(items[1].place.file, "demand.csv");
  EXPECT_EQ(items[1].place.line, 4u);
}

TEST(ParseDemandTable, ReadsUnitAndLocationInAnyOrder) {
  Findings findings;
  const auto items = parse("unit,process,location,amount\nkg,steel,DE,1\n", findings);
  EXPECT_THAT(lines(findings), IsEmpty());
  ASSERT_EQ(items.size(), 1u);
  EXPECT_EQ(items[0].unit, "kg");
  EXPECT_EQ(items[0].location, "DE");
}

TEST(ParseDemandTable, ReportsEveryBadRowAndKeepsTheRest) {
  Findings findings;
  const auto items = parse("process,amount\nsteel,\"1,5\"\n,2\ncopper,3\n", findings);
  EXPECT_EQ(items.size(), 2u)
      << "a number with a comma is told and goes on as what was meant; nothing runs with an error";
  EXPECT_THAT(codes(findings), ElementsAre("E0221", "E0220"));
  EXPECT_THAT(lines(findings)[0],
              "demand.csv:2:7: error E0221: amount '1,5' is not a number (decimals use '.'); did "
              "you mean 1.5?");
}

TEST(ParseDemandTable, ReportsUnknownAndMissingColumns) {
  Findings findings;
  EXPECT_THAT(parse("proces,amount\nsteel,1\n", findings), IsEmpty());
  EXPECT_THAT(codes(findings), ElementsAre("E0217", "E0219"));
}

TEST(ParseDemandTable, ATableWithoutRowsIsAFinding) {
  Findings findings;
  EXPECT_THAT(parse("process,amount\n", findings), IsEmpty());
  EXPECT_THAT(lines(findings), ElementsAre("demand.csv: error E0121: the demand table has no row; "
                                           "write one row an item: process, amount"));
}

TEST(ReadDemandTable, SaysWhyAFileCannotBeRead) {
  const plume::testing::TempFolder folder;
  Findings findings;
  EXPECT_THAT(read_demand_table(folder.path() / "none.csv", {"s.toml", 3, 8}, findings), IsEmpty());
  EXPECT_THAT(read_demand_table(folder.path(), {"s.toml", 3, 8}, findings), IsEmpty());
  EXPECT_THAT(
      lines(findings, folder.path()),
      ElementsAre("s.toml:3:8: error E0120: demand table 'none.csv' cannot be read (No such file "
                  "or directory); the "
                  "path is relative to the study file",
                  "s.toml:3:8: error E0120: demand table '" + folder.path().string() +
                      "' cannot be read (it is a folder); the path is relative to the study file"));
}

TEST(ReadDemandTable, ReadsAFile) {
  const plume::testing::TempFolder folder;
  Findings findings;
  EXPECT_EQ(
      read_demand_table(folder.write("d.csv", "process,amount\nsteel,1\n"), {}, findings).size(),
      1u);
}

}  // namespace
}  // namespace plume::demand_table_test
