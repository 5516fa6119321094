// SPDX-License-Identifier: Apache-2.0
#include "host/base/utf8.hpp"

namespace plume {

std::size_t utf8_length(std::string_view text) {
  if (text.empty()) return 0;
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned lead = byte(0);
  if (lead < 0x80) return 1;
  // Which second bytes may follow (Unicode 15, table 3-7): this keeps out overlong forms,
  // surrogates and what is too large.
  unsigned low = 0x80, high = 0xBF;
  std::size_t length = 0;
  if (lead >= 0xC2 && lead <= 0xDF) {
    length = 2;
  } else if (lead >= 0xE0 && lead <= 0xEF) {
    length = 3;
    if (lead == 0xE0) low = 0xA0;
    if (lead == 0xED) high = 0x9F;
  } else if (lead >= 0xF0 && lead <= 0xF4) {
    length = 4;
    if (lead == 0xF0) low = 0x90;
    if (lead == 0xF4) high = 0x8F;
  }
  if (length == 0 || length > text.size() || byte(1) < low || byte(1) > high) return 0;
  for (std::size_t i = 2; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
  }
  return length;
}

std::string valid_utf8(std::string_view text) {
  std::string valid;
  valid.reserve(text.size());
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    valid += length == 0 ? utf8_replacement : text.substr(0, length);
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return valid;
}

void append_utf8(std::string& text, char32_t code) {
  if (code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) {
    text += utf8_replacement;
    return;
  }
  const auto add = [&](char32_t byte) { text += static_cast<char>(byte); };
  if (code < 0x80) {
    add(code);
    return;
  }
  if (code < 0x800) {
    add(0xC0 | (code >> 6));
  } else {
    if (code < 0x10000) {
      add(0xE0 | (code >> 12));
    } else {
      add(0xF0 | (code >> 18));
      add(0x80 | ((code >> 12) & 0x3F));
    }
    add(0x80 | ((code >> 6) & 0x3F));
  }
  add(0x80 | (code & 0x3F));
}

std::string utf8_of_utf16(std::string_view text, bool big_endian) {
  std::string result;
  result.reserve(text.size());
  const auto unit = [&](std::size_t i) -> char32_t {
    const auto one = static_cast<unsigned char>(text[i]),
               two = static_cast<unsigned char>(text[i + 1]);
    return big_endian ? one * 256U + two : two * 256U + one;
  };
  for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
    char32_t code = unit(i);
    if (code >= 0xD800 && code < 0xDC00 && i + 3 < text.size() &&
        (unit(i + 2) & 0xFC00U) == 0xDC00U) {
      code = 0x10000U + ((code & 0x3FFU) << 10U) + (unit(i + 2) & 0x3FFU);
      i += 2;
    }
    append_utf8(result, code);
  }
  if (text.size() % 2 != 0) result += utf8_replacement;
  return result;
}

std::string without_byte_order_mark(std::string text) {
  const std::string_view bytes = text;
  if (bytes.starts_with("\xEF\xBB\xBF")) return text.substr(3);
  if (bytes.starts_with("\xFF\xFE")) return utf8_of_utf16(bytes.substr(2), false);
  if (bytes.starts_with("\xFE\xFF")) return utf8_of_utf16(bytes.substr(2), true);
  return text;
}

}  // namespace plume
