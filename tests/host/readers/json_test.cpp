// SPDX-License-Identifier: Apache-2.0
#include "host/readers/json.hpp"

#include <gmock/gmock.h>

#include "tests/support/findings.hpp"

namespace plume::json_test {
namespace {

using ::testing::ElementsAre;
using testing::lines;

std::optional<Json> parsed(const std::string& text, Findings& findings) {
  return read_json(Archive::from_memory("p.zip", {{"a.json", text}}), "a.json", findings);
}

TEST(Json, FlagsMayBeTextsAndMayBeAbsent) {
  const Json json = Json::parse(R"({"a": true, "b": "TRUE", "c": "false", "d": null, "e": 1})");
  EXPECT_TRUE(flag_of(json, {"a"}));
  EXPECT_TRUE(flag_of(json, {"b"}));
  EXPECT_FALSE(flag_of(json, {"c"}));
  EXPECT_FALSE(flag_of(json, {"d"}));
  EXPECT_TRUE(flag_of(json, {"e"}));
  EXPECT_FALSE(flag_of(json, {"f"}));
  EXPECT_TRUE(flag_of(json, {"isA", "a"}));  // the older name of a key
}

TEST(Json, NumbersMayBeTexts) {
  const Json json = Json::parse(R"({"a": 1.5, "b": "2.5", "c": "1,5", "d": []})");
  EXPECT_EQ(number_of(json, {"a"}), 1.5);
  EXPECT_EQ(number_of(json, {"b"}), 2.5);
  EXPECT_EQ(number_of(json, {"c"}), std::nullopt);
  EXPECT_EQ(number_of(json, {"d"}), std::nullopt);
}

TEST(Json, ReferencesTextsAndListsOfTheWrongKindAreEmpty) {
  const Json json =
      Json::parse(R"({"flow": {"@id": "f1"}, "unit": "kg", "list": {"a": 1}, "name": 5})");
  EXPECT_EQ(reference_of(json, "flow"), "f1");
  EXPECT_EQ(reference_of(json, "unit"), "");
  EXPECT_EQ(text_of(json, "name"), "");
  EXPECT_TRUE(list_of(json, {"list"}).empty());
  EXPECT_EQ(text_of(Json::array(), "name"), "");
}

TEST(Json, WhatIsNoJsonIsAFindingWithItsLine) {
  Findings findings;
  EXPECT_FALSE(parsed("{\n\"a\": 1,\n", findings));
  EXPECT_THAT(
      lines(findings),
      ElementsAre(
          "p.zip/a.json:3: error E0830: the file is no JSON from byte 11 on; it is damaged or "
          "cut off; export the package again"));
}

TEST(Json, NumbersOutOfRangeAndDeepNestingDoNotEndTheProgram) {
  Findings findings;
  EXPECT_FALSE(parsed(R"({"a": 1e999})", findings));
  EXPECT_TRUE(findings.has_errors());
  Findings deep;
  EXPECT_FALSE(parsed(std::string(100'000, '['), deep));
  EXPECT_EQ(deep.num_errors(), 1u);
}

TEST(Json, AByteOrderMarkIsPassedOver) {
  Findings findings;
  EXPECT_TRUE(parsed("\xEF\xBB\xBF{}", findings));
  const std::optional<Json> wide =
      parsed(std::string("\xFE\xFF\0{\0\"\0a\0\"\0:\0001\0}", 16), findings);
  ASSERT_TRUE(wide) << findings.to_string();
  EXPECT_EQ(number_of(*wide, {"a"}), 1.0);
}

TEST(Json, KeysThatAreNotUsedAreCounted) {
  Tally ignored;
  count_ignored(Json::parse(R"({"a": 1, "b": 2})"), "process", {"a"}, ignored);
  count_ignored(Json::parse(R"({"b": 2})"), "process", {"a"}, ignored);
  EXPECT_EQ(ignored, (Tally{{"process.b", 2}}));
}

}  // namespace
}  // namespace plume::json_test
