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

/// One part outside of a folder of parts.
inline void write_part_alone(const std::filesystem::path& path) {
  write_part_file(path, {"digest", "plume 0.1.0", "study", 7}, {2, 3, 1024}, 0, scores(0, 100, 6),
                  statuses(0, 100), 0.5);
}

}  // namespace plume::sample
