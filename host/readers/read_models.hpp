// SPDX-License-Identifier: Apache-2.0
// Reading the models of a study into one Model: each source is opened, its format found by its content, and handed to the reader of
// that format; what readers left in the raw record is linked last, when every source is known.
#pragma once

#include <vector>

#include "host/base/finding.hpp"
#include "host/input/study.hpp"
#include "host/model/model.hpp"

namespace plume {

/// Reads every model of a study into one Model; later ones may add to or replace entries of earlier ones as their format says
/// (Brightway: later packages overwrite cells). Does not validate.
[[nodiscard]] Model read_models(const std::vector<StudyModel>& models, Findings& findings);

}  // namespace plume
