// SPDX-License-Identifier: Apache-2.0
// `--set KEY=VALUE`: values from the command line put into a study before it is checked, so that
// they are held to the same rules.
#pragma once

#include <vector>

#include "host/base/finding.hpp"
#include "host/study/study.hpp"
#include "host/toml/toml_parse.hpp"

namespace plume {

/// Sets each key in `study`, making tables that are absent. Only keys of tables can be reached, no
/// elements of [[…]]. The new nodes carry "--set KEY=VALUE" as their source. Finding: E0130.
void apply_overrides(toml::table& study, const std::vector<Override>& overrides,
                     Findings& findings);

}  // namespace plume
