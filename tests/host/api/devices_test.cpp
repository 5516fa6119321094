// SPDX-License-Identifier: Apache-2.0
#include "host/api/devices.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace plume::api::devices_test {
namespace {

TEST(ApiDevices, EverySystemIsThereOrSaysWhyNot) {
  const std::vector<FoundDevice> devices = find_devices();
  for (const char* id : {"cpu", "serial", "cuda"}) {
    const auto found = std::find_if(devices.begin(), devices.end(),
                                    [id](const FoundDevice& device) { return device.id == id; });
    ASSERT_NE(found, devices.end()) << id;
    EXPECT_TRUE(found->usable || id == std::string("cuda")) << id;
    if (!found->usable) {
      EXPECT_FALSE(found->detail.empty()) << id << " does not say why not";
    }
  }
}

}  // namespace
}  // namespace plume::api::devices_test
