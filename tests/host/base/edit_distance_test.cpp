// SPDX-License-Identifier: Apache-2.0
#include "host/base/edit_distance.hpp"

#include <gmock/gmock.h>

namespace plume::edit_distance_test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(EditDistance, CountsEditsAndSwaps) {
  EXPECT_EQ(edit_distance("", ""), 0u);
  EXPECT_EQ(edit_distance("", "abc"), 3u);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3u);
  EXPECT_EQ(edit_distance("seed", "sede"), 1u);
  EXPECT_EQ(edit_distance("ca", "abc"), 3u);  // optimal string alignment; full Damerau would give 2
  EXPECT_EQ(edit_distance("Seed", "seed"), 1u);
}

TEST(EditDistance, IsSymmetric) {
  EXPECT_EQ(edit_distance("iterations", "itterasions"), edit_distance("itterasions", "iterations"));
}

TEST(Nearest, OrdersByDistanceThenByContaining) {
  const std::vector<std::string> names = {"market for steel, low-alloyed", "stall", "Steel",
                                          "stele", "copper"};
  EXPECT_THAT(nearest("steel", names, 5),
              ElementsAre("Steel", "stele", "market for steel, low-alloyed"));
  EXPECT_THAT(nearest("steel", names, 1), ElementsAre("Steel"));
}

TEST(Nearest, OffersNothingFar) {
  EXPECT_THAT(nearest("electricity", {"steel", "water"}, 3), IsEmpty());
  EXPECT_THAT(nearest("", {"a"}, 3), IsEmpty());
  EXPECT_THAT(nearest("x", {"y"}, 3), IsEmpty());
}

TEST(Nearest, NamesEachCandidateOnce) {
  EXPECT_THAT(nearest("steel", {"steal", "steal"}, 3), ElementsAre("steal"));
}

}  // namespace
}  // namespace plume::edit_distance_test
