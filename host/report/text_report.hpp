// SPDX-License-Identifier: Apache-2.0
// The report for people: a table a demand, rounded to the digits the run knows, and sentences that
// say what the numbers are.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "host/report/labels.hpp"
#include "host/report/report_input.hpp"

namespace plume {

/// `width`: columns of the terminal, names are shortened to fit; 0: nothing is shortened (files,
/// pipes).
[[nodiscard]] std::string text_report(const ReportInput& input, std::size_t width = 0);

/// "512 of at most 1000 (precision reached), seed 7, design lhs".
[[nodiscard]] std::string describe_iterations(const ReportInput& input);

/// "2 singular (no unique solution; no score): 17, 503; 1 non_finite (…): 9": every failure by
/// status with the first numbers of iterations, or "none".
[[nodiscard]] std::string describe_failures(const ResultTotals& totals,
                                            const Labels& labels = built_in_labels("en"));
/// "kept", or what is left of the samples: figures, or so many bits.
[[nodiscard]] std::string describe_samples(const ResultHeader& header);

/// How to look at the first of the failed iterations; empty where none is known.
[[nodiscard]] std::string dump_hint(const ReportInput& input);

/// "standard error of the mean: 0.87 % of at most 1 % (climate change, 1 kWh)": one line for each
/// rule of [stop].
[[nodiscard]] std::vector<std::string> describe_precision(const ReportInput& input);

}  // namespace plume
