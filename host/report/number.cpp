// SPDX-License-Identifier: Apache-2.0
#include "host/report/number.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string>

#include "host/base/numbers.hpp"

namespace plume {
namespace {

constexpr const char* absent = "–";
constexpr int digits_without_error = 6;
constexpr int most_digits = 9;
constexpr double readable_from = 1e-4, readable_below = 1e9;  // outside, an exponent is

std::string in_format(double value, std::chars_format format, int precision) {
  std::array<char, 512> text{};  // the longest: 309 digits, sign, point and the decimals asked for
  const auto end =
      std::to_chars(text.data(), text.data() + text.size(), value, format, precision).ptr;
  return {text.data(), end};
}

/// Decimal exponent of the first digit of `value` when written with `digits` significant ones: 9.99
/// with 2 is 10, so 1.
int exponent_of(double value, int digits) {
  const std::string text = in_format(std::fabs(value), std::chars_format::scientific, digits - 1);
  const auto mark = text.find('e');
  // from_chars takes no '+'
  const char* begin = text.data() + mark + (text[mark + 1] == '+' ? 2 : 1);
  int exponent = 0;
  std::from_chars(begin, text.data() + text.size(), exponent);
  return exponent;
}

double parsed(const std::string& text) {
  double value = 0.0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

bool is_readable(double value) {
  return std::fabs(value) >= readable_from && std::fabs(value) < readable_below;
}

bool usable(double value) { return std::isfinite(value) && value != 0.0; }

std::string without_negative_zero(std::string text) {
  return text.find_first_of("123456789") == std::string::npos && text.starts_with('-')
             ? text.substr(1)
             : text;
}

std::string non_finite(double value) {
  if (std::isnan(value)) return absent;
  return value > 0 ? "∞" : "-∞";
}

}  // namespace

Rounding rounding_by_error(double standard_error, std::span<const double> values) {
  double largest = 0.0;
  for (const double value : values) {
    if (std::isfinite(value)) largest = std::max(largest, std::fabs(value));
  }
  if (largest == 0.0) return {};
  const int first = exponent_of(largest, digits_without_error);
  Rounding rounding;
  rounding.place = usable(standard_error)
                       ? std::max(exponent_of(standard_error, 2) - 1, first + 1 - most_digits)
                       : first + 1 - digits_without_error;
  rounding.scientific = !is_readable(largest);
  return rounding;
}

std::string decimal(double value, Rounding rounding) {
  if (!std::isfinite(value)) return non_finite(value);
  if (value == 0.0)
    return in_format(0.0, std::chars_format::fixed,
                     rounding.scientific ? 0 : std::max(-rounding.place, 0));
  int digits = exponent_of(value, 17) - rounding.place;  // after the first one
  if (digits < 0) {  // smaller than the last place shown: nothing of it, or one of it
    const double one = parsed("1e" + std::to_string(rounding.place));
    if (std::fabs(value) < 0.5 * one) return decimal(0.0, rounding);
    // 1e-6 is 9.9999999999999995e-07: it has that place all the same
    value = std::copysign(one, value);
    digits = 0;
  }
  if (rounding.scientific) return in_format(value, std::chars_format::scientific, digits);
  if (rounding.place > 0) value = parsed(in_format(value, std::chars_format::scientific, digits));
  return without_negative_zero(
      in_format(value, std::chars_format::fixed, std::max(-rounding.place, 0)));
}

std::string rounded(double value, Rounding rounding) {
  constexpr std::size_t least_digits = 5;
  constexpr const char* narrow_blank = "\u202f";
  std::string text = decimal(value, rounding);
  const std::size_t begin = text.starts_with('-') ? 1 : 0;
  const std::size_t end = std::min(text.find_first_not_of("0123456789", begin), text.size());
  if (end - begin < least_digits) return text;
  for (std::size_t at = end; at > begin + 3;) text.insert(at -= 3, narrow_blank);
  return text;
}

std::string percent_change(double from, double to) {
  if (!usable(from) || !std::isfinite(to)) return absent;
  return signed_percent((to - from) / std::fabs(from));
}

std::string signed_percent(double share) {
  if (!std::isfinite(share)) return absent;
  const double percent = 100.0 * share;
  if (std::fabs(percent) < 0.005) return "0 %";
  return (percent > 0 ? "+" : "") + format_significant(percent, 2) + " %";
}

}  // namespace plume
