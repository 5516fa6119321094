// SPDX-License-Identifier: Apache-2.0
#include "host/report/csv_report.hpp"

#include <cmath>

#include "host/base/csv_cell.hpp"
#include "host/base/numbers.hpp"
#include "host/report/document.hpp"
#include "host/stats/student.hpp"

namespace plume {
namespace {

constexpr const char* line_end = "\r\n";

std::string number_cell(double value) {
  return std::isfinite(value) ? format_exact(value) : std::string();
}

}  // namespace

std::string csv_report(const ReportInput& input) {
  std::string out =
      "demand,demand_unit,category,category_id,unit,count,static,mean,se_mean,sd,median,minimum,"
      "maximum";
  for (const double level : quantile_levels) out += ",q" + format_exact(level);
  out += ",se_median";
  for (const double level : quantile_levels) out += ",se_q" + format_exact(level);
  out += ",mean_lower,mean_upper,replicates,standard_errors_from";
  if (!input.controlled.empty()) {
    out +=
        ",mean_controlled,se_mean_controlled,control_gain,median_controlled,se_median_controlled,"
        "median_control_gain";
  }
  out += line_end;
  const OutputAxes& axes = input.header.axes;
  for (std::size_t demand = 0; demand < axes.demands.size(); ++demand) {
    for (std::size_t category = 0; category < axes.categories.size(); ++category) {
      const OutputRow row = output_row(input, demand, category);
      const Summary& summary = row.summary;
      out += csv_cell(row.demand.name) + ',' + csv_cell(row.demand.unit) + ',' +
             csv_cell(row.category_name()) + ',' + csv_cell(row.category.id) + ',' +
             csv_cell(row.category.unit) + ',' + std::to_string(summary.count);
      for (const double value : {row.static_score, summary.mean, summary.se_mean, summary.sd,
                                 summary.median, summary.minimum, summary.maximum}) {
        out += ',' + number_cell(value);
      }
      for (const double value : summary.quantiles) out += ',' + number_cell(value);
      out += ',' + number_cell(summary.se_median);
      for (const double value : summary.se_quantiles) out += ',' + number_cell(value);
      const ConfidenceInterval mean =
          confidence_interval(summary.mean, summary.se_mean, summary.replicates);
      out += ',' + number_cell(mean.lower) + ',' + number_cell(mean.upper) + ',' +
             std::to_string(summary.replicates) + ',' + standard_error_method(input);
      if (!input.controlled.empty()) {
        const ControlledSummary& c =
            input.controlled.at(demand * axes.categories.size() + category);
        for (const double value :
             {c.mean, c.se_mean, c.gain, c.quantile[0], c.se_quantile[0], c.quantile_gain[0]}) {
          out += ',' + number_cell(value);
        }
      }
      out += line_end;
    }
  }
  return out;
}

}  // namespace plume
