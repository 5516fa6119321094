// SPDX-License-Identifier: Apache-2.0
#include "host/report/text.hpp"

#include <gtest/gtest.h>

namespace text_test {
namespace {

using plume::display_width;
using plume::shortened;
using plume::TextTable;

TEST(DisplayWidth, CountsColumnsNotBytes) {
  EXPECT_EQ(display_width("abc"), 3u);
  EXPECT_EQ(display_width("Öl"), 2u);
  EXPECT_EQ(display_width("人体毒性"), 8u);
  EXPECT_EQ(display_width("e\xCC\x81"), 1u);  // e and a combining accent
  EXPECT_EQ(display_width(""), 0u);
}

TEST(Shortened, CutsAtAWholeCharacterAndSaysSo) {
  EXPECT_EQ(shortened("climate change", 14), "climate change");
  EXPECT_EQ(shortened("climate change", 13), "climate chan…");
  EXPECT_EQ(shortened("climate change", 9), "climate…");
  EXPECT_EQ(shortened("人体毒性", 6), "人体…");
  EXPECT_EQ(shortened("climate change", 0), "climate change");
}

TEST(Wrapped, BreaksAtSpacesAndLeavesLongWordsWhole) {
  EXPECT_EQ(plume::wrapped("the mean of 人体毒性 is", 8), "the mean\nof\n人体毒性\nis\n");
  EXPECT_EQ(plume::wrapped("incomparable a b", 5), "incomparable\na b\n");
  EXPECT_EQ(plume::wrapped("is 12 % more", 6), "is\n12 %\nmore\n");
  EXPECT_EQ(plume::wrapped("", 5), "\n");
}

TEST(LabelledLinesText, TextsStandBeneathEachOther) {
  plume::LabelledLines lines;
  lines.add("Inputs", "a.zip").add("", "b.zip");

  EXPECT_EQ(lines.text(), "Inputs      a.zip\n            b.zip\n");
}

TEST(LabelledLinesText, LongListsAreCutAndCounted) {
  const auto listed = [](std::size_t number) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < number; ++i) names.push_back("c" + std::to_string(i));
    plume::LabelledLines lines;
    lines.add_list("Names", names, [](const std::string& name) { return name; });
    return lines.text();
  };
  EXPECT_EQ(listed(0), "Names       none\n");
  EXPECT_EQ(listed(2), "Names       c0\n            c1\n");
  EXPECT_TRUE(listed(21).ends_with("            c19\n            c20\n"))
      << "the last takes no more room than its count";
  EXPECT_TRUE(listed(22).ends_with("            c19\n            and 2 more\n"));
}

TEST(NameAndUnit, IsTheIdWhereThereIsNoName) {
  EXPECT_EQ(plume::name_and_unit("climate change", "cc", "kg"), "climate change [kg]");
  EXPECT_EQ(plume::name_and_unit("", "cc", ""), "cc");
}

TEST(TableText, LinesUpByDisplayWidth) {
  TextTable table({"name", "n"}, {TextTable::left, TextTable::right});
  table.add({"人体", "1"});
  table.add({"abcdef", "10"});

  EXPECT_EQ(table.to_string(),
            "name     n\n"
            "人体     1\n"
            "abcdef  10\n");
}

TEST(TableText, FirstColumnGivesWayToTheTerminal) {
  TextTable table({"name", "n"}, {TextTable::left, TextTable::right});
  table.add({"a very long name for one column", "1"});

  EXPECT_EQ(table.narrowest(), 23u);
  EXPECT_EQ(table.to_string(25),
            "name                    n\n"
            "a very long name for…   1\n");
  EXPECT_EQ(table.to_string(3),
            "name                  n\n"
            "a very long name fo…  1\n");
}

TEST(TableText, AColumnCanBeDropped) {
  TextTable table({"name", "n", "m"}, {TextTable::left, TextTable::right, TextTable::left});
  table.add({"a", "1", "2"});

  table.drop_column(1);

  EXPECT_EQ(table.to_string(), "name  m\na     2\n");
}

}  // namespace
}  // namespace text_test
