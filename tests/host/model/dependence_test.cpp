// SPDX-License-Identifier: Apache-2.0
#include "host/model/dependence.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace plume::dependence_test {
namespace {

using ::testing::ElementsAre;

TEST(Dependence, SharedKeysReplaceOwnOnes) {
  Dependence dependence;
  EXPECT_EQ(7u, dependence.key_of(3, 7));
  dependence.share(3, group_key("ef"));
  EXPECT_EQ(group_key("ef"), dependence.key_of(3, 7));
  EXPECT_EQ(7u, dependence.key_of(2, 7)) << "not shared";
  EXPECT_EQ(7u, dependence.key_of(4, 7)) << "beyond what is known";
}

TEST(GroupKey, TellsNamesAndValuesApart) {
  EXPECT_NE(group_key("ef"), group_key("eg"));
  EXPECT_NE(group_key("ef", "co2"), group_key("ef", "ch4"));
  EXPECT_NE(group_key("ef", "co2"), group_key("efco2"));
  EXPECT_EQ(group_key("ef", "co2"), group_key("ef", "co2"));
}

TEST(Switch, ThresholdsAreCumulativeWeightsOfTheWord) {
  Switch s;
  s.weights = {0.25, 0.25, 0.5};
  EXPECT_THAT(s.thresholds(), ElementsAre(0x1p30, 0x1p31));
  s.weights = {1.0};
  EXPECT_THAT(s.thresholds(), ElementsAre());
}

}  // namespace
}  // namespace plume::dependence_test
