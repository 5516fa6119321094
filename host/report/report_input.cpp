// SPDX-License-Identifier: Apache-2.0
#include "host/report/report_input.hpp"

#include <limits>

#include "host/base/finding.hpp"
#include "host/base/numbers.hpp"
#include "host/stats/replicates.hpp"

namespace plume {

ReportInput report_input(const ResultFile& file) {
  ReportInput input{file.header(), file.totals(), file.summaries(), file.controlled()};
  remove_missing_means(input);
  return input;
}

void remove_missing_means(ReportInput& input) {
  constexpr double least_share = 1e-3;
  constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
  const OutputAxes& axes = input.header.axes;
  const std::vector<std::string>& poles = input.header.provenance.poles;
  const auto beyond =
      static_cast<double>(input.totals.failed[static_cast<int>(IterationStatus::infeasible)]);
  const double share =
      input.totals.iterations == 0 ? 0.0 : beyond / static_cast<double>(input.totals.iterations);
  if (share < least_share || poles.size() != axes.demands.size()) return;
  input.without_mean.resize(axes.demands.size());
  for (std::size_t d = 0; d < axes.demands.size(); ++d) {
    if (poles[d].empty()) continue;
    Finding finding;
    finding.code = "W0520";
    finding.problem = "in " + format_significant(100.0 * share, 2) + " % of the draws " + poles[d] +
                      ": the mean of '" + axes.demands[d].name + "' does not exist";
    finding.hint = "read the median and this share";
    input.without_mean[d] = to_string(finding);
    for (std::size_t k = 0; k < axes.categories.size(); ++k) {
      const std::size_t output = d * axes.categories.size() + k;
      Summary& summary = input.summaries.at(output);
      summary.mean = summary.se_mean = summary.sd = not_a_number;
      if (output < input.controlled.size())
        input.controlled[output].mean = input.controlled[output].se_mean = not_a_number;
    }
  }
}

OutputRow output_row(const ReportInput& input, std::size_t demand, std::size_t category) {
  const OutputAxes& axes = input.header.axes;
  const std::size_t output = demand * axes.categories.size() + category;
  return {axes.demands.at(demand), axes.categories.at(category),
          input.header.static_scores.at(output), input.summaries.at(output)};
}

const char* standard_error_method(const ReportInput& input) {
  return replicate_length(input.header.provenance.design) == 1 ? "independent iterations"
                                                               : "block means";
}

std::uint64_t num_without_score(const ResultTotals& totals) {
  std::uint64_t sum = 0;
  for (int status = 0; status < num_iteration_statuses; ++status) {
    if (!has_score(static_cast<IterationStatus>(status))) sum += totals.failed[status];
  }
  return sum;
}

}  // namespace plume
