// SPDX-License-Identifier: Apache-2.0
#include "host/store/lock_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "host/base/error.hpp"

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

/// False where the file was removed or replaced between opening and locking.
bool still_named(int descriptor, const fs::path& path) {
  struct stat opened {
  }, named{};
  return ::fstat(descriptor, &opened) == 0 && ::stat(path.c_str(), &named) == 0 && opened.st_ino == named.st_ino &&
         opened.st_dev == named.st_dev;
}

}  // namespace

LockFile::LockFile(const fs::path& path, const std::string& result, Mode mode) : path_(path) {
  for (;;) {
    descriptor_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (descriptor_ < 0) throw Error(fmt::format("cannot create {}: {}", result, std::strerror(errno)));
    int locked;
    do {
      locked = ::flock(descriptor_, (mode == Mode::shared ? LOCK_SH : LOCK_EX) | LOCK_NB);
    } while (locked != 0 && errno == EINTR);
    if (locked != 0 && errno == EWOULDBLOCK) {
      const std::string holder = holder_of(descriptor_);
      ::close(descriptor_);
      throw Error(
          fmt::format("cannot write {}: {} is writing it; wait for its end, or give this run another result with -o",
                      result, holder));
    }
    if (locked != 0 || still_named(descriptor_, path)) break;
    ::close(descriptor_);  // its holder removed it just now
  }
  // Only for messages: that the text cannot be written is no reason not to run.
  const std::string name = own_name() + "\n";
  if (::ftruncate(descriptor_, 0) != 0 || ::pwrite(descriptor_, name.data(), name.size(), 0) < 0) errno = 0;
}

LockFile::~LockFile() {
  // Others may share the lock: then the last of them removes the file.
  if (::flock(descriptor_, LOCK_EX | LOCK_NB) == 0 && still_named(descriptor_, path_)) ::unlink(path_.c_str());
  ::close(descriptor_);
}

fs::path lock_path(const fs::path& result, const std::string& shard) {
  const std::string name = result.filename().string();
  return result.parent_path() / (shard.empty() ? "." + name + ".lock" : "." + name + ".shard-" + shard + ".lock");
}

}  // namespace plume
