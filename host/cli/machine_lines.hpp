// SPDX-License-Identifier: Apache-2.0
// What programs read on standard error instead of words: one JSON object a line, described by
// docs/lines.schema.json.
//
//     {"kind": "finding", "severity": "error", "code": "E0709", "file": "a.csv", "line": 3,
//         "column": 5, "problem": "…", "hint": "…"}
//     {"kind": "suppressed", "code": "E0203", "number": 950}
//     {"kind": "progress", "stage": "sampling", "done": 40960, "total": 100000, "seconds": 3.3}
//     {"kind": "message", "text": "interrupted; no result is written"}
#pragma once

#include <string>
#include <string_view>

#include "host/api/plume.hpp"
#include "host/base/finding.hpp"

namespace plume {

/// All findings, then how many of a code were left out; texts as given, in UTF-8 (what is none
/// becomes U+FFFD).
[[nodiscard]] std::string finding_lines(const Findings& findings);
[[nodiscard]] std::string progress_line(const api::Progress& progress);
[[nodiscard]] std::string message_line(std::string_view text);

}  // namespace plume
