// SPDX-License-Identifier: Apache-2.0
#include "host/readers/mapping_table.hpp"

#include <gmock/gmock.h>

#include "tests/support/findings.hpp"

namespace plume::mapping_table_test {
namespace {

using ::testing::ElementsAre;
using testing::lines;

class MappingTableTest : public ::testing::Test {
 protected:
  const RawMapping& read(std::string_view text) {
    read_mapping_table(text, "m.csv", 3, data, findings);
    return data.mappings.front();
  }
  InventoryData data;
  Findings findings;
};

TEST_F(MappingTableTest, TheFormOfOpenLca) {
  const RawMapping& row = read(
      "s1;t1;0.5;;;;1,1,1-Chloroethane;Elementary "
      "flows/air;;;;p1;Mass;;;u1;kg;;;;;;\ns2;t2;1.0;\n");
  EXPECT_EQ(data.text(row.from), "s1");
  EXPECT_EQ(data.text(row.to), "t1");
  EXPECT_EQ(row.factor, 0.5);
  EXPECT_EQ(data.text(row.to_name), "1,1,1-Chloroethane");
  EXPECT_EQ(data.text(row.to_property), "p1");
  EXPECT_EQ(data.text(row.to_unit), "u1");
  EXPECT_EQ(data.mappings.size(), 2u);
  EXPECT_EQ(data.mapping_tables[0].source, 3u);
  EXPECT_EQ(data.mapping_tables[0].num, 2u);
}

TEST_F(MappingTableTest, OpenLcaNamesTheProcessThatMakesAProductAndUnitsWithoutIds) {
  const RawMapping& row = read("s1;t1;0.5;;;;steel;;;;;;;;t;;kg;mill;steel mill;;DE\n");
  EXPECT_EQ(data.text(row.provider), "mill");
  EXPECT_EQ(data.text(row.from_unit), "t");
  EXPECT_EQ(data.text(row.to_unit), "kg");
}

TEST_F(MappingTableTest, APlainTableWithAHeader) {
  const RawMapping& row = read("to,from,factor,to_unit\nt1,s1,2,kg\n");
  EXPECT_EQ(data.text(row.from), "s1");
  EXPECT_EQ(row.factor, 2.0);
  EXPECT_EQ(data.text(row.to_unit), "kg");
}

TEST_F(MappingTableTest, TheNamesOfTheFederalLists) {
  const RawMapping& row = read(
      "SourceFlowUUID,SourceUnit,MatchCondition,ConversionFactor,TargetFlowName,TargetFlowUUID,"
      "TargetUnit\n"
      "s1,g,~,0.001,Lead,t1,kg\n");
  EXPECT_EQ(data.text(row.to), "t1");
  EXPECT_EQ(row.match, '~');
  EXPECT_EQ(data.text(row.from_unit), "g");
}

TEST_F(MappingTableTest, RowsThatCannotBeUsedAreFindings) {
  read("from,to,factor\na,b,1\na,,1\na,b,0\na,b,x\n");
  EXPECT_EQ(data.mappings.size(), 1u);
  EXPECT_THAT(lines(findings), ElementsAre("m.csv:3: error E0834: the row maps 'a' to '' with the "
                                           "factor '1', which cannot be used; a row needs "
                                           "the ids of both flows and a factor that is not 0",
                                           "m.csv:4: error E0834: the row maps 'a' to 'b' with the "
                                           "factor '0', which cannot be used; a row needs "
                                           "the ids of both flows and a factor that is not 0",
                                           "m.csv:5: error E0834: the row maps 'a' to 'b' with the "
                                           "factor 'x', which cannot be used; a row needs "
                                           "the ids of both flows and a factor that is not 0"));
}

}  // namespace
}  // namespace plume::mapping_table_test
