// SPDX-License-Identifier: Apache-2.0
#include "host/readers/simapro/simapro_blocks.hpp"

#include <gmock/gmock.h>

namespace plume::simapro_blocks_test {
namespace {

TEST(SimaProBlocks, LabelsBeginSectionsAndBlankLinesEndThem) {
  const auto blocks = simapro_blocks(
      simapro_text("{SimaPro 9.0}\n\nProcess\n\nType\n\n\nProcess name\nsteel\n\nSystem "
                   "description\nx;y\n\nProducts\na;kg;1\nb;kg;2\n\nResources\n\nEnd\n\n"
                   "Units\nkg;Mass;1;kg\n\ng;Mass;0.001;kg\n\nEnd\n"));
  ASSERT_EQ(blocks.size(), 2u);
  EXPECT_EQ(blocks[0].name, "Process");
  EXPECT_TRUE(blocks[0].is_ended);
  EXPECT_EQ(blocks[0].text("Type"), "");
  EXPECT_EQ(blocks[0].text("Process name"), "steel");
  EXPECT_EQ(blocks[0].find("Products")->rows.size(), 2u);
  EXPECT_EQ(blocks[0].find("Products")->line, 14u);
  EXPECT_EQ(blocks[0].find("Resources")->rows.size(), 0u);
  EXPECT_EQ(blocks[0].find("Nothing"), nullptr);
  EXPECT_EQ(blocks[1].sections.at(0).rows.size(), 2u);
}

TEST(SimaProBlocks, ABlockThatAnotherBeginsInOrTheFileEndsInIsNotEnded) {
  const auto blocks = simapro_blocks(
      simapro_text("{SimaPro 9.0}\nProcess\n\nProducts\na;kg;1\n\nProcess\n\nProducts\nb;kg;1\n"));
  ASSERT_EQ(blocks.size(), 2u);
  EXPECT_FALSE(blocks[0].is_ended);
  EXPECT_FALSE(blocks[1].is_ended);
  EXPECT_EQ(blocks[1].text("Products"), "b");
}

TEST(SimaProBlocks, TheOlderLayoutHasValuesBesideTheirLabels) {
  const auto blocks = simapro_blocks(simapro_text(
      "SimaPro 7\tprocesses\nProject\tx\n\nProcess\n\nCategory type\tmaterial\nProcess "
      "name\tsteel\nStatus\n\nProducts\na\t1\tkg\n\nProcess\n\nProducts\nb\t1\tkg\n"));
  ASSERT_EQ(blocks.size(), 3u);
  EXPECT_EQ(blocks[1].text("Process name"), "steel");
  EXPECT_EQ(blocks[1].text("Status"), "");
  EXPECT_EQ(blocks[1].find("Products")->rows.size(), 1u);
  EXPECT_EQ(blocks[2].text("Products"), "b");
}

}  // namespace
}  // namespace plume::simapro_blocks_test
