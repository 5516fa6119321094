// SPDX-License-Identifier: Apache-2.0
// UMFPACK on the same draws, new factors for every iteration, as Brightway with scikit-umfpack
// does. For benchmarks only: UMFPACK is GPL, and the program never links it.
#pragma once

#include <cstdint>

#include "host/compile/problem.hpp"

namespace plume::bench {

struct UmfpackTimes {
  std::uint64_t solved = 0;  ///< 0: this build has no UMFPACK
  double seconds = 0.0;      ///< of analysis, factors and one solution, without drawing
};

[[nodiscard]] UmfpackTimes time_umfpack(const Problem& problem, std::uint64_t iterations);

}  // namespace plume::bench
