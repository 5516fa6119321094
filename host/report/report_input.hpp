// SPDX-License-Identifier: Apache-2.0
// What every report is made of: the published figures of one result and how they came to be.
// Samples are not among them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "host/stats/summary.hpp"
#include "host/store/result.hpp"

namespace plume {

struct ReportInput {
  ResultHeader header;
  ResultTotals totals;
  std::vector<Summary> summaries;  ///< [demand][category]
  /// [demand][category]; empty without a control variate
  std::vector<ControlledSummary> controlled = {};
  /// [demand] why its scores have no mean, one W0520 in words; empty: they have. Mean, its error
  /// and sd are then NaN. No entries: all have.
  std::vector<std::string> without_mean = {};
};

/// Copies from the file what a report needs. Reports take this rather than the file, so that the
/// numbers of a run that just ended are reported by the same code.
[[nodiscard]] ReportInput report_input(const ResultFile& file);

/// Takes away the means that do not exist: of demands with a pole (Provenance::poles) where a share
/// of the iterations, a thousandth or more, lies beyond it. Near a pole a score is as 1/u: the mean
/// of many such values settles nowhere, and its error means nothing.
void remove_missing_means(ReportInput& input);

/// One demand × one category, gathered from the arrays of `input`.
struct OutputRow {
  const OutputAxes::Demand& demand;
  const OutputAxes::Category& category;
  double static_score;
  const Summary& summary;

  /// Its name, or the id where the model gives none.
  [[nodiscard]] const std::string& category_name() const {
    return category.name.empty() ? category.id : category.name;
  }
};
[[nodiscard]] OutputRow output_row(const ReportInput& input, std::size_t demand,
                                   std::size_t category);

/// What the standard errors of a result rest on, in words for its design.
[[nodiscard]] const char* standard_error_method(const ReportInput& input);

/// Iterations without a score; the statistics are about the others.
[[nodiscard]] std::uint64_t num_without_score(const ResultTotals& totals);

}  // namespace plume
