// SPDX-License-Identifier: Apache-2.0
// Work that may never end, fill the memory or crash, tried in a child process first: a library that
// runs wild on a hostile file then takes nothing of the user's with it. The child is a copy (fork)
// with limits on time and memory, says how it went, and ends.
//
//     guarded({.seconds = 5, .bytes = 1u << 30}, "out/x.h5", [&] { look_at_every_part_of(file); });
//
// Its exceptions come out here as Error; where it runs out of time, memory or its mind, an Error
// that says so. Where no process can be had, the work is done here.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace plume {

struct WorkLimits {
  unsigned seconds = 5;                          ///< of processor time
  std::uint64_t bytes = std::uint64_t{1} << 30;  ///< of memory beyond what this process has
};

void guarded(const WorkLimits& limits, const std::string& shown, const std::function<void()>& work);

}  // namespace plume
