// SPDX-License-Identifier: Apache-2.0
#include "host/compile/draw_moments.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/draft.hpp"

namespace plume::draw_moments_test {
namespace {

using testing::Draft;
using testing::lognormal;
using testing::normal;

DrawMoments moments_of_one(const Uncertainty& u, int sign, double factor, double scale) {
  Draft draft;
  draft.technosphere("p", "a", 1.0).biosphere("x", "a", 2.0, u).times(sign, factor);
  return draw_moments(draft.model(), draft.model().exchanges[1], scale);
}

TEST(DrawMoments, AreThoseOfTheDistributionTimesEveryFactor) {
  const DrawMoments moments = moments_of_one(normal(3.0, 0.5), -1, 10.0, 0.25);
  EXPECT_DOUBLE_EQ(-7.5, moments.mean);
  EXPECT_DOUBLE_EQ(-1.25, moments.sd) << "the value falls as its uniform rises";
  EXPECT_EQ(1u, moments.exchange);
}

TEST(DrawMoments, FollowTheAnchorOfLognormals) {
  EXPECT_NEAR(2.0 * std::exp(0.08), moments_of_one(lognormal(2.0, 0.4), 1, 1.0, 1.0).mean, 1e-12);
}

// A negative lognormal rises in magnitude with its uniform, so its value falls.
TEST(DrawMoments, KnowWhichWayANegativeNumberGoes) {
  const DrawMoments moments = moments_of_one(lognormal(-2.0, 0.4), 1, 1.0, 1.0);
  EXPECT_LT(moments.mean, 0.0);
  EXPECT_LT(moments.sd, 0.0);
  EXPECT_NEAR(std::sqrt(std::expm1(0.16)), moments.sd / moments.mean, 1e-12);
}

// The compiler keeps them beside every draw, and only where they are asked for.
TEST(DrawMoments, StandBesideTheirDraws) {
  Draft draft;
  draft.technosphere("p", "a", 1.0)
      .biosphere("x", "a", 2.0, lognormal(2.0, 0.4))
      .biosphere("y", "a", 3.0, normal(3.0, 1.0));
  draft.characterisation("x", "k", 1.0).characterisation("y", "k", 1.0);
  EXPECT_TRUE(draft.compile({draft.demand("p", 1.0)}).biosphere.lognormal_moments.empty());
  CompileOptions options;
  options.moments = true;
  const Problem problem = draft.compile({draft.demand("p", 1.0)}, options);
  ASSERT_EQ(1u, problem.biosphere.lognormal_moments.size());
  ASSERT_EQ(1u, problem.biosphere.normal_moments.size());
  EXPECT_EQ(1u, problem.biosphere.lognormal_moments[0].exchange);
  EXPECT_EQ(2u, problem.biosphere.normal_moments[0].exchange);
}

// Frozen: no draw, the mean in its place; the others are as they were.
TEST(FrozenExchanges, StandAtTheirMeans) {
  Draft draft;
  draft.technosphere("p", "a", 1.0)
      .biosphere("x", "a", 2.0, lognormal(2.0, 0.4))
      .biosphere("y", "a", 3.0, normal(3.0, 1.0));
  draft.characterisation("x", "k", 1.0).characterisation("y", "k", 1.0);
  const FrozenExchanges frozen = {false, true, false, false, false};
  CompileOptions options;
  options.fp32_values = false;
  options.frozen = &frozen;
  const Problem problem = draft.compile({draft.demand("p", 1.0)}, options);
  EXPECT_EQ(1u, problem.num_drawn());
  ASSERT_EQ(1u, problem.bio_fixed_value.size());
  EXPECT_NEAR(2.0 * std::exp(0.08),
              std::abs(std::ldexp(problem.bio_fixed_value[0], -problem.row_exponent[0])), 1e-12);
}

}  // namespace
}  // namespace plume::draw_moments_test
