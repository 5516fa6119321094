// SPDX-License-Identifier: Apache-2.0
// Text from a file as a message shows it: one line, printable, not longer than a line is read.
// Names in a zip or in its files may be anything, line breaks and books included.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace plume {

/// Control characters become '?'; what is longer than `max_bytes` ends in "...", never within a
/// UTF-8 character.
[[nodiscard]] inline std::string shown(std::string_view text, std::size_t max_bytes = 120) {
  std::string result(text.substr(0, max_bytes));
  if (text.size() > max_bytes) {
    const auto continues = [&] {
      return (static_cast<unsigned char>(text[result.size()]) & 0xC0U) == 0x80U;
    };
    while (!result.empty() && continues()) result.pop_back();
    result += "...";
  }
  for (char& letter : result) {
    if (static_cast<unsigned char>(letter) < 0x20U || letter == 0x7F) letter = '?';
  }
  return result;
}

}  // namespace plume
