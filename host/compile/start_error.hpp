// SPDX-License-Identifier: Apache-2.0
// What is swept away to see which errors last: the slow rows and the slow modes of a matrix.
#pragma once

#include <cstdint>

namespace plume {

/// Errors of either sign and different sizes, the same in every run.
[[nodiscard]] inline double start_error(std::uint32_t row, std::uint32_t start) {
  std::uint32_t h = (row + start * 77777u) * 2654435761u;
  h ^= h >> 15;
  h *= 2246822519u;
  h ^= h >> 13;
  return ((h & 1u) != 0 ? 1.0 : -1.0) * (1.0 + static_cast<double>(h >> 8 & 255u) / 256.0);
}

}  // namespace plume
