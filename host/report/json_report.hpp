// SPDX-License-Identifier: Apache-2.0
// The report as one JSON object, for other programs: a contract, described in docs/reports.md.
//
// Every number is written with digits that read back as the same double; integers (seed, counts)
// without a point. JSON has no NaN: a figure that is not a finite number is null.
#pragma once

#include <string>

#include "host/report/report_input.hpp"

namespace plume {

[[nodiscard]] std::string json_report(const ReportInput& input);

}  // namespace plume
