// SPDX-License-Identifier: Apache-2.0
// What to write for a path that leads nowhere: backslashes of Windows part no folders here, and a
// name may be nearly right.
//
//     path_hint("sub\\model", "/studies/a") → "did you mean 'sub/model'? '/' parts folders on every
//     system"
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace plume {

/// `written` as the study has it, `folder` what it is relative to.
[[nodiscard]] std::string path_hint(std::string_view written, const std::filesystem::path& folder);

/// The path below `folder`; where it leads nowhere, the one of the same last name that the disk
/// spells otherwise: "ö" as one character or as two (host/base/nfc.hpp).
[[nodiscard]] std::filesystem::path path_on_disk(std::string_view written,
                                                 const std::filesystem::path& folder);

}  // namespace plume
