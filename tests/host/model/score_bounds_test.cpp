// SPDX-License-Identifier: Apache-2.0
#include "host/model/score_bounds.hpp"

#include <gtest/gtest.h>

namespace plume::score_bounds_test {
namespace {

TEST(ScoreBounds, ALineBelowNothingCountsNothingInItsTotalsToo) {
  // Demands: another line, the line, their sum; two categories.
  ScoreBounds bounds;
  bounds.floors = {{1, {2}}};
  std::vector<double> scores = {10.0, 1.0, -4.0, 0.5, 6.0, 1.5};
  bounds.apply(scores, 2);
  EXPECT_EQ(scores, (std::vector<double>{10.0, 1.0, 0.0, 0.5, 10.0, 1.5}));
}

TEST(ScoreBounds, WhereFactorsHaveEitherSignTheAmountDecides) {
  // Demands: a line of two categories that its factors give opposite signs, its total, and its
  // amount, measured in category 1.
  ScoreBounds bounds;
  bounds.floors = {{0, {1}, 2}};
  bounds.quantity_category = 1;
  std::vector<double> exported = {-4.0, 3.0, 6.0, 4.0, 0.0, -2.0},
                      used = {4.0, -3.0, 14.0, -2.0, 0.0, 2.0};
  const std::vector<double> same = used;
  bounds.apply(exported, 2);
  bounds.apply(used, 2);
  EXPECT_EQ(exported, (std::vector<double>{0.0, 0.0, 10.0, 1.0, 0.0, -2.0}));
  EXPECT_EQ(used, same) << "what a factor takes off stays";
}

TEST(ScoreBounds, ATotalOfTheLineAloneIsNothingButForRounding) {
  ScoreBounds bounds;
  bounds.floors = {{0, {1}}};
  std::vector<double> scores = {-0.3, -0.1 - 0.2};
  ASSERT_NE(scores[0], scores[1]) << "the sum rounds otherwise";
  bounds.apply(scores, 1);
  EXPECT_EQ(scores, (std::vector<double>{0.0, 0.0}));
}

TEST(ScoreBounds, CertificatesCountForNoMoreThanTheUse) {
  // Demands: line of certificates (factor 2), its total, use, certificates; categories: emissions,
  // quantity.
  ScoreBounds bounds;
  bounds.shares = {{0, {1}, 2, {3}}};
  bounds.quantity_category = 1;
  std::vector<double> beyond = {24.0, 0.0, 25.0, 0.0, 0.0, 10.0, 0.0, 12.0};
  bounds.apply(beyond, 2);
  EXPECT_DOUBLE_EQ(beyond[0], 20.0);
  EXPECT_DOUBLE_EQ(beyond[2], 21.0);
  std::vector<double> within = {24.0, 0.0, 25.0, 0.0, 0.0, 13.0, 0.0, 12.0};
  const std::vector<double> before = within;
  bounds.apply(within, 2);
  EXPECT_EQ(within, before);
}

TEST(ScoreBounds, NoUseLeavesNothingToCover) {
  ScoreBounds bounds;
  bounds.shares = {{0, {}, 1, {2}}};
  std::vector<double> scores = {5.0, -3.0, 12.0};
  bounds.apply(scores, 1);
  EXPECT_EQ(scores[0], 0.0);
}

TEST(ScoreBounds, DemandsMoveTogether) {
  ScoreBounds bounds;
  bounds.floors = {{0, {1}}, {0, {1}, 2}};
  bounds.shares = {{0, {1}, 2, {3}}};
  bounds.move_demands(10);
  EXPECT_EQ(bounds.floors[0].demand, 10U);
  EXPECT_EQ(bounds.floors[0].sums, std::vector<std::uint32_t>{11});
  EXPECT_EQ(bounds.floors[0].measured, ScoreBounds::by_score);
  EXPECT_EQ(bounds.floors[1].measured, 12U);
  EXPECT_EQ(bounds.shares[0].whole, 12U);
  EXPECT_EQ(bounds.shares[0].parts, std::vector<std::uint32_t>{13});
}

}  // namespace
}  // namespace plume::score_bounds_test
