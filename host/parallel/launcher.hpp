// SPDX-License-Identifier: Apache-2.0
// Who started this process: a launcher of parallel programs (mpirun, srun) tells so in the
// environment. A program that was started alone never touches MPI; one that was started as one of
// many and cannot work with the others must say so, or each of them would make the whole run.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace plume {

struct Launcher {
  std::uint64_t tasks = 1;  ///< processes that were started together
  bool is_mpi = false;      ///< they can find each other by MPI
  std::string shown;        ///< "OMPI_COMM_WORLD_SIZE=4": what tells it; empty where nothing does
};

/// `environment`: std::getenv, or what a test says.
[[nodiscard]] Launcher find_launcher(const std::function<const char*(const char*)>& environment);

}  // namespace plume
