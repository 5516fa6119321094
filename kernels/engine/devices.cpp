// SPDX-License-Identifier: Apache-2.0
#include "kernels/api/devices.hpp"

#include <stdexcept>
#include <utility>

#include "kernels/api/batch_runner.hpp"
#include "kernels/engine/cpu_runner.hpp"
#include "kernels/engine/cuda_runner.hpp"
#include "kernels/engine/lanes.hpp"
#include "kernels/engine/split_runner.hpp"

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

std::vector<Device> choose_devices(const std::string& choice) {
  if (choice == "cpu" || choice == "serial") {
    const Device device = choice == "cpu" ? cpu_device() : serial_device();
    if (!device.usable) throw std::runtime_error("cannot run on the CPU: " + device.why_not);
    return {device};
  }
  const std::string one = "cuda:";
  const bool by_number = choice.size() > one.size() && choice.compare(0, one.size(), one) == 0 &&
                         choice.find_first_not_of("0123456789", one.size()) == std::string::npos;
  if (choice != "cuda" && choice != "auto" && !by_number) {
    throw std::invalid_argument(
        "device '" + choice + "' is unknown; allowed: auto, cpu, cuda, cuda:0, cuda:1, …, serial");
  }
  std::vector<Device> usable;
  std::string why_not;
  for (const Device& device : list_cuda_devices()) {
    if (by_number && !device.name.empty() && choice != one + std::to_string(device.ordinal))
      continue;
    if (device.usable) {
      usable.push_back(device);
    } else if (why_not.empty()) {
      why_not = device.why_not;
    }
  }
  if (!usable.empty()) return usable;
  if (choice == "auto") return choose_devices("cpu");
  throw std::runtime_error("cannot run on " +
                           (by_number ? "device " + choice : std::string("CUDA")) + ": " +
                           (why_not.empty() ? "there is no such device" : why_not));
}

Device choose_device(const std::string& choice) { return choose_devices(choice).front(); }

std::unique_ptr<BatchRunner> make_runner(const Device& device, const ProblemView& problem,
                                         const RunnerOptions& options) {
  return device.system == System::cuda ? make_cuda_runner(device, problem, options)
                                       : make_cpu_runner(device, problem, options);
}

std::unique_ptr<BatchRunner> make_runner(const std::vector<Device>& devices,
                                         const ProblemView& problem, const RunnerOptions& options) {
  if (devices.size() == 1) return make_runner(devices.front(), problem, options);
  std::vector<std::unique_ptr<BatchRunner>> runners;
  RunnerOptions part = options;
  part.most_at_once = (options.most_at_once + devices.size() - 1) / devices.size();
  for (const Device& device : devices) runners.push_back(make_runner(device, problem, part));
  return std::make_unique<SplitRunner>(std::move(runners), problem);
}

}  // namespace plume
