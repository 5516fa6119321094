// SPDX-License-Identifier: Apache-2.0
// One input of the study reader: whatever the text, it ends with a study and findings. The first
// line of the input, if it begins with "#set ", is taken as an override KEY=VALUE as well.
// Paths are looked for where the program was started: in the corpus.
// Shared by the fuzz target and by the smoke run; a broken promise ends the program.
#pragma once

#include <string_view>
#include <vector>

#include "host/study/study.hpp"
#include "tests/fuzz/require.hpp"

namespace plume::fuzz {

/// Returns whether there were no errors.
inline bool study_input(std::string_view text) {
  std::vector<Override> overrides;
  constexpr std::string_view mark = "#set ";
  if (text.starts_with(mark)) {
    const std::string_view line = text.substr(mark.size(), text.find('\n') - mark.size());
    const std::size_t equals = line.find('=');
    if (equals != std::string_view::npos)
      overrides.emplace_back(line.substr(0, equals), line.substr(equals + 1));
  }
  Findings findings;
  (void)parse_study(text, "study.toml", overrides, findings);
  check_findings(findings);
  return !findings.has_errors();
}

}  // namespace plume::fuzz
