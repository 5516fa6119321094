// SPDX-License-Identifier: Apache-2.0
#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "tests/cuda_on_cpu/device/memory.hpp"
#include "tests/cuda_on_cpu/runtime/complaints.hpp"
#include "tests/cuda_on_cpu/runtime/state.hpp"

namespace cuda_on_cpu {
namespace {

/// A touch of closed page-locked memory is told, and goes on with what is there; any other fault is
/// the end.
void on_fault(int number, siginfo_t* info, void*) {
  for (auto& [at, pinned] : state().pinned) {
    auto* touched = static_cast<char*>(info->si_addr);
    if (touched < pinned.host || touched >= pinned.host + pinned.mapped || pinned.copying.empty())
      continue;
    complain("the host touched page-locked memory while a copy to it was on its way");
    mprotect(pinned.host, pinned.mapped, PROT_READ | PROT_WRITE);
    return;
  }
  const char* what = is_device_address(info->si_addr)
                         ? "cuda_on_cpu: the host touched device memory\n"
                         : "cuda_on_cpu: a fault\n";
  (void)!write(2, what, std::strlen(what));
  signal(number, SIG_DFL);
}

constexpr std::size_t page = 4096;

}  // namespace

void watch_host() {
  struct sigaction action = {};
  action.sa_sigaction = on_fault;
  action.sa_flags = SA_SIGINFO;
  sigaction(SIGSEGV, &action, nullptr);
}

/// The end of the memory is the end of a page, as far as alignment to 64 bytes allows, and none
/// follows.
void* take_pinned(std::size_t bytes) {
  const std::size_t mapped = (bytes + page - 1) / page * page;
  const int file = memfd_create("pinned", 0);
  if (file < 0 || ftruncate(file, static_cast<off_t>(mapped)) != 0) std::abort();
  void* reserved = mmap(nullptr, mapped + page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  void* host = mmap(reserved, mapped, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, file, 0);
  void* inside = mmap(nullptr, mapped, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  close(file);
  if (reserved == MAP_FAILED || host == MAP_FAILED || inside == MAP_FAILED) std::abort();
  std::memset(inside, 0xff, mapped);
  char* const at = static_cast<char*>(host) + (mapped - (bytes + 63) / 64 * 64);
  state().pinned[at] = {static_cast<char*>(host), static_cast<char*>(inside), bytes, mapped, {}};
  return at;
}

bool give_pinned(void* at) {
  const auto found = state().pinned.find(static_cast<char*>(at));
  if (found == state().pinned.end()) return false;
  munmap(found->second.host, found->second.mapped + page);
  munmap(found->second.inside, found->second.mapped);
  state().pinned.erase(found);
  return true;
}

Pinned* pinned_at(const void* pointer, std::size_t bytes) {
  char* at = const_cast<char*>(static_cast<const char*>(pointer));
  auto found = state().pinned.upper_bound(at);
  if (found == state().pinned.begin()) return nullptr;
  --found;
  Pinned& pinned = found->second;
  if (at >= pinned.host + pinned.mapped) return nullptr;
  if (at + bytes > found->first + pinned.bytes)
    complain("a copy beyond the end of page-locked memory");
  return at + bytes <= found->first + pinned.bytes ? &pinned : nullptr;
}

void close_pinned(Pinned& pinned, int stream) {
  pinned.copying.insert(stream);
  mprotect(pinned.host, pinned.mapped, PROT_NONE);
}

void open_pinned(int stream) {
  for (auto& [at, pinned] : state().pinned) {
    if (pinned.copying.erase(stream) != 0 && pinned.copying.empty())
      mprotect(pinned.host, pinned.mapped, PROT_READ | PROT_WRITE);
  }
}

}  // namespace cuda_on_cpu
