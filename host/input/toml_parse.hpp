// SPDX-License-Identifier: Apache-2.0
// toml++ behind one door. Every file that needs it includes this header, so that its assertions mean the same everywhere: some
// of them fail for mere wrong TOML ("[=]"), where they would end a debug build and be ignored, or assumed to hold, in a
// release. Here they throw, and parse_toml() turns that into words like any other error.
#pragma once

#include <optional>
#include <stdexcept>
#include <string_view>

#include "host/input/toml_guard.hpp"

namespace plume {

/// An assertion of toml++ that did not hold.
class TomlAssertion : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

constexpr void check_toml_assertion(bool holds, const char* text) {
  if (!holds) throw TomlAssertion(text);
}

}  // namespace plume

// With NDEBUG, toml++ discards TOML_ASSERT.
#pragma push_macro("NDEBUG")
#undef NDEBUG
#define TOML_ASSERT(expr) ::plume::check_toml_assertion(static_cast<bool>(expr), #expr)
#include <toml++/toml.h>
#pragma pop_macro("NDEBUG")

namespace plume {

/// Parses a TOML text; `source` becomes the path of its nodes. Where it is no TOML, `trouble` says where and why.
[[nodiscard]] std::optional<toml::table> parse_toml(std::string_view text, std::string_view source,
                                                    TomlTrouble& trouble);

}  // namespace plume
