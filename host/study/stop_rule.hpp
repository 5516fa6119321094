// SPDX-License-Identifier: Apache-2.0
// [stop] of the study file: how precise a run must be to end early. docs/study-file.md.
#pragma once

#include <string>
#include <vector>

#include "host/base/finding.hpp"
#include "host/study/study.hpp"

namespace plume {

class TomlTable;

/// All keys of [stop].
[[nodiscard]] std::vector<std::string> stop_rule_keys();

/// Reads the rules. Findings: E0104, E0105 and what TomlTable reports. Comparisons that are not
/// named are all pairs.
[[nodiscard]] StopRule read_stop_rule(const TomlTable& keys,
                                      const std::vector<StudyDemand>& demands, Findings& findings);

}  // namespace plume
