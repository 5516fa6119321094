// SPDX-License-Identifier: Apache-2.0
#include "host/toml/toml_guard.hpp"

#include <gtest/gtest.h>

#include <string>

namespace plume::toml_guard_test {
namespace {

std::string dotted(std::size_t num_dots) {
  std::string key = "a";
  for (std::size_t i = 0; i < num_dots; ++i) key += ".a";
  return key;
}

std::string trouble_in(std::string_view toml) {
  const auto trouble = find_toml_trouble(toml);
  if (!trouble) return "none";
  return std::to_string(trouble->line) + ":" + std::to_string(trouble->column) + ": " +
         trouble->reason + "; " + trouble->hint;
}

TEST(FindTomlTrouble, CountsTheDotsOfAKey) {
  const std::string deep = dotted(max_key_dots + 1);
  EXPECT_EQ(trouble_in(dotted(max_key_dots) + " = 1"), "none");
  EXPECT_EQ(trouble_in("x = 1\n" + deep + " = 1"),
            "2:34: a key of more than 16 parts; keys of a study have two");
  EXPECT_NE(trouble_in("[" + deep + "]"), "none");
  EXPECT_NE(trouble_in("x = {" + deep + " = 1}"), "none");
  EXPECT_NE(trouble_in("x = [\"\"\"\n\"\"\", {" + deep + " = 1}]"), "none");
  EXPECT_NE(trouble_in("x = \"\"\"a\"\"\"\"\"\ny = \"\"\n" + deep + " = 1"),
            "none");  // a long string that ends in a quote
}

TEST(FindTomlTrouble, SeesThroughQuotedParts) {
  std::string key = "\"a\"";
  for (std::size_t i = 0; i <= max_key_dots; ++i) key += " . 'b'";
  EXPECT_NE(trouble_in(key + " = 1"), "none");
}

TEST(FindTomlTrouble, DoesNotCountDotsElsewhere) {
  const std::string dots(max_key_dots + 1, '.');
  EXPECT_EQ(trouble_in("x = \"" + dots + "\""), "none");
  EXPECT_EQ(trouble_in("x = '" + dots + "'"), "none");
  EXPECT_EQ(trouble_in("x = \"\\\"" + dots + "\""), "none");
  EXPECT_EQ(trouble_in("x = \"\"\"\n" + dots + "\n\"\"\""), "none");
  EXPECT_EQ(trouble_in("x = '''\n" + dots + "'''"), "none");
  EXPECT_EQ(trouble_in("# " + dots + "\nx = 1"), "none");
  std::string numbers = "x = [0.5";
  for (std::size_t i = 0; i < 100; ++i) numbers += ", 1.5";
  EXPECT_EQ(trouble_in(numbers + "]"), "none");
}

TEST(FindTomlTrouble, RefusesCharactersOutsideOfStrings) {
  EXPECT_EQ(trouble_in("[study]\nname = “steel”"),
            "2:8: the character “ outside of straight quotes; write straight quotes, \" or '");
  EXPECT_EQ(trouble_in("é = 1"),
            "1:1: the character é outside of straight quotes; text and such keys stand in quotes, "
            "\" or '");
  EXPECT_EQ(trouble_in("\xEF\xBB\xBB[study]"),
            "1:1: the character \xEF\xBB\xBB outside of straight quotes; text and such keys stand "
            "in quotes, \" or '");
}

TEST(FindTomlTrouble, AcceptsThemInStringsCommentsAndTheByteOrderMark) {
  EXPECT_EQ(trouble_in("\xEF\xBB\xBF# größer\nx = \"☀️ é\"\ny = '“'\nz = "
                       "\"\"\"“\n\xEF\xBB\xBB\"\"\"\n\"é\" = 1"),
            "none");
}

TEST(FindTomlTrouble, RefusesWhatIsNotUtf8) {
  EXPECT_EQ(trouble_in("\xFF\xFE[\0s"), "1:1: a byte that is not UTF-8; save the file as UTF-8");
  EXPECT_EQ(trouble_in("# a\nname = \"Stra\xDF"
                       "e\""),
            "2:13: a byte that is not UTF-8; save the file as UTF-8");
}

TEST(FindTomlTrouble, EndsWithTextsThatAreCutOff) {
  for (const char* text :
       {"\"", "'", "\"\"\"", "\"\\", "\"\"\"\\", "\"\"\"\\ ", "'''x", "\"\"\"x\"\"\"\"", "#", ""})
    EXPECT_EQ(trouble_in(text), "none") << text;
}

}  // namespace
}  // namespace plume::toml_guard_test
