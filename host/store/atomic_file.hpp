// SPDX-License-Identifier: Apache-2.0
// A file that appears under its name complete or not at all: written as ".NAME.tmp-HOST-PID" in the
// same folder, synced to disk, then renamed over NAME, then the folder is synced. A kill or power
// loss at any moment leaves the old file, or none, or the new one whole; at worst the temporary
// file stays behind, until remove_orphans() of a later run. docs/file-format.md, "Crash safety".
// Use:
//
//     AtomicFile file("out/result.h5");
//     write(file.temporary());          // close it before commit()
//     file.commit();
//
// The temporary file is made with O_EXCL, so that it is never a link or a file of others, and is
// locked (flock) as long as its writer lives: whoever can lock it knows that the writer is dead, on
// whatever machine of a common disk or in whatever container it ran.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace plume {

/// Where symbolic links lead, also to a file that is not there yet: what the user tied stays tied.
/// Throws Error for links in a circle.
[[nodiscard]] std::filesystem::path link_target(const std::filesystem::path& path);

/// ".x.h5.tmp-node7-4711": of a file "x.h5" that this process writes.
[[nodiscard]] std::string temporary_name(const std::string& name);

class AtomicFile {
 public:
  /// Creates the empty temporary file. Throws Error, naming the file and the reason, where `path`
  /// cannot become a file: it is a folder or a device, its folder is missing or may not be written.
  explicit AtomicFile(const std::filesystem::path& path);
  ~AtomicFile();  ///< without commit(): removes the temporary file
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  [[nodiscard]] const std::filesystem::path& temporary() const { return temporary_; }

  /// Syncs, renames. Throws Error; until the rename the file of the final name is untouched.
  void commit();

 private:
  void release();

  std::string shown_;             ///< the path as the caller gave it, for messages
  std::filesystem::path target_;  ///< where symbolic links lead
  std::filesystem::path temporary_;
  int held_ = -1;  ///< the temporary file, locked
};

/// Removes temporary files that dead processes of this machine left in the folder, of files whose
/// name `is_wanted`; those of the living, of other machines and of other users stay. Returns how
/// many went.
std::size_t remove_orphans(const std::filesystem::path& folder,
                           const std::function<bool(std::string_view name)>& is_wanted);

/// Those of one file.
std::size_t remove_orphans_of(const std::filesystem::path& file);

}  // namespace plume
