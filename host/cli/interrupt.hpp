// SPDX-License-Identifier: Apache-2.0
// Ctrl-C and SIGTERM end a run in good order: what was made becomes parts, the exit status tells
// the signal. SIGUSR1, which batch systems send before the time is up, does the same with a status
// of its own: run again with --resume.
#pragma once

#include <csignal>
#include <exception>

namespace plume {

/// Thrown by throw_if_interrupted().
class Interrupted : public std::exception {
 public:
  explicit Interrupted(int signal) : signal_(signal) {}
  [[nodiscard]] const char* what() const noexcept override { return "interrupted"; }
  /// What a shell shows for a program ended so; of SIGUSR1 `again_status`.
  [[nodiscard]] int exit_status() const {
    return signal_ == SIGUSR1 ? again_status : 128 + signal_;
  }
  /// EX_TEMPFAIL of sysexits.h: nothing is wrong, come again
  static constexpr int again_status = 75;

 private:
  int signal_;
};

/// While it lives, the first SIGINT, SIGTERM, SIGHUP or SIGUSR1 is only noted; the same again ends
/// the program at once. Batch systems send a signal to every process of a job, and scripts and
/// launchers hand it on: what comes within two seconds is the same one, but for Ctrl-C, which is a
/// person's. A signal that was ignored before (nohup) stays ignored.
class InterruptGuard {
 public:
  InterruptGuard();
  ~InterruptGuard();
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;

  void throw_if_interrupted() const;
  static constexpr int same_signal_ms = 2000;
};

}  // namespace plume
