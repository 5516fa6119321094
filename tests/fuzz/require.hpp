// SPDX-License-Identifier: Apache-2.0
// What every reader promises about its findings, and a check that stops a fuzzer.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>

#include "host/base/finding.hpp"

namespace plume::fuzz {

inline void require(bool condition, const char* what) {
  if (condition) return;
  std::fprintf(stderr, "fuzz: %s\n", what);
  std::abort();
}

/// Each says something, on one line that can be read.
inline void check_findings(const Findings& findings) {
  for (const Finding& finding : findings.list()) {
    require(!finding.problem.empty(), "a finding says nothing");
    const std::string line = to_string(finding);
    require(line.size() < 2000, "a finding is a page long");
    require(line.find_first_of("\n\r") == std::string::npos, "a finding has two lines");
  }
}

}  // namespace plume::fuzz
