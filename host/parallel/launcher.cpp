// SPDX-License-Identifier: Apache-2.0
#include "host/parallel/launcher.hpp"

#include <charconv>
#include <string_view>

namespace plume {
namespace {

std::uint64_t tasks_in(const char* text) {
  if (text == nullptr) return 0;
  const std::string_view words = text;
  std::uint64_t tasks = 0;
  const auto [end, error] = std::from_chars(words.data(), words.data() + words.size(), tasks);
  return error == std::errc() && end == words.data() + words.size() ? tasks : 0;
}

}  // namespace

Launcher find_launcher(const std::function<const char*(const char*)>& environment) {
  const auto from = [&](const char* name, bool is_mpi) {
    const std::uint64_t tasks = tasks_in(environment(name));
    return Launcher{tasks, is_mpi, std::string(name) + "=" + std::to_string(tasks)};
  };
  for (const char* name : {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "MPI_LOCALNRANKS"}) {
    if (const Launcher found = from(name, true); found.tasks > 0) return found;
  }
  // srun: the number of tasks of this step; a batch script is in no such step. PMIx names the
  // process where it is on.
  const bool has_pmix = environment("PMIX_RANK") != nullptr || environment("PMI_RANK") != nullptr;
  if (environment("SLURM_STEP_ID") != nullptr && environment("SLURM_PROCID") != nullptr) {
    for (const char* name : {"SLURM_STEP_NUM_TASKS", "SLURM_NTASKS"}) {
      const Launcher found = from(name, has_pmix);
      if (found.tasks > 1) return found;
      if (found.tasks == 1) break;
    }
  }
  if (has_pmix) return {1, true, {}};
  return {};
}

}  // namespace plume
