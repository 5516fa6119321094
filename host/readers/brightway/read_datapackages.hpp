// SPDX-License-Identifier: Apache-2.0
// Brightway datapackages (bw_processing): folder or zip of datapackage.json and .npy arrays.
// docs/brightway.md.
#pragma once

#include <cstdint>
#include <vector>

#include "host/archive/archive.hpp"
#include "host/base/finding.hpp"
#include "host/model/builder.hpp"

namespace plume {

struct Datapackage {
  const Archive* archive;
  std::uint16_t source;  ///< index into model.sources
};

/// Whether the archive is a datapackage (datapackage.json at its root).
[[nodiscard]] bool is_datapackage(const Archive& archive);

/// Adds all datapackages of a study, in the study's order: later groups and packages overwrite the
/// cells of earlier ones or add to them, as sum_inter_duplicates says. Findings: codes 03xx.
void read_datapackages(const std::vector<Datapackage>& packages, ModelBuilder& builder,
                       Findings& findings);

}  // namespace plume
