// SPDX-License-Identifier: Apache-2.0
#include "host/api/devices.hpp"

#include "kernels/api/devices.hpp"

namespace plume::api {
namespace {

const char* id_of(System system) {
  switch (system) {
    case System::serial:
      return "serial";
    case System::cpu:
      return "cpu";
    case System::cuda:
      return "cuda";
  }
  return "";
}

}  // namespace

std::vector<FoundDevice> find_devices() {
  std::vector<FoundDevice> devices;
  for (const Device& device : list_devices()) {
    std::string id = id_of(device.system);
    if (device.ordinal > 0) id += ":" + std::to_string(device.ordinal);
    devices.push_back(
        {id, device.name, device.usable, device.usable ? device.detail : device.why_not});
  }
  return devices;
}

}  // namespace plume::api
