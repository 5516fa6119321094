// SPDX-License-Identifier: Apache-2.0
// What runs can be made on, for RunSettings::device.
#pragma once

#include <string>
#include <vector>

namespace plume::api {

struct FoundDevice {
  std::string id;    ///< "cpu", "serial", "cuda", "cuda:1": as RunSettings::device takes it
  std::string name;  ///< "NVIDIA H200", "AVX-512, 2 cores"
  bool usable = false;
  std::string detail;  ///< memory, compute capability, driver; why it is not usable
};

/// Every system of this build and every CUDA device, usable or not.
[[nodiscard]] std::vector<FoundDevice> find_devices();

}  // namespace plume::api
