// SPDX-License-Identifier: Apache-2.0
// Preloaded into a program (LD_PRELOAD), this makes the n-th call that changes files in one folder
// the last thing the program does, or makes it fail as a full or broken disk would. An exhaustive
// loop over n visits every state that a kill can leave on disk; killing at random moments almost
// never hits the bad ones.
//
//   PLUME_SHIM_FOLDER   only files below this folder count (calls on other files pass)
//   PLUME_SHIM_KILL=n   SIGKILL just before the n-th write, sync, truncation, rename, unlink, mkdir
//                       or rmdir
//   PLUME_SHIM_FULL=n   from the n-th write or truncation on, fail with ENOSPC, as a disk stays
//                       full; with
//   PLUME_SHIM_QUOTA     set, with EDQUOT, as a quota does
//   PLUME_SHIM_BROKEN=n fail the n-th fsync or rename with EIO
#include <dlfcn.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

enum class Kind { space, sync, name, tidy };

bool below_folder(const char* path) {
  const char* folder = std::getenv("PLUME_SHIM_FOLDER");
  return folder != nullptr && std::strncmp(path, folder, std::strlen(folder)) == 0;
}

bool counts(int fd) {
  char link[64];
  char path[PATH_MAX];
  std::snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  const ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return false;
  path[length] = '\0';
  return below_folder(path);
}

long limit(const char* variable) {
  const char* text = std::getenv(variable);
  return text == nullptr ? 0 : std::strtol(text, nullptr, 10);
}

/// Counts the call; true if it is to fail, with errno set.
bool strike(Kind kind) {
  static std::atomic<long> calls = 0;
  static std::atomic<long> space_calls = 0;
  static std::atomic<long> other_calls = 0;
  if (++calls == limit("PLUME_SHIM_KILL")) raise(SIGKILL);
  if (kind == Kind::space) {
    const long first = limit("PLUME_SHIM_FULL");
    if (++space_calls >= first && first > 0) {
      errno = std::getenv("PLUME_SHIM_QUOTA") != nullptr ? EDQUOT : ENOSPC;
      return true;
    }
  } else if (kind != Kind::tidy && ++other_calls == limit("PLUME_SHIM_BROKEN")) {
    errno = EIO;
    return true;
  }
  return false;
}

template <class Function>
Function next(const char* name) {
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

}  // namespace

extern "C" {

ssize_t write(int fd, const void* data, size_t size) {
  static const auto real = next<ssize_t (*)(int, const void*, size_t)>("write");
  return counts(fd) && strike(Kind::space) ? -1 : real(fd, data, size);
}

ssize_t pwrite(int fd, const void* data, size_t size, off_t at) {
  static const auto real = next<ssize_t (*)(int, const void*, size_t, off_t)>("pwrite");
  return counts(fd) && strike(Kind::space) ? -1 : real(fd, data, size, at);
}

ssize_t pwrite64(int fd, const void* data, size_t size, off64_t at) {
  static const auto real = next<ssize_t (*)(int, const void*, size_t, off64_t)>("pwrite64");
  return counts(fd) && strike(Kind::space) ? -1 : real(fd, data, size, at);
}

int ftruncate(int fd, off_t size) noexcept {
  static const auto real = next<int (*)(int, off_t)>("ftruncate");
  return counts(fd) && strike(Kind::space) ? -1 : real(fd, size);
}

int ftruncate64(int fd, off64_t size) noexcept {
  static const auto real = next<int (*)(int, off64_t)>("ftruncate64");
  return counts(fd) && strike(Kind::space) ? -1 : real(fd, size);
}

int fsync(int fd) {
  static const auto real = next<int (*)(int)>("fsync");
  return counts(fd) && strike(Kind::sync) ? -1 : real(fd);
}

int fdatasync(int fd) {
  static const auto real = next<int (*)(int)>("fdatasync");
  return counts(fd) && strike(Kind::sync) ? -1 : real(fd);
}

int rename(const char* from, const char* to) noexcept {
  static const auto real = next<int (*)(const char*, const char*)>("rename");
  return below_folder(to) && strike(Kind::name) ? -1 : real(from, to);
}

int unlink(const char* path) noexcept {
  static const auto real = next<int (*)(const char*)>("unlink");
  if (below_folder(path)) strike(Kind::tidy);  // a full disk does not stop it
  return real(path);
}

int mkdir(const char* path, mode_t mode) noexcept {
  static const auto real = next<int (*)(const char*, mode_t)>("mkdir");
  if (below_folder(path)) strike(Kind::tidy);
  return real(path, mode);
}

int rmdir(const char* path) noexcept {
  static const auto real = next<int (*)(const char*)>("rmdir");
  if (below_folder(path)) strike(Kind::tidy);
  return real(path);
}

}  // extern "C"
