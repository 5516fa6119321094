// SPDX-License-Identifier: Apache-2.0
// A file that appears under its name complete or not at all: written as ".NAME.tmp-PID" in the same folder, synced to
// disk, then renamed over NAME, then the folder is synced. A kill or power loss at any moment leaves the old file, or none,
// or the new one whole; at worst the temporary file stays behind. docs/file-format.md, "Crash safety". Use:
//
//     AtomicFile file("out/result.h5");
//     write(file.temporary());          // close it before commit()
//     file.commit();
#pragma once

#include <filesystem>
#include <string>

namespace plume {

class AtomicFile {
 public:
  /// Creates the empty temporary file. Throws Error, naming the file and the reason, where `path` cannot become a file:
  /// it is a folder or a device, its folder is missing or may not be written.
  explicit AtomicFile(const std::filesystem::path& path);
  ~AtomicFile();  ///< without commit(): removes the temporary file
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  [[nodiscard]] const std::filesystem::path& temporary() const { return temporary_; }

  /// Syncs, renames. Throws Error; until the rename the file of the final name is untouched.
  void commit();

 private:
  std::string shown_;             ///< the path as the caller gave it, for messages
  std::filesystem::path target_;  ///< where symbolic links lead
  std::filesystem::path temporary_;
};

}  // namespace plume
