// SPDX-License-Identifier: Apache-2.0
#include "host/store/atomic_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

#include "host/base/error.hpp"

namespace plume {
namespace {

namespace fs = std::filesystem;
constexpr std::string_view mark = ".tmp-";

class Descriptor {
 public:
  Descriptor(const fs::path& path, int flags)
      : fd_(::open(path.c_str(), flags | O_CLOEXEC, 0666)) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int get() const { return fd_; }
  [[nodiscard]] int release() { return std::exchange(fd_, -1); }

 private:
  int fd_;
};

[[noreturn]] void fail(const char* action, const std::string& path, int error) {
  throw Error(fmt::format("cannot {} {}: {}", action, path, std::strerror(error)));
}

fs::path folder_of(const fs::path& path) {
  return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

/// This machine's name, as far as it may stand in the name of a file.
std::string host_name() {
  char given[256] = "";
  ::gethostname(given, sizeof(given) - 1);
  std::string name = std::string(given).substr(0, 32);
  for (char& c : name) {
    const bool plain =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.';
    if (!plain) c = '_';
  }
  return name.empty() ? "unknown" : name;
}

/// What the name of a temporary file of this machine says.
struct TemporaryName {
  std::string_view of;
  pid_t process = 0;
};

std::optional<TemporaryName> parse_temporary(std::string_view name, std::string_view host) {
  const std::size_t at = name.rfind(mark);
  if (!name.starts_with('.') || at == std::string_view::npos || at < 2) return {};
  std::string_view rest = name.substr(at + mark.size());
  if (!rest.starts_with(host) || !rest.substr(host.size()).starts_with('-')) return {};
  rest.remove_prefix(host.size() + 1);
  TemporaryName parsed{name.substr(1, at - 1), 0};
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), parsed.process);
  if (error != std::errc() || parsed.process <= 0) return {};
  const std::string_view attempt(end, static_cast<std::size_t>(rest.data() + rest.size() - end));
  const bool whole =
      attempt.empty() || (attempt.size() > 1 && attempt.size() < 12 && attempt[0] == '-' &&
                          attempt.find_first_not_of("0123456789", 1) == std::string_view::npos);
  if (!whole) return {};
  return parsed;
}

/// A file of this user, under this name only, that nobody holds, of a process that is no more. The
/// lock is asked of this process's own, too: in a container a new process often has the number of
/// the dead one.
bool is_orphan(const fs::path& path, pid_t process) {
  if (process != ::getpid() && (::kill(process, 0) == 0 || errno != ESRCH)) return false;
  const Descriptor file(path, O_RDWR | O_NOFOLLOW | O_NONBLOCK);
  struct stat status {};
  if (file.get() < 0 || ::fstat(file.get(), &status) != 0) return false;
  if (!S_ISREG(status.st_mode) || status.st_nlink != 1 || status.st_uid != ::geteuid())
    return false;
  return ::flock(file.get(), LOCK_EX | LOCK_NB) == 0;
}

}  // namespace

fs::path link_target(const fs::path& path) {
  fs::path target = path;
  std::error_code error;
  for (int links = 0; fs::is_symlink(fs::symlink_status(target, error)); ++links) {
    if (links == 40) fail("create", path.string(), ELOOP);
    const fs::path to = fs::read_symlink(target, error);
    if (error) fail("create", path.string(), error.value());
    target = to.is_absolute() ? to : target.parent_path() / to;
  }
  return target;
}

std::string temporary_name(const std::string& name) {
  return fmt::format(".{}{}{}-{}", name, mark, host_name(), ::getpid());
}

AtomicFile::AtomicFile(const fs::path& path) : shown_(path.string()), target_(link_target(path)) {
  if (!target_.has_filename()) {
    throw Error(fmt::format("cannot create '{}': the path does not end in a file name", shown_));
  }
  std::error_code error;
  const fs::file_status status = fs::status(target_, error);
  if (fs::is_directory(status))
    throw Error(fmt::format("cannot create {}: it is a folder", shown_));
  if (fs::exists(status) && !fs::is_regular_file(status)) {
    throw Error(fmt::format("cannot create {}: it exists and is not a regular file", shown_));
  }
  const fs::path folder = folder_of(target_);
  if (!fs::is_directory(folder, error)) {
    throw Error(fmt::format("cannot create {}: there is no folder {}", shown_, folder.string()));
  }
  // Never an existing name: a process with the same number may write there in a container.
  const std::string stem = temporary_name(target_.filename().string());
  for (int attempt = 0;; ++attempt) {
    const fs::path candidate = folder / (attempt == 0 ? stem : fmt::format("{}-{}", stem, attempt));
    Descriptor created(candidate, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW);
    if (created.get() >= 0) {
      temporary_ = candidate;
      held_ = created.release();
      ::flock(held_, LOCK_EX | LOCK_NB);  // where a file system knows no locks, orphans stay
      return;
    }
    if (errno != EEXIST) fail("create", shown_, errno);
  }
}

void AtomicFile::release() {
  if (held_ >= 0) ::close(std::exchange(held_, -1));
}

AtomicFile::~AtomicFile() {
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
  release();
}

void AtomicFile::commit() {
  struct stat written {
  }, named{};
  if (::fstat(held_, &written) != 0 || ::lstat(temporary_.c_str(), &named) != 0)
    fail("write", shown_, errno);
  if (written.st_ino != named.st_ino || written.st_dev != named.st_dev)
    fail("write", shown_, ENOENT);
  if (::fsync(held_) != 0) fail("write", shown_, errno);
  release();  // before the rename: the lock of a writer must not keep readers of the new file away
  if (::rename(temporary_.c_str(), target_.c_str()) != 0) fail("create", shown_, errno);
  temporary_.clear();
  // Some network file systems do not sync folders and say so with EINVAL; their rename is durable
  // or it cannot be made so.
  const Descriptor folder(folder_of(target_), O_RDONLY | O_DIRECTORY);
  if (folder.get() < 0 || (::fsync(folder.get()) != 0 && errno != EINVAL))
    fail("sync the folder of", shown_, errno);
}

std::size_t remove_orphans(const fs::path& folder,
                           const std::function<bool(std::string_view name)>& is_wanted) {
  const std::string host = host_name();
  std::vector<fs::path> orphans;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error); !error && entry != fs::directory_iterator();
       entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    const auto parsed = parse_temporary(name, host);
    if (parsed && is_wanted(parsed->of) && is_orphan(entry->path(), parsed->process))
      orphans.push_back(entry->path());
  }
  std::size_t removed = 0;
  for (const fs::path& orphan : orphans) removed += ::unlink(orphan.c_str()) == 0;
  return removed;
}

std::size_t remove_orphans_of(const fs::path& file) {
  const fs::path target = link_target(file);
  const std::string name = target.filename().string();
  return remove_orphans(folder_of(target), [&](std::string_view of) { return of == name; });
}

}  // namespace plume
