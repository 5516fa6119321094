// SPDX-License-Identifier: Apache-2.0
#include "kernels/api/devices.hpp"

#include <stdexcept>

#include "kernels/api/batch_runner.hpp"
#include "kernels/engine/cpu_runner.hpp"
#include "kernels/engine/cuda_runner.hpp"
#include "kernels/engine/lanes.hpp"

namespace plume {
namespace {

Device cpu_device() {
  Device device;
  device.system = System::cpu;
  try {
    device.name = std::string(choose_lanes(nullptr).name) + " lanes";
    device.usable = true;
  } catch (const std::exception& error) {
    device.why_not = error.what();
  }
  const unsigned cores = usable_cores();
  device.detail = std::to_string(cores) + (cores == 1 ? " core" : " cores");
  return device;
}

Device serial_device() {
  Device device;
  device.system = System::serial;
  device.name = "scalar lanes";
  device.detail = "for tests";
  device.usable = true;
  return device;
}

}  // namespace

std::vector<Device> list_devices() {
  std::vector<Device> devices = {cpu_device(), serial_device()};
  for (const Device& device : list_cuda_devices()) devices.push_back(device);
  return devices;
}

Device choose_device(const std::string& choice) {
  if (choice == "cpu" || choice == "serial") {
    const Device device = choice == "cpu" ? cpu_device() : serial_device();
    if (!device.usable) throw std::runtime_error("cannot run on the CPU: " + device.why_not);
    return device;
  }
  if (choice == "cuda" || choice == "auto") {
    std::string why_not;
    for (const Device& device : list_cuda_devices()) {
      if (device.usable) return device;
      if (why_not.empty()) why_not = device.why_not;
    }
    if (choice == "auto") return choose_device("cpu");
    throw std::runtime_error("cannot run on CUDA: " + why_not);
  }
  throw std::invalid_argument("device '" + choice + "' is unknown; allowed: auto, cpu, cuda, serial");
}

std::unique_ptr<BatchRunner> make_runner(const Device& device, const ProblemView& problem,
                                         const RunnerOptions& options) {
  return device.system == System::cuda ? make_cuda_runner(device, problem, options)
                                       : make_cpu_runner(device, problem, options);
}

}  // namespace plume
