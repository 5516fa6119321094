// SPDX-License-Identifier: Apache-2.0
// Where the bytes of a zip are: in a file, or in memory, where a zip lies in another one. Both are
// opened as often as they are read, so that several threads may read at once.
//
//     const ZipSource source(path);
//     const OpenZip zip(source);
//     if (zip) unzGoToFirstFile(zip.get());
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>

namespace plume {

/// `count` bytes of a file from `offset` on, fewer where it ends. Throws Error if it cannot be
/// opened or read.
[[nodiscard]] std::string bytes_of(const std::filesystem::path& path, std::uint64_t offset,
                                   std::size_t count);

class ZipSource {
 public:
  explicit ZipSource(std::filesystem::path file) : file_(std::move(file)) {}
  explicit ZipSource(std::string bytes)
      : memory_(std::make_shared<const std::string>(std::move(bytes))) {}

  /// Throws Error where the file cannot be read.
  [[nodiscard]] std::uint64_t size() const;
  [[nodiscard]] std::string bytes(std::uint64_t offset, std::size_t count) const;
  /// A handle of minizip (unzFile); nullptr where it is no zip. The source outlives it.
  [[nodiscard]] void* open() const;

 private:
  std::filesystem::path file_;
  std::shared_ptr<const std::string> memory_;
};

/// An open zip, closed when it goes out of sight.
class OpenZip {
 public:
  explicit OpenZip(const ZipSource& source) : handle_(source.open()) {}
  ~OpenZip();
  OpenZip(const OpenZip&) = delete;
  OpenZip& operator=(const OpenZip&) = delete;
  explicit operator bool() const { return handle_ != nullptr; }
  [[nodiscard]] void* get() const { return handle_; }

 private:
  void* handle_;
};

}  // namespace plume
