// SPDX-License-Identifier: Apache-2.0
#include "host/run/prepare.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <utility>

#include "host/analysis/find_drivers.hpp"
#include "host/analysis/first_order.hpp"
#include "host/analysis/first_order_designs.hpp"
#include "host/analysis/summarise_links.hpp"
#include "host/base/seconds_since.hpp"
#include "host/compile/compile.hpp"
#include "host/inventory/inventory_model.hpp"
#include "host/model/lognormal_anchor.hpp"
#include "host/model/pedigree.hpp"
#include "host/model/settle_formulas.hpp"
#include "host/model/technosphere_faults.hpp"
#include "host/model/validate.hpp"
#include "host/readers/read_models.hpp"
#include "host/study/demand.hpp"
#include "host/study/pair_scores.hpp"
#include "host/study/resolve_dependence.hpp"

namespace plume {
namespace {

/// of more no report could show what each reaches
constexpr std::size_t most_summarised_demands = 100;

CompileOptions compile_options(const Study& study) {
  CompileOptions options;
  options.seed = study.sampling.seed;
  // sobol: what the sequence does not cover
  options.latin_hypercube = study.sampling.design != Design::random;
  options.fp32_values = study.solver.precision != Precision::double_;
  options.fp32_unknowns = study.solver.precision == Precision::fast;
  options.draw_technosphere = study.sampling.technosphere;
  options.draw_biosphere = study.sampling.biosphere;
  options.draw_characterisation = study.sampling.characterisation;
  options.draw_parameters = study.sampling.parameters;
  options.tolerance = study.solver.tolerance;
  options.prove_all = study.solver.proof == ProofOf::all;
  return options;
}

/// What the study asks of the first-order analysis: numbers held at their means, dimensions of a
/// Sobol sequence, a control.
Problem compile_with_analysis(const PreparedStudy& prepared, bool every_flow, FirstOrderUse& use,
                              std::string& drivers, Findings& findings) {
  const Sampling& sampling = prepared.study.sampling;
  CompileOptions options = compile_options(prepared.study);
  const std::vector<TechnosphereFault> faults = technosphere_faults(prepared.model);
  options.faults = &faults;
  options.collapse = !every_flow;
  const bool asked =
      sampling.design == Design::sobol || sampling.control || sampling.freeze_below > 0.0;
  const bool named = prepared.demands.size() * prepared.categories.size() <= most_driven_outputs &&
                     !prepared.study.inventory;
  options.moments = asked || named;
  const auto compile_again = [&](Findings& into) {
    return compile(prepared.model, prepared.demands, prepared.categories, options, into);
  };
  Problem problem = compile_again(findings);
  if (!options.moments || findings.has_errors()) return problem;
  auto analysis = std::make_unique<FirstOrder>(problem, FirstOrderOptions{});
  if (named)
    drivers = to_json(find_drivers(prepared.model, prepared.categories, problem, analysis.get()));
  if (!asked) return problem;
  if (!analysis->known()) {
    findings.add("W0513", {},
                 "the first-order analysis has no result: neither the means nor the medians of "
                 "what is drawn have a solution",
                 "sampling.freeze_below, sampling.control and the dimensions of a Sobol design are "
                 "not used");
    return problem;
  }
  if (sampling.freeze_below > 0.0) {
    use.freeze_below = sampling.freeze_below;
    const FirstOrder::Negligible negligible = analysis->negligible(sampling.freeze_below);
    use.frozen = negligible.count;
    use.frozen_share = negligible.left_out;
    if (negligible.count > 0) {
      const FrozenExchanges frozen =
          frozen_exchanges(*analysis, negligible, prepared.model.exchanges.size());
      const std::uint32_t all = analysis->num_parameters();
      options.frozen = &frozen;
      analysis.reset();
      Findings same;
      problem = compile_again(same);
      analysis = std::make_unique<FirstOrder>(problem, FirstOrderOptions{});
      findings.add(
          "W0512", {},
          fmt::format(
              "{} of {} uncertain numbers are not drawn but held at their means: together they "
              "have at most {:.2g} of "
              "the first-order variance of any score, so the spread shown is a little too small",
              negligible.count, all, negligible.left_out),
          "leave out sampling.freeze_below to draw them all");
    }
  }
  if (sampling.control) {
    add_control(problem, *analysis);
    use.controls = problem.control_mean.size();
  }
  if (sampling.design == Design::sobol) {
    const SobolUse sobol = use_sobol(problem, *analysis, sampling.sobol_dimensions);
    use.sobol_dimensions = sobol.dimensions;
    use.sobol_share = sobol.share;
  }
  return problem;
}

/// Static scores within their bounds; a gross total that is below 0 all the same is told.
void bound_inventory(PreparedStudy& prepared, const InventoryModel& inventory, Findings& findings) {
  const auto position = [&](std::uint32_t category) {
    const auto found = std::find(prepared.categories.begin(), prepared.categories.end(), category);
    return static_cast<std::uint32_t>(found - prepared.categories.begin());
  };
  if (inventory.quantity_category != no_index)
    prepared.bounds.quantity_category = position(inventory.quantity_category);
  const std::size_t num_categories = prepared.categories.size();
  std::vector<double>& scores = prepared.problem.static_scores;
  prepared.bounds.apply(scores, num_categories);
  const std::uint32_t sum = position(inventory.categories.front());
  for (const InventoryRecord::Total& total : inventory.record.totals) {
    if (!total.is_gross()) continue;
    for (std::size_t d = 0; d < prepared.demands.size(); ++d) {
      if (prepared.demands[d].name != total.demand || !(scores[d * num_categories + sum] < 0.0))
        continue;
      findings.add(
          "W0760", prepared.study.inventory->place,
          fmt::format("the total '{}' is {:.6g} t CO2e, below 0, before anything is taken off",
                      total.demand, scores[d * num_categories + sum]),
          "emissions are positive: removals are rows of scope 'removal', what others avoid is "
          "reported apart");
    }
  }
}

/// What each category of the study means in the model: pairs of sets, or one set of each kind.
/// Nothing where there are errors.
void resolve_scores(PreparedStudy& prepared, Findings& findings) {
  const Study& study = prepared.study;
  Model& model = prepared.model;
  if (!has_pairs(study)) {
    check_single_sets(model, findings);
    check_no_sets(study, model, findings);
    set_scaled_units(model);
    return;
  }
  prepared.categories = resolve_categories(study, model, findings);
  if (findings.has_errors()) return;
  pair_scores(study, model, prepared.categories, findings);
}

/// Everything that makes numbers uncertain, beside their own distributions.
void resolve_uncertainty(PreparedStudy& prepared, Findings& findings) {
  const Study& study = prepared.study;
  Model& model = prepared.model;
  resolve_dependence(study.dependence, model, findings);
  if (has_pairs(study)) check_paired_dependence(study, model, prepared.categories, findings);
  settle_formulas(model, study.sampling.parameters, findings);
  check_scores(model, findings);
}

/// Demands and categories of the study, then those of its inventory.
void resolve_outputs(PreparedStudy& prepared, const InventoryModel& inventory, Findings& findings) {
  prepared.demands = resolve_demands(prepared.study, prepared.model, findings);
  if (!has_pairs(prepared.study))
    prepared.categories = resolve_categories(prepared.study, prepared.model, findings);
  prepared.bounds = inventory.bounds;
  prepared.bounds.move_demands(static_cast<std::uint32_t>(prepared.demands.size()));
  prepared.demands.insert(prepared.demands.end(), inventory.demands.begin(),
                          inventory.demands.end());
  for (const std::uint32_t k : inventory.categories) {
    const std::vector<std::uint32_t>& known = prepared.categories;
    if (std::find(known.begin(), known.end(), k) == known.end()) prepared.categories.push_back(k);
  }
}

/// From the study's words to the model's indices.
InventoryModel resolve(PreparedStudy& prepared, Findings& findings) {
  const Study& study = prepared.study;
  Model& model = prepared.model;
  InventoryModel inventory;
  if (study.inventory) {
    inventory =
        add_inventory(*study.inventory, study.claim ? &*study.claim : nullptr, model, findings);
    if (findings.has_errors()) return inventory;
    prepared.inventory = to_json(inventory.record);
  }
  apply_pedigree(model, study.pedigree, findings);
  check_model(model, findings);
  prepared.lognormals =
      anchor_lognormals(model, study.sampling.lognormal_anchor == LognormalAnchor::mean);
  resolve_scores(prepared, findings);
  if (has_pairs(study) && findings.has_errors()) return inventory;
  resolve_uncertainty(prepared, findings);
  resolve_outputs(prepared, inventory, findings);
  return inventory;
}

void compile_resolved(PreparedStudy& prepared, const InventoryModel& inventory, bool every_flow,
                      Findings& findings) {
  const Model& model = prepared.model;
  prepared.problem =
      compile_with_analysis(prepared, every_flow, prepared.first_order, prepared.drivers, findings);
  if (prepared.study.inventory && !findings.has_errors())
    bound_inventory(prepared, inventory, findings);
  if (!findings.has_errors() && prepared.demands.size() <= most_summarised_demands)
    prepared.links = to_json(summarise_links(model, prepared.categories, prepared.problem));
  for (const DemandVector& demand : prepared.demands)
    prepared.axes.demands.push_back({demand.name, demand.unit});
  for (const std::uint32_t k : prepared.categories) {
    const ImpactCategory& category = model.categories[k];
    prepared.axes.categories.push_back({category.id, category.name, category.unit});
  }
  for (const Source& each : model.sources)
    prepared.inputs.push_back({each.path, each.format, each.sha256});
}

}  // namespace

PreparedStudy prepare_study(const StudySource& source, const std::vector<Override>& overrides,
                            Findings& findings,
                            const std::function<void(const PreparationProgress&)>& progress,
                            bool every_flow) {
  return prepare_study(read_study(source, overrides, findings), findings, progress, every_flow);
}

PreparedStudy prepare_study(Study study, Findings& findings,
                            const std::function<void(const PreparationProgress&)>& progress,
                            bool every_flow) {
  const Clock::time_point start = Clock::now();
  if (progress) progress({"reading"});
  Model model;
  ReadOptions options;
  if (progress)
    options.progress = [&](std::uint64_t done, std::uint64_t total) {
      progress({"reading", done, total});
    };
  if (!findings.has_errors()) model = read_models(study.models, findings, options);
  const double seconds = seconds_since(start);
  PreparedStudy prepared =
      prepare_study(std::move(study), std::move(model), findings, progress, every_flow);
  prepared.seconds_reading += seconds;
  return prepared;
}

PreparedStudy prepare_study(Study study, Model model, Findings& findings,
                            const std::function<void(const PreparationProgress&)>& progress,
                            bool every_flow) {
  PreparedStudy prepared;
  prepared.study = std::move(study);
  prepared.model = std::move(model);
  if (findings.has_errors()) return prepared;
  Clock::time_point start = Clock::now();
  const InventoryModel inventory = resolve(prepared, findings);
  prepared.seconds_reading = seconds_since(start);
  if (findings.has_errors()) return prepared;
  if (progress) progress({"compiling"});
  start = Clock::now();
  compile_resolved(prepared, inventory, every_flow, findings);
  prepared.seconds_compiling = seconds_since(start);
  return prepared;
}

}  // namespace plume
