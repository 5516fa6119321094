// SPDX-License-Identifier: Apache-2.0
// Texts that go into a file marked UTF-8 are UTF-8: readers in other languages refuse the whole
// file otherwise.
#pragma once

#include <string>
#include <string_view>

namespace plume {

/// The text with U+FFFD in place of every byte that is not part of valid UTF-8 (overlong forms,
/// surrogates and values above
/// U+10FFFF included), and of NUL, which would end a stored string. Use:  stored_text("caf\xE9") ==
/// "caf\uFFFD"
[[nodiscard]] std::string stored_text(std::string_view text);

}  // namespace plume
