// SPDX-License-Identifier: Apache-2.0
// A run that keeps no samples (result.samples = false): what needs samples is refused before it
// begins. How it keeps its figures: keeper.hpp. docs/long-runs.md, "Without samples".
#pragma once

#include <cstddef>

#include "host/base/finding.hpp"
#include "host/study/study.hpp"

namespace plume {

/// E0612 for all that asks for samples in a study that keeps none.
void check_figures_study(const Study& study, std::size_t num_ranks, Findings& findings);

}  // namespace plume
