// SPDX-License-Identifier: Apache-2.0
// `plume run --extend`: the finished result that a run goes on from, before the run itself is
// prepared.
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "host/base/finding.hpp"
#include "host/run/run_locks.hpp"
#include "host/run/run_options.hpp"
#include "host/store/parts.hpp"
#include "host/store/result.hpp"
#include "host/study/study.hpp"

namespace plume {

struct Extension {
  std::filesystem::path path;
  ResultFile earlier;
  /// of the whole: those of the result, up to the iterations of both
  std::vector<Override> overrides;
  std::optional<RunLocks> locks;  ///< of the process that leads
  std::optional<Parts> parts;     ///< of this extension, where it was begun before
  bool done = false;              ///< nothing is left to add
};

/// BadInput with what the options say that an extension cannot be (E0602, E0606).
void forbid_unfit(const RunOptions& options);

/// Of the result at `path`, which must be there. BadInput where parts of the extension are there
/// that the run is not to go on from (E0610).
[[nodiscard]] Extension open_extension(const std::filesystem::path& path,
                                       const RunOptions& options);

/// E0610: of the parts that reach into `range` there are some, and the run is not to go on from
/// them.
void forbid_parts(const std::filesystem::path& folder, IterationRange range, const Parts& parts,
                  Findings& findings);

}  // namespace plume
