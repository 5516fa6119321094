// SPDX-License-Identifier: Apache-2.0
#include "host/cli/team_end.hpp"

#include <ostream>
#include <sstream>
#include <vector>

#include "host/base/error.hpp"

namespace plume {
namespace {

std::string under_name(const Team& team, const std::string& why) {
  std::istringstream lines(why);
  std::string text;
  for (std::string line; std::getline(lines, line);) {
    text += "rank " + std::to_string(team.rank()) + " of " + std::to_string(team.size()) + ": " +
            line + "\n";
  }
  return text;
}

bool has_result(int status) {
  return status == static_cast<int>(ExitStatus::done) ||
         status == static_cast<int>(ExitStatus::numerical);
}

}  // namespace

int end_team(Team& team, int status, int culprit, const std::string& why, const Console& console) {
  if (culprit == team.rank() && has_result(status)) {
    try {
      team.finish();
      return status;
    } catch (const TeamBroken& broken) {
      status = broken.status();
      culprit = broken.rank();
    }
  }
  const bool own = culprit == team.rank();
  const auto say = [&](const std::string& text) {
    console.err << text;
    console.err.flush();
  };
  // What every rank may find by itself is told once; an error of its own at once.
  const bool common = own && status != static_cast<int>(ExitStatus::environment);
  if (team.rank() == 0) {
    say(why);
  } else if (own && !common) {
    say(under_name(team, why));
  }
  const std::vector<Departure> departures = team.leave(status, culprit);
  const bool told = departures.front().left && departures.front().culprit == 0 &&
                    departures.front().status == status;
  if (team.rank() > 0 && common && !told) say(under_name(team, why));
  team.end(status);
  return status;
}

}  // namespace plume
