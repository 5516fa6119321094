// SPDX-License-Identifier: Apache-2.0
// Findings as lines, to be compared whole.
#pragma once

#include <string>
#include <vector>

#include "host/base/finding.hpp"

namespace plume::testing {

inline std::vector<std::string> lines_of(const Findings& findings) {
  std::vector<std::string> lines;
  for (const Finding& finding : findings.list()) lines.push_back(to_string(finding));
  return lines;
}

}  // namespace plume::testing
