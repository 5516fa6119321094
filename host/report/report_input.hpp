// SPDX-License-Identifier: Apache-2.0
// What every report is made of: the published figures of one result and how they came to be. Samples are not among them.
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
  std::vector<Summary> summaries;                  ///< [demand][category]
  std::vector<ControlledSummary> controlled = {};  ///< [demand][category]; empty without a control variate
};

/// Copies from the file what a report needs. Reports take this rather than the file, so that the numbers of a run that
/// just ended are reported by the same code.
[[nodiscard]] inline ReportInput report_input(const ResultFile& file) {
  return {file.header(), file.totals(), file.summaries(), file.controlled()};
}

/// One demand × one category, gathered from the arrays of `input`.
struct OutputRow {
  const OutputAxes::Demand& demand;
  const OutputAxes::Category& category;
  double static_score;
  const Summary& summary;

  /// Its name, or the id where the model gives none.
  [[nodiscard]] const std::string& category_name() const { return category.name.empty() ? category.id : category.name; }
};
[[nodiscard]] OutputRow output_row(const ReportInput& input, std::size_t demand, std::size_t category);

/// What the standard errors of a result rest on, in words for its design.
[[nodiscard]] const char* standard_error_method(const ReportInput& input);

/// Iterations without a score; the statistics are about the others.
[[nodiscard]] std::uint64_t num_without_score(const ResultTotals& totals);

}  // namespace plume
