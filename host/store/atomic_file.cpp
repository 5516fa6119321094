// SPDX-License-Identifier: Apache-2.0
#include "host/store/atomic_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

#include "host/base/error.hpp"

namespace plume {
namespace {

namespace fs = std::filesystem;

class Descriptor {
 public:
  Descriptor(const fs::path& path, int flags) : fd_(::open(path.c_str(), flags | O_CLOEXEC, 0666)) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int get() const { return fd_; }

 private:
  int fd_;
};

[[noreturn]] void fail(const char* action, const std::string& path, int error) {
  throw Error(fmt::format("cannot {} {}: {}", action, path, std::strerror(error)));
}

fs::path folder_of(const fs::path& path) { return path.has_parent_path() ? path.parent_path() : fs::path("."); }

/// Replacing a symbolic link by the result would cut what the user tied: the file it leads to is replaced.
fs::path resolve_links(const fs::path& path) {
  std::error_code error;
  if (!fs::is_symlink(fs::symlink_status(path, error))) return path;
  const fs::path resolved = fs::weakly_canonical(path, error);
  return error ? path : resolved;
}

}  // namespace

AtomicFile::AtomicFile(const fs::path& path) : shown_(path.string()), target_(resolve_links(path)) {
  if (!target_.has_filename()) {
    throw Error(fmt::format("cannot create '{}': the path does not end in a file name", shown_));
  }
  std::error_code error;
  const fs::file_status status = fs::status(target_, error);
  if (fs::is_directory(status)) throw Error(fmt::format("cannot create {}: it is a folder", shown_));
  if (fs::exists(status) && !fs::is_regular_file(status)) {
    throw Error(fmt::format("cannot create {}: it exists and is not a regular file", shown_));
  }
  const fs::path folder = folder_of(target_);
  if (!fs::is_directory(folder, error)) {
    throw Error(fmt::format("cannot create {}: there is no folder {}", shown_, folder.string()));
  }
  // Never an existing name: a process with the same number may write there on another machine or in a container.
  const std::string stem = fmt::format(".{}.tmp-{}", target_.filename().string(), ::getpid());
  for (int attempt = 0;; ++attempt) {
    const fs::path candidate = folder / (attempt == 0 ? stem : fmt::format("{}-{}", stem, attempt));
    const Descriptor created(candidate, O_WRONLY | O_CREAT | O_EXCL);
    if (created.get() >= 0) {
      temporary_ = candidate;
      return;
    }
    if (errno != EEXIST) fail("create", shown_, errno);
  }
}

AtomicFile::~AtomicFile() {
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

void AtomicFile::commit() {
  {
    const Descriptor file(temporary_, O_RDONLY);
    if (file.get() < 0 || ::fsync(file.get()) != 0) fail("write", shown_, errno);
  }
  if (::rename(temporary_.c_str(), target_.c_str()) != 0) fail("create", shown_, errno);
  temporary_.clear();
  // Some network file systems do not sync folders and say so with EINVAL; their rename is durable or it cannot be made so.
  const Descriptor folder(folder_of(target_), O_RDONLY | O_DIRECTORY);
  if (folder.get() < 0 || (::fsync(folder.get()) != 0 && errno != EINVAL)) fail("sync the folder of", shown_, errno);
}

}  // namespace plume
