// SPDX-License-Identifier: Apache-2.0
#include "host/store/precision_json.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

namespace plume::precision_json_test {
namespace {

TEST(PrecisionJson, EverythingComesBack) {
  AchievedPrecision mean, quantile, comparison;
  mean.wanted = 0.1;
  mean.reached = 0.1 / 3.0;
  mean.demand = 1;
  mean.category = 2;
  quantile.rule = PrecisionRule::quantile_half_width;
  quantile.wanted = 0.02;  // reached: not known
  quantile.level = 0.95;
  quantile.scale = WidthScale::absolute;
  comparison.rule = PrecisionRule::comparison_half_width;
  comparison.reached = 0.0;
  comparison.other_demand = 7;
  const auto back = precision_from_json(precision_to_json({mean, quantile, comparison}));
  ASSERT_EQ(back.size(), 3u);
  EXPECT_EQ(back[0].rule, PrecisionRule::relative_se_mean);
  EXPECT_EQ(back[0].wanted, 0.1);
  EXPECT_EQ(back[0].reached, 0.1 / 3.0);
  EXPECT_EQ(back[0].demand, 1u);
  EXPECT_EQ(back[0].category, 2u);
  EXPECT_TRUE(std::isnan(back[0].level));
  EXPECT_EQ(back[1].rule, PrecisionRule::quantile_half_width);
  EXPECT_TRUE(std::isnan(back[1].reached));
  EXPECT_EQ(back[1].level, 0.95);
  EXPECT_EQ(back[1].scale, WidthScale::absolute);
  EXPECT_EQ(back[2].rule, PrecisionRule::comparison_half_width);
  EXPECT_EQ(back[2].reached, 0.0);
  EXPECT_EQ(back[2].other_demand, 7u);
}

TEST(PrecisionJson, IsAsDocumented) {
  AchievedPrecision quantile;
  quantile.rule = PrecisionRule::quantile_half_width;
  quantile.wanted = 0.02;
  quantile.reached = 0.0187;
  quantile.category = 3;
  quantile.level = 0.95;
  EXPECT_EQ(
      precision_to_json({quantile}),
      R"([{"rule":"quantile_half_width","wanted":0.02,"reached":0.0187,"demand":0,"category":3,"level":0.95,)"
      R"("scale":"relative"}])");
}

TEST(PrecisionJson, LaterRulesAreLeftOutAndDamageIsSaid) {
  EXPECT_TRUE(precision_from_json(R"([{"rule": "of a later version"}])").empty());
  EXPECT_THROW((void)precision_from_json("{}"), std::runtime_error);
  EXPECT_ANY_THROW((void)precision_from_json("[{}]"));
  EXPECT_ANY_THROW((void)precision_from_json("["));
}

}  // namespace
}  // namespace plume::precision_json_test
