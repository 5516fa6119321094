// SPDX-License-Identifier: Apache-2.0
// What Plume can run on. One source, three systems:
//   serial  one lane at a time on one thread, the code of a GPU thread; for tests
//   cpu     packs of 16 lanes on all cores (AVX-512, AVX2 or baseline, chosen at run time)
//   cuda    one lane a GPU thread; where built with CUDA and a device is present
// All three give the same bits.
#pragma once

#include <string>
#include <vector>

namespace plume {

enum class System { serial, cpu, cuda };

struct Device {
  System system = System::cpu;
  int ordinal = 0;     ///< CUDA device number
  std::string name;    ///< "NVIDIA H200", "AVX-512, 2 cores"
  std::string detail;  ///< memory, compute capability, driver
  bool usable = false;
  std::string why_not;  ///< if not usable: "built without CUDA", "no CUDA device found: …"
};

/// Every system of this build and every CUDA device, usable or not, with the reason.
[[nodiscard]] std::vector<Device> list_devices();

/// "auto" (every usable CUDA device, else cpu), "cpu", "cuda" (every usable one), "cuda:1" (that
/// one), "serial". Throws std::runtime_error with the reason if not usable, std::invalid_argument
/// naming the allowed values for any other text.
[[nodiscard]] std::vector<Device> choose_devices(const std::string& choice);

/// The first of them.
[[nodiscard]] Device choose_device(const std::string& choice);

}  // namespace plume
