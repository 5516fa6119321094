// SPDX-License-Identifier: Apache-2.0
// A database as one file that opens at once, or as a plain package: what `plume convert` does.
//
//     std::cout << convert_models({"models/steel.zip"}, {.output = "steel.plume.h5"}, findings);
#pragma once

#include <string>
#include <vector>

#include "host/base/finding.hpp"

namespace plume::api {

struct ConvertSettings {
  std::string output;  ///< NAME.plume.h5, or a folder, which becomes a plain package
  bool force = false;  ///< replace what stands there, if it is no input
};

/// Links the models and writes what runs need of them. Says what was written. Throws BadInput with
/// all findings, and then nothing is written, and Error; warnings and notes are in `findings`.
[[nodiscard]] std::string convert_models(const std::vector<std::string>& models,
                                         const ConvertSettings& settings, Findings& findings);

/// The same of the models that a study names, linked as it says.
[[nodiscard]] std::string convert_study(const std::string& study, const ConvertSettings& settings,
                                        Findings& findings);

}  // namespace plume::api
