// SPDX-License-Identifier: Apache-2.0
#include "host/analysis/score_drivers.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <exception>

namespace plume::score_drivers_test {
namespace {

TEST(ScoreDrivers, SurviveJson) {
  std::vector<ScoreDrivers> drivers(2);
  drivers[1].demand = 3;
  drivers[1].category = 2;
  drivers[1].variance = 0.1;
  drivers[1].contributions = {{"steel, \"hot\" (CN)", -1e-300}, {"钢", 0.1 + 0.2, 0.1, 0.7}};
  drivers[1].parameters = {{"factor of a in b", 7, 1.0 / 3.0}};
  const std::vector<ScoreDrivers> again = score_drivers_from_json(to_json(drivers));
  ASSERT_EQ(again.size(), 2u);
  EXPECT_EQ(to_json(again), to_json(drivers));
  EXPECT_EQ(again[1].demand, 3u);
  EXPECT_EQ(again[1].contributions[1].score, 0.1 + 0.2);
  EXPECT_EQ(again[1].contributions[1].upper, 0.7);
  EXPECT_TRUE(std::isnan(again[1].contributions[0].lower));
  EXPECT_EQ(again[1].parameters[0].count, 7u);
  EXPECT_EQ(again[1].parameters[0].share, 1.0 / 3.0);
  EXPECT_TRUE(again[0].contributions.empty());
}

TEST(ScoreDrivers, NothingIsNoneAndNonsenseIsRefused) {
  EXPECT_TRUE(score_drivers_from_json("").empty());
  for (const char* text : {"{", "[1]", "[{\"demand\": 0}]"}) {
    EXPECT_THROW((void)score_drivers_from_json(text), std::exception) << text;
  }
}

}  // namespace
}  // namespace plume::score_drivers_test
