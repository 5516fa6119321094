// SPDX-License-Identifier: Apache-2.0
// The sample result in parts.
#pragma once

#include "host/store/parts.hpp"
#include "tests/host/store/sample_result.hpp"

namespace plume::sample {

inline PartsManifest manifest(std::uint64_t iterations) {
  PartsManifest manifest;
  manifest.header = header(iterations);
  manifest.iterations = iterations;
  return manifest;
}

inline void write_part(Parts& parts, std::uint64_t first, std::uint64_t end) {
  parts.write(first, scores(first, end - first, 6), statuses(first, end - first), 0.5);
}

}  // namespace plume::sample
