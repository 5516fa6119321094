// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>

#include "host/base/error.hpp"
#include "host/parallel/team.hpp"

namespace plume {

Team* join_team(bool alone_is_fine) {
  const Launcher launcher = find_launcher([](const char* name) { return std::getenv(name); });
  if (launcher.tasks <= 1 || alone_is_fine) return nullptr;
  throw Error("this is one of " + std::to_string(launcher.tasks) + " processes (" + launcher.shown +
              "), and each would make the whole run: this plume is built without MPI; build it "
              "with -DPLUME_MPI=on, start it "
              "once, or give each process its own --shard");
}

Team* joined_team() { return nullptr; }

std::string mpi_name() { return "none"; }

}  // namespace plume
