// SPDX-License-Identifier: Apache-2.0
#include "host/plan/shards.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>

#include "host/stats/moments.hpp"

namespace plume {
namespace {

std::optional<std::uint64_t> whole_number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return {};
  return value;
}

}  // namespace

ShardRange shard_range(const Shard& shard, std::uint64_t iterations, std::uint64_t chunk) {
  std::uint64_t unit = statistics_block;
  // At most a quarter more work for one shard than for another.
  if (chunk % unit == 0 && iterations / chunk / 4 >= shard.count) unit = chunk;
  const std::uint64_t units = (iterations + unit - 1) / unit;
  // the first `more` shards have one more
  const std::uint64_t each = units / shard.count, more = units % shard.count;
  const auto begin = [&](std::uint64_t k) {
    return std::min(iterations, (k * each + std::min(k, more)) * unit);
  };
  return {begin(shard.number - 1), begin(shard.number)};
}

std::optional<Shard> parse_shard(const std::string& text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string::npos) return {};
  const auto number = whole_number(std::string_view(text).substr(0, slash));
  const auto count = whole_number(std::string_view(text).substr(slash + 1));
  if (!number || !count || *number < 1 || *number > *count || *count > 1'000'000) return {};
  return Shard{*number, *count};
}

std::optional<Shard> shard_of_array(const Environment& environment, std::string& problem) {
  std::optional<std::uint64_t> values[3];
  const char* const names[3] = {"SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_MIN",
                                "SLURM_ARRAY_TASK_COUNT"};
  for (int i = 0; i < 3; ++i) {
    const char* text = environment(names[i]);
    if (text == nullptr) {
      problem = std::string(names[i]) + " is not set";
      return {};
    }
    values[i] = whole_number(text);
    if (!values[i]) {
      problem = std::string(names[i]) + " is '" + text + "', which is not a whole number";
      return {};
    }
  }
  const std::uint64_t id = *values[0], least = *values[1], count = *values[2];
  const char* step_text = environment("SLURM_ARRAY_TASK_STEP");
  const char* most_text = environment("SLURM_ARRAY_TASK_MAX");
  const std::uint64_t step =
      std::max<std::uint64_t>(1, step_text ? whole_number(step_text).value_or(1) : 1);
  const std::uint64_t most =
      most_text ? whole_number(most_text).value_or(0) : least + (count - 1) * step;
  if (count < 1 || id < least || (id - least) % step != 0 || (id - least) / step >= count ||
      (most - least) / step + 1 != count) {
    problem = "the ids of the job array are not evenly spaced (task " + std::to_string(id) +
              " of " + std::to_string(count) + " from " + std::to_string(least) + " to " +
              std::to_string(most) + ")";
    return {};
  }
  return Shard{(id - least) / step + 1, count};
}

}  // namespace plume
