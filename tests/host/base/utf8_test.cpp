// SPDX-License-Identifier: Apache-2.0
#include "host/base/utf8.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace plume::utf8_test {
namespace {

/// The encoding of a code point by the formula, whether it may stand or not.
std::string encoded(char32_t value, int length) {
  if (length == 1) return {static_cast<char>(value)};
  std::string text;
  for (int i = length - 1; i > 0; --i)
    text.insert(text.begin(), static_cast<char>(0x80 | (value >> (6 * (length - 1 - i)) & 0x3F)));
  text.insert(text.begin(),
              static_cast<char>((0xF00 >> length & 0xFF) | value >> (6 * (length - 1))));
  return text;
}

TEST(Utf8Length, OfEveryCodePointIsThatOfItsShortestForm) {
  for (char32_t value = 0; value <= 0x110FFF; ++value) {
    const int shortest = value < 0x80 ? 1 : value < 0x800 ? 2 : value < 0x10000 ? 3 : 4;
    const bool allowed = value <= 0x10FFFF && !(value >= 0xD800 && value <= 0xDFFF);
    for (int length = shortest; length <= 4; ++length) {
      const std::string text = encoded(value, length) + "x";
      const std::size_t expected =
          allowed && length == shortest ? static_cast<std::size_t>(length) : 0;
      ASSERT_EQ(utf8_length(text), expected)
          << std::hex << static_cast<unsigned>(value) << " in " << length;
      if (expected > 1) {
        ASSERT_EQ(utf8_length(std::string_view(text).substr(0, expected - 1)), 0u) << "cut short";
      }
    }
  }
}

TEST(Utf8Length, OfWhatIsNoTextIsZero) {
  EXPECT_EQ(utf8_length(""), 0u);
  for (int lead = 0x80; lead <= 0xFF; ++lead) {
    const std::string text = {static_cast<char>(lead), 'a', 'b', 'c'};
    EXPECT_EQ(utf8_length(text), 0u) << lead;
  }
  EXPECT_EQ(utf8_length(std::string_view("\0", 1)), 1u);
}

TEST(ValidUtf8, ReplacesDamageByteByByte) {
  EXPECT_EQ(valid_utf8("a\xFFz"), "a\xEF\xBF\xBDz");
  EXPECT_EQ(valid_utf8("\xC3"), "\xEF\xBF\xBD");                                  // cut short
  EXPECT_EQ(valid_utf8("\xC0\xAF"), "\xEF\xBF\xBD\xEF\xBF\xBD");                  // overlong '/'
  EXPECT_EQ(valid_utf8("\xED\xA0\x80"), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");  // surrogate
  EXPECT_EQ(valid_utf8("\xF4\x90\x80\x80"), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
  EXPECT_EQ(valid_utf8("𝛼 ok 人"), "𝛼 ok 人");
}

TEST(Utf16, BecomesUtf8InBothOrdersOfBytes) {
  EXPECT_EQ(utf8_of_utf16({"k\0g\0\xB2\0", 6}, false), "kg²");
  EXPECT_EQ(utf8_of_utf16({"\0k\0g\0\xB2", 6}, true), "kg²");
  EXPECT_EQ(utf8_of_utf16("\xD8\x35\xDE\xFC", true), "𝛼");
}

TEST(Utf16, HalvesOfPairsAreReplaced) {
  EXPECT_EQ(utf8_of_utf16({"\xD8\x35\0a", 4}, true),
            "\xEF\xBF\xBD"
            "a");
  EXPECT_EQ(utf8_of_utf16("\xDE\xFC", true), "\xEF\xBF\xBD");
  EXPECT_EQ(utf8_of_utf16("\xD8\x35", true), "\xEF\xBF\xBD");
  EXPECT_EQ(utf8_of_utf16({"\0a\0", 3}, true), "a\xEF\xBF\xBD");
}

TEST(ByteOrderMark, SaysTheEncodingAndIsNoText) {
  EXPECT_EQ(without_byte_order_mark("\xEF\xBB\xBFkg"), "kg");
  EXPECT_EQ(without_byte_order_mark({"\xFF\xFEk\0g\0", 6}), "kg");
  EXPECT_EQ(without_byte_order_mark({"\xFE\xFF\0k\0g", 6}), "kg");
  EXPECT_EQ(without_byte_order_mark("kg"), "kg");
}

}  // namespace
}  // namespace plume::utf8_test
