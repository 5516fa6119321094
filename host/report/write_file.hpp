// SPDX-License-Identifier: Apache-2.0
// Writing a whole report to a file, or not at all.
#pragma once

#include <filesystem>
#include <string_view>

namespace plume {

/// Writes beside `path` under a temporary name, syncs and renames, so that no half report ever
/// carries the name. A pipe or device is refused. Throws Error naming the file and the reason.
void write_file(const std::filesystem::path& path, std::string_view content);

}  // namespace plume
