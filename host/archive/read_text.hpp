// SPDX-License-Identifier: Apache-2.0
// A whole file as text, for the files a user names; what stands in the way is told, not thrown.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

namespace plume {

struct TextFile {
  std::optional<std::string> text;
  std::string why_not;  ///< if there is no text: "No such file or directory", "it is a folder", …
};

/// Reads a regular file of at most `max_bytes`; devices and pipes, which may never end, are
/// refused.
[[nodiscard]] TextFile read_text(const std::filesystem::path& path, std::size_t max_bytes);

}  // namespace plume
