// SPDX-License-Identifier: Apache-2.0
// The report for people: a table a demand, rounded to the digits the run knows, and sentences that say what the numbers are.
#pragma once

#include <cstddef>
#include <string>

#include "host/report/report_input.hpp"

namespace plume {

/// `width`: columns of the terminal, names are shortened to fit; 0: nothing is shortened (files, pipes).
[[nodiscard]] std::string text_report(const ReportInput& input, std::size_t width = 0);

/// "2 singular (no unique solution; no score), 1 non_finite (…)": every failure by status, or "none".
[[nodiscard]] std::string describe_failures(const ResultTotals& totals);

}  // namespace plume
