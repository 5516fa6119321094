// SPDX-License-Identifier: Apache-2.0
#include "host/store/guarded.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <exception>
#include <new>

#include "host/base/error.hpp"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define PLUME_SHADOWED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || \
    __has_feature(memory_sanitizer)
#define PLUME_SHADOWED 1
#endif
#endif
#ifndef PLUME_SHADOWED
#define PLUME_SHADOWED 0  // a sanitizer maps terabytes that it does not use
#endif

namespace plume {
namespace {

constexpr char went_well = '+', out_of_memory = 'm', failed = '-';

std::uint64_t mapped_bytes() {
  unsigned long long pages = 0;
  std::FILE* const file = std::fopen("/proc/self/statm", "r");
  if (file == nullptr) return 0;
  if (std::fscanf(file, "%llu", &pages) != 1) pages = 0;
  std::fclose(file);
  return pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

void limit(int resource, std::uint64_t value) {
  struct rlimit now {};
  if (::getrlimit(static_cast<__rlimit_resource_t>(resource), &now) != 0) return;
  if (now.rlim_cur == RLIM_INFINITY || now.rlim_cur > value) now.rlim_cur = value;
  ::setrlimit(static_cast<__rlimit_resource_t>(resource), &now);
}

[[noreturn]] void be_the_child(int answer, const WorkLimits& limits,
                               const std::function<void()>& work) {
  for (const int signal :
       {SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGXCPU, SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL}) {
    ::signal(signal, SIG_DFL);
  }
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_CPU, limits.seconds);
  const std::uint64_t mapped = PLUME_SHADOWED ? 0 : mapped_bytes();
  if (mapped > 0) limit(RLIMIT_AS, mapped + limits.bytes);
  // What a dying library or sanitizer prints is no answer to the user.
  if (const int nowhere = ::open("/dev/null", O_WRONLY); nowhere >= 0) {
    ::dup2(nowhere, STDOUT_FILENO);
    ::dup2(nowhere, STDERR_FILENO);
  }
  std::string said(1, went_well);
  try {
    work();
  } catch (const std::bad_alloc&) {
    said = out_of_memory;
  } catch (const std::exception& problem) {
    said = failed + std::string(problem.what());
  } catch (...) {
    said = failed + std::string("an exception of unknown kind");
  }
  for (std::size_t done = 0; done < said.size();) {
    const ssize_t size = ::write(answer, said.data() + done, said.size() - done);
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) break;
    done += static_cast<std::size_t>(size);
  }
  ::_exit(0);  // nothing of the parent's is ended or flushed here
}

std::string hear(int answer) {
  std::string said;
  char bytes[4096];
  for (;;) {
    const ssize_t size = ::read(answer, bytes, sizeof(bytes));
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) return said;
    if (said.size() < 65536) said.append(bytes, static_cast<std::size_t>(size));
  }
}

}  // namespace

void guarded(const WorkLimits& limits, const std::string& shown,
             const std::function<void()>& work) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return work();
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(ends[0]);
    be_the_child(ends[1], limits, work);
  }
  ::close(ends[1]);
  if (child < 0) {
    ::close(ends[0]);
    return work();
  }
  const std::string said = hear(ends[0]);
  ::close(ends[0]);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  const auto damaged = [&](const char* what) {
    throw Error(fmt::format("{} is damaged: {}", shown, what));
  };
  if (!said.empty() && said[0] == went_well) return;
  if (!said.empty() && said[0] == failed) throw Error(said.substr(1));
  if (!said.empty()) damaged("reading it takes more memory than a file of its size can need");
  if (WIFSIGNALED(status) && (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL)) {
    damaged("reading it does not come to an end");
  }
  damaged("HDF5 crashes when it reads it");
}

}  // namespace plume
