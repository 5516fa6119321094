// SPDX-License-Identifier: Apache-2.0
// What `plume check --policy` makes of warnings: by default what cannot be used is told and left
// out (a distribution that cannot be drawn, a dataset without a product), and the command ends with
// status 0. A pipeline that must not go on then makes errors of some warnings, or of all.
//
//     --policy error               every warning
//     --policy W0801=error         those of one code; of several rules the last that speaks of a
//                                  code counts
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/base/finding.hpp"

namespace plume {
struct LinkReport;
}

namespace plume::api {

struct PolicyRule {
  std::string code;  ///< "W0801"; empty: every warning
  bool is_error = false;
};

/// Nothing for a text that is no rule. The other words are "warn" and "downgrade", which are what
/// is done without.
[[nodiscard]] std::optional<PolicyRule> policy_rule(std::string_view text);

/// Adds E0286 for each code of which findings are errors by the rules, with their number.
void apply_policy(const std::vector<PolicyRule>& rules, const LinkReport& report,
                  Findings& findings);

}  // namespace plume::api
