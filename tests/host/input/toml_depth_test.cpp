// SPDX-License-Identifier: Apache-2.0
#include "host/input/toml_depth.hpp"

#include <gtest/gtest.h>

#include <string>

namespace plume {
namespace {

std::string parts(std::size_t count) {
  std::string key = "a";
  for (std::size_t i = 1; i < count; ++i) key += ".a";
  return key;
}

TEST(IsTooDeep, CountsTheDotsOfAKey) {
  EXPECT_FALSE(is_too_deep(parts(max_key_dots + 1) + " = 1"));
  EXPECT_TRUE(is_too_deep(parts(max_key_dots + 2) + " = 1"));
  EXPECT_TRUE(is_too_deep("[" + parts(max_key_dots + 2) + "]"));
  EXPECT_TRUE(is_too_deep("x = {" + parts(max_key_dots + 2) + " = 1}"));
  EXPECT_TRUE(is_too_deep("x = [\"\"\"\n\"\"\", {" + parts(max_key_dots + 2) + " = 1}]"));
}

TEST(IsTooDeep, SeesThroughQuotedParts) {
  std::string key = "\"a\"";
  for (std::size_t i = 0; i <= max_key_dots; ++i) key += " . 'b'";
  EXPECT_TRUE(is_too_deep(key + " = 1"));
}

TEST(IsTooDeep, DoesNotCountElsewhere) {
  const std::string dots(max_key_dots + 1, '.');
  EXPECT_FALSE(is_too_deep("x = \"" + dots + "\""));
  EXPECT_FALSE(is_too_deep("x = '" + dots + "'"));
  EXPECT_FALSE(is_too_deep("x = \"\\\"" + dots + "\""));
  EXPECT_FALSE(is_too_deep("x = \"\"\"\n" + dots + "\n\"\"\""));
  EXPECT_FALSE(is_too_deep("x = '''\n" + dots + "'''"));
  EXPECT_FALSE(is_too_deep("# " + dots + "\nx = 1"));
  std::string numbers = "x = [0.5";
  for (std::size_t i = 0; i < 100; ++i) numbers += ", 1.5";
  EXPECT_FALSE(is_too_deep(numbers + "]"));
}

TEST(IsTooDeep, EndsWithTextsThatAreCutOff) {
  for (const char* text : {"\"", "'", "\"\"\"", "\"\\", "'''x", "#", ""}) EXPECT_FALSE(is_too_deep(text));
}

}  // namespace
}  // namespace plume
