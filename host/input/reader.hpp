// SPDX-License-Identifier: Apache-2.0
// Reading model files into one Model: one function a format, and one that looks at the content to choose.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "host/base/finding.hpp"
#include "host/input/study.hpp"
#include "host/model/model.hpp"

namespace plume {

/// Reads every model of a study, in order, into one Model; later ones may add to or replace entries of earlier ones as
/// their format says (Brightway: later packages overwrite cells). Findings: 02xx, 03xx. Does not validate.
[[nodiscard]] Model read_models(const std::vector<StudyModel>& models, Findings& findings);

/// The format of a file or folder by its content: "plume", "brightway", or empty with a finding.
[[nodiscard]] std::string detect_format(const std::filesystem::path& path, Findings& findings);

}  // namespace plume
