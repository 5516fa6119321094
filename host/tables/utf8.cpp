// SPDX-License-Identifier: Apache-2.0
#include "host/tables/utf8.hpp"

#include <cstring>

#include "host/base/utf8.hpp"

namespace plume {
namespace {

constexpr std::uint64_t high_bits = 0x8080808080808080u;
constexpr std::uint64_t low_bits = 0x0101010101010101u;

}  // namespace

TextFault first_text_fault(std::string_view text) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  std::size_t i = 0;
  while (i < text.size()) {
    // Eight ASCII characters at a time: no high bit set, and no byte zero (the borrow of word − 01…
    // shows one).
    while (i + 8 <= text.size()) {
      std::uint64_t word = 0;
      std::memcpy(&word, bytes + i, 8);
      if (((word | (word - low_bits)) & high_bits) != 0) break;
      i += 8;
    }
    if (i == text.size()) break;
    if (bytes[i] == 0) return {TextFault::Kind::nul_byte, i};
    const std::size_t length = utf8_length(text.substr(i));
    if (length == 0) return {TextFault::Kind::not_utf8, i};
    i += length;
  }
  return {TextFault::Kind::none, text.size()};
}

std::size_t count_characters(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) {
    if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) ++count;
  }
  return count;
}

std::string in_quotes(std::string_view text) {
  constexpr std::size_t limit = 60;
  std::string out = "'";
  std::size_t characters = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0) != 0x80 && ++characters > limit) {
      out += "…";
      break;
    }
    out += byte < 0x20 || byte == 0x7F ? '?' : c;
  }
  out += '\'';
  return out;
}

}  // namespace plume
