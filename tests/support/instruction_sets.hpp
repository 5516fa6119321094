// SPDX-License-Identifier: Apache-2.0
// What this CPU can run, asked apart from the code under test.
#pragma once

#include <string>

namespace plume::testing {

inline bool cpu_runs(const std::string& set) {
  if (set == "scalar" || set == "baseline") return true;
#if defined(__x86_64__)
  __builtin_cpu_init();
  const bool v3 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2");
  if (set == "avx2") return v3;
  if (set == "avx512") {
    return v3 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512cd");
  }
#endif
  return false;
}

}  // namespace plume::testing
