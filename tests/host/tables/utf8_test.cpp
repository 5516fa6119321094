// SPDX-License-Identifier: Apache-2.0
#include "host/tables/utf8.hpp"

#include <gtest/gtest.h>

namespace plume::utf8_test {
namespace {

using Kind = TextFault::Kind;
using namespace std::string_view_literals;

struct FaultCase {
  std::string_view text;
  Kind kind;
  std::size_t offset;
};

class FirstTextFault : public ::testing::TestWithParam<FaultCase> {};

TEST_P(FirstTextFault, IsFoundAtItsByteBehindAnyNumberOfAsciiBytes) {
  for (std::size_t before = 0; before < 20; ++before) {
    const std::string text = std::string(before, 'a') + std::string(GetParam().text) + "bcdefghijk";
    const TextFault fault = first_text_fault(text);
    EXPECT_EQ(fault.kind, GetParam().kind) << before;
    const std::size_t offset =
        GetParam().kind == Kind::none ? text.size() : before + GetParam().offset;
    EXPECT_EQ(fault.offset, offset) << before;
  }
}

INSTANTIATE_TEST_SUITE_P(Texts, FirstTextFault,
                         ::testing::Values(FaultCase{"", Kind::none, 0},
                                           FaultCase{"CO₂ – Straße 𝛼\t\x01\x7F", Kind::none, 0},
                                           // U+10FFFF
                                           FaultCase{"\xF4\x8F\xBF\xBF", Kind::none, 0},
                                           // Latin-1
                                           FaultCase{"x\0y"sv, Kind::nul_byte, 1},
                                           FaultCase{"e\xE9", Kind::not_utf8, 1},
                                           FaultCase{"\x80", Kind::not_utf8, 0},
                                           FaultCase{"\xC0\xAF", Kind::not_utf8, 0},
                                           FaultCase{"\xE0\x80\x80", Kind::not_utf8, 0},
                                           FaultCase{"\xED\xA0\x80", Kind::not_utf8, 0},
                                           FaultCase{"\xF0\x80\x80\x80", Kind::not_utf8, 0},
                                           FaultCase{"\xF4\x90\x80\x80", Kind::not_utf8, 0},
                                           FaultCase{"\xF8\x88\x80\x80\x80", Kind::not_utf8, 0},
                                           FaultCase{"\xE2\x82", Kind::not_utf8, 0}));

TEST(FirstTextFault, SequenceCutByTheEnd) {
  EXPECT_EQ(first_text_fault("ab\xC3").offset, 2u);
  EXPECT_EQ(first_text_fault("abcdefgh\xE2\x82").kind, Kind::not_utf8);
}

TEST(CountCharacters, CountsCodePoints) {
  EXPECT_EQ(count_characters(""), 0u);
  EXPECT_EQ(count_characters("CO₂ é"), 5u);
}

TEST(InQuotes, ShortensAndKeepsOneLine) {
  EXPECT_EQ(in_quotes("1,5"), "'1,5'");
  EXPECT_EQ(in_quotes("a\nb\x7F"), "'a?b?'");
  EXPECT_EQ(in_quotes(std::string(60, 'x')), "'" + std::string(60, 'x') + "'");
  EXPECT_EQ(in_quotes(std::string(61, 'x')), "'" + std::string(60, 'x') + "…'");
  EXPECT_EQ(in_quotes("₂₂"), "'₂₂'");
}

}  // namespace
}  // namespace plume::utf8_test
