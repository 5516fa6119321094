// SPDX-License-Identifier: Apache-2.0
// How long something takes, by a clock that never goes back.
#pragma once

#include <chrono>

namespace plume {

using Clock = std::chrono::steady_clock;

[[nodiscard]] inline double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

}  // namespace plume
