// SPDX-License-Identifier: Apache-2.0
#include "host/archive/shown.hpp"

#include <gtest/gtest.h>

namespace plume::shown_test {
namespace {

TEST(Shown, PlainTextAsItIs) { EXPECT_EQ(shown("steel, München"), "steel, München"); }

TEST(Shown, ControlCharactersAsQuestionMarks) { EXPECT_EQ(shown("a\nb\tc\x7F"), "a?b?c?"); }

TEST(Shown, LongTextIsCut) {
  EXPECT_EQ(shown("abcdef", 6), "abcdef");
  EXPECT_EQ(shown("abcdef", 5), "abcde...");
}

// ü is two bytes, € three: the cut falls before a character that does not fit whole.
TEST(Shown, NeverWithinACharacter) {
  EXPECT_EQ(shown("aüb", 2), "a...");
  EXPECT_EQ(shown("a€b", 3), "a...");
  EXPECT_EQ(shown("a€b", 4), "a€...");
  EXPECT_EQ(shown("\x80\x80\x80", 2), "...");  // no UTF-8 at all
}

}  // namespace
}  // namespace plume::shown_test
