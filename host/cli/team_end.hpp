// SPDX-License-Identifier: Apache-2.0
// How one of several ranks ends: all together when the result is there, or with the message of the
// one that failed.
#pragma once

#include <string>

#include "host/cli/console.hpp"
#include "host/parallel/team.hpp"

namespace plume {

/// Ends this rank's part in the team and gives its exit status. `why` is what it would say alone:
/// rank 0 says it, another one under its own name, and not where rank 0 says the same (each rank
/// finds the same errors in a study). `culprit`: the rank because of which this one ends early,
/// itself or another.
[[nodiscard]] int end_team(Team& team, int status, int culprit, const std::string& why,
                           const Console& console);

}  // namespace plume
