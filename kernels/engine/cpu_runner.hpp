// SPDX-License-Identifier: Apache-2.0
// The serial and cpu systems.
#pragma once

#include <memory>

#include "kernels/api/batch_runner.hpp"

namespace plume {

[[nodiscard]] std::unique_ptr<BatchRunner> make_cpu_runner(const Device& device,
                                                           const ProblemView& problem,
                                                           const RunnerOptions& options);

/// Cores this process may use (its affinity mask), at least 1.
[[nodiscard]] unsigned usable_cores();

}  // namespace plume
