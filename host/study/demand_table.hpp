// SPDX-License-Identifier: Apache-2.0
// A demand of many items as a CSV table: columns process and amount, if wanted unit and location.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "host/base/finding.hpp"
#include "host/study/study.hpp"

namespace plume {

/// Reads the table; each item's place is its row. `place` is where the study names it. Findings:
/// E0120 not readable, E0121 no row, and those of any CSV table (E0211 to E0221).
[[nodiscard]] std::vector<DemandItem> read_demand_table(const std::filesystem::path& file,
                                                        const Place& place, Findings& findings);

/// The same from its text; `name` stands in findings.
[[nodiscard]] std::vector<DemandItem> parse_demand_table(std::string_view text,
                                                         const std::string& name,
                                                         Findings& findings);

}  // namespace plume
