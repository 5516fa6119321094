// SPDX-License-Identifier: Apache-2.0
#include <stdexcept>

#include "kernels/engine/cuda_runner.hpp"

namespace plume {

std::vector<Device> list_cuda_devices() {
  Device device;
  device.system = System::cuda;
  device.why_not = "built without CUDA";
  return {device};
}

std::unique_ptr<BatchRunner> make_cuda_runner(const Device&, const ProblemView&,
                                              const RunnerOptions&) {
  throw std::runtime_error("cannot run on CUDA: built without CUDA");
}

}  // namespace plume
