// SPDX-License-Identifier: Apache-2.0
#include "host/api/convert.hpp"

#include <filesystem>

#include "host/api/describe.hpp"
#include "host/base/error.hpp"
#include "host/convert/convert.hpp"
#include "host/study/study.hpp"

namespace plume::api {
namespace {

namespace fs = std::filesystem;

/// `inputs`: files that must not be replaced.
std::string converted(const std::vector<StudyModel>& models, const std::vector<fs::path>& inputs,
                      const ConvertSettings& settings, Findings& findings) {
  const ConversionTarget target{settings.output, settings.force};
  const Conversion made = convert(models, inputs, target, findings);
  if (findings.has_errors()) throw BadInput(findings);
  return describe_conversion(made.model, target.path.string(), made.files);
}

}  // namespace

std::string convert_models(const std::vector<std::string>& models, const ConvertSettings& settings,
                           Findings& findings) {
  std::vector<StudyModel> named;
  for (const std::string& path : models) named.push_back(model_named(path));
  return converted(named, {models.begin(), models.end()}, settings, findings);
}

std::string convert_study(const std::string& study, const ConvertSettings& settings,
                          Findings& findings) {
  const plume::Study read = read_study(study, {}, findings, StudyUse::models);
  if (read.models.empty() && !findings.has_errors())
    findings.add("E0478", {study, 0, 0}, "the study has no [[model]]",
                 "name the models to convert");
  if (findings.has_errors()) throw BadInput(findings);
  std::vector<fs::path> inputs = {study};
  for (const StudyModel& model : read.models) inputs.push_back(model.path);
  return converted(read.models, inputs, settings, findings);
}

}  // namespace plume::api
