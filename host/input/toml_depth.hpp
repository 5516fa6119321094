// SPDX-License-Identifier: Apache-2.0
// A guard before the TOML parser: each part of a dotted key is a nested table, and a key of a million parts would nest
// deeper than the stack can follow when those tables are taken down. (Nested values the parser limits itself.)
#pragma once

#include <cstddef>
#include <string_view>

namespace plume {

inline constexpr std::size_t max_key_dots = 16;

/// Whether more than max_key_dots dots stand in a row with none of `=,{}[]` or a line end between them, strings and comments
/// left out. No number, date or key of a study has so many.
[[nodiscard]] bool is_too_deep(std::string_view toml);

}  // namespace plume
