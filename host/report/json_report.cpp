// SPDX-License-Identifier: Apache-2.0
#include "host/report/json_report.hpp"

#include <nlohmann/json.hpp>

#include "host/base/numbers.hpp"

namespace plume {
namespace {

using Json = nlohmann::ordered_json;

/// Iterations by status, from this one on.
Json counts_from(IterationStatus first, const ResultTotals& totals) {
  Json counts = Json::object();
  for (int status = static_cast<int>(first); status < num_iteration_statuses; ++status) {
    counts[std::string(name_of(static_cast<IterationStatus>(status)))] = totals.failed[status];
  }
  return counts;
}

Json output_object(const OutputRow& row) {
  const Summary& summary = row.summary;
  Json quantiles = Json::object();
  for (std::size_t i = 0; i < quantile_levels.size(); ++i) {
    quantiles[format_exact(quantile_levels[i])] = summary.quantiles[i];
  }
  return {{"demand", row.demand.name},
          {"demand_unit", row.demand.unit},
          {"category", row.category_name()},
          {"category_id", row.category.id},
          {"unit", row.category.unit},
          {"static", row.static_score},
          {"mean", summary.mean},
          {"se_mean", summary.se_mean},
          {"sd", summary.sd},
          {"median", summary.median},
          {"quantiles", std::move(quantiles)},
          {"minimum", summary.minimum},
          {"maximum", summary.maximum},
          {"count", summary.count}};
}

Json provenance_object(const ReportInput& input) {
  const Provenance& made = input.header.provenance;
  Json inputs = Json::array();
  for (const InputFile& file : made.inputs) {
    inputs.push_back({{"path", file.path}, {"format", file.format}, {"sha256", file.sha256}});
  }
  return {{"plume_version", made.plume_version},
          {"commit", made.commit},
          {"compiler", made.compiler},
          {"device", made.device},
          {"precision", made.precision},
          {"tolerance", made.tolerance},
          {"design", made.design},
          {"lognormal_anchor", made.lognormal_anchor},
          {"drawn", made.drawn},
          {"started", made.started},
          {"finished", input.totals.finished},
          {"command", made.command},
          {"study_path", made.study_path},
          {"overrides", made.overrides},
          {"inputs", std::move(inputs)}};
}

}  // namespace

std::string json_report(const ReportInput& input) {
  const OutputAxes& axes = input.header.axes;
  Json outputs = Json::array();
  for (std::size_t demand = 0; demand < axes.demands.size(); ++demand) {
    for (std::size_t category = 0; category < axes.categories.size(); ++category) {
      outputs.push_back(output_object(output_row(input, demand, category)));
    }
  }
  const Json report = {{"study", input.header.study_name},
                       {"seed", input.header.seed},
                       {"iterations", input.totals.iterations},
                       {"iterations_planned", input.header.iterations_planned},
                       {"stop_reason", input.totals.stop_reason},
                       {"seconds", input.totals.seconds},
                       {"failed", counts_from(IterationStatus::infeasible, input.totals)},
                       {"status", counts_from(IterationStatus{}, input.totals)},
                       {"outputs", std::move(outputs)},
                       {"provenance", provenance_object(input)},
                       {"warnings", input.header.provenance.warnings}};
  // Names come from other people's files: bytes that are no UTF-8 become U+FFFD.
  return report.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace plume
