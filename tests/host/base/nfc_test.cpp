// SPDX-License-Identifier: Apache-2.0
#include "host/base/nfc.hpp"

#include <gtest/gtest.h>

namespace plume::nfc_test {
namespace {

TEST(Nfc, MarksComposeWithTheirLetters) {
  EXPECT_EQ(to_nfc("Stra\u00DFe Ko\u0308ln"), "Stra\u00DFe K\u00F6ln");
  EXPECT_EQ(to_nfc("e\u0301e\u0302e\u0328"), "\u00E9\u00EA\u0119");
  EXPECT_EQ(to_nfc("CO\u2082"), "CO\u2082");
  EXPECT_EQ(to_nfc("q\u0308"), "q\u0308") << "none is composed of these";
}

TEST(Nfc, SeveralMarksInAnyOrderAreOne) {
  EXPECT_EQ(to_nfc("o\u0328\u0304"), "\u01ED");
  EXPECT_EQ(to_nfc("o\u0304\u0328"), "\u01ED") << "a mark below goes before one above";
  EXPECT_EQ(to_nfc("\u00F6\u0323"), to_nfc("o\u0323\u0308"));
  EXPECT_EQ(to_nfc("a\u0308\u0308"), "\u00E4\u0308");
}

TEST(Nfc, SyllablesOfHangul) {
  EXPECT_EQ(to_nfc("\u1112\u1161\u11AB\u1100\u1173\u11AF"), "\uD55C\uAE00");
  EXPECT_EQ(to_nfc("\uD55C\uAE00"), "\uD55C\uAE00");
}

TEST(Nfc, WhatIsNfcStaysAndIsSeenAtOnce) {
  for (const char* text : {"plain", "\u00E4\u00F6\u00FC \u20AC CO\u2082",
                           "\u4E50\u5C71\u7535\u7F51", "\u30AC\u30B9"}) {
    EXPECT_TRUE(is_surely_nfc(text)) << text;
    EXPECT_EQ(to_nfc(text), text);
  }
  EXPECT_FALSE(is_surely_nfc("a\u0308"));
  EXPECT_FALSE(is_surely_nfc("\u30AB\u3099"));
  EXPECT_EQ(to_nfc("\u30AB\u3099"), "\u30AC");
}

TEST(Nfc, BytesThatAreNoTextStay) { EXPECT_EQ(to_nfc("a\xFF\xCC"), "a\xFF\xCC"); }

}  // namespace
}  // namespace plume::nfc_test
