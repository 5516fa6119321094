// SPDX-License-Identifier: Apache-2.0
#include "host/study/prepare.hpp"

#include <chrono>

#include "host/compile/compile.hpp"
#include "host/input/demand.hpp"
#include "host/input/reader.hpp"
#include "host/input/resolve_dependence.hpp"
#include "host/model/validate.hpp"

namespace plume {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

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

}  // namespace

PreparedStudy prepare_study(const std::filesystem::path& path, const std::vector<Override>& overrides,
                            Findings& findings, const std::function<void(const char*)>& stage) {
  PreparedStudy prepared;
  Clock::time_point start = Clock::now();
  if (stage) stage("reading");
  prepared.study = read_study(path, overrides, findings);
  if (findings.has_errors()) return prepared;
  Model& model = prepared.model;
  model = read_models(prepared.study.models, findings);
  if (findings.has_errors()) return prepared;
  validate(model, findings);
  resolve_dependence(prepared.study.dependence, model, findings);
  prepared.demands = resolve_demands(prepared.study, model, findings);
  prepared.categories = resolve_categories(prepared.study, model, findings);
  prepared.seconds_reading = seconds_since(start);
  if (findings.has_errors()) return prepared;

  if (stage) stage("compiling");
  start = Clock::now();
  prepared.problem = compile(model, prepared.demands, prepared.categories, compile_options(prepared.study), findings);
  for (const DemandVector& demand : prepared.demands) prepared.axes.demands.push_back({demand.name, demand.unit});
  for (const std::uint32_t k : prepared.categories) {
    const ImpactCategory& category = model.categories[k];
    prepared.axes.categories.push_back({category.id, category.name, category.unit});
  }
  for (const Source& source : model.sources) prepared.inputs.push_back({source.path, source.format, source.sha256});
  prepared.seconds_compiling = seconds_since(start);
  return prepared;
}

}  // namespace plume
