// SPDX-License-Identifier: Apache-2.0
#include "host/study/run_study.hpp"

#include <chrono>
#include <ctime>
#include <limits>
#include <new>
#include <optional>
#include <stdexcept>
#include <utility>

#include "host/base/error.hpp"
#include "host/base/version.hpp"
#include "host/plan/plan.hpp"
#include "host/run/control_source.hpp"
#include "host/run/loop.hpp"
#include "host/stats/replicates.hpp"
#include "host/store/continuation.hpp"
#include "host/study/prepare.hpp"
#include "kernels/api/batch_runner.hpp"

namespace plume {
namespace {

std::string utc_now() {
  const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  std::tm parts{};
  gmtime_r(&now, &parts);
  char text[32];
  std::strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text;
}

std::string drawn_matrices(const Sampling& sampling) {
  std::string text;
  const auto add = [&](bool drawn, const char* name) {
    if (drawn) text += (text.empty() ? "" : " ") + std::string(name);
  };
  add(sampling.technosphere, "technosphere");
  add(sampling.biosphere, "biosphere");
  add(sampling.characterisation, "characterisation");
  return text;
}

std::vector<std::string> texts_of(const std::vector<Override>& overrides) {
  std::vector<std::string> texts;
  for (const Override& change : overrides) texts.push_back(change.first + "=" + change.second);
  return texts;
}

std::vector<Override> overrides_of(const std::vector<std::string>& texts) {
  std::vector<Override> overrides;
  for (const std::string& text : texts) {
    const std::size_t equals = text.find('=');
    overrides.emplace_back(text.substr(0, equals), equals == std::string::npos ? "" : text.substr(equals + 1));
  }
  return overrides;
}

/// "median", or "median; mean of 'steel.zip'" where a model has its own.
std::string anchor_words(const Study& study) {
  const auto word = [](LognormalAnchor anchor) { return anchor == LognormalAnchor::median ? "median" : "mean"; };
  std::string text = word(study.sampling.lognormal_anchor);
  for (const StudyModel& model : study.models) {
    if (model.lognormal_anchor.value_or(study.sampling.lognormal_anchor) != study.sampling.lognormal_anchor)
      text += std::string("; ") + word(*model.lognormal_anchor) + " of '" + model.written_path + "'";
  }
  return text;
}

ResultHeader header_of(const PreparedStudy& prepared, const std::vector<Override>& overrides, const RunOptions& options,
                       const BatchRunner& runner, const Findings& findings) {
  const Study& study = prepared.study;
  ResultHeader header;
  header.study_name = study.name;
  header.seed = study.sampling.seed;
  header.iterations_planned = study.sampling.iterations;
  header.axes = prepared.axes;
  header.static_scores = prepared.problem.static_scores;
  Provenance& p = header.provenance;
  p.plume_version = version();
  p.commit = commit();
  p.compiler = compiler();
  p.device = runner.description();
  p.memory_per_lane = lane_bytes(prepared.problem.view(), prepared.problem.lane_types());
  p.memory_of_lanes = runner.memory_bytes();
  p.precision = name_of(study.solver.precision);
  p.tolerance = study.solver.tolerance;
  p.design = name_of(study.sampling.design);
  p.first_order = prepared.first_order;
  p.lognormal_anchor = anchor_words(study);
  p.lognormals = {prepared.lognormals.lognormals, prepared.lognormals.at_mean,
                  prepared.lognormals.largest_mean_to_median};
  p.drawn = drawn_matrices(study.sampling);
  p.started = utc_now();
  p.command = options.command;
  p.study_path = study.path.string();
  p.study_text = study.text;
  p.overrides = texts_of(overrides);
  p.inputs = prepared.inputs;
  for (const Finding& finding : findings.list()) p.warnings.push_back(to_string(finding));
  RunPart part;
  part.started = p.started;
  part.device = p.device;
  part.command = p.command;
  p.parts.push_back(part);
  return header;
}

PrecisionTarget target_of(const std::optional<StopRule>& stop) {
  PrecisionTarget target;
  if (!stop) return target;
  target.relative_se_mean = stop->relative_se_mean;
  target.min_iterations = stop->min_iterations;
  target.quantiles = stop->quantiles;
  target.quantile_half_width = stop->quantile_half_width;
  target.quantile_scale = stop->quantile_in_own_unit ? WidthScale::absolute : WidthScale::relative;
  target.comparison_half_width = stop->comparison_half_width;
  target.comparisons = stop->comparisons;
  return target;
}

std::filesystem::path result_path(const Study& study, const RunOptions& options) {
  if (!options.result_path.empty()) return options.result_path;
  if (!study.result_path.empty()) return study.result_path;
  return std::filesystem::path(study.path).replace_extension(".h5");  // kettle.toml: kettle.h5 beside it
}

/// Device errors are the environment's: one kind of exception for the caller.
template <class Make>
auto on_device(Make make) {
  try {
    return make();
  } catch (const std::bad_alloc&) {
    throw Error("not enough memory for the lanes of this problem; use fewer threads (--threads) or fewer demands");
  } catch (const std::invalid_argument&) {
    throw;
  } catch (const Error&) {
    throw;
  } catch (const std::runtime_error& error) {
    throw Error(error.what());
  }
}

}  // namespace

namespace {

/// The finished result that options.extend continues, and the overrides of the whole.
struct Extension {
  std::filesystem::path path;
  ResultFile earlier;
  std::vector<Override> overrides;
};

Extension open_extension(const std::filesystem::path& study_path, const RunOptions& options, Findings& findings) {
  for (const Override& change : options.overrides) {
    if (change.first != "sampling.iterations") continue;
    findings.add("E0602", {"--set " + change.first + "=" + change.second, 0, 0},
                 "sampling.iterations says how many iterations there are, --extend how many are added",
                 "leave one of them out");
  }
  Findings of_the_study;
  const Study study = read_study(study_path, options.overrides, of_the_study);
  if (of_the_study.has_errors()) throw BadInput(of_the_study);
  if (findings.has_errors()) throw BadInput(findings);
  const std::filesystem::path path = result_path(study, options);
  ResultFile earlier(path);
  const std::uint64_t done = earlier.totals().iterations;
  const std::uint64_t all =
      options.extend > std::numeric_limits<std::int64_t>::max() - done ? options.extend : done + options.extend;
  auto overrides =
      overrides_of(continued_overrides(earlier.header().provenance.overrides, texts_of(options.overrides), all));
  return {path, std::move(earlier), std::move(overrides)};
}

}  // namespace

RunReport run_study(const std::filesystem::path& study_path, const RunOptions& options) {
  RunReport report;
  const auto stage = [&](const char* name) {
    if (options.progress) options.progress({name, 0, 0, 0.0, 0});
  };
  const std::vector<Device> devices = on_device([&] { return choose_devices(options.device); });
  std::optional<Extension> extension;
  if (options.extend > 0) extension.emplace(open_extension(study_path, options, report.findings));
  const ResultFile* earlier = extension ? &extension->earlier : nullptr;
  const std::vector<Override>& overrides = extension ? extension->overrides : options.overrides;
  PreparedStudy prepared = prepare_study(study_path, overrides, report.findings, stage);
  if (report.findings.has_errors()) throw BadInput(report.findings);
  prepared.model = {};
  report.seconds_reading = prepared.seconds_reading;
  report.seconds_compiling = prepared.seconds_compiling;

  const Study& study = prepared.study;
  RunnerOptions runner_options;
  runner_options.values = prepared.problem.lane_types();
  runner_options.threads = options.threads;
  const auto runner = on_device([&] { return make_runner(devices, prepared.problem.view(), runner_options); });

  report.header = header_of(prepared, overrides, options, *runner, report.findings);
  report.result_path = extension ? extension->path : result_path(study, options);
  if (earlier != nullptr) {
    Findings differences;
    check_continuation(earlier->header(), report.header, report.result_path.string(), differences);
    if (differences.has_errors()) throw BadInput(differences);
    report.header = continued_header(earlier->header(), earlier->totals(), report.header);
  }
  if (options.findings) options.findings(report.findings);
  SamplingPlan plan = make_plan(study.sampling.iterations, options.batch, runner->preferred_batch(),
                                prepared.axes.num_outputs(), target_of(study.stop));
  plan.replicate_length = replicate_length(report.header.provenance.design);
  ResultWriter writer(report.result_path, report.header);
  const std::uint64_t first = earlier == nullptr ? 0 : earlier->totals().iterations;
  LoopProgress progress;
  if (options.progress) {
    progress = [&, last = -1.0](std::uint64_t done, double seconds) mutable {
      if (seconds - last < 0.1 && done < plan.iterations) return;
      last = seconds;
      options.progress({"sampling", done, plan.iterations, seconds, first});
    };
  }
  report.totals = on_device([&] { return run_iterations(prepared.problem, plan, *runner, writer, progress, earlier); });
  if (options.progress && report.totals.iterations < plan.iterations) {  // the stop rule ended it
    options.progress({"sampling", report.totals.iterations, report.totals.iterations, report.totals.seconds, first});
  }
  if (earlier != nullptr) report.totals.seconds += earlier->totals().seconds;
  report.totals.finished = utc_now();
  stage("writing");
  std::optional<ControlSource> control;
  if (!prepared.problem.control_variance.empty()) {
    control =
        on_device([&] { return control_source(prepared.problem, *runner, runner_options, report.totals.iterations); });
  }
  report.summaries = on_device([&] { return writer.finish(report.totals, control ? &*control : nullptr); });
  report.controlled = writer.controlled();
  complete_provenance(report.header.provenance, report.totals);
  std::uint64_t without_score = 0;
  for (int s = 0; s < num_iteration_statuses; ++s) {
    if (!has_score(static_cast<IterationStatus>(s))) without_score += report.totals.failed[s];
  }
  report.too_many_failures = static_cast<double>(without_score) >
                             study.solver.max_failed_share * static_cast<double>(report.totals.iterations);
  return report;
}

}  // namespace plume
