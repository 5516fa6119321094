// SPDX-License-Identifier: Apache-2.0
// What is UTF-8 and what is not, decided in one place: readers refuse other texts, the store and
// the reports replace what is wrong in them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace plume {

/// Bytes of the valid UTF-8 sequence that the text begins with (1 to 4), 0 where it begins with
/// none: RFC 3629, so no overlong forms, no surrogates, nothing above U+10FFFF. NUL is a sequence
/// of one byte.
[[nodiscard]] std::size_t utf8_length(std::string_view text);

/// U+FFFD, what stands for bytes that are no text.
inline constexpr std::string_view utf8_replacement = "\xEF\xBF\xBD";

/// The text with U+FFFD in place of every byte that is not part of valid UTF-8.
/// valid_utf8("caf\xE9") == "caf\uFFFD"
[[nodiscard]] std::string valid_utf8(std::string_view text);

/// Adds one character; a surrogate or what is beyond U+10FFFF becomes U+FFFD.
void append_utf8(std::string& text, char32_t code);

/// UTF-16 as UTF-8; what is no text, such as half of a pair or of a unit, becomes U+FFFD.
[[nodiscard]] std::string utf8_of_utf16(std::string_view text, bool big_endian);

/// UTF-8 of a text that begins with a byte order mark of UTF-8 or UTF-16, without the mark; other
/// texts as they are.
[[nodiscard]] std::string without_byte_order_mark(std::string text);

}  // namespace plume
