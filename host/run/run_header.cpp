// SPDX-License-Identifier: Apache-2.0
#include "host/run/run_header.hpp"

#include <utility>

#include "host/base/significant_bits.hpp"
#include "host/base/version.hpp"
#include "host/run/long_run.hpp"

namespace plume {
namespace {

/// What is drawn; parameters of formulas where there are any, since most models have none.
std::string drawn_parts(const Sampling& sampling, const Problem& problem) {
  std::string text;
  const auto add = [&](bool drawn, const char* name) {
    if (drawn) text += (text.empty() ? "" : " ") + std::string(name);
  };
  add(sampling.technosphere, "technosphere");
  add(sampling.biosphere, "biosphere");
  add(sampling.characterisation, "characterisation");
  add(sampling.parameters && !problem.formulas.initial.empty(), "parameters");
  return text;
}

/// "median", or "median; mean of 'steel.zip'" where a model has its own.
std::string anchor_words(const Study& study) {
  const auto word = [](LognormalAnchor anchor) {
    return anchor == LognormalAnchor::median ? "median" : "mean";
  };
  std::string text = word(study.sampling.lognormal_anchor);
  for (const StudyModel& model : study.models) {
    if (model.lognormal_anchor.value_or(study.sampling.lognormal_anchor) !=
        study.sampling.lognormal_anchor)
      text +=
          std::string("; ") + word(*model.lognormal_anchor) + " of '" + model.written_path + "'";
  }
  return text;
}

void describe_program(const PreparedStudy& prepared, const BatchRunner& runner, Provenance& made) {
  made.plume_version = version();
  made.commit = commit();
  made.compiler = compiler();
  made.device = runner.description();
  made.memory_per_lane = lane_bytes(prepared.problem.view(), prepared.problem.lane_types());
  made.memory_of_lanes = runner.memory_bytes();
}

void describe_study(const PreparedStudy& prepared, Provenance& made) {
  const Study& study = prepared.study;
  made.precision = name_of(study.solver.precision);
  made.tolerance = study.solver.tolerance;
  made.design = name_of(study.sampling.design);
  made.first_order = prepared.first_order;
  made.lognormal_anchor = anchor_words(study);
  made.lognormals = {prepared.lognormals.lognormals, prepared.lognormals.at_mean,
                     prepared.lognormals.largest_mean_to_median};
  made.drawn = drawn_parts(study.sampling, prepared.problem);
  made.study_path = study.path.string();
  made.study_text = study.text;
  made.inventory = prepared.inventory;
  made.links = prepared.links;
  made.drivers = prepared.drivers;
  made.poles = prepared.problem.demand_pole;
  made.inputs = prepared.inputs;
}

}  // namespace

std::vector<std::string> texts_of(const std::vector<Override>& overrides) {
  std::vector<std::string> texts;
  for (const Override& change : overrides) texts.push_back(change.first + "=" + change.second);
  return texts;
}

std::vector<Override> overrides_of(const std::vector<std::string>& texts) {
  std::vector<Override> overrides;
  for (const std::string& text : texts) {
    const std::size_t equals = text.find('=');
    overrides.emplace_back(text.substr(0, equals),
                           equals == std::string::npos ? "" : text.substr(equals + 1));
  }
  return overrides;
}

ResultHeader run_header(const PreparedStudy& prepared, const std::vector<Override>& overrides,
                        const std::string& command, const BatchRunner& runner,
                        const Findings& findings) {
  const Study& study = prepared.study;
  ResultHeader header;
  header.study_name = study.name;
  header.seed = study.sampling.seed;
  header.iterations_planned = study.sampling.iterations;
  header.samples = study.keep_samples;
  if (study.digits > 0) header.score_bits = bits_for_digits(study.digits);
  header.axes = prepared.axes;
  header.static_scores = prepared.problem.static_scores;
  Provenance& made = header.provenance;
  describe_program(prepared, runner, made);
  describe_study(prepared, made);
  made.started = utc_now();
  made.command = command;
  made.overrides = texts_of(overrides);
  for (const Finding& finding : findings.list()) made.warnings.push_back(to_string(finding));
  RunPart part;
  part.started = made.started;
  part.device = made.device;
  part.command = made.command;
  made.parts.push_back(std::move(part));
  return header;
}

}  // namespace plume
