// SPDX-License-Identifier: Apache-2.0
#include "host/stats/replicates.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

namespace plume::replicates_test {
namespace {

TEST(ReplicateLength, IsOneForIndependentIterationsAndABlockForDesigns) {
  EXPECT_EQ(replicate_length("random"), 1u);
  EXPECT_EQ(replicate_length("lhs"), 1024u);
  EXPECT_EQ(replicate_length("sobol"), 1024u);
  EXPECT_EQ(replicate_length("a later design"), 1024u) << "blocks are right for whatever it is";
}

TEST(BlockSpread, OfEqualBlocksIsTheVarianceOfTheirFiguresOverTheirNumber) {
  BlockSpread spread;
  for (const double figure : {3.0, 5.0, 10.0}) spread.add(1024, figure);
  EXPECT_EQ(spread.num_blocks(), 3u);
  EXPECT_EQ(spread.num_scores(), 3072.0);
  EXPECT_DOUBLE_EQ(spread.mean(), 6.0);
  EXPECT_DOUBLE_EQ(spread.variance_of_mean(), (9.0 + 1.0 + 16.0) / 2.0 / 3.0);
}

TEST(BlockSpread, OfUnequalBlocksIsTheRatioEstimate) {
  const std::vector<std::pair<std::uint64_t, double>> blocks = {
      {10, 3.0}, {40, 5.0}, {0, 99.0}, {50, 10.0}};
  BlockSpread spread;
  for (const auto& [count, figure] : blocks) spread.add(count, figure);
  const double mean = (30.0 + 200.0 + 500.0) / 100.0;
  double sum = 0.0;
  for (const auto& [count, figure] : blocks) {
    sum += std::pow(static_cast<double>(count) * (figure - mean), 2.0);
  }
  EXPECT_EQ(spread.num_blocks(), 3u) << "a block without a score says nothing";
  EXPECT_DOUBLE_EQ(spread.mean(), mean);
  EXPECT_DOUBLE_EQ(spread.variance_of_mean(), 1.5 * sum / 1e4);
}

TEST(BlockSpread, KeepsItsDigitsWhereTheSpreadIsSmallAgainstTheFigures) {
  BlockSpread far, near;
  std::mt19937_64 engine(1);
  std::normal_distribution<double> draw(0.0, 1.0);
  for (int i = 0; i < 1000; ++i) {
    // so that 2^30 + figure is exact
    const double figure = std::round(draw(engine) * 1024.0) / 1024.0;
    near.add(1024, figure);
    far.add(1024, 0x1p30 + figure);
  }
  EXPECT_NEAR(far.variance_of_mean(), near.variance_of_mean(), 1e-5 * near.variance_of_mean());
}

TEST(BlockSpread, OfFewerThanTwoIsNotKnown) {
  BlockSpread spread;
  EXPECT_TRUE(std::isnan(spread.variance_of_mean()));
  spread.add(1024, 1.0);
  EXPECT_TRUE(std::isnan(spread.variance_of_mean()));
  spread.add(1024, 1.0);
  EXPECT_EQ(spread.variance_of_mean(), 0.0);
}

TEST(StandardError, WeighsWholeBlocksAndTheOpenOne) {
  BlockSpread spread;
  spread.add(1024, 1.0);
  spread.add(1024, 3.0);
  EXPECT_DOUBLE_EQ(standard_error(spread, 2048, 7.0), 1.0)
      << "no open block: what independent scores had does not matter";
  // 512 of 2560: variance (4/5)² · 1 + (1/5) · 0.25².
  EXPECT_DOUBLE_EQ(standard_error(spread, 2560, 0.25), std::sqrt(0.64 + 0.2 * 0.0625));
  EXPECT_TRUE(std::isnan(standard_error(BlockSpread{}, 100, 1.0)));
}

}  // namespace
}  // namespace plume::replicates_test
