// SPDX-License-Identifier: Apache-2.0
#include "host/cli/team_end.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "host/base/error.hpp"

namespace plume::team_end_test {
namespace {

/// One of three ranks whose others have left as they are told to.
class OneOfThree final : public Team {
 public:
  OneOfThree(int rank, std::vector<Departure> others)
      : rank_(rank), departures_(std::move(others)) {}
  int rank() const override { return rank_; }
  int size() const override { return 3; }
  int local_rank() const override { return rank_; }
  unsigned cores() const override { return 1; }
  void broadcast(std::vector<std::uint64_t>&) override {}
  std::vector<std::string> gather(const std::string&) override { return {}; }
  void tell(std::uint64_t) override {}
  std::uint64_t told() override { return 0; }
  void set_idle(std::function<void()>) override {}
  void finish() override {
    if (broken_by >= 0)
      throw TeamBroken(broken_by, departures_[static_cast<std::size_t>(broken_by)].status);
    finished = true;
  }
  std::vector<Departure> leave(int status, int culprit) override {
    departures_[static_cast<std::size_t>(rank_)] = {true, status, culprit};
    return departures_;
  }
  void end(int status) override { ended = status; }

  bool finished = false;
  int broken_by = -1;
  std::optional<int> ended;

 private:
  int rank_;
  std::vector<Departure> departures_;
};

struct Said {
  int status;
  std::string text;
};

Said end_of(OneOfThree& team, int status, const std::string& why, int culprit = -1) {
  std::ostringstream out, err;
  const int given = end_team(team, status, culprit < 0 ? team.rank() : culprit, why, {out, err});
  EXPECT_EQ(out.str(), "");
  return {given, err.str()};
}

constexpr int bad_input = static_cast<int>(ExitStatus::bad_input);
constexpr int environment = static_cast<int>(ExitStatus::environment);

TEST(TeamEnd, WithAResultAllComeTogether) {
  for (const ExitStatus status : {ExitStatus::done, ExitStatus::numerical}) {
    OneOfThree team(0, std::vector<Departure>(3));
    EXPECT_EQ(end_of(team, static_cast<int>(status), "").status, static_cast<int>(status));
    EXPECT_TRUE(team.finished);
    EXPECT_FALSE(team.ended);
  }
}

TEST(TeamEnd, AnErrorOfItsOwnIsToldUnderTheNameOfTheRank) {
  OneOfThree team(2, {{true, environment, 2}, {true, environment, 2}, {}});
  const Said said = end_of(team, environment, "plume: error: no disk\nmore of it\n");
  EXPECT_EQ(said.text, "rank 2 of 3: plume: error: no disk\nrank 2 of 3: more of it\n");
  EXPECT_EQ(said.status, environment);
  EXPECT_EQ(team.ended, environment);
}

TEST(TeamEnd, WhatRankZeroTellsIsNotToldAgain) {
  OneOfThree team(1, {{true, bad_input, 0}, {}, {true, bad_input, 2}});
  EXPECT_EQ(end_of(team, bad_input, "x: error E0102\n").text, "");
}

TEST(TeamEnd, WhatOnlyThisRankFindsIsTold) {
  OneOfThree team(1, {{true, bad_input, 1}, {}, {true, bad_input, 1}});
  EXPECT_EQ(end_of(team, bad_input, "x: error E0102\n").text, "rank 1 of 3: x: error E0102\n");
}

TEST(TeamEnd, RankZeroNamesTheOneThatFailed) {
  OneOfThree team(0, {{}, {true, 75, 1}, {true, 75, 1}});
  const Said said =
      end_of(team, 75, "plume: rank 1 cannot go on (status 75); no result is written\n", 1);
  EXPECT_EQ(said.text, "plume: rank 1 cannot go on (status 75); no result is written\n");
  EXPECT_EQ(said.status, 75);
  EXPECT_EQ(team.ended, 75);
}

TEST(TeamEnd, ARankThatOnlyFollowsIsSilent) {
  OneOfThree team(2, {{true, 75, 0}, {true, 75, 0}, {}});
  EXPECT_EQ(end_of(team, 75, "plume: rank 0 cannot go on\n", 0).text, "");
}

TEST(TeamEnd, ARankThatIsDoneLearnsThatNoResultCameOfIt) {
  OneOfThree team(1, {{true, environment, 0}, {}, {}});
  team.broken_by = 0;
  EXPECT_EQ(end_of(team, 0, "").status, environment);
  EXPECT_EQ(team.ended, environment);
}

}  // namespace
}  // namespace plume::team_end_test
