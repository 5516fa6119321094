// SPDX-License-Identifier: Apache-2.0
// What a report may be written over: a former report of its format, which it is known for by what
// only Plume writes into it, and with force another file; never a result, and never what the report
// is made of. A PDF does not say who made it: there it takes force.
#pragma once

#include <string_view>

#include "host/base/finding.hpp"
#include "host/report/report_request.hpp"

namespace plume {

/// Whether the text is a report of the format as Plume writes it.
[[nodiscard]] bool is_report(std::string_view text, ReportFormat format);

/// E0632 where the output is the result, the template, the labels or the template's folder's file
/// (its logo), or any result; E0633 where it is another file that is no former report of this
/// format.
void check_report_target(const ReportRequest& request, Findings& findings);

}  // namespace plume
