// SPDX-License-Identifier: Apache-2.0
// A run cut among processes that never meet: shard 3 of 16 makes its own range of iterations.
// Ranges end at the ends of blocks, of the chunks of a result where there are many of these, so
// that merging need only copy.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace plume {

struct Shard {
  std::uint64_t number = 1;  ///< from 1
  std::uint64_t count = 1;
  bool operator==(const Shard&) const = default;
};

/// First and end of its iterations; both the same where there are fewer blocks than shards.
struct ShardRange {
  std::uint64_t first = 0;
  std::uint64_t end = 0;
};
[[nodiscard]] ShardRange shard_range(const Shard& shard, std::uint64_t iterations,
                                     std::uint64_t chunk);

/// "3/16". None where the text is no such thing: both whole numbers, 1 ≤ number ≤ count.
[[nodiscard]] std::optional<Shard> parse_shard(const std::string& text);

/// The task of a Slurm job array, from SLURM_ARRAY_TASK_ID, _MIN, _MAX, _STEP and _COUNT; any array
/// whose ids are evenly spaced. Without a shard `problem` says why: not in an array, or in one with
/// gaps.
using Environment = std::function<const char*(const char*)>;
[[nodiscard]] std::optional<Shard> shard_of_array(const Environment& environment,
                                                  std::string& problem);

}  // namespace plume
