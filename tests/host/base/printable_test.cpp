// SPDX-License-Identifier: Apache-2.0
#include "host/base/printable.hpp"

#include <gtest/gtest.h>

namespace plume::printable_test {
namespace {

TEST(Printable, LeavesNoControlCharacterForTheTerminal) {
  EXPECT_EQ(printable("a\nb\tc\x1B[31m"), "a b c [31m");
  EXPECT_EQ(printable("a\x07"
                      "b\x7F"
                      "c"),
            "a b c");
  EXPECT_EQ(printable("a\xC2\x9B"
                      "b"),
            "a b")
      << "C1 control sequence introducer";
  EXPECT_EQ(printable("a\xE2\x80\xA8"
                      "b\xE2\x80\xA9"
                      "c"),
            "a b c")
      << "line and paragraph separator";
  EXPECT_EQ(printable(std::string_view("a\0b", 3)), "a b");
}

TEST(Printable, LeavesNoMarkThatTurnsTheTextRound) {
  for (const char* mark : {"\xD8\x9C", "\xE2\x80\x8E", "\xE2\x80\x8F", "\xE2\x80\xAA",
                           "\xE2\x80\xAE", "\xE2\x81\xA6", "\xE2\x81\xA9"}) {
    EXPECT_EQ(printable(std::string("a") + mark + "b"), "a b");
  }
}

TEST(Printable, LeavesWordsOfAllLanguagesAsTheyAre) {
  const char* const words = "Größe 人体毒性 نص ‰ – \xF0\x9F\x8C\x8D";
  EXPECT_EQ(printable(words), words);
}

TEST(Printable, ReplacesWhatIsNoText) { EXPECT_EQ(printable("caf\xE9!"), "caf\xEF\xBF\xBD!"); }

TEST(PrintableLines, KeepsLineFeedsAndNothingElse) {
  EXPECT_EQ(printable_lines("a\r\nb\x1B[2J\n"), "a \nb [2J\n");
}

TEST(JsonWithoutControls, SaysTheSameInEscapes) {
  EXPECT_EQ(json_without_controls("{\"a\xE2\x80\xAE\": \"\xC2\x9B\x7F\"}\n"),
            "{\"a\\u202e\": \"\\u009b\\u007f\"}\n");
  EXPECT_EQ(json_without_controls("{\"ö\": 1}\n"), "{\"ö\": 1}\n");
}

TEST(Defused, PutsALetterBeforeWhatASpreadsheetComputes) {
  for (const char* formula : {"=1+1", "+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1",
                              "\xEF\xBC\x9D"
                              "1"}) {
    EXPECT_EQ(defused(formula), std::string("'") + formula);
  }
  EXPECT_EQ(defused("1-2"), "1-2");
  EXPECT_EQ(defused(""), "");
}

}  // namespace
}  // namespace plume::printable_test
