// SPDX-License-Identifier: Apache-2.0
#include "kernels/api/devices.hpp"

#include <gmock/gmock.h>

#include <cstdlib>
#include <stdexcept>
#include <string>

namespace plume::devices_test {
namespace {

template <class Exception>
std::string complaint(const std::string& choice) {
  try {
    (void)choose_device(choice);
  } catch (const Exception& error) {
    return error.what();
  }
  return "nothing";
}

TEST(ListDevices, NamesEverySystem) {
  bool serial = false, cpu = false, cuda = false;
  for (const Device& device : list_devices()) {
    serial = serial || device.system == System::serial;
    cpu = cpu || device.system == System::cpu;
    cuda = cuda || device.system == System::cuda;
    EXPECT_EQ(device.usable, device.why_not.empty());
    if (device.system == System::cpu) {
      EXPECT_THAT(device.detail, ::testing::MatchesRegex("1 core|[0-9]+ cores"));
    }
  }
  EXPECT_TRUE(serial && cpu && cuda);
}

TEST(ChooseDevice, TakesTheSystemsByName) {
  EXPECT_EQ(System::cpu, choose_device("cpu").system);
  EXPECT_EQ(System::serial, choose_device("serial").system);
  EXPECT_TRUE(choose_device("cpu").usable);
}

TEST(ChooseDevice, AutoIsCudaWhereUsableElseCpu) {
  bool cuda = false;
  for (const Device& device : list_devices())
    cuda = cuda || (device.system == System::cuda && device.usable);
  EXPECT_EQ(cuda ? System::cuda : System::cpu, choose_device("auto").system);
}

TEST(ChooseDevice, RefusesUnknownNames) {
  EXPECT_EQ("device 'gpu' is unknown; allowed: auto, cpu, cuda, cuda:0, cuda:1, …, serial",
            complaint<std::invalid_argument>("gpu"));
  EXPECT_EQ("device '' is unknown; allowed: auto, cpu, cuda, cuda:0, cuda:1, …, serial",
            complaint<std::invalid_argument>(""));
  EXPECT_EQ("device 'CPU' is unknown; allowed: auto, cpu, cuda, cuda:0, cuda:1, …, serial",
            complaint<std::invalid_argument>("CPU"));
}

TEST(ChooseDevice, TakesCudaDevicesByNumber) {
  EXPECT_EQ("device 'cuda:' is unknown; allowed: auto, cpu, cuda, cuda:0, cuda:1, …, serial",
            complaint<std::invalid_argument>("cuda:"));
  EXPECT_EQ("device 'cuda:1x' is unknown; allowed: auto, cpu, cuda, cuda:0, cuda:1, …, serial",
            complaint<std::invalid_argument>("cuda:1x"));
  EXPECT_THAT(complaint<std::runtime_error>("cuda:4711"),
              ::testing::StartsWith("cannot run on device cuda:4711: "));
  for (const Device& device : list_devices()) {
    if (device.system != System::cuda || !device.usable) continue;
    const auto chosen = choose_devices("cuda:" + std::to_string(device.ordinal));
    ASSERT_EQ(1u, chosen.size());
    EXPECT_EQ(device.ordinal, chosen.front().ordinal);
  }
}

TEST(ChooseDevice, SaysWhyCudaIsNotToBeHad) {
  for (const Device& device : list_devices()) {
    if (device.system == System::cuda && device.usable) GTEST_SKIP() << "a CUDA device is here";
  }
  EXPECT_THAT(complaint<std::runtime_error>("cuda"),
              ::testing::AnyOf("cannot run on CUDA: built without CUDA",
                               ::testing::StartsWith("cannot run on CUDA: no CUDA device found")));
}

TEST(ChooseDevice, SaysWhyTheCpuIsNotToBeHad) {
  const char* value = std::getenv("PLUME_LANES");
  const std::string before = value != nullptr ? value : "";
  setenv("PLUME_LANES", "mmx", 1);
  EXPECT_EQ(
      "cannot run on the CPU: lanes 'mmx' (PLUME_LANES) are unknown; allowed: avx512, avx2, "
      "baseline",
      complaint<std::runtime_error>("cpu"));
  EXPECT_EQ(System::serial, choose_device("serial").system) << "which asks for no lanes";
  if (value != nullptr) {
    setenv("PLUME_LANES", before.c_str(), 1);
  } else {
    unsetenv("PLUME_LANES");
  }
}

}  // namespace
}  // namespace plume::devices_test
