// SPDX-License-Identifier: Apache-2.0
#include "host/inventory/credit_serials.hpp"

#include "host/base/letter_case.hpp"

namespace plume {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
/// Bytes of letters beyond ASCII are kept.
bool is_kept(char c) {
  return is_digit(c) || (lower_case(c) >= 'a' && lower_case(c) <= 'z') ||
         static_cast<unsigned char>(c) > 127;
}

/// A number within a text.
struct Digits {
  std::size_t begin = 0, end = 0;
  [[nodiscard]] std::size_t length() const { return end - begin; }
};

std::vector<Digits> numbers_in(std::string_view text) {
  std::vector<Digits> numbers;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!is_digit(text[i])) continue;
    const std::size_t begin = i;
    while (i < text.size() && is_digit(text[i])) ++i;
    numbers.push_back({begin, i});
  }
  return numbers;
}

std::uint64_t value_of(std::string_view text, Digits digits) {
  std::uint64_t value = 0;
  for (std::size_t i = digits.begin; i < digits.end; ++i)
    value = value * 10 + static_cast<std::uint64_t>(text[i] - '0');
  return value;
}

}  // namespace

std::string serial_key(std::string_view text) {
  std::string key;
  bool apart = false;
  for (const char c : text) {
    if (!is_kept(c)) {
      apart = !key.empty();
      continue;
    }
    if (apart) key += '-';
    apart = false;
    key += lower_case(c);
  }
  return key;
}

std::vector<SerialRange> ranges_of(std::string_view serial) {
  constexpr std::size_t most_digits = 18;
  const std::vector<Digits> numbers = numbers_in(serial);
  std::vector<SerialRange> ranges;
  for (std::size_t i = 0; i + 1 < numbers.size(); ++i) {
    const Digits a = numbers[i], b = numbers[i + 1];
    const std::string between = serial_key(serial.substr(a.end, b.begin - a.end));
    const bool said = between == "to" || between == "–" ||
                      serial.substr(a.end, b.begin - a.end).find("..") != serial.npos;
    if ((!said && (!between.empty() || a.length() != b.length())) || a.length() > most_digits ||
        b.length() > most_digits)
      continue;
    SerialRange range{serial_key(std::string(serial.substr(0, a.begin)) + " "), value_of(serial, a),
                      value_of(serial, b)};
    range.series += "#" + serial_key(serial.substr(b.end));
    if (range.first <= range.last) ranges.push_back(std::move(range));
  }
  return ranges;
}

}  // namespace plume
