// SPDX-License-Identifier: Apache-2.0
#include "host/base/printable.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include "host/base/utf8.hpp"

namespace plume {
namespace {

/// Of one valid sequence.
char32_t code_point_of(std::string_view sequence) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(sequence[i]); };
  if (sequence.size() == 1) return byte(0);
  char32_t value = byte(0) & (0xFFu >> (sequence.size() + 1));
  for (std::size_t i = 1; i < sequence.size(); ++i) value = (value << 6) | (byte(i) & 0x3Fu);
  return value;
}

std::string without_controls(std::string_view text, bool keep_line_feeds) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    const std::string_view sequence = text.substr(0, std::max<std::size_t>(1, length));
    if (length == 0) {
      out += utf8_replacement;
    } else if (keep_line_feeds && sequence == "\n") {
      out += '\n';
    } else {
      out += is_control(code_point_of(sequence)) ? std::string_view(" ") : sequence;
    }
    text.remove_prefix(sequence.size());
  }
  return out;
}

}  // namespace

bool is_control(char32_t c) {
  const bool line_separator = c == 0x2028 || c == 0x2029;
  const bool direction_mark = c == 0x061C || c == 0x200E || c == 0x200F ||
                              (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || line_separator || direction_mark;
}

std::string printable(std::string_view text) { return without_controls(text, false); }

std::string printable_lines(std::string_view text) { return without_controls(text, true); }

std::string json_without_controls(std::string_view json) {
  std::string out;
  out.reserve(json.size());
  while (!json.empty()) {
    const std::size_t length = std::max<std::size_t>(1, utf8_length(json));
    const std::string_view sequence = json.substr(0, length);
    const char32_t c = code_point_of(sequence);
    if (c >= 0x7F && is_control(c)) {
      constexpr char digits[] = "0123456789abcdef";
      out += "\\u";
      for (int shift = 12; shift >= 0; shift -= 4) out += digits[c >> shift & 15];
    } else {
      out += sequence;
    }
    json.remove_prefix(length);
  }
  return out;
}

std::string defused(std::string text) {
  constexpr std::array<std::string_view, 11> begins = {"=",
                                                       "+",
                                                       "-",
                                                       "@",
                                                       "\t",
                                                       "\r",
                                                       "\n",
                                                       "\xEF\xBC\x9D",
                                                       "\xEF\xBC\x8B",
                                                       "\xEF\xBC\x8D",
                                                       "\xEF\xBC\xA0"};
  const bool formula = std::any_of(begins.begin(), begins.end(),
                                   [&](std::string_view begin) { return text.starts_with(begin); });
  if (formula) text.insert(0, 1, '\'');
  return text;
}

}  // namespace plume
