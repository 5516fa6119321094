// SPDX-License-Identifier: Apache-2.0
#include "host/analysis/what_to_measure.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

namespace what_to_measure_test {
namespace {

/// total = wide + narrow, standard deviations 4 and 3 (5 together); idle is in no total; fixed
/// never varies. n = 100,000.
class WhatToMeasure : public ::testing::Test {
 protected:
  WhatToMeasure() {
    std::mt19937_64 random(6);
    std::normal_distribution<double> normal;
    for (std::size_t i = 0; i < 100000; ++i) {
      narrow_.push_back(10.0 + 3.0 * normal(random));
      wide_.push_back(20.0 + 4.0 * normal(random));
      idle_.push_back(normal(random));
      fixed_.push_back(1.0);
      total_.push_back(narrow_.back() + wide_.back() + 1.0);
    }
  }
  [[nodiscard]] std::vector<plume::MeasuringGain> ranked() const {
    const std::vector<std::span<const double>> lines = {narrow_, wide_, idle_, fixed_};
    return plume::what_to_measure(lines, total_);
  }

  std::vector<double> narrow_, wide_, idle_, fixed_, total_;
};

TEST_F(WhatToMeasure, DropsAreThoseOfNormalLines) {
  // Act
  const auto gains = ranked();
  // Assert: √(25 − 16) = 3 of 5 stays without the wide line, 4 of 5 without the narrow one. z = 4.
  ASSERT_EQ(gains.size(), 4U);
  EXPECT_EQ(gains[0].line, 1U);
  EXPECT_NEAR(gains[0].expected_drop, 0.4, 4.0 * gains[0].expected_drop_se + 0.004);
  EXPECT_NEAR(gains[0].variance_share, 0.64, 0.01);
  EXPECT_EQ(gains[1].line, 0U);
  EXPECT_NEAR(gains[1].expected_drop, 0.2, 4.0 * gains[1].expected_drop_se + 0.004);
  EXPECT_NEAR(gains[1].variance_share, 0.36, 0.01);
  EXPECT_LT(gains[0].expected_drop_se, 0.02);
}

TEST_F(WhatToMeasure, LinesOutsideTheTotalAndConstantsGainNothing) {
  for (const auto& gain : ranked()) {
    if (gain.line == 2) {
      EXPECT_NEAR(gain.expected_drop, 0.0, 4.0 * gain.expected_drop_se + 0.004);
    }
    if (gain.line == 3) {
      EXPECT_EQ(gain.expected_drop, 0.0);
    }
  }
}

// A line of 1/10,000 of the variance beside one that has all the rest: 1 − √(1 − 1e-4) is 0.005 %,
// not what quantiles of bins lose.
TEST_F(WhatToMeasure, ALittleOfTheVarianceIsALittleOfTheWidth) {
  std::vector<double> little;
  for (std::size_t i = 0; i < total_.size(); ++i) {
    little.push_back(0.05 * idle_[i]);
    total_[i] += little.back();
  }
  const std::vector<std::span<const double>> lines = {little, fixed_};
  const auto gains = plume::what_to_measure(lines, total_);
  EXPECT_EQ(gains[0].line, 0U);
  EXPECT_NEAR(gains[0].expected_drop, 1.0 - std::sqrt(1.0 - 1e-4), 4.0 * gains[0].expected_drop_se);
  EXPECT_GT(gains[0].expected_drop_se, 0.0);
  EXPECT_LT(gains[0].expected_drop_se, 2e-4);
}

// 16,384 iterations, as in a usual run: one line of all the variance, and one that has none at all.
TEST(WhatToMeasureOfFew, IsUnbiasedAtBothEnds) {
  double all = 0.0, none = 0.0;
  constexpr int runs = 20;
  for (int run = 0; run < runs; ++run) {
    std::mt19937_64 random(static_cast<std::uint64_t>(100 + run));
    std::lognormal_distribution<double> skewed(0.0, 0.8);
    std::vector<double> large, other, total;
    for (int i = 0; i < 16384; ++i) {
      large.push_back(skewed(random));
      other.push_back(skewed(random));
      total.push_back(large.back() + 0.01 * std::normal_distribution<double>()(random));
    }
    const std::vector<std::span<const double>> lines = {large, other};
    for (const auto& gain : plume::what_to_measure(lines, total)) {
      (gain.line == 0 ? all : none) += gain.expected_drop / runs;
      EXPECT_NEAR(gain.expected_drop, gain.line == 0 ? 0.99 : 0.0,
                  5.0 * gain.expected_drop_se + 0.003);
    }
  }
  EXPECT_NEAR(none, 0.0, 1e-4) << "bins of 400 alone would say 0.01";
  EXPECT_GT(all, 0.985);
}

// the sabotaged twin: the first test's assertion must reject it
TEST_F(WhatToMeasure, ATotalWithoutTheLineIsTold) {
  for (std::size_t i = 0; i < total_.size(); ++i) total_[i] = narrow_[i] + 4.0 * idle_[i];
  for (const auto& gain : ranked())
    if (gain.line == 1) {
      EXPECT_GT(std::abs(gain.expected_drop - 0.4), 4.0 * gain.expected_drop_se + 0.004);
    }
}

TEST_F(WhatToMeasure, LeavesOutIterationsWithoutAValue) {
  for (std::size_t i = 0; i < total_.size(); i += 10)
    total_[i] = std::numeric_limits<double>::quiet_NaN();
  const auto gains = ranked();
  ASSERT_EQ(gains.size(), 4U);
  EXPECT_NEAR(gains[0].expected_drop, 0.4, 4.0 * gains[0].expected_drop_se + 0.004);
}

TEST_F(WhatToMeasure, SaysNothingFromTooFewIterations) {
  total_.resize(399);
  EXPECT_TRUE(ranked().empty());
}

}  // namespace
}  // namespace what_to_measure_test
