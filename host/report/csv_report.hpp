// SPDX-License-Identifier: Apache-2.0
// The report as a table (RFC 4180), one row an output, for spreadsheets and data frames. Columns:
// docs/reports.md.
//
// Numbers are exact (shortest round trip), a figure that is not finite is an empty cell. A name
// that a spreadsheet would take for a formula (it begins with = + - @, tab or line end) gets an
// apostrophe in front, which spreadsheets hide.
#pragma once

#include <string>

#include "host/report/report_input.hpp"

namespace plume {

[[nodiscard]] std::string csv_report(const ReportInput& input);

}  // namespace plume
