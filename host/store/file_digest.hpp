// SPDX-License-Identifier: Apache-2.0
// The digest at the end of a result or part: hashes of all its bytes, block by block, where HDF5
// does not look. Changed bytes are known before the library sees them, which runs for ever or reads
// wildly on some (docs/decisions/0013-digest.md).
//
//     content | a 64-bit hash of every 65536 bytes of it | content's length, block's length, hash
//     of all hashes | "PLUME-DIGEST-01\n"
//
// The HDF5 format ends where its superblock says, so that every reader of HDF5 and netCDF-4 takes
// the file as it is. The digest is against broken disks, copies and editors, not against malice:
// whoever writes a file can write its digest; see structure.hpp for that.
//
//     seal_file(atomic.temporary(), "out/x.h5");                       // after the last byte
//     const std::optional<FileDigest> digest = FileDigest::read(fd, length, "out/x.h5");
//     digest->fits(block, bytes)
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace plume {

inline constexpr std::size_t digest_block = 65536;

/// Four lanes of multiply, rotate, multiply, after the manner of xxHash, so that it keeps up with
/// the memory. Every changed word changes it; it knows its place.
[[nodiscard]] std::uint64_t block_hash(std::span<const char> bytes, std::uint64_t block);

class FileDigest {
 public:
  /// That of an open file of `length` bytes; none where the file does not end with one. Throws
  /// Error naming `shown` where there is one that is damaged, or of a file of another length.
  static std::optional<FileDigest> read(int descriptor, std::uint64_t length,
                                        const std::string& shown);

  /// bytes of the file without the digest
  [[nodiscard]] std::uint64_t content() const { return content_; }
  [[nodiscard]] std::uint64_t num_blocks() const { return hashes_.size(); }
  /// Whether these are the bytes of the block: digest_block, fewer of the last.
  [[nodiscard]] bool fits(std::uint64_t block, std::span<const char> bytes) const {
    return block_hash(bytes, block) == hashes_.at(block);
  }

 private:
  std::uint64_t content_ = 0;
  std::vector<std::uint64_t> hashes_;
};

/// Appends the digest to a file that is whole. Throws Error naming `shown`.
void seal_file(const std::filesystem::path& path, const std::string& shown);
/// Of a file that is open for reading and writing, and stays so.
void seal_file(int descriptor, const std::string& shown);

}  // namespace plume
