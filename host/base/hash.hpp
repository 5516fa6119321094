// SPDX-License-Identifier: Apache-2.0
// Stable hashes: 64-bit keys of exchanges, SHA-256 of input files. Both are part of the
// reproducibility contract: a draw is a function of (seed, exchange key, iteration), so a key must
// never depend on file positions or platforms.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <string>
#include <string_view>

namespace plume {

/// FNV-1a over the parts, each followed by the separator 0x1F, finished with the splitmix64 mixer.
/// Use:  stable_key({"technosphere", product_id, process_id, "0"})
[[nodiscard]] std::uint64_t stable_key(std::initializer_list<std::string_view> parts);

/// 64 hexadecimal digits.
[[nodiscard]] std::string sha256(std::string_view bytes);

/// Of a file, read as a stream; of a folder, the digest of one line "<sha256 of the file>
/// <relative path>" for each file
/// below it, in path order. By hand:
///     cd FOLDER; find . -type f -printf '%P\n' | LC_ALL=C sort | xargs -d '\n' sha256sum
///         | sha256sum
/// Throws Error where something cannot be read.
[[nodiscard]] std::string sha256_of_path(const std::filesystem::path& file_or_folder);

}  // namespace plume
