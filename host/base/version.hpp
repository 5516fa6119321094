// SPDX-License-Identifier: Apache-2.0
// What this build is. Every result carries it, so that a number can be traced to the source that
// made it.
#pragma once

namespace plume {

[[nodiscard]] const char* version();  ///< "0.1.0", the file VERSION
[[nodiscard]] const char*
commit();  ///< "83aaa0312345", "83aaa0312345-dirty" with uncommitted changes, "unknown" without git
[[nodiscard]] const char* compiler();  ///< "GNU 12.2.0"

}  // namespace plume
