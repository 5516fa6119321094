// SPDX-License-Identifier: Apache-2.0
// Checks of a text file before anything reads it, and helpers to show its cells in messages.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace plume {

/// What is wrong with a text, and at which byte; `size()` of the text where nothing is.
struct TextFault {
  enum class Kind : std::uint8_t { none, nul_byte, not_utf8 };
  Kind kind = Kind::none;
  std::size_t offset = 0;
};

/// The first NUL byte or the first byte that is not UTF-8 (RFC 3629: no overlong forms, no
/// surrogates, at most U+10FFFF).
[[nodiscard]] TextFault first_text_fault(std::string_view text);

/// Characters (code points) in a stretch of UTF-8; other bytes count one each where they may begin
/// a character.
[[nodiscard]] std::size_t count_characters(std::string_view text);

/// The text in single quotes for a one-line message: at most 60 characters, control characters as
/// '?'.
///     in_quotes("1,5")  →  '1,5'
[[nodiscard]] std::string in_quotes(std::string_view text);

}  // namespace plume
