// SPDX-License-Identifier: Apache-2.0
// One writer for one result. The lock is the kernel's (flock), so that of a dead process is gone
// with it; the file only says who holds it, and is removed with the lock. Shards of one run share a
// lock that a whole run wants for itself:
//
//     // Error: cannot write out/x.h5: process 4711 on node7 is …
//     const LockFile lock("out/.x.h5.lock", "out/x.h5");
//
// Where a file system knows no such locks, none is taken. A link, and a file that holds anything
// but a holder's name, is not followed, not written to and not removed (CWE-59): the run ends with
// an Error that names it.
#pragma once

#include <filesystem>
#include <string>

namespace plume {

class LockFile {
 public:
  enum class Mode { exclusive, shared };

  /// Throws Error naming `result` and the process that holds the lock, or saying why there can be
  /// no file.
  LockFile(const std::filesystem::path& path, const std::string& result,
           Mode mode = Mode::exclusive);
  ~LockFile();
  LockFile(const LockFile&) = delete;
  LockFile& operator=(const LockFile&) = delete;

 private:
  std::filesystem::path path_;
  int descriptor_ = -1;
};

/// Beside the result: ".x.h5.lock"; of a shard ".x.h5.shard-3-of-16.lock".
[[nodiscard]] std::filesystem::path lock_path(const std::filesystem::path& result,
                                              const std::string& shard = {});

}  // namespace plume
