// SPDX-License-Identifier: Apache-2.0
// The published figures of a demand as a table, a row a category, each row rounded by its Monte
// Carlo error.
#pragma once

#include <cstddef>

#include "host/report/document.hpp"
#include "host/report/labels.hpp"
#include "host/report/report_input.hpp"

namespace plume {

/// Columns: category, unit, static, median, mean, standard error, shift, sd, 2.5 %, 97.5 %.
[[nodiscard]] ReportTable score_table(const ReportInput& input, std::size_t demand,
                                      const Labels& labels);

/// How scores of this summary are rounded in sentences and headlines: by the spread, two digits of
/// it, and never beyond what the Monte Carlo error knows. 37.9123 with sd 13.6 is "38".
[[nodiscard]] Rounding headline_rounding(const Summary& summary);

/// "37.9", "13.6", "66.0": a number of a headline.
[[nodiscard]] std::string headline(double value, const Summary& summary);

}  // namespace plume
