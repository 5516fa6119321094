// SPDX-License-Identifier: Apache-2.0
#include "host/report/statement.hpp"

#include <nlohmann/json.hpp>

#include "host/base/hash.hpp"
#include "host/base/json_text.hpp"
#include "host/base/printable.hpp"
#include "host/report/score_table.hpp"
#include "host/report/sections.hpp"
#include "host/report/text.hpp"
#include "host/stats/student.hpp"

namespace plume {
namespace {

using Json = nlohmann::ordered_json;

Json output_object(const ReportInput& input, std::size_t demand, std::size_t category) {
  const OutputRow row = output_row(input, demand, category);
  const Summary& s = row.summary;
  const ConfidenceInterval mean = confidence_interval(s.mean, s.se_mean, s.replicates);
  return {{"demand", row.demand.name},
          {"demand_unit", row.demand.unit},
          {"category", row.category_name()},
          {"category_id", row.category.id},
          {"unit", row.category.unit},
          {"static", row.static_score},
          {"mean", s.mean},
          {"median", s.median},
          {"standard_deviation", s.sd},
          {"uncertainty_interval",
           {{"level", 0.95},
            {"lower", s.quantiles[lower95]},
            {"upper", s.quantiles[upper95]},
            {"between", "quantiles"}}},
          {"monte_carlo",
           {{"scores", s.count},
            {"replicates", s.replicates},
            {"se_mean", s.se_mean},
            {"mean_interval", {{"level", 0.95}, {"lower", mean.lower}, {"upper", mean.upper}}}}},
          {"text", uncertainty_text(input, demand, category)}};
}

/// Of everything that went in: what two parties compare to know that they speak of the same
/// calculation.
std::string inputs_digest(const Provenance& made) {
  std::string lines = sha256(made.study_text) + "\n";
  for (const std::string& given : made.overrides) lines += given + "\n";
  for (const InputFile& file : made.inputs) lines += file.sha256 + "\n";
  return sha256(lines);
}

}  // namespace

std::string uncertainty_text(const ReportInput& input, std::size_t demand, std::size_t category) {
  return uncertainty_text(input, demand, category,
                          {1.0, printable(output_row(input, demand, category).category.unit)});
}

std::string uncertainty_text(const ReportInput& input, std::size_t demand, std::size_t category,
                             const TextBasis& basis) {
  const OutputRow row = output_row(input, demand, category);
  const Summary& s = row.summary;
  const std::string unit = basis.unit.empty() ? "" : " " + basis.unit;
  Summary scaled = s;  // headlines are rounded by the spread and the error
  scaled.sd *= basis.factor;
  scaled.se_mean *= basis.factor;
  scaled.mean *= basis.factor;
  for (double& quantile : scaled.quantiles) quantile *= basis.factor;
  const auto number = [&](double value) { return headline(value * basis.factor, scaled); };
  std::string text = s.count == 0
                         ? std::string("No iteration has a score")
                         : "Mean " + number(s.mean) + unit + ", median " + number(s.median) + unit +
                               ", 95 % interval " + number(s.quantiles[lower95]) + " to " +
                               number(s.quantiles[upper95]) + unit +
                               " (2.5 % and 97.5 % quantile), static value " +
                               number(row.static_score) + unit;
  return text +
         ". It covers statistical uncertainty of parameters as the model states it; choices of "
         "model and scenario "
         "are not in it. Monte Carlo, " +
         std::to_string(s.count) + " iterations, seed " + std::to_string(input.header.seed) +
         ", plume " + printable(input.header.provenance.plume_version) + ", inputs SHA-256 " +
         inputs_digest(input.header.provenance).substr(0, 16) + ".";
}

std::string statement_report(const ReportInput& input) {
  const OutputAxes& axes = input.header.axes;
  const Provenance& made = input.header.provenance;
  Json results = Json::array();
  for (std::size_t demand = 0; demand < axes.demands.size(); ++demand) {
    for (std::size_t category = 0; category < axes.categories.size(); ++category) {
      results.push_back(output_object(input, demand, category));
    }
  }
  Json inputs = Json::array();
  for (const InputFile& file : made.inputs) {
    inputs.push_back({{"path", file.path}, {"format", file.format}, {"sha256", file.sha256}});
  }
  const Json statement = {
      {"type", "plume-uncertainty-statement"},
      {"version", 1},
      {"study", input.header.study_name},
      {"results", std::move(results)},
      {"covers", Json::array({"statistical uncertainty of parameters, as the model states it"})},
      {"does_not_cover",
       Json::array({"choices of model and method", "scenarios",
                    "parameters without a stated uncertainty, which were held fixed",
                    "what the model leaves out"})},
      {"simulation",
       {{"method", "Monte Carlo"},
        {"design", made.design},
        {"iterations", input.totals.iterations},
        {"iterations_without_score", num_without_score(input.totals)},
        {"seed", std::to_string(input.header.seed)},
        {"drawn", made.drawn},
        {"standard_errors_from", standard_error_method(input)},
        {"warnings", made.warnings.size()}}},
      {"reproduction",
       {{"program", "plume"},
        {"version", made.plume_version},
        {"commit", made.commit},
        {"command", rerun_command(input)},
        {"inputs_sha256", inputs_digest(made)},
        {"inputs", std::move(inputs)},
        {"finished", input.totals.finished}}}};
  return json_without_controls(json_text(statement, 2)) + "\n";
}

}  // namespace plume
