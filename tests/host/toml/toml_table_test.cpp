// SPDX-License-Identifier: Apache-2.0
#include "host/toml/toml_table.hpp"

#include <gmock/gmock.h>

#include "tests/support/findings.hpp"

namespace plume::toml_table_test {
namespace {

using plume::testing::lines;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// The table [t] of a file s.toml, its known keys a to f.
struct Sample {
  toml::table root;
  Findings findings;
  TomlTable table;

  explicit Sample(std::string_view text)
      : root(toml::parse(text, std::string_view("s.toml"))),
        table(*root["t"].as_table(), "t", {"alpha", "beta", "gamma"}, "s.toml", findings) {}
  std::vector<std::string> said() { return lines(findings); }
};

TEST(TomlTable, ReportsUnknownKeysWithTheNearest) {
  Sample sample("[t]\nalpha = 1\nbetta = 2\n  zzz = 3");
  EXPECT_THAT(
      sample.said(),
      ElementsAre("s.toml:3:1: error E0102: unknown key 't.betta'; did you mean 'beta'?",
                  "s.toml:4:3: error E0102: unknown key 't.zzz'; known here: alpha, beta, gamma"));
}

TEST(TomlTable, ReadsEachType) {
  Sample sample("[t]\nalpha = \"x\"\nbeta = 7\ngamma = true");
  EXPECT_EQ(sample.table.text("alpha"), "x");
  EXPECT_EQ(sample.table.nonempty_text("alpha"), "x");
  EXPECT_EQ(sample.table.id("alpha"), "x");
  EXPECT_EQ(sample.table.id("beta"), "7");
  EXPECT_EQ(sample.table.integer("beta", 7, 7), 7);
  EXPECT_EQ(sample.table.number("beta"), 7.0);
  EXPECT_EQ(sample.table.flag("gamma"), true);
  EXPECT_EQ(sample.table.choice("alpha", {"w", "x"}), 1u);
  EXPECT_THAT(sample.said(), IsEmpty());
}

TEST(TomlTable, AbsentKeysAreNoFault) {
  Sample sample("[t]");
  EXPECT_FALSE(sample.table.text("alpha") || sample.table.id("alpha") ||
               sample.table.integer("alpha", 0, 1) || sample.table.number("alpha") ||
               sample.table.flag("alpha") || sample.table.choice("alpha", {"x"}) ||
               sample.table.table("alpha"));
  EXPECT_THAT(sample.table.tables("alpha"), IsEmpty());
  EXPECT_FALSE(sample.table.is_empty_array("alpha"));
  EXPECT_THAT(sample.said(), IsEmpty());
}

TEST(TomlTable, NamesTypeGivenAndTypeWanted) {
  Sample sample("[t]\nalpha = 1.0\nbeta = \"7\"\ngamma = [1]");
  EXPECT_FALSE(sample.table.integer("alpha", 0, 9));
  EXPECT_FALSE(sample.table.text("alpha"));
  EXPECT_FALSE(sample.table.integer("beta", 0, 9));
  EXPECT_FALSE(sample.table.number("beta"));
  EXPECT_FALSE(sample.table.flag("beta"));
  EXPECT_FALSE(sample.table.text("gamma"));
  EXPECT_FALSE(sample.table.choice("gamma", {"x", "y"}));
  EXPECT_THAT(
      sample.said(),
      ElementsAre(
          "s.toml:2:9: error E0103: t.alpha = 1.0 is a float, and must be an integer; write 1",
          "s.toml:2:9: error E0103: t.alpha = 1.0 is a float, and must be a string; write it in "
          "quotes",
          "s.toml:3:8: error E0103: t.beta = \"7\" is a string, and must be an integer",
          "s.toml:3:8: error E0103: t.beta = \"7\" is a string, and must be a number; write it "
          "without quotes",
          "s.toml:3:8: error E0103: t.beta = \"7\" is a string, and must be a boolean; write true "
          "or false",
          "s.toml:4:9: error E0103: t.gamma is an array, and must be a string; write it in quotes",
          "s.toml:4:9: error E0103: t.gamma is an array, and must be a string; allowed: \"x\", "
          "\"y\""));
}

TEST(TomlTable, OtherTypesHaveNames) {
  Sample sample("[t]\nalpha = 2024-01-01\nbeta = 10:00:00\ngamma = 2024-01-01T10:00:00Z");
  for (const char* key : {"alpha", "beta", "gamma"}) EXPECT_FALSE(sample.table.number(key));
  EXPECT_THAT(sample.said(),
              ElementsAre("s.toml:2:9: error E0103: t.alpha is a date, and must be a number",
                          "s.toml:3:8: error E0103: t.beta is a time, and must be a number",
                          "s.toml:4:9: error E0103: t.gamma is a date-time, and must be a number"));
}

TEST(TomlTable, HoldsValuesToTheirRange) {
  Sample sample("[t]\nalpha = -1\nbeta = 0.5\ngamma = \"sobol\"");
  EXPECT_FALSE(sample.table.integer("alpha", 0, 9));
  EXPECT_FALSE(sample.table.number("beta", 1e-12, 1e-2));
  EXPECT_FALSE(sample.table.choice("gamma", {"random", "lhs"}));
  EXPECT_THAT(
      sample.said(),
      ElementsAre("s.toml:2:9: error E0104: t.alpha = -1 is out of range; allowed: 0 to 9",
                  "s.toml:3:8: error E0104: t.beta = 0.5 is out of range; allowed: 1e-12 to 0.01",
                  "s.toml:4:9: error E0104: t.gamma = \"sobol\" is not offered; allowed: "
                  "\"random\", \"lhs\""));
}

TEST(TomlTable, RefusesNumbersThatAreNotFiniteAndEmptyTexts) {
  Sample sample("[t]\nalpha = nan\nbeta = -inf\ngamma = \" \"");
  EXPECT_FALSE(sample.table.number("alpha"));
  EXPECT_FALSE(sample.table.number("beta", 0.0, 1.0));
  EXPECT_FALSE(sample.table.nonempty_text("gamma"));
  EXPECT_EQ(sample.table.text("gamma"), " ");
  EXPECT_THAT(
      sample.said(),
      ElementsAre("s.toml:2:9: error E0104: t.alpha = nan is not finite; write a finite number",
                  "s.toml:3:8: error E0104: t.beta = -inf is not finite; write a finite number",
                  "s.toml:4:9: error E0104: t.gamma is empty"));
}

TEST(TomlTable, TellsTablesFromArraysOfTables) {
  Sample sample("[t]\ngamma = 5\n[[t.alpha]]\nx = 1\n[t.beta]\ny = 2");
  EXPECT_EQ(sample.table.table("alpha"), nullptr);
  EXPECT_THAT(sample.table.tables("beta"), IsEmpty());
  EXPECT_EQ(sample.table.table("gamma"), nullptr);
  EXPECT_THAT(sample.said(), ElementsAre("s.toml:3:1: error E0103: t.alpha is an array, and must "
                                         "be a table; write [t.alpha] once, not [[t.alpha]]",
                                         "s.toml:5:1: error E0103: t.beta is a table, and must be "
                                         "an array of tables; write [[t.beta]] for each",
                                         "s.toml:2:9: error E0103: t.gamma = 5 is an integer, and "
                                         "must be a table; write [t.gamma] and its "
                                         "keys below"));
  EXPECT_EQ(sample.table.tables("alpha").size(), 1u);
  EXPECT_NE(sample.table.table("beta"), nullptr);
}

TEST(TomlTable, ElementsThatAreNoTablesAreLeftOut) {
  Sample sample("[t]\nalpha = [{x = 1}, 5]\nbeta = []");
  EXPECT_EQ(sample.table.tables("alpha").size(), 1u);
  EXPECT_THAT(sample.said(), ElementsAre("s.toml:2:19: error E0103: t.alpha = 5 is an integer, and "
                                         "must be a table; write [[t.alpha]] for each"));
  EXPECT_TRUE(sample.table.is_empty_array("beta"));
}

TEST(Describe, CutsLongTextsBetweenCharacters) {
  const toml::table root = toml::parse(
      "a = \"" + std::string(59, 'x') + "\xC3\xA4zz\"\nb = 1e3\nc = {}", std::string_view(""));
  EXPECT_EQ(describe(*root.get("a")), "\"" + std::string(59, 'x') + "…\"");
  EXPECT_EQ(describe(*root.get("b")), "1000.0");
  EXPECT_EQ(describe(*root.get("c")), "");
}

TEST(TomlTable, ReadsListsOfNumbers) {
  Sample sample("[t]\nalpha = [1, 0.5]\nbeta = 0.5\ngamma = [0.5, 'x', 9]");
  EXPECT_THAT(sample.table.numbers("alpha", 0.0, 1.0), ElementsAre(1.0, 0.5));
  EXPECT_THAT(sample.said(), IsEmpty());
  EXPECT_THAT(sample.table.numbers("beta", 0.0, 1.0), IsEmpty());
  EXPECT_THAT(sample.table.numbers("gamma", 0.0, 1.0), ElementsAre(0.5));
  EXPECT_THAT(sample.table.numbers("delta", 0.0, 1.0), IsEmpty());
  EXPECT_THAT(
      sample.said(),
      ElementsAre(
          "s.toml:3:8: error E0103: t.beta = 0.5 is a float, and must be a list of numbers; write "
          "beta = [0.5]",
          "s.toml:4:15: error E0103: t.gamma = \"x\" is a string, and must be a list of numbers",
          "s.toml:4:20: error E0104: t.gamma = 9 is out of range; allowed: 0 to 1"));
}

TEST(TomlTable, ReadsListsOfLists) {
  Sample sample("[t]\nalpha = [['a', 'b'], []]\nbeta = 'a'\ngamma = [['a'], 'b', ['c', 1]]");
  const auto lists = sample.table.text_lists("alpha");
  ASSERT_EQ(lists.size(), 2u);
  EXPECT_THAT(lists[0].texts, ElementsAre("a", "b"));
  EXPECT_EQ(lists[0].place.line, 2u);
  EXPECT_EQ(lists[0].place.column, 10u);
  EXPECT_THAT(lists[1].texts, IsEmpty());
  EXPECT_THAT(sample.said(), IsEmpty());
  EXPECT_THAT(sample.table.text_lists("beta"), IsEmpty());
  EXPECT_EQ(sample.table.text_lists("gamma").size(), 1u);
  EXPECT_THAT(sample.said(), ElementsAre("s.toml:3:8: error E0103: t.beta = \"a\" is a string, and "
                                         "must be a list of lists of names; write beta = "
                                         "[[\"a\", \"b\"]]",
                                         "s.toml:4:17: error E0103: t.gamma = \"b\" is a string, "
                                         "and must be a list of lists of names; write gamma = "
                                         "[[\"a\", \"b\"]]",
                                         "s.toml:4:22: error E0103: t.gamma is an array, and must "
                                         "be a list of lists of names; write gamma = "
                                         "[[\"a\", \"b\"]]"));
}

}  // namespace
}  // namespace plume::toml_table_test
