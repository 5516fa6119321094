// SPDX-License-Identifier: Apache-2.0
// A look at a TOML text before the parser's, for what it does not survive or explain:
//   - a key of very many dotted parts nests as many tables, deeper than the stack can follow when
//     they are taken down;
//   - characters beyond ASCII outside of strings and comments, most often typographic quotes;
//   - text that is not UTF-8.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace plume {

/// Dots in a row, with none of `=,{}[]` or a line end between them, that a key may have. No number
/// or date has so many.
inline constexpr std::size_t max_key_dots = 16;

struct TomlTrouble {
  std::uint32_t line = 0;    ///< from 1
  std::uint32_t column = 0;  ///< from 1, in characters
  std::string reason;
  std::string hint;
};

/// The first such trouble, if any. A text without any may still be wrong TOML.
[[nodiscard]] std::optional<TomlTrouble> find_toml_trouble(std::string_view toml);

}  // namespace plume
