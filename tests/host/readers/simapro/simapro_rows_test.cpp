// SPDX-License-Identifier: Apache-2.0
#include "host/readers/simapro/simapro_rows.hpp"

#include <gmock/gmock.h>

namespace plume::simapro_rows_test {
namespace {

using ::testing::ElementsAre;

const std::string header =
    "{SimaPro 9.0}\n{processes}\n{CSV separator: Semicolon}\n{Decimal separator: ,}\n";

std::vector<std::string> cells(const std::string& line) {
  return simapro_text(header + line).rows.at(0).cells;
}

TEST(SimaProRows, AreToldByTheirFirstLine) {
  EXPECT_TRUE(is_simapro("{SimaPro 9.0}\n"));
  EXPECT_TRUE(is_simapro("\xEF\xBB\xBF{SimaPro 9.0}\n"));
  EXPECT_TRUE(is_simapro("\"{SimaPro 9.0}\"\n"));
  EXPECT_TRUE(is_simapro("SimaPro 7.3\tprocesses\n"));
  EXPECT_TRUE(is_simapro(std::string_view("\xFF\xFE{\0S\0i\0m\0a\0P\0r\0o\0", 18)));
  EXPECT_FALSE(is_simapro("Joe's LCA Software\tprocesses\n"));
  EXPECT_FALSE(is_simapro(""));
}

TEST(SimaProRows, Trap1TheHeaderSaysSeparatorAndDecimalSign) {
  const SimaProText comma = simapro_text(header);
  EXPECT_EQ(comma.separator, ';');
  EXPECT_EQ(comma.decimal, ',');
  EXPECT_EQ(comma.kind, "processes");
  const SimaProText tab =
      simapro_text("{SimaPro 9.0}\r\n{CSV separator: Tab}\r\n{Decimal separator: .}\r\na\tb\r\n");
  EXPECT_EQ(tab.separator, '\t');
  EXPECT_EQ(tab.decimal, '.');
  EXPECT_THAT(tab.rows.at(0).cells, ElementsAre("a", "b"));
  EXPECT_EQ(tab.rows.at(0).line, 4u);
  const SimaProText commas =
      simapro_text("{SimaPro 9.0}\n{CSV separator: Comma}\n\"{Selection: a, b}\"\nx,\"y, z\"\n");
  EXPECT_THAT(commas.rows.at(0).cells, ElementsAre("x", "y, z"));
}

TEST(SimaProRows, Trap2EncodingsAndTranslatedHeaders) {
  EXPECT_EQ(simapro_utf8("gr\xF6\xDF"
                         "e \x80"),
            "gr\xC3\xB6\xC3\x9F"
            "e \xE2\x82\xAC");
  EXPECT_EQ(simapro_utf8("gr\xC3\xB6\xC3\x9F"
                         "e"),
            "gr\xC3\xB6\xC3\x9F"
            "e");
  EXPECT_EQ(simapro_utf8(std::string_view("\xFF\xFE\xF6\0\x3D\xD8\0\xDE", 8)),
            "\xC3\xB6\xF0\x9F\x98\x80");
  EXPECT_EQ(simapro_utf8(std::string_view("\xFE\xFF\0\xF6", 4)), "\xC3\xB6");
  const SimaProText french = simapro_text(
      "{SimaPro 9.5}\n{processus}\n{Projet: A}\n{CSV separator: Semicolon}\n{Ouvrir "
      "biblioth\xE8que\xA0: 'A'}\na\n");
  EXPECT_EQ(french.kind, "processus");
  EXPECT_THAT(french.rows.at(0).cells, ElementsAre("a"));
}

TEST(SimaProRows, Trap3QuotesHoldSeparatorsAndAreNotAlwaysBalanced) {
  EXPECT_THAT(cells("\"a;b\";c"), ElementsAre("a;b", "c"));
  EXPECT_THAT(cells("\"a \"\"b\"\"\";c"), ElementsAre("a \"b\"", "c"));
  EXPECT_THAT(cells("a\x7Fsecond \"line\";c"), ElementsAre("a\x7Fsecond \"line\"", "c"));
  EXPECT_THAT(cells("\"never closed;c\nnext"), ElementsAre("\"never closed", "c"));
  EXPECT_THAT(cells("\"two\x7F\nlines\";c"), ElementsAre("two\x7Flines", "c"));
  EXPECT_THAT(cells("\"inch\" pipe;c"), ElementsAre("\"inch\" pipe", "c"));
  EXPECT_THAT(cells("a;;b;;;"), ElementsAre("a", "", "b"));
  EXPECT_TRUE(simapro_text(header + ";;;\n").rows.at(0).is_blank());
}

TEST(SimaProRows, TheOlderLayoutIsSeparatedByTabs) {
  const SimaProText old = simapro_text("SimaPro 7.3\tprocesses\tDate:\t1.1.2011\nProject\tx\n");
  EXPECT_TRUE(old.is_old);
  EXPECT_THAT(old.rows.at(0).cells, ElementsAre("Project", "x"));
}

}  // namespace
}  // namespace plume::simapro_rows_test
