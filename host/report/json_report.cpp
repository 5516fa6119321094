// SPDX-License-Identifier: Apache-2.0
#include "host/report/json_report.hpp"

#include "host/base/numbers.hpp"
#include "host/report/json_writer.hpp"

namespace plume {
namespace {

void write_counts(JsonWriter& json, const ResultTotals& totals) {
  json.key("failed").begin_object();
  for (int status = static_cast<int>(IterationStatus::infeasible); status < num_iteration_statuses; ++status) {
    json.member(name_of(static_cast<IterationStatus>(status)), totals.failed[status]);
  }
  json.end_object().key("status").begin_object();
  for (int status = 0; status < num_iteration_statuses; ++status) {
    json.member(name_of(static_cast<IterationStatus>(status)), totals.failed[status]);
  }
  json.end_object();
}

void write_output(JsonWriter& json, const OutputRow& row) {
  const Summary& summary = row.summary;
  json.begin_object().member("demand", row.demand.name).member("demand_unit", row.demand.unit);
  json.member("category", row.category_name()).member("category_id", row.category.id).member("unit", row.category.unit);
  json.member("static", row.static_score).member("mean", summary.mean).member("se_mean", summary.se_mean);
  json.member("sd", summary.sd).member("median", summary.median);
  json.key("quantiles").begin_object();
  for (std::size_t i = 0; i < quantile_levels.size(); ++i)
    json.member(format_exact(quantile_levels[i]), summary.quantiles[i]);
  json.end_object()
      .member("minimum", summary.minimum)
      .member("maximum", summary.maximum)
      .member("count", summary.count);
  json.end_object();
}

void write_provenance(JsonWriter& json, const ReportInput& input) {
  const Provenance& made = input.header.provenance;
  json.key("provenance").begin_object().member("plume_version", made.plume_version).member("commit", made.commit);
  json.member("compiler", made.compiler).member("device", made.device).member("precision", made.precision);
  json.member("tolerance", made.tolerance)
      .member("design", made.design)
      .member("lognormal_anchor", made.lognormal_anchor);
  json.member("drawn", made.drawn).member("started", made.started).member("finished", input.totals.finished);
  json.member("command", made.command).member("study_path", made.study_path);
  json.key("overrides").begin_array();
  for (const std::string& text : made.overrides) json.value(text);
  json.end_array().key("inputs").begin_array();
  for (const InputFile& file : made.inputs) {
    json.begin_object()
        .member("path", file.path)
        .member("format", file.format)
        .member("sha256", file.sha256)
        .end_object();
  }
  json.end_array().end_object();
}

}  // namespace

std::string json_report(const ReportInput& input) {
  JsonWriter json;
  json.begin_object().member("study", input.header.study_name).member("seed", input.header.seed);
  json.member("iterations", input.totals.iterations).member("iterations_planned", input.header.iterations_planned);
  json.member("stop_reason", input.totals.stop_reason).member("seconds", input.totals.seconds);
  write_counts(json, input.totals);
  json.key("outputs").begin_array();
  const OutputAxes& axes = input.header.axes;
  for (std::size_t demand = 0; demand < axes.demands.size(); ++demand) {
    for (std::size_t category = 0; category < axes.categories.size(); ++category) {
      write_output(json, output_row(input, demand, category));
    }
  }
  json.end_array();
  write_provenance(json, input);
  json.key("warnings").begin_array();
  for (const std::string& text : input.header.provenance.warnings) json.value(text);
  return json.end_array().end_object().text();
}

}  // namespace plume
