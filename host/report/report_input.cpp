// SPDX-License-Identifier: Apache-2.0
#include "host/report/report_input.hpp"

#include "host/stats/replicates.hpp"

namespace plume {

OutputRow output_row(const ReportInput& input, std::size_t demand, std::size_t category) {
  const OutputAxes& axes = input.header.axes;
  const std::size_t output = demand * axes.categories.size() + category;
  return {axes.demands.at(demand), axes.categories.at(category), input.header.static_scores.at(output),
          input.summaries.at(output)};
}

const char* standard_error_method(const ReportInput& input) {
  return replicate_length(input.header.provenance.design) == 1 ? "independent iterations" : "block means";
}

std::uint64_t num_without_score(const ResultTotals& totals) {
  std::uint64_t sum = 0;
  for (int status = 0; status < num_iteration_statuses; ++status) {
    if (!has_score(static_cast<IterationStatus>(status))) sum += totals.failed[status];
  }
  return sum;
}

}  // namespace plume
