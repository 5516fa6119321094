// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <ostream>
#include <string>
#include <vector>

#include "host/base/printable.hpp"
#include "host/cli/commands.hpp"
#include "host/cli/describe.hpp"
#include "host/cli/input_kind.hpp"
#include "host/convert/convert.hpp"
#include "host/study/study.hpp"

namespace plume {
namespace {

struct Inputs {
  std::vector<StudyModel> models;
  std::vector<std::filesystem::path> files;  ///< that must not be replaced
};

/// Models as they are named, or the models of one study, with what it says of links and allocation.
Inputs inputs_of(const std::vector<std::string>& paths, Findings& findings) {
  Inputs inputs;
  for (const std::string& path : paths) {
    inputs.files.emplace_back(path);
    const InputKind kind = input_kind(path);
    if (kind == InputKind::result || kind == InputKind::parts)
      throw UsageError("plume convert: '" + path + "' is a result or parts of one, not a model");
    if (kind == InputKind::model) {
      inputs.models.push_back(model_at(path));
      continue;
    }
    if (paths.size() > 1)
      throw UsageError("plume convert: '" + path + "' is a study; it names its models itself, so give it alone");
    const Study study = read_study(path, {}, findings, StudyUse::models);
    inputs.models = study.models;
    if (inputs.models.empty() && !findings.has_errors())
      findings.add("E0478", {path, 0, 0}, "the study has no [[model]]", "name the models to convert");
    for (const StudyModel& each : study.models) inputs.files.push_back(each.path);
  }
  return inputs;
}

}  // namespace

ExitStatus convert_command(const Invocation& invocation, const Console& console) {
  Findings findings;
  const Inputs inputs = inputs_of(invocation.paths, findings);
  if (findings.has_errors()) throw BadInput(findings);
  const ConversionTarget target{invocation.output, invocation.force};
  const Conversion made = convert(inputs.models, inputs.files, target, findings);
  if (findings.has_errors()) throw BadInput(findings);
  if (invocation.quiet) return ExitStatus::done;
  print_findings(findings, console);
  console.out << describe_conversion(made.model, target.path.string(), made.files);
  return ExitStatus::done;
}

}  // namespace plume
