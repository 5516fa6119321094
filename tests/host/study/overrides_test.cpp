// SPDX-License-Identifier: Apache-2.0
#include "host/study/overrides.hpp"

#include <gmock/gmock.h>

#include <sstream>

#include "tests/support/findings.hpp"

namespace plume::overrides_test {
namespace {

using plume::testing::lines;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct Applied {
  toml::table study;
  Findings findings;

  Applied(std::string_view text, const std::vector<Override>& overrides)
      : study(toml::parse(text, std::string_view("s.toml"))) {
    apply_overrides(study, overrides, findings);
  }
  [[nodiscard]] std::string text() const {
    std::ostringstream stream;
    stream << toml::json_formatter(study);
    std::string compact;
    for (const char c : stream.str())
      if (c != ' ' && c != '\n') compact += c;
    return compact;
  }
};

TEST(ApplyOverrides, ReplacesAddsAndMakesTables) {
  const Applied applied(
      "[sampling]\nseed = 1\niterations = 10",
      {{"sampling.seed", "7"}, {"solver.tolerance", "0.5"}, {"sampling.design", "lhs"}});
  EXPECT_THAT(lines(applied.findings), IsEmpty());
  EXPECT_EQ(applied.text(),
            R"({"sampling":{"design":"lhs","iterations":10,"seed":7},"solver":{"tolerance":0.5}})");
}

TEST(ApplyOverrides, ParametersAreSetInEveryModel) {
  const Applied applied(
      "[[model]]\npath = 'a'\n[[model]]\npath = 'b'\nset = { mass = 1.0 }",
      {{"model.mass", "15.0"}, {"model.set.loss", "0.5"}, {"model.\"bike, GLO\".mass", "2.0"}});
  EXPECT_THAT(lines(applied.findings), IsEmpty());
  const std::string set = R"("set":{"bike,GLO":{"mass":2.0},"loss":0.5,"mass":15.0})";
  EXPECT_EQ(applied.text(), R"({"model":[{"path":"a",)" + set + R"(},{"path":"b",)" + set + "}]}");
}

TEST(ApplyOverrides, WhatIsNoParameterOfAModelIsAnError) {
  const Applied applied("[[model]]\npath = 'a'\nset = 3", {{"model.mass", "15.0"}});
  EXPECT_THAT(testing::codes(applied.findings), ::testing::ElementsAre("E0130"));
}

TEST(ApplyOverrides, ValuesAreTomlOrElseText) {
  const Applied applied("", {{"a", "true"},
                             {"b", "\"7\""},
                             {"c", "two words"},
                             {"d", "C:\\x\"y"},
                             {"e", "1\nf = 2"},
                             {"g", ""},
                             {"h", "[1, 2]"},
                             {"i", "1.5"}});
  EXPECT_THAT(lines(applied.findings), IsEmpty());
  EXPECT_EQ(applied.study["a"].value<bool>(), true);
  EXPECT_EQ(applied.study["b"].value<std::string>(), "7");
  EXPECT_EQ(applied.study["c"].value<std::string>(), "two words");
  EXPECT_EQ(applied.study["d"].value<std::string>(), "C:\\x\"y");
  EXPECT_EQ(applied.study["e"].value<std::string>(), "1\nf = 2");
  EXPECT_FALSE(applied.study.contains("f"));
  EXPECT_EQ(applied.study["g"].value<std::string>(), "");
  EXPECT_TRUE(applied.study["h"].is_array());
  EXPECT_EQ(applied.study["i"].value<double>(), 1.5);
}

TEST(ApplyOverrides, TheLastOfOneKeyWins) {
  const Applied applied("", {{"sampling.seed", "7"}, {"sampling.seed", "8"}});
  EXPECT_EQ(applied.study["sampling"]["seed"].value<int>(), 8);
}

TEST(ApplyOverrides, NodesCarryTheirSource) {
  const Applied applied("[sampling]\nseed = 1", {{"sampling.seed", "x"}});
  EXPECT_EQ(*applied.study["sampling"]["seed"].node()->source().path, "--set sampling.seed=x");
}

TEST(ApplyOverrides, RefusesWhatIsNoKey) {
  const Applied applied(
      "", {{"", "1"}, {"a..b", "1"}, {"[a]\nb", "1"}, {"a b", "1"}, {std::string(50, '.'), "1"}});
  EXPECT_THAT(
      lines(applied.findings),
      ElementsAre(
          "--set =1: error E0130: '' is not a key; write for instance --set sampling.seed=7",
          "--set a..b=1: error E0130: 'a..b' is not a key; write for instance --set "
          "sampling.seed=7",
          "--set [a] b=1: error E0130: '[a] b' is not a key; write for instance --set "
          "sampling.seed=7",
          "--set a b=1: error E0130: 'a b' is not a key; write for instance --set sampling.seed=7",
          "--set " + std::string(50, '.') + "=1: error E0130: '" + std::string(50, '.') +
              "' is not a key; write for instance --set sampling.seed=7"));
}

TEST(ApplyOverrides, ReachesNoElementsOfLists) {
  const Applied applied("a = 5\n[[demand]]\nname = 'x'\n[t]\nlist = []",
                        {{"demand.amount", "2"}, {"a.b", "1"}, {"t.list.c", "1"}});
  EXPECT_THAT(lines(applied.findings),
              ElementsAre("--set demand.amount=2: error E0130: 'demand' is a list, and has no keys "
                          "to set; --set reaches the "
                          "keys of tables such as sampling, solver, stop, result",
                          "--set a.b=1: error E0130: 'a' is a value, and has no keys to set; --set "
                          "reaches the keys of tables "
                          "such as sampling, solver, stop, result",
                          "--set t.list.c=1: error E0130: 't.list' is a list, and has no keys to "
                          "set; --set reaches the keys "
                          "of tables such as sampling, solver, stop, result"));
}

}  // namespace
}  // namespace plume::overrides_test
