// SPDX-License-Identifier: Apache-2.0
#include "host/cli/interrupt.hpp"

#include <time.h>

#include <array>
#include <atomic>
#include <csignal>
#include <cstddef>
#include <cstdint>

namespace plume {
namespace {

constexpr std::array<int, 4> signals = {SIGINT, SIGTERM, SIGHUP, SIGUSR1};
volatile std::sig_atomic_t noted = 0;

/// When each came first, in milliseconds of the steady clock; 0: it did not.
std::array<std::atomic<std::int64_t>, signals.size()> came;
static_assert(std::atomic<std::int64_t>::is_always_lock_free);  // as a signal handler wants it

std::int64_t milliseconds() {
  struct timespec now {};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return std::int64_t{now.tv_sec} * 1000 + now.tv_nsec / 1000000;
}

extern "C" void note_signal(int signal) {
  if (noted == 0) noted = signal;
  std::size_t i = 0;
  while (signals[i] != signal) ++i;
  const std::int64_t before = came[i].load(), now = milliseconds();
  if (before == 0) {
    came[i].store(now);
  } else if (signal == SIGINT || now - before >= InterruptGuard::same_signal_ms) {
    std::signal(signal, SIG_DFL);
    std::raise(signal);  // which comes when this function has returned
  }
}

}  // namespace

InterruptGuard::InterruptGuard() {
  noted = 0;
  for (auto& each : came) each.store(0);
  for (const int signal : signals) {
    struct sigaction before {};
    ::sigaction(signal, nullptr, &before);
    if (before.sa_handler == SIG_IGN) continue;
    struct sigaction action {};
    action.sa_handler = &note_signal;
    action.sa_flags = SA_RESTART;
    ::sigaction(signal, &action, nullptr);
  }
}

InterruptGuard::~InterruptGuard() {
  for (const int signal : signals) {
    struct sigaction now {};
    ::sigaction(signal, nullptr, &now);
    if (now.sa_handler == &note_signal) std::signal(signal, SIG_DFL);
  }
}

void InterruptGuard::throw_if_interrupted() const {
  if (noted != 0) throw Interrupted(noted);
}

}  // namespace plume
