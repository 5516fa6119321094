// SPDX-License-Identifier: Apache-2.0
// Errors that are not about the user's model. Bad input is a Finding; a bug is an assertion.
#pragma once

#include <stdexcept>
#include <string>

#include "host/base/finding.hpp"

namespace plume {

/// Exit status of the program (docs/command-line.md); part of the contract with scripts.
enum class ExitStatus : int { done = 0, usage = 2, bad_input = 3, environment = 4, numerical = 5 };

/// The environment failed us: a device, a file, a disk. what() says what was being done and to
/// which file.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Thrown by the end of a stage whose findings hold errors; carries all of them.
class BadInput : public std::runtime_error {
 public:
  explicit BadInput(Findings findings)
      : std::runtime_error(findings.to_string()), findings_(std::move(findings)) {}
  [[nodiscard]] const Findings& findings() const { return findings_; }

 private:
  Findings findings_;
};

}  // namespace plume
