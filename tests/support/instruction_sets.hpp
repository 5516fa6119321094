// SPDX-License-Identifier: Apache-2.0
// What this CPU can run, asked apart from the code under test.
#pragma once

#include <string>
#include <vector>

namespace plume::testing {

inline bool cpu_runs(const std::string& set) {
  if (set == "scalar" || set == "baseline") return true;
#if defined(__x86_64__)
  __builtin_cpu_init();
  const bool v3 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
                  __builtin_cpu_supports("bmi2");
  if (set == "avx2") return v3;
  if (set == "avx512") {
    return v3 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512cd");
  }
#endif
  return false;
}

/// What the functions give that this CPU can run. Each is compiled for its own instructions, and so
/// may not even be called elsewhere.
template <class Probe>
std::vector<Probe> probes_of_this_cpu(Probe (*baseline)(), Probe (*avx2)(), Probe (*avx512)()) {
  std::vector<Probe> probes = {baseline()};
  if (cpu_runs("avx2")) probes.push_back(avx2());
  if (cpu_runs("avx512")) probes.push_back(avx512());
  return probes;
}

}  // namespace plume::testing
