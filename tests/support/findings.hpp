// SPDX-License-Identifier: Apache-2.0
// Findings as plain lines, so that tests assert their exact words:
//
//     EXPECT_THAT(lines(findings, folder.path()),
//         ElementsAre("data/exchanges.csv:118:7: error E0203: amount '1,5' is …"));
#pragma once

#include <gmock/gmock.h>

#include <filesystem>
#include <string>
#include <vector>

#include "host/base/finding.hpp"

namespace plume::testing {

/// One string a finding, as the user sees it; every "root/" is taken out, so that a test's
/// temporary folder does not show.
inline std::vector<std::string> lines(const Findings& findings,
                                      const std::filesystem::path& root = {}) {
  const std::string prefix = root.empty() ? std::string{} : (root / "").string();
  std::vector<std::string> result;
  for (const Finding& finding : findings.list()) {
    std::string line = to_string(finding);
    for (std::size_t at = 0; !prefix.empty() && (at = line.find(prefix, at)) != std::string::npos;)
      line.erase(at, prefix.size());
    result.push_back(std::move(line));
  }
  return result;
}

/// The same, without findings of this code.
inline std::vector<std::string> lines_without(const std::string& code, const Findings& findings) {
  std::vector<std::string> result = lines(findings);
  std::erase_if(result,
                [&](const std::string& line) { return line.find(code) != std::string::npos; });
  return result;
}

/// The codes alone, in order.
inline std::vector<std::string> codes(const Findings& findings) {
  std::vector<std::string> result;
  for (const Finding& finding : findings.list()) result.push_back(finding.code);
  return result;
}

}  // namespace plume::testing
