// SPDX-License-Identifier: Apache-2.0
#include "host/store/lock_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string_view>

#include "host/base/error.hpp"
#include "host/store/atomic_file.hpp"

namespace plume {
namespace {

namespace fs = std::filesystem;

std::string own_name() {
  char host[256] = "";
  ::gethostname(host, sizeof(host) - 1);
  return fmt::format("process {} on {}", ::getpid(), host);
}

std::string holder_of(int descriptor) {
  char text[512];
  const ssize_t size = ::pread(descriptor, text, sizeof(text), 0);
  std::string name(text, size > 0 ? static_cast<std::size_t>(size) : 0);
  while (!name.empty() && (name.back() == '\n' || name.back() == '\0')) name.pop_back();
  return name.empty() ? "another process" : name;
}

/// Nothing, or the line that a holder writes: what else lies there under the name of a lock is
/// somebody's file.
bool is_lock(int descriptor) {
  struct stat status {};
  char text[512];
  if (::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode) || status.st_nlink > 1)
    return false;
  if (status.st_size == 0) return true;
  const ssize_t size = ::pread(descriptor, text, sizeof(text), 0);
  const std::string_view content(text, size > 0 ? static_cast<std::size_t>(size) : 0);
  return status.st_size == size && size < static_cast<ssize_t>(sizeof(text)) &&
         content.starts_with("process ") && content.find(" on ") != std::string_view::npos;
}

/// False where the file was removed or replaced between opening and locking.
bool still_named(int descriptor, const fs::path& path) {
  struct stat opened {
  }, named{};
  return ::fstat(descriptor, &opened) == 0 && ::lstat(path.c_str(), &named) == 0 &&
         opened.st_ino == named.st_ino && opened.st_dev == named.st_dev;
}

}  // namespace

LockFile::LockFile(const fs::path& path, const std::string& result, Mode mode) : path_(path) {
  for (;;) {
    descriptor_ =
        ::open(path.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0666);
    const int error = errno;
    const auto foreign = [&](const char* what) {
      throw Error(fmt::format(
          "cannot write {}: {} beside it is {}; move it away, or give another result with -o",
          result, path.string(), what));
    };
    if (descriptor_ < 0 && error == ELOOP) foreign("a symbolic link, not the lock of a run");
    if (descriptor_ < 0)
      throw Error(fmt::format("cannot create {}: {}", result, std::strerror(error)));
    if (!is_lock(descriptor_) && still_named(descriptor_, path)) {
      ::close(descriptor_);
      foreign("not the lock of a run");
    }
    int locked;
    do {
      locked = ::flock(descriptor_, (mode == Mode::shared ? LOCK_SH : LOCK_EX) | LOCK_NB);
    } while (locked != 0 && errno == EINTR);
    if (locked != 0 && errno == EWOULDBLOCK) {
      const std::string holder = holder_of(descriptor_);
      ::close(descriptor_);
      throw Error(
          fmt::format("cannot write {}: {} is writing it; wait for its end, or give this run "
                      "another result with -o",
                      result, holder));
    }
    if (locked != 0 || still_named(descriptor_, path)) break;
    ::close(descriptor_);  // its holder removed it just now
  }
  // Only for messages: that the text cannot be written is no reason not to run.
  const std::string name = own_name() + "\n";
  if (::pwrite(descriptor_, name.data(), name.size(), 0) < 0 ||
      ::ftruncate(descriptor_, static_cast<off_t>(name.size())) != 0) {
    errno = 0;
  }
}

LockFile::~LockFile() {
  // Others may share the lock: then the last of them removes the file.
  if (::flock(descriptor_, LOCK_EX | LOCK_NB) == 0 && still_named(descriptor_, path_))
    ::unlink(path_.c_str());
  ::close(descriptor_);
}

fs::path lock_path(const fs::path& result, const std::string& shard) {
  const fs::path target = link_target(result);  // one lock, by whatever name the file is called
  const std::string name = target.filename().string();
  return target.parent_path() /
         (shard.empty() ? "." + name + ".lock" : "." + name + ".shard-" + shard + ".lock");
}

}  // namespace plume
