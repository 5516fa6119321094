// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>
#include <stdexcept>
#include <string>

#include "kernels/engine/lanes.hpp"

namespace plume {
namespace {

bool cpu_has(const std::string& name) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  if (name == "avx2") return avx2;
  if (name == "avx512") {
    return avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512cd");
  }
#endif
  return name == "baseline";
}

}  // namespace

LaneSet choose_lanes(const char* name) {
  std::string wanted = name != nullptr ? name : "";
  if (wanted.empty()) {
    const char* variable = std::getenv("PLUME_LANES");
    if (variable != nullptr) wanted = variable;
  }
  if (wanted.empty()) wanted = cpu_has("avx512") ? "avx512" : cpu_has("avx2") ? "avx2" : "baseline";
  if (wanted != "avx512" && wanted != "avx2" && wanted != "baseline") {
    throw std::invalid_argument("lanes '" + wanted +
                                "' (PLUME_LANES) are unknown; allowed: avx512, avx2, baseline");
  }
  if (!cpu_has(wanted)) {
    throw std::runtime_error("this CPU has no " + wanted +
                             " (asked for by PLUME_LANES); unset it to let Plume choose");
  }
  if (wanted == "avx512") return avx512_lanes();
  if (wanted == "avx2") return avx2_lanes();
  return baseline_lanes();
}

}  // namespace plume
