// SPDX-License-Identifier: Apache-2.0
// From the models of a study, in any format, to one model in a form of Plume's own: a compiled
// model (NAME.plume.h5) or a plain package (a folder). A run of either has the bits of a run of the
// sources.
//
//     const Conversion made = convert(models, {"out/uslci.plume.h5", force}, findings);
//
// Nothing appears under the name before it is whole, and only what an earlier conversion wrote is
// replaced (E0470, E0471).
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "host/base/finding.hpp"
#include "host/model/model.hpp"
#include "host/study/study.hpp"

namespace plume {

struct ConversionTarget {
  std::filesystem::path path;
  bool force = false;  ///< replace what is there, if it is no input

  /// A compiled model is asked for by its ending, .h5; anything else is a folder.
  [[nodiscard]] bool is_compiled() const { return path.extension() == ".h5"; }
};

struct Conversion {
  Model model;
  std::vector<std::string> files;  ///< of a package: its tables
};

/// `inputs`: files that must not be replaced. Findings with errors: nothing is written. Throws
/// Error where the disk fails.
[[nodiscard]] Conversion convert(const std::vector<StudyModel>& models,
                                 const std::vector<std::filesystem::path>& inputs,
                                 const ConversionTarget& target, Findings& findings);

}  // namespace plume
