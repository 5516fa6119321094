// SPDX-License-Identifier: Apache-2.0
// Every operation of pack.hpp on 16 lanes, compiled once per instruction set. Plain types only:
// nothing inline of the standard library may be compiled for one CPU here and linked into all.
#pragma once

#include <cstdint>

namespace plume::testing {

struct PackInput {
  alignas(64) float f[3][16];
  alignas(64) double d[3][16];
  alignas(64) std::int32_t i[3][16];
  alignas(64) std::uint32_t u[3][16];
  alignas(64) std::int64_t l[3][16];
  alignas(64) float table[32];
};

inline constexpr int max_pack_operations = 160;

/// Results as bit patterns, zero-extended; all NaN are one.
struct PackOutput {
  const char* name[max_pack_operations];
  std::uint64_t bits[max_pack_operations][16];
  int count = 0;
};

void probe_packs_scalar(const PackInput& input, PackOutput& output);
void probe_packs_baseline(const PackInput& input, PackOutput& output);
void probe_packs_avx2(const PackInput& input, PackOutput& output);
void probe_packs_avx512(const PackInput& input, PackOutput& output);

}  // namespace plume::testing
