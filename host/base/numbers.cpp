// SPDX-License-Identifier: Apache-2.0
#include "host/base/numbers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <system_error>

#include "host/base/letter_case.hpp"

namespace plume {
namespace {

/// Bytes of the blank that the text begins with, 0 where it begins with none.
std::size_t blank_length(std::string_view text) {
  if (text.empty()) return 0;
  const char first = text[0];
  if (first == ' ' || first == '\t' || first == '\r' || first == '\n') return 1;
  if (static_cast<unsigned char>(first) < 0xC2) return 0;
  if (text.starts_with("\xC2\xA0")) return 2;  // U+00A0, no break
  if (text.starts_with("\xE2\x80")) {
    // U+2000 to U+200B: blanks of many widths; U+202F: no break, narrow.
    const unsigned char last = text.size() > 2 ? static_cast<unsigned char>(text[2]) : 0;
    return (last >= 0x80 && last <= 0x8B) || last == 0xAF ? 3 : 0;
  }
  // U+3000 of Chinese and Japanese texts; U+FEFF, which a byte order mark becomes where texts are
  // joined.
  return text.starts_with("\xE3\x80\x80") || text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Length of the decimal number at the start of `text` (sign, digits, fraction, exponent); 0 if
/// there is none.
std::size_t number_length(std::string_view text) {
  std::size_t i = 0;
  if (i < text.size() && (text[i] == '+' || text[i] == '-')) ++i;
  std::size_t digits = 0;
  while (i < text.size() && is_digit(text[i])) ++i, ++digits;
  if (i < text.size() && text[i] == '.') {
    ++i;
    while (i < text.size() && is_digit(text[i])) ++i, ++digits;
  }
  if (digits == 0) return 0;
  if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
    std::size_t j = i + 1;
    if (j < text.size() && (text[j] == '+' || text[j] == '-')) ++j;
    if (j < text.size() && is_digit(text[j])) {
      while (j < text.size() && is_digit(text[j])) ++j;
      i = j;
    }
  }
  return i;
}

bool is_number(std::string_view text) {
  return !text.empty() && number_length(text) == text.size();
}

std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
  std::string result(text);
  for (std::size_t at = 0; (at = result.find(from, at)) != std::string::npos; at += to.size())
    result.replace(at, from.size(), to);
  return result;
}

/// Whether `text` is digits in groups of three behind the first: "1{mark}234{mark}567", then the
/// rest of a number.
bool is_grouped(std::string_view text, std::string_view mark) {
  std::size_t i = !text.empty() && (text[0] == '+' || text[0] == '-') ? 1 : 0;
  const auto count_digits = [&] {
    const std::size_t begin = i;
    while (i < text.size() && is_digit(text[i])) ++i;
    return i - begin;
  };
  const std::size_t first = count_digits();
  if (first < 1 || first > 3) return false;
  std::size_t groups = 0;
  while (text.substr(i).starts_with(mark)) {
    i += mark.size();
    if (count_digits() != 3) return false;
    ++groups;
  }
  return groups > 0 &&
         (i == text.size() || text[i] == '.' || text[i] == ',' || text[i] == 'e' || text[i] == 'E');
}

std::string suggestion(std::string_view number) { return fmt::format("did you mean {}?", number); }

/// Spreadsheet habits and what they must have meant.
void explain(std::string_view text, NumberTrouble& trouble) {
  constexpr std::string_view minus = "\xE2\x88\x92";         // U+2212
  constexpr std::string_view narrow_blank = "\xE2\x80\xAF";  // U+202F, between thousands
  constexpr std::string_view hard_blank = "\xC2\xA0";        // U+00A0, likewise
  constexpr std::string_view figure_blank = "\xE2\x80\x87";  // U+2007, likewise
  if (text.empty()) {
    trouble.why = "it is empty";
    return;
  }
  if (text.find(minus) != std::string_view::npos) {
    trouble.why = "the minus sign is the typographic one, U+2212";
    const std::string plain = replaced(text, minus, "-");
    if (is_number(plain)) trouble.hint = suggestion(plain);
    return;
  }
  for (const std::string_view mark :
       {std::string_view(" "), std::string_view("'"), std::string_view("_"), narrow_blank,
        hard_blank, figure_blank}) {
    if (!is_grouped(text, mark)) continue;
    trouble.why = "nothing may separate thousands";
    const std::string plain = replaced(replaced(text, mark, ""), ",", ".");
    if (is_number(plain)) trouble.hint = suggestion(plain);
    return;
  }
  const std::size_t commas = static_cast<std::size_t>(std::count(text.begin(), text.end(), ','));
  const std::size_t points = static_cast<std::size_t>(std::count(text.begin(), text.end(), '.'));
  if (points > 0 && commas == 1 && text.find(',') > text.rfind('.') && is_grouped(text, ".")) {
    trouble.why = "decimals use '.', nothing may separate thousands";
    const std::string plain = replaced(replaced(text, ".", ""), ",", ".");
    if (is_number(plain)) trouble.hint = suggestion(plain);
    return;
  }
  if (commas > 0 && is_grouped(text, ",") && (commas > 1 || points > 0)) {
    trouble.why = "nothing may separate thousands";
    const std::string plain = replaced(text, ",", "");
    if (is_number(plain)) trouble.hint = suggestion(plain);
    return;
  }
  if (commas == 1) {
    const std::string plain = replaced(text, ",", ".");
    if (is_number(plain)) {
      trouble.why = "decimals use '.'";
      const std::string whole = replaced(text, ",", "");
      trouble.hint =
          is_grouped(text, ",") ? fmt::format("write {} or {}", plain, whole) : suggestion(plain);
      return;
    }
  }
  const std::string word = lower_case(text.substr(text[0] == '+' || text[0] == '-' ? 1 : 0));
  if (word == "nan" || word == "inf" || word == "infinity" || word == "n/a" || word == "na" ||
      word == "null") {
    trouble.why = "a finite value is needed";
    return;
  }
  if (word.starts_with("0x")) {
    trouble.why = "numbers are decimal";
    return;
  }
  const std::size_t length = number_length(text);
  if (length == 0) return;
  const std::string_view rest = trim(text.substr(length));
  if (rest == "%") {
    trouble.why = "percent signs are not read";
    double percent = 0.0;
    const char* begin = text.data() + (text[0] == '+' ? 1 : 0);
    if (std::from_chars(begin, text.data() + length, percent).ec == std::errc{})
      trouble.hint = suggestion(format_exact(percent / 100.0));
    return;
  }
  trouble.why = fmt::format("'{}' follows the number {}", rest, text.substr(0, length));
}

}  // namespace

std::string NumberTrouble::problem(std::string_view what, std::string_view text) const {
  return fmt::format("{} '{}' is not {}{}", what, text, wanted,
                     why.empty() ? std::string{} : " (" + why + ")");
}

std::string_view trim(std::string_view text) {
  while (const std::size_t length = blank_length(text)) text.remove_prefix(length);
  while (!text.empty()) {
    std::size_t begin = text.size() - 1;
    while (begin > 0 && text.size() - begin < 3 &&
           (static_cast<unsigned char>(text[begin]) & 0xC0) == 0x80)
      --begin;
    if (blank_length(text.substr(begin)) != text.size() - begin) break;
    text = text.substr(0, begin);
  }
  return text;
}

std::optional<double> parse_double(std::string_view text, NumberTrouble& trouble) {
  trouble = {};
  text = trim(text);
  if (!is_number(text)) {
    explain(text, trouble);
    return std::nullopt;
  }
  if (text[0] == '+') text.remove_prefix(1);  // from_chars knows no plus sign
  double value = 0.0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc{} && std::isfinite(value)) return value;
  // Out of range: whether above or below is what the reader of the message wants to know.
  const std::size_t exponent = text.find_first_of("eE");
  const bool tiny = exponent == std::string_view::npos
                        ? text.find_first_of("123456789") > text.find('.')
                        : text.substr(exponent + 1).starts_with('-');
  trouble.why = tiny ? "it is nearer to 0 than a 64-bit number can be"
                     : "it is too large for a 64-bit number";
  if (tiny) trouble.hint = "write 0";
  return std::nullopt;
}

std::optional<std::int64_t> parse_integer(std::string_view text, std::int64_t min, std::int64_t max,
                                          NumberTrouble& trouble) {
  trouble = {};
  trouble.wanted = "an integer";
  text = trim(text);
  std::string_view digits = text;
  if (!digits.empty() && digits[0] == '+') digits.remove_prefix(1);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  const bool whole = end == digits.data() + digits.size() && !digits.empty() && is_number(text);
  if (whole && error == std::errc{}) {
    if (value >= min && value <= max) return value;
    trouble.wanted = "in range";
    trouble.hint = fmt::format("allowed: {} to {}", min, max);
  } else if (whole && error == std::errc::result_out_of_range) {
    trouble.wanted = "in range";
    trouble.hint = fmt::format("allowed: {} to {}", min, max);
  } else if (is_number(text)) {
    NumberTrouble ignored;
    const std::optional<double> number = parse_double(text, ignored);
    trouble.why = "it is written with decimals or an exponent";
    if (number && std::fabs(*number) < 1e15 && *number == std::floor(*number))
      trouble.hint = suggestion(fmt::format("{}", static_cast<std::int64_t>(*number)));
  } else {
    explain(text, trouble);
  }
  return std::nullopt;
}

std::string format_exact(double value) { return fmt::format("{}", value); }

std::string format_significant(double value, int digits) {
  digits = std::clamp(digits, 1, 17);
  if (!std::isfinite(value)) return fmt::format("{}", value);
  std::string scientific = fmt::format("{:.{}e}", value, digits - 1);
  // Rounding may carry into the next power of ten, so the exponent is read back from the rounded
  // text.
  const std::size_t mark = scientific.find('e');
  int exponent = 0;
  const char* begin = scientific.data() + mark + 1;
  if (*begin == '+') ++begin;
  std::from_chars(begin, scientific.data() + scientific.size(), exponent);
  if (value != 0.0 && (exponent < -4 || exponent >= 7)) return scientific;
  const bool negative = scientific.front() == '-';
  std::string all;  // the significant digits
  for (const char c : scientific.substr(0, mark))
    if (is_digit(c)) all += c;
  std::string result;
  if (exponent < 0) {
    result = "0." + std::string(static_cast<std::size_t>(-exponent - 1), '0') + all;
  } else {
    const std::size_t whole = static_cast<std::size_t>(exponent) + 1;
    if (all.size() <= whole)
      result = all + std::string(whole - all.size(), '0');
    else
      result = all.substr(0, whole) + "." + all.substr(whole);
  }
  return negative ? "-" + result : result;
}

std::string format_bytes(double number) {
  constexpr std::array<const char*, 5> units = {" B", " kB", " MB", " GB", " TB"};
  std::size_t unit = 0;
  for (; number >= 1000.0 && unit + 1 < units.size(); ++unit) number /= 1000.0;
  return format_significant(number, number < 100.0 ? 2 : 3) + units[unit];
}

}  // namespace plume
