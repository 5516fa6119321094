// SPDX-License-Identifier: Apache-2.0
#include "host/store/stored_text.hpp"

#include <gtest/gtest.h>

#include <string>

namespace plume::stored_text_test {
namespace {

using std::string_literals::operator""s;

TEST(StoredText, ValidTextIsUntouched) {
  for (const std::string& text :
       {""s, "kg CO₂-eq"s, "温室气体"s, "😀"s, "tab\tand\nline"s, "\x7F"s, "\u0080\u07FF\u0800"s,
        "\uD7FF\uE000\uFFFF\U00010000\U0010FFFF"s}) {
    EXPECT_EQ(stored_text(text), text);
  }
}

TEST(StoredText, EachBadByteBecomesTheReplacementCharacter) {
  EXPECT_EQ(stored_text("caf\xE9"), "caf\uFFFD");      // Latin-1
  EXPECT_EQ(stored_text("\x80x"), "\uFFFDx");          // continuation without a beginning
  EXPECT_EQ(stored_text("\xC3"), "\uFFFD");            // cut off
  EXPECT_EQ(stored_text("\xE2\x82"), "\uFFFD\uFFFD");  // cut off
  EXPECT_EQ(stored_text("\xC0\xAF"), "\uFFFD\uFFFD");  // overlong
  EXPECT_EQ(stored_text("\xE0\x80\x80"), "\uFFFD\uFFFD\uFFFD");
  EXPECT_EQ(stored_text("\xED\xA0\x80"), "\uFFFD\uFFFD\uFFFD");            // surrogate
  EXPECT_EQ(stored_text("\xF4\x90\x80\x80"), "\uFFFD\uFFFD\uFFFD\uFFFD");  // above U+10FFFF
  EXPECT_EQ(stored_text("\xFF"), "\uFFFD");
}

TEST(StoredText, NulDoesNotEndTheText) { EXPECT_EQ(stored_text("a\0b"s), "a\uFFFDb"); }

}  // namespace
}  // namespace plume::stored_text_test
