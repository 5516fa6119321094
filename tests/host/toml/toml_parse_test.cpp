// SPDX-License-Identifier: Apache-2.0
#include "host/toml/toml_parse.hpp"

#include <gtest/gtest.h>

#include <string>

namespace plume::toml_parse_test {
namespace {

std::string trouble_in(std::string_view text) {
  TomlTrouble trouble;
  if (parse_toml(text, "s.toml", trouble)) return "none";
  return std::to_string(trouble.line) + ":" + std::to_string(trouble.column) + ": " +
         trouble.reason + (trouble.hint.empty() ? "" : "; " + trouble.hint);
}

TEST(ParseToml, GivesTheTableWithItsSource) {
  TomlTrouble trouble;
  const auto table = parse_toml("[a]\nb = 1", "s.toml", trouble);
  ASSERT_TRUE(table);
  EXPECT_EQ((*table)["a"]["b"].value<int>(), 1);
  EXPECT_EQ(*(*table)["a"]["b"].node()->source().path, "s.toml");
}

TEST(ParseToml, SaysWhereAndWhyNot) {
  EXPECT_EQ(trouble_in("name = steel"),
            "1:8: error while parsing value: could not determine value type; text stands in "
            "quotes; decimals use '.', as in 0.5");
  EXPECT_EQ(trouble_in("[t]\nseed = 1\nseed = 2"),
            "3:8: error while parsing key-value pair: cannot redefine existing "
            "integer 'seed'; each key and [table] stands once; only [[table]] may repeat");
  EXPECT_EQ(trouble_in("amount = 1,5"),
            "1:11: error while parsing key-value pair: expected a comment or whitespace, saw "
            "','; decimals use '.'");
  EXPECT_EQ(trouble_in("path = \"C:\\data\""),
            "1:12: error while parsing string: unknown escape sequence '\\d'; in a path "
            "write '/' for '\\'");
  EXPECT_EQ(trouble_in("[study"), "1:7: error while parsing table header: encountered end-of-file");
  EXPECT_EQ(trouble_in("name = “x”"),
            "1:8: the character “ outside of straight quotes; write straight quotes, \" or '");
}

// Up to toml++ 3.3 this led into undefined behaviour; under the sanitizers it would end here.
TEST(ParseToml, LettersBeyondAsciiAreNoBlanks) {
  EXPECT_EQ(trouble_in("a = 0b02\"é\""),
            "1:8: error while parsing binary integer: expected digit, saw '2'");
  EXPECT_EQ(trouble_in("a = \"\\é\""),
            "1:7: error while parsing string: unknown escape sequence '\\é'; in a path write '/' "
            "for '\\'");
  EXPECT_EQ(trouble_in("a = \"\"\"\\\n  \xEF\xBB\xBB\"\"\""), "none");
}

TEST(ParseToml, AssertionsOfTheParserBecomeWords) {
  const char* const words =
      "this line is no key, value or [table]; write key = value, [table] or [[table]]";
  EXPECT_EQ(trouble_in("[=]"), std::string("1:0: ") + words);
  EXPECT_EQ(trouble_in("a = 1\nb = [\n1,\n2]\n\n[!x]\nc = 3\n"), std::string("6:0: ") + words);
  EXPECT_EQ(trouble_in(std::string_view("[t]\n[[\0]]", 9)), std::string("2:0: ") + words);
}

}  // namespace
}  // namespace plume::toml_parse_test
