// SPDX-License-Identifier: Apache-2.0
// How many lanes a GPU holds at once: what is asked for, as far as memory goes, in whole blocks.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "kernels/base/block_moments.hpp"

namespace plume {

/// threads that start together
inline constexpr std::uint64_t cuda_block = 128;
/// more keep no GPU busier
inline constexpr std::uint64_t most_cuda_lanes = std::uint64_t{1} << 20;

/// At most `lanes`, in whole blocks of moments where there are so many, else in whole blocks of
/// threads; 0 if there is not one.
[[nodiscard]] constexpr std::uint64_t whole_lanes(std::uint64_t lanes) {
  const std::uint64_t unit = lanes >= moments_block ? moments_block : cuda_block;
  return lanes / unit * unit;
}

/// Lanes of each of `flights` batches that run at the same time: as many as `most_at_once`
/// iterations (0: any number) keep busy, and as nine tenths of the free memory hold; one block of
/// threads at least, which then may not fit.
[[nodiscard]] constexpr std::uint64_t wanted_lanes(std::uint64_t most_at_once,
                                                   std::size_t free_bytes,
                                                   std::size_t bytes_per_lane,
                                                   std::uint64_t flights) {
  std::uint64_t lanes =
      std::min<std::uint64_t>(most_cuda_lanes, free_bytes / 10 * 9 / (flights * bytes_per_lane));
  if (most_at_once != 0) {
    // Rounded up, so that a batch is not cut into one part more than there are flights.
    const std::uint64_t each = (most_at_once + flights - 1) / flights;
    const std::uint64_t unit = each >= moments_block ? moments_block : cuda_block;
    if (each < lanes) lanes = std::min(lanes, (each + unit - 1) / unit * unit);
  }
  return std::max(cuda_block, whole_lanes(lanes));
}

/// What to try when `lanes` did not fit; 0 when nothing is left.
[[nodiscard]] constexpr std::uint64_t fewer_lanes(std::uint64_t lanes) {
  return whole_lanes(lanes / 2);
}

}  // namespace plume
