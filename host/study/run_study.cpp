// SPDX-License-Identifier: Apache-2.0
#include "host/study/run_study.hpp"

#include <chrono>
#include <ctime>
#include <new>
#include <stdexcept>
#include <utility>

#include "host/base/error.hpp"
#include "host/base/version.hpp"
#include "host/compile/compile.hpp"
#include "host/input/demand.hpp"
#include "host/input/reader.hpp"
#include "host/model/validate.hpp"
#include "host/plan/plan.hpp"
#include "host/run/loop.hpp"
#include "kernels/api/batch_runner.hpp"

namespace plume {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

std::string utc_now() {
  const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  std::tm parts{};
  gmtime_r(&now, &parts);
  char text[32];
  std::strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text;
}

/// A study with everything that leads to its problem. The model itself is not kept: a large one is several times the problem.
struct PreparedStudy {
  Study study;
  Problem problem;
  OutputAxes axes;
  std::vector<InputFile> inputs;
  double seconds_reading = 0.0;
  double seconds_compiling = 0.0;
};

CompileOptions compile_options(const Study& study) {
  CompileOptions options;
  options.seed = study.sampling.seed;
  options.latin_hypercube = study.sampling.design == Design::latin_hypercube;
  options.fp32_values = study.solver.precision == Precision::mixed;
  options.lognormal_anchor_mean = study.sampling.lognormal_anchor == LognormalAnchor::mean;
  options.draw_technosphere = study.sampling.technosphere;
  options.draw_biosphere = study.sampling.biosphere;
  options.draw_characterisation = study.sampling.characterisation;
  options.tolerance = study.solver.tolerance;
  return options;
}

/// Reads, checks, resolves and compiles; stops at the first stage whose findings hold errors.
PreparedStudy prepare(const std::filesystem::path& path, const std::vector<Override>& overrides, Findings& findings,
                      const std::function<void(const char*)>& stage) {
  PreparedStudy prepared;
  Clock::time_point start = Clock::now();
  stage("reading");
  prepared.study = read_study(path, overrides, findings);
  if (findings.has_errors()) return prepared;
  Model model = read_models(prepared.study.models, findings);
  if (findings.has_errors()) return prepared;
  validate(model, findings);
  const std::vector<DemandVector> demands = resolve_demands(prepared.study, model, findings);
  const std::vector<std::uint32_t> categories = resolve_categories(prepared.study, model, findings);
  prepared.seconds_reading = seconds_since(start);
  if (findings.has_errors()) return prepared;

  stage("compiling");
  start = Clock::now();
  prepared.problem = compile(model, demands, categories, compile_options(prepared.study), findings);
  for (const DemandVector& demand : demands) prepared.axes.demands.push_back({demand.name, demand.unit});
  for (const std::uint32_t k : categories) {
    const ImpactCategory& category = model.categories[k];
    prepared.axes.categories.push_back({category.id, category.name, category.unit});
  }
  for (const Source& source : model.sources) prepared.inputs.push_back({source.path, source.format, source.sha256});
  prepared.seconds_compiling = seconds_since(start);
  return prepared;
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

ResultHeader header_of(const PreparedStudy& prepared, const RunOptions& options, const BatchRunner& runner,
                       const Findings& findings) {
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
  p.precision = study.solver.precision == Precision::mixed ? "mixed" : "double";
  p.tolerance = study.solver.tolerance;
  p.design = study.sampling.design == Design::latin_hypercube ? "lhs" : "random";
  p.lognormal_anchor = study.sampling.lognormal_anchor == LognormalAnchor::median ? "median" : "mean";
  p.drawn = drawn_matrices(study.sampling);
  p.started = utc_now();
  p.command = options.command;
  p.study_path = study.path.string();
  p.study_text = study.text;
  for (const Override& change : options.overrides) p.overrides.push_back(change.first + "=" + change.second);
  p.inputs = prepared.inputs;
  for (const Finding& finding : findings.list()) p.warnings.push_back(to_string(finding));
  return header;
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

RunReport run_study(const std::filesystem::path& study_path, const RunOptions& options) {
  RunReport report;
  const auto stage = [&](const char* name) {
    if (options.progress) options.progress({name, 0, 0, 0.0});
  };
  const Device device = on_device([&] { return choose_device(options.device); });
  const PreparedStudy prepared = prepare(study_path, options.overrides, report.findings, stage);
  if (report.findings.has_errors()) throw BadInput(report.findings);
  report.seconds_reading = prepared.seconds_reading;
  report.seconds_compiling = prepared.seconds_compiling;

  const Study& study = prepared.study;
  RunnerOptions runner_options;
  runner_options.values = prepared.problem.fp32_values ? ValueType::fp32 : ValueType::fp64;
  runner_options.threads = options.threads;
  const auto runner = on_device([&] { return make_runner(device, prepared.problem.view(), runner_options); });

  report.header = header_of(prepared, options, *runner, report.findings);
  report.result_path = result_path(study, options);
  PrecisionTarget target;
  if (study.stop) target = {study.stop->relative_se_mean, study.stop->min_iterations};
  const SamplingPlan plan = make_plan(study.sampling.iterations, options.batch, runner->preferred_batch(),
                                      prepared.axes.num_outputs(), target);
  ResultWriter writer(report.result_path, report.header);
  LoopProgress progress;
  if (options.progress) {
    progress = [&, last = -1.0](std::uint64_t done, double seconds) mutable {
      if (seconds - last < 0.1 && done < plan.iterations) return;
      last = seconds;
      options.progress({"sampling", done, plan.iterations, seconds});
    };
  }
  report.totals = on_device([&] { return run_iterations(prepared.problem, plan, *runner, writer, progress); });
  report.totals.finished = utc_now();
  stage("writing");
  report.summaries = writer.finish(report.totals);
  std::uint64_t without_score = 0;
  for (int s = 0; s < num_iteration_statuses; ++s) {
    if (!has_score(static_cast<IterationStatus>(s))) without_score += report.totals.failed[s];
  }
  report.too_many_failures = static_cast<double>(without_score) >
                             study.solver.max_failed_share * static_cast<double>(report.totals.iterations);
  return report;
}

Findings check_study(const std::filesystem::path& study_path, const std::vector<Override>& overrides) {
  Findings findings;
  prepare(study_path, overrides, findings, [](const char*) {});
  return findings;
}

}  // namespace plume
