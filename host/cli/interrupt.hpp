// SPDX-License-Identifier: Apache-2.0
// Ctrl-C and SIGTERM end a run in good order: the temporary result file is removed, the exit status tells the signal.
#pragma once

#include <exception>

namespace plume {

/// Thrown by throw_if_interrupted().
class Interrupted : public std::exception {
 public:
  explicit Interrupted(int signal) : signal_(signal) {}
  [[nodiscard]] const char* what() const noexcept override { return "interrupted"; }
  [[nodiscard]] int exit_status() const { return 128 + signal_; }  ///< what a shell shows for a program ended so

 private:
  int signal_;
};

/// While it lives, the first SIGINT, SIGTERM or SIGHUP is only noted; a second one ends the program at once. A signal that
/// was ignored before (nohup) stays ignored.
class InterruptGuard {
 public:
  InterruptGuard();
  ~InterruptGuard();
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;

  void throw_if_interrupted() const;
};

}  // namespace plume
