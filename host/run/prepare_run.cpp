// SPDX-License-Identifier: Apache-2.0
#include "host/run/prepare_run.hpp"

#include <chrono>
#include <utility>

#include "host/base/error.hpp"
#include "host/run/figures_run.hpp"
#include "host/run/output_check.hpp"

namespace plume {
namespace {

/// The study as it is to be run, with --extend as the whole that its result will be of.
struct AskedRun {
  Study study;
  std::vector<Override> overrides;
  std::optional<Extension> extension;
};

AskedRun asked_run(const StudySource& source, const RunOptions& options, Findings& findings) {
  AskedRun asked{read_study(source, options.overrides, findings), options.overrides, {}};
  if (options.extend == 0) return asked;
  if (findings.has_errors()) throw BadInput(findings);
  forbid_unfit(options);
  asked.extension.emplace(open_extension(result_path(asked.study, options), options));
  asked.overrides = asked.extension->overrides;
  findings = {};  // the same text is looked at again, with the overrides of the whole
  asked.study = parse_study(asked.study.text, asked.study.path, asked.overrides, findings);
  return asked;
}

std::function<void(const PreparationProgress&)> told_by(const RunOptions& options) {
  using Clock = std::chrono::steady_clock;
  if (!options.progress) return {};
  return [&options, began = Clock::now()](const PreparationProgress& at) {
    options.progress({at.stage, at.done, at.total,
                      std::chrono::duration<double>(Clock::now() - began).count(), 0});
  };
}

void check_options(const Study& study, const RunOptions& options, Findings& findings) {
  if (options.shard && study.stop) {
    findings.add("E0606", {study.path.string(), 0, 0},
                 "shards cannot ask a stop rule: none of them knows the iterations of the others",
                 "leave [stop] out and set sampling.iterations; or run without --shard");
  }
  check_figures_study(study,
                      options.team != nullptr ? static_cast<std::size_t>(options.team->size()) : 1,
                      findings);
}

}  // namespace

std::filesystem::path result_path(const Study& study, const RunOptions& options) {
  if (!options.result_path.empty()) return options.result_path;
  if (!study.result_path.empty()) return study.result_path;
  if (is_given_text(study.path)) {
    Findings findings;
    findings.add("E0641", {study.path.string(), 0, 0},
                 "a study from standard input has no file that its result could lie beside",
                 "give -o RESULT.h5, or path = \"…\" below [result]");
    throw BadInput(findings);
  }
  // kettle.toml: kettle.h5 beside it
  return std::filesystem::path(study.path).replace_extension(".h5");
}

PreparedRun prepare_run(const StudySource& source, const RunOptions& options) {
  Findings findings;
  AskedRun asked = asked_run(source, options, findings);
  PreparedStudy prepared = prepare_study(std::move(asked.study), findings, told_by(options));
  prepared.model = {};
  auto study = std::make_shared<const PreparedStudy>(std::move(prepared));
  if (!asked.extension) return prepare_run(std::move(study), options, std::move(findings));
  check_options(study->study, options, findings);
  if (findings.has_errors()) throw BadInput(findings);
  std::filesystem::path result = asked.extension->path;
  return {std::move(study), std::move(asked.overrides), std::move(asked.extension),
          std::move(result), std::move(findings)};
}

PreparedRun prepare_run(std::shared_ptr<const PreparedStudy> study, const RunOptions& options,
                        Findings found) {
  check_options(study->study, options, found);
  std::filesystem::path result = result_path(study->study, options);
  if (options.leads())
    check_output(result, inputs_of(study->study, study->inputs), options.force, found);
  if (found.has_errors()) throw BadInput(found);
  return {std::move(study), options.overrides, std::nullopt, std::move(result), std::move(found)};
}

}  // namespace plume
