// SPDX-License-Identifier: Apache-2.0
// From a result file to a whole report in any format.
//
//     write_file(request.output, render_report(request,
//         [&](const Findings& findings) { print(findings); }));
#pragma once

#include <functional>
#include <string>

#include "host/base/finding.hpp"
#include "host/report/report_request.hpp"

namespace plume {

/// Called with warnings and notes as soon as they are known, which may be several times.
using FindingsTold = std::function<void(const Findings&)>;

/// The report as text or bytes; of a PDF the HTML that is printed (host/report/pdf_report.hpp).
/// N0635: a result from before results had a digest. Throws Error for what is no result, and
/// BadInput: an output that must not be replaced (check_report_target()), a template or labels with
/// errors, a result that cannot be a footprint.
[[nodiscard]] std::string render_report(const ReportRequest& request, const FindingsTold& tell);

}  // namespace plume
