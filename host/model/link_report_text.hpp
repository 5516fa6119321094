// SPDX-License-Identifier: Apache-2.0
// A link report as one text that a file keeps, and back: every field, so that what was left out of
// a model stays known when the model is stored and opened again.
//
//     const std::string text = stored_link_report(model.link_report);
//     // throws Error where the text is none
//     const LinkReport same = link_report_of(text);
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "host/model/link_report.hpp"

namespace plume {

[[nodiscard]] std::string stored_link_report(const LinkReport& report);
[[nodiscard]] LinkReport link_report_of(std::string_view text);

/// Findings as such a text, and back.
[[nodiscard]] std::string stored_findings(const std::vector<Finding>& findings);
[[nodiscard]] std::vector<Finding> findings_of(std::string_view text);

/// Adds every count, cut-off and detail of `other`; `processes` says which column each of its own
/// has become.
void add_to(LinkReport& report, const LinkReport& other,
            const std::vector<std::uint32_t>& processes);

}  // namespace plume
