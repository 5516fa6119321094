// SPDX-License-Identifier: Apache-2.0
// The cuda system. Where Plume is built without CUDA, no_cuda.cpp says so.
#pragma once

#include <memory>
#include <vector>

#include "kernels/api/batch_runner.hpp"

namespace plume {

/// One entry a CUDA device; one unusable entry with the reason where there is none.
[[nodiscard]] std::vector<Device> list_cuda_devices();

[[nodiscard]] std::unique_ptr<BatchRunner> make_cuda_runner(const Device& device,
                                                            const ProblemView& problem,
                                                            const RunnerOptions& options);

}  // namespace plume
