// SPDX-License-Identifier: Apache-2.0
// The first half of a run: its study, read once, the result that it goes on from where it extends
// one, and its problem.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "host/base/finding.hpp"
#include "host/run/extension.hpp"
#include "host/run/prepare.hpp"
#include "host/run/run_options.hpp"

namespace plume {

struct PreparedRun {
  /// without its model, which the run does not look at
  std::shared_ptr<const PreparedStudy> study;
  std::vector<Override> overrides;  ///< that it was read with
  std::optional<Extension> extension;
  std::filesystem::path result;
  Findings findings;  ///< warnings and notes
};

/// Throws BadInput with all findings where there are errors.
[[nodiscard]] PreparedRun prepare_run(const StudySource& source, const RunOptions& options);

/// Of a study that is prepared already, whose findings are `found`.
[[nodiscard]] PreparedRun prepare_run(std::shared_ptr<const PreparedStudy> study,
                                      const RunOptions& options, Findings found);

/// Where the result goes: as the options say, as the study says, or beside the study. BadInput
/// (E0641) where nothing says so.
[[nodiscard]] std::filesystem::path result_path(const Study& study, const RunOptions& options);

}  // namespace plume
