// SPDX-License-Identifier: Apache-2.0
#include "host/base/json_text.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace plume::json_text_test {
namespace {

TEST(JsonText, ValuesGoThroughTextAndBack) {
  const nlohmann::json value = {{"b", {1, 2.5, nullptr}}, {"a", "é"}};
  EXPECT_EQ(json_text(value), R"({"a":"é","b":[1,2.5,null]})");
  EXPECT_EQ(parse_json(json_text(value, 2)), value);
}

TEST(JsonText, OrderedValuesKeepTheOrderOfTheirKeys) {
  const nlohmann::ordered_json value = parse_ordered_json(R"({"b": 1, "a": 2})");
  EXPECT_EQ(json_text(value), R"({"b":1,"a":2})");
  EXPECT_EQ(json_text(value, 1), "{\n \"b\": 1,\n \"a\": 2\n}");
}

TEST(JsonText, WhatIsNoUtf8IsReplacedWhenWrittenAndRefusedWhenRead) {
  EXPECT_EQ(json_text(nlohmann::json("a\xff")), "\"a\xEF\xBF\xBD\"");
  EXPECT_EQ(json_text(nlohmann::ordered_json("a\xff")), "\"a\xEF\xBF\xBD\"");
  EXPECT_THROW((void)parse_json("\"a\xff\""), nlohmann::json::parse_error);
}

TEST(JsonText, WhatIsNoJsonThrowsOrIsDiscarded) {
  EXPECT_THROW((void)parse_json("{"), nlohmann::json::parse_error);
  EXPECT_THROW((void)parse_ordered_json(""), nlohmann::json::parse_error);
  EXPECT_THROW((void)parse_json("1e999"), nlohmann::json::out_of_range);
  EXPECT_TRUE(parse_if_json("{").is_discarded());
  EXPECT_EQ(parse_if_json("[1]"), nlohmann::json::array({1}));
}

}  // namespace
}  // namespace plume::json_text_test
