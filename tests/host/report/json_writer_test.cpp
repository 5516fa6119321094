// SPDX-License-Identifier: Apache-2.0
#include "host/report/json_writer.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <nlohmann/json.hpp>
#include <string>

namespace {

using plume::JsonWriter;

TEST(JsonText, IsLaidOutInOrder) {
  JsonWriter json;
  json.begin_object().member("b", "x").member("a", std::uint64_t{1});
  json.key("list").begin_array().value(1.5).begin_object().end_object().end_array();
  json.key("none").begin_array().end_array().end_object();

  EXPECT_EQ(json.text(),
            "{\n"
            "  \"b\": \"x\",\n"
            "  \"a\": 1,\n"
            "  \"list\": [\n"
            "    1.5,\n"
            "    {}\n"
            "  ],\n"
            "  \"none\": []\n"
            "}\n");
}

TEST(JsonText, EscapesSoThatEveryTextReadsBack) {
  const std::string awkward =
      std::string("quote \" back \\ line \n tab \t return \r bell \x07 nul ") + '\0' + " 人 \x7F";
  JsonWriter json;
  json.begin_array().value(awkward).value("bad \xFF").end_array();

  const auto back = nlohmann::json::parse(json.text());

  EXPECT_EQ(back[0].get<std::string>(), awkward);
  EXPECT_EQ(back[1].get<std::string>(), "bad \xEF\xBF\xBD");
}

TEST(JsonText, NumbersKeepTheirTypeAndWhatIsNoNumberIsNull) {
  JsonWriter json;
  json.begin_array().value(3.0).value(-0.0).value(std::numeric_limits<double>::quiet_NaN());
  json.value(-std::numeric_limits<double>::infinity())
      .value(std::uint64_t{18446744073709551615u})
      .value(1e300)
      .end_array();

  EXPECT_EQ(json.text(), "[\n  3.0,\n  -0.0,\n  null,\n  null,\n  18446744073709551615,\n  1e+300\n]\n");
}

}  // namespace
