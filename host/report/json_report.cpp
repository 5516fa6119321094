// SPDX-License-Identifier: Apache-2.0
#include "host/report/json_report.hpp"

#include <algorithm>
#include <cmath>

#include "host/analysis/score_drivers.hpp"

#include <nlohmann/json.hpp>

#include "host/base/json_text.hpp"
#include "host/base/numbers.hpp"
#include "host/base/printable.hpp"
#include "host/stats/student.hpp"

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

/// [lower, upper] of the 95 % confidence interval of an estimate.
Json interval(double estimate, double error, std::uint64_t replicates) {
  const ConfidenceInterval interval = confidence_interval(estimate, error, replicates);
  return Json::array({interval.lower, interval.upper});
}

/// Numbers of the failed iterations by status, as far as they are listed.
Json failed_iterations(const ResultTotals& totals) {
  Json lists = Json::object();
  for (int status = static_cast<int>(IterationStatus::infeasible); status < num_iteration_statuses;
       ++status) {
    lists[std::string(name_of(static_cast<IterationStatus>(status)))] =
        totals.failed_iterations[static_cast<std::size_t>(status)];
  }
  return lists;
}

Json precision_list(const ReportInput& input) {
  const OutputAxes& axes = input.header.axes;
  Json list = Json::array();
  for (const AchievedPrecision& each : input.totals.precision) {
    Json entry = {{"rule", name_of(each.rule)},
                  {"wanted", each.wanted},
                  {"reached", each.reached},
                  {"demand", axes.demands.at(each.demand).name},
                  {"category_id", axes.categories.at(each.category).id}};
    if (each.rule == PrecisionRule::quantile_half_width) {
      entry["level"] = each.level;
      entry["scale"] = each.scale == WidthScale::absolute ? "absolute" : "relative";
    }
    if (each.rule == PrecisionRule::comparison_half_width) {
      entry["other_demand"] = axes.demands.at(each.other_demand).name;
    }
    list.push_back(std::move(entry));
  }
  return list;
}

Json parts_list(const Provenance& made) {
  Json parts = Json::array();
  for (const RunPart& part : made.parts) {
    parts.push_back({{"first_iteration", part.first_iteration},
                     {"iterations", part.iterations},
                     {"started", part.started},
                     {"finished", part.finished},
                     {"device", part.device},
                     {"command", part.command},
                     {"seconds", part.seconds}});
  }
  return parts;
}

/// The estimates with the control variate.
Json controlled_object(const ControlledSummary& controlled) {
  Json quantiles = Json::object(), errors = Json::object(), gains = Json::object();
  for (std::size_t i = 1; i < num_control_levels; ++i) {
    const std::string level = format_exact(control_level(i));
    quantiles[level] = controlled.quantile[i];
    errors[level] = controlled.se_quantile[i];
    gains[level] = controlled.quantile_gain[i];
  }
  // Refused where the distribution has atoms: host/stats/control_variate.hpp.
  const bool refused = std::any_of(controlled.quantile.begin(), controlled.quantile.end(),
                                   [](double quantile) { return std::isnan(quantile); });
  return {
      {"quantiles_not_known",
       refused && !std::isnan(controlled.mean)
           ? Json(
                 "null: many iterations share one value there, of the score or of the control; a "
                 "shifted level "
                 "would name a value that no iteration has. The quantiles without the control hold")
           : Json()},
      {"mean", controlled.mean},
      {"se_mean", controlled.se_mean},
      {"gain", controlled.gain},
      {"median", controlled.quantile[0]},
      {"se_median", controlled.se_quantile[0]},
      {"median_gain", controlled.quantile_gain[0]},
      {"quantiles", std::move(quantiles)},
      {"se_quantiles", std::move(errors)},
      {"quantile_gains", std::move(gains)}};
}

Json first_order_object(const FirstOrderUse& use) {
  return {{"sobol_dimensions", use.sobol_dimensions},
          {"sobol_share", use.sobol_share},
          {"controls", use.controls},
          {"freeze_below", use.freeze_below},
          {"frozen", use.frozen},
          {"frozen_share", use.frozen_share}};
}

Json output_object(const OutputRow& row, const std::string& without_mean) {
  const Summary& summary = row.summary;
  Json quantiles = Json::object(), se_quantiles = Json::object(), intervals = Json::object();
  for (std::size_t i = 0; i < quantile_levels.size(); ++i) {
    const std::string level = format_exact(quantile_levels[i]);
    quantiles[level] = summary.quantiles[i];
    se_quantiles[level] = summary.se_quantiles[i];
    intervals[level] = interval(summary.quantiles[i], summary.se_quantiles[i], summary.replicates);
  }
  Json output = {
      {"demand", row.demand.name},
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
      {"count", summary.count},
      {"replicates", summary.replicates},
      {"mean_interval", interval(summary.mean, summary.se_mean, summary.replicates)},
      {"se_median", summary.se_median},
      {"median_interval", interval(summary.median, summary.se_median, summary.replicates)},
      {"se_quantiles", std::move(se_quantiles)},
      {"quantile_intervals", std::move(intervals)}};
  if (!without_mean.empty()) output["no_mean"] = without_mean;
  return output;
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
          {"first_order", first_order_object(made.first_order)},
          {"lognormal_anchor", made.lognormal_anchor},
          {"lognormals",
           {{"count", made.lognormals.count},
            {"at_mean", made.lognormals.at_mean},
            {"largest_mean_to_median", made.lognormals.largest_mean_to_median}}},
          {"drawn", made.drawn},
          {"started", made.started},
          {"finished", input.totals.finished},
          {"command", made.command},
          {"study_path", made.study_path},
          {"overrides", made.overrides},
          {"inputs", std::move(inputs)},
          {"parts", parts_list(made)}};
}

}  // namespace

std::string json_report(const ReportInput& input) {
  const OutputAxes& axes = input.header.axes;
  Json outputs = Json::array();
  for (std::size_t demand = 0; demand < axes.demands.size(); ++demand) {
    for (std::size_t category = 0; category < axes.categories.size(); ++category) {
      outputs.push_back(
          output_object(output_row(input, demand, category),
                        input.without_mean.empty() ? std::string() : input.without_mean[demand]));
      if (input.controlled.empty()) continue;
      outputs.back()["controlled"] =
          controlled_object(input.controlled.at(demand * axes.categories.size() + category));
    }
  }
  for (const ScoreDrivers& of : score_drivers_from_json(input.header.provenance.drivers)) {
    if (of.demand >= axes.demands.size() || of.category >= axes.categories.size()) continue;
    Json& output = outputs[of.demand * axes.categories.size() + of.category];
    output["contributions"] = Json::array();
    for (const auto& c : of.contributions)
      output["contributions"].push_back(
          {{"process", c.process}, {"score", c.score}, {"lower", c.lower}, {"upper", c.upper}});
    output["first_order_variance"] = of.variance;
    output["drivers"] = Json::array();
    for (const auto& p : of.parameters)
      output["drivers"].push_back({{"name", p.name}, {"numbers", p.count}, {"share", p.share}});
  }
  Json report = {{"study", input.header.study_name},
                 {"seed", input.header.seed},
                 {"iterations", input.totals.iterations},
                 {"iterations_planned", input.header.iterations_planned},
                 {"stop_reason", input.totals.stop_reason},
                 {"seconds", input.totals.seconds},
                 {"failed", counts_from(IterationStatus::infeasible, input.totals)},
                 {"status", counts_from(IterationStatus{}, input.totals)},
                 {"failed_iterations", failed_iterations(input.totals)},
                 {"failed_iterations_limit", most_listed_iterations},
                 {"precision", precision_list(input)},
                 {"standard_errors_from", standard_error_method(input)},
                 {"outputs", std::move(outputs)},
                 {"provenance", provenance_object(input)},
                 {"warnings", input.header.provenance.warnings}};
  if (!input.header.provenance.links.empty())
    report["links"] = parse_ordered_json(input.header.provenance.links);
  // Names come from other people's files: bytes that are no UTF-8 become U+FFFD.
  return json_without_controls(json_text(report, 2)) + "\n";
}

}  // namespace plume
