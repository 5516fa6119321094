// SPDX-License-Identifier: Apache-2.0
// One spelling of each name: "ä" may be one character (NFC, as most programs write it) or an "a"
// with a mark behind it (NFD, as macOS and some exports do). They look alike and must be equal, so
// texts are brought into normalisation form C before anything compares them.
//
//     to_nfc("a\u0308") == "\u00E4"
//
// Source: Unicode Standard Annex 15. Characters that Unicode has twice for one (Å of the Ångström)
// stay as they are.
#pragma once

#include <string>
#include <string_view>

namespace plume {

/// False where the text may change: it holds a combining mark or a letter that composes with the
/// one before. Fast.
[[nodiscard]] bool is_surely_nfc(std::string_view text);

/// The text in form C. Bytes that are no UTF-8 stay.
[[nodiscard]] std::string to_nfc(std::string_view text);

}  // namespace plume
