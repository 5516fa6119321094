// SPDX-License-Identifier: Apache-2.0
#include "host/base/numbers.hpp"

#include <gtest/gtest.h>

#include <clocale>
#include <cmath>
#include <limits>

namespace plume::numbers_test {
namespace {

using namespace std::string_literals;
using namespace std::string_view_literals;

double read(std::string_view text) {
  NumberTrouble trouble;
  const std::optional<double> value = parse_double(text, trouble);
  EXPECT_TRUE(value) << trouble.problem("number", text);
  return value.value_or(std::nan(""));
}

std::string trouble_with(std::string_view text) {
  NumberTrouble trouble;
  EXPECT_FALSE(parse_double(text, trouble)) << text;
  return trouble.problem("amount", text) + (trouble.hint.empty() ? "" : "; " + trouble.hint);
}

std::string integer_trouble_with(std::string_view text, std::int64_t min = 0,
                                 std::int64_t max = 1000) {
  NumberTrouble trouble;
  EXPECT_FALSE(parse_integer(text, min, max, trouble)) << text;
  return trouble.problem("count", text) + (trouble.hint.empty() ? "" : "; " + trouble.hint);
}

TEST(ParseDouble, ReadsDecimalNumbers) {
  EXPECT_EQ(read("1.5"), 1.5);
  EXPECT_EQ(read(" -2e-3\t"), -0.002);
  EXPECT_EQ(read("+7"), 7.0);
  EXPECT_EQ(read(".5"), 0.5);
  EXPECT_EQ(read("5."), 5.0);
  EXPECT_EQ(read("1E3"), 1000.0);
  EXPECT_EQ(read("0.1"), 0.1);
  EXPECT_EQ(read("4.9406564584124654e-324"), std::numeric_limits<double>::denorm_min());
  EXPECT_EQ(read("0e999"), 0.0);
  EXPECT_TRUE(std::signbit(read("-0")));
}

TEST(ParseDouble, ReadsTheSameInEveryLocale) {
  const std::string before = std::setlocale(LC_ALL, nullptr);
  for (const char* name : {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8"})
    if (std::setlocale(LC_ALL, name) != nullptr) break;
  EXPECT_EQ(read("1.5"), 1.5);
  EXPECT_EQ(format_exact(1.5), "1.5");
  EXPECT_EQ(format_significant(1.5, 3), "1.50");
  std::setlocale(LC_ALL, before.c_str());
}

TEST(ParseDouble, ExplainsSpreadsheetHabits) {
  EXPECT_EQ(trouble_with("1,5"),
            "amount '1,5' is not a number (decimals use '.'); did you mean 1.5?");
  EXPECT_EQ(trouble_with("1,234"),
            "amount '1,234' is not a number (decimals use '.'); write 1.234 or 1234");
  EXPECT_EQ(
      trouble_with("1,234.5"),
      "amount '1,234.5' is not a number (nothing may separate thousands); did you mean 1234.5?");
  EXPECT_EQ(
      trouble_with("1,234,567"),
      "amount '1,234,567' is not a number (nothing may separate thousands); did you mean 1234567?");
  EXPECT_EQ(trouble_with("1.234,5"),
            "amount '1.234,5' is not a number (decimals use '.', nothing may separate thousands); "
            "did you mean 1234.5?");
  EXPECT_EQ(
      trouble_with("12 000,5"),
      "amount '12 000,5' is not a number (nothing may separate thousands); did you mean 12000.5?");
  EXPECT_EQ(trouble_with("1'000"),
            "amount '1'000' is not a number (nothing may separate thousands); did you mean 1000?");
  EXPECT_EQ(trouble_with("1\xE2\x80\xAF"
                         "000"),
            "amount '1\xE2\x80\xAF"
            "000' is not a number (nothing may separate thousands); did you mean 1000?");
  EXPECT_EQ(trouble_with("\xE2\x88\x92"
                         "5"),
            "amount '\xE2\x88\x92"
            "5' is not a number (the minus sign is the typographic one, U+2212); did you mean -5?");
  EXPECT_EQ(trouble_with("5 %"),
            "amount '5 %' is not a number (percent signs are not read); did you mean 0.05?");
  EXPECT_EQ(trouble_with("1.5 kg"),
            "amount '1.5 kg' is not a number ('kg' follows the number 1.5)");
  EXPECT_EQ(trouble_with("1.2.3"), "amount '1.2.3' is not a number ('.3' follows the number 1.2)");
  EXPECT_EQ(trouble_with("1e"), "amount '1e' is not a number ('e' follows the number 1)");
}

TEST(ParseDouble, ExplainsWhatIsNoFiniteNumber) {
  EXPECT_EQ(trouble_with(""), "amount '' is not a number (it is empty)");
  EXPECT_EQ(trouble_with("  "), "amount '  ' is not a number (it is empty)");
  EXPECT_EQ(trouble_with("abc"), "amount 'abc' is not a number");
  EXPECT_EQ(trouble_with("-"), "amount '-' is not a number");
  EXPECT_EQ(trouble_with("."), "amount '.' is not a number");
  EXPECT_EQ(trouble_with("--1"), "amount '--1' is not a number");
  EXPECT_EQ(trouble_with("nan"), "amount 'nan' is not a number (a finite value is needed)");
  EXPECT_EQ(trouble_with("-INF"), "amount '-INF' is not a number (a finite value is needed)");
  EXPECT_EQ(trouble_with("0x10"), "amount '0x10' is not a number (numbers are decimal)");
  EXPECT_EQ(trouble_with("1e999"),
            "amount '1e999' is not a number (it is too large for a 64-bit number)");
  EXPECT_EQ(
      trouble_with("-1e-999"),
      "amount '-1e-999' is not a number (it is nearer to 0 than a 64-bit number can be); write 0");
  EXPECT_EQ(trouble_with("1\0"sv), "amount '1\0' is not a number ('\0' follows the number 1)"s);
}

TEST(ParseInteger, ReadsWithinTheRange) {
  NumberTrouble trouble;
  EXPECT_EQ(parse_integer(" 42 ", 0, 100, trouble), 42);
  EXPECT_EQ(parse_integer("+7", 0, 100, trouble), 7);
  EXPECT_EQ(parse_integer("-3", -5, 100, trouble), -3);
  EXPECT_EQ(
      parse_integer("9223372036854775807", 0, std::numeric_limits<std::int64_t>::max(), trouble),
      std::numeric_limits<std::int64_t>::max());
}

TEST(ParseInteger, ExplainsTheRest) {
  EXPECT_EQ(integer_trouble_with("5.0"),
            "count '5.0' is not an integer (it is written with decimals or an exponent); did you "
            "mean 5?");
  EXPECT_EQ(integer_trouble_with("1e3"),
            "count '1e3' is not an integer (it is written with decimals or an exponent); did you "
            "mean 1000?");
  EXPECT_EQ(integer_trouble_with("5.5"),
            "count '5.5' is not an integer (it is written with decimals or an exponent)");
  EXPECT_EQ(integer_trouble_with("1001"), "count '1001' is not in range; allowed: 0 to 1000");
  EXPECT_EQ(integer_trouble_with("99999999999999999999"),
            "count '99999999999999999999' is not in range; allowed: 0 to 1000");
  EXPECT_EQ(integer_trouble_with("-1"), "count '-1' is not in range; allowed: 0 to 1000");
  EXPECT_EQ(integer_trouble_with("1 000"),
            "count '1 000' is not an integer (nothing may separate thousands); did you mean 1000?");
  EXPECT_EQ(integer_trouble_with(""), "count '' is not an integer (it is empty)");
  EXPECT_EQ(integer_trouble_with("+-5"), "count '+-5' is not an integer");
}

TEST(Trim, CutsBlanksOffBothEnds) {
  EXPECT_EQ(trim(" \ta b\r\n"), "a b");
  EXPECT_EQ(trim(" \t "), "");
  EXPECT_EQ(trim(""), "");
}

TEST(FormatExact, ReadsBackTheSame) {
  for (const double value :
       {0.1, 1.0 / 3.0, 1e100, -2.5e-300, 123456789.0, std::numeric_limits<double>::max()})
    EXPECT_EQ(read(format_exact(value)), value);
  EXPECT_EQ(format_exact(100000.0), "100000");
  EXPECT_EQ(format_exact(-1.0), "-1");
  EXPECT_EQ(format_exact(std::nan("")), "nan");
}

TEST(FormatSignificant, RoundsToTheDigitsAsked) {
  EXPECT_EQ(format_significant(12345.6, 3), "12300");
  EXPECT_EQ(format_significant(0.5, 3), "0.500");
  EXPECT_EQ(format_significant(9.996, 3), "10.0");
  EXPECT_EQ(format_significant(0.00012345, 3), "0.000123");
  EXPECT_EQ(format_significant(0.000099996, 3), "0.000100");
  EXPECT_EQ(format_significant(0.000012345, 3), "1.23e-05");
  EXPECT_EQ(format_significant(-1234567.0, 4), "-1235000");
  EXPECT_EQ(format_significant(12345678.0, 3), "1.23e+07");
  EXPECT_EQ(format_significant(0.0, 3), "0.00");
  EXPECT_EQ(format_significant(5.0, 1), "5");
  EXPECT_EQ(format_significant(std::nan(""), 3), "nan");
  EXPECT_EQ(format_significant(-std::numeric_limits<double>::infinity(), 3), "-inf");
}

TEST(FormatBytes, CountsInPowersOfAThousand) {
  EXPECT_EQ(format_bytes(0.0), "0.0 B");
  EXPECT_EQ(format_bytes(999.0), "999 B");
  EXPECT_EQ(format_bytes(1000.0), "1.0 kB");
  EXPECT_EQ(format_bytes(288000.0), "288 kB");
  EXPECT_EQ(format_bytes(1.5e9), "1.5 GB");
  EXPECT_EQ(format_bytes(2e15), "2000 TB");
}

TEST(Trim, CutsBlanksOfEveryKind) {
  EXPECT_EQ(trim(" \t\r\nx y \n"), "x y");
  for (const char* blank : {"\u00A0", "\u2007", "\u202F", "\u2003", "\u3000", "\uFEFF", "\u200B"}) {
    EXPECT_EQ(trim(blank + std::string("5") + blank), "5") << blank;
    EXPECT_EQ(trim(std::string(blank)), "");
  }
  EXPECT_EQ(trim("\u20AC"), "\u20AC") << "of the same first bytes";
  EXPECT_EQ(trim("\xA0"), "\xA0") << "a byte that is no text";
}

}  // namespace
}  // namespace plume::numbers_test
