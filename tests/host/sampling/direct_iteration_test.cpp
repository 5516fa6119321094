// SPDX-License-Identifier: Apache-2.0
#include "host/sampling/direct_iteration.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "tests/support/dense_lca.hpp"
#include "tests/support/random_model.hpp"

namespace plume::direct_iteration_test {
namespace {

using testing::Draft;
using testing::random_model;

constexpr double infinity = std::numeric_limits<double>::infinity();

TEST(DirectIteration, IsTheDenseSolution) {
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    CompileOptions options;
    options.fp32_values = seed % 2 == 0;
    const Problem problem = random_model(seed, {.feedback = seed % 3 == 0 ? 0.95 : 0.6,
                                                .normalised = seed % 4 == 1,
                                                .weighted = seed % 5 == 1})
                                .compile(options);
    DirectIteration direct(problem);
    for (const std::uint64_t iteration : {0u, 1u, 17u, 100'000u}) {
      const DirectResult result = direct.solve(iteration);
      const auto exact = testing::dense_scores(
          problem.view(),
          realise(problem.view(), options.fp32_values ? ValueType::fp32 : ValueType::fp64,
                  iteration));
      EXPECT_TRUE(result.status == IterationStatus::direct ||
                  result.status == IterationStatus::infeasible);
      ASSERT_EQ(exact.score.size(), result.scores.size());
      for (std::size_t i = 0; i < exact.score.size(); ++i)
        ASSERT_NEAR(exact.score[i], result.scores[i], 1e-11 * exact.magnitude[i])
            << "model " << seed;
      double largest = 0.0;
      for (const double x : exact.supply) largest = std::max(largest, std::abs(x));
      for (std::size_t i = 0; i < exact.supply.size(); ++i)
        ASSERT_NEAR(exact.supply[i], result.supply[i], 1e-11 * largest);
    }
  }
}

TEST(DirectIteration, DoesNotDependOnTheIterationsBefore) {
  const Problem problem = random_model(4).compile();
  DirectIteration one(problem), other(problem);
  const auto seven = one.solve(7).scores;
  (void)other.solve(3);
  EXPECT_EQ(seven, other.solve(7).scores);
  EXPECT_NE(seven, other.solve(8).scores);
}

/// a ⇄ b with feedback α by iteration.
Problem loop(const std::vector<double>& alphas) {
  Draft draft;
  draft.technosphere("p", "a", 1.0)
      .technosphere("q", "b", 1.0)
      .technosphere("q", "a", 0.5)
      .times(-1, 1.0)
      .columns(alphas);
  draft.technosphere("p", "b", -1.0)
      .biosphere("co2", "a", 1.0)
      .biosphere("co2", "b", 2.0)
      .characterisation("co2", "gwp", 1.0);
  return draft.compile({draft.demand("p", 1.0)});
}

TEST(DirectIteration, SolvesFeedbackAboveOneAndCallsItInfeasible) {
  const Problem problem = loop({0.5, 4.0, 1000.0});
  DirectIteration direct(problem);
  EXPECT_EQ(IterationStatus::direct, direct.solve(0).status);
  for (const std::uint64_t iteration : {1u, 2u}) {
    const DirectResult result = direct.solve(iteration);
    const double alpha = iteration == 1 ? 4.0 : 1000.0;
    EXPECT_EQ(IterationStatus::infeasible, result.status);
    EXPECT_DOUBLE_EQ((1 + 2 * alpha) / (1 - alpha), result.scores[0]);
  }
}

TEST(DirectIteration, SaysSingularAndGoesOn) {
  const Problem problem = loop({1.0, 0.5});
  DirectIteration direct(problem);
  const DirectResult singular = direct.solve(0);
  EXPECT_EQ(IterationStatus::singular, singular.status);
  ASSERT_EQ(1u, singular.scores.size());
  EXPECT_TRUE(std::isnan(singular.scores[0]));
  const DirectResult next = direct.solve(1);
  EXPECT_EQ(IterationStatus::direct, next.status);
  EXPECT_DOUBLE_EQ(4.0, next.scores[0]);
}

TEST(DirectIteration, WhatIsFoundSingularOnlyBySolvingHasNoScoreEither) {
  DirectLimits limits;
  limits.rows = 0;  // nothing is factored before it is needed
  const Problem problem = loop({1.0, 0.5});
  DirectIteration direct(problem, limits);
  const DirectResult singular = direct.solve(0);
  EXPECT_EQ(IterationStatus::singular, singular.status);
  ASSERT_EQ(1u, singular.scores.size());
  EXPECT_TRUE(std::isnan(singular.scores[0]));
  EXPECT_TRUE(singular.supply.empty());
  EXPECT_DOUBLE_EQ(4.0, direct.solve(1).scores.at(0));
}

TEST(DirectIteration, ASupplyThatIsNegativeByRightIsNotInfeasible) {
  // Waste treatment: it takes what it is named after, and so does the static solution.
  Draft draft;
  draft.technosphere("p", "a", 1.0).technosphere("waste", "a", 0.5, testing::lognormal(0.5, 0.3));
  draft.technosphere("waste", "treatment", 1.0).technosphere("p", "treatment", 0.1);
  draft.refer("treatment", "waste").refer("a", "p");
  draft.biosphere("co2", "a", 1.0)
      .biosphere("co2", "treatment", -0.2)
      .characterisation("co2", "gwp", 1.0);
  const Problem problem = draft.compile({draft.demand("p", 1.0)});
  const DirectResult result = DirectIteration(problem).solve(3);
  EXPECT_LT(*std::min_element(result.supply.begin(), result.supply.end()), 0.0);
  EXPECT_EQ(IterationStatus::direct, result.status);
}

TEST(DirectIteration, ALoopWithinAHairOfOneKeepsItsDigits) {
  // h = (1 + 2 α) / (1 − α) with 1 − α = 2⁻⁴⁸: fp64 alone leaves two digits.
  const double alpha = 1.0 - 0x1p-48;
  CompileOptions options;
  options.fp32_values = false;
  Draft draft;
  draft.technosphere("p", "a", 1.0)
      .technosphere("q", "b", 3.0)
      .technosphere("q", "a", 0.5)
      .times(-1, 1.0)
      .columns({0.5, 3.0 * alpha});
  draft.technosphere("p", "b", -1.0)
      .biosphere("co2", "a", 1.0)
      .biosphere("co2", "b", 6.0)
      .characterisation("co2", "gwp", 1.0);
  const Problem problem = draft.compile({draft.demand("p", 1.0)}, options);
  const DirectResult result = DirectIteration(problem).solve(1);
  EXPECT_EQ(IterationStatus::direct, result.status);
  // s_b = 3 α / 3 s_a as stored: 3 α is rounded once.
  const long double stored = static_cast<long double>(3.0 * alpha) / 3.0L;
  const auto exact = static_cast<double>((1.0L + 6.0L * stored) / (1.0L - stored));
  EXPECT_NEAR(exact, result.scores[0], 1e-3 * exact) << "long double leaves four";
}

TEST(DirectIteration, WhatCancelsIsExact) {
  // 1 − (1 − 2⁻⁵⁰) of a supply of 1/3: half the digits of a plain sum would be wrong.
  CompileOptions options;
  options.fp32_values = false;
  Draft draft;
  draft.technosphere("p", "a", 3.0)
      .biosphere("co2", "a", 1.0)
      .columns({1.0})
      .biosphere("co2", "a", -0.5)
      .columns({-(1.0 - 0x1p-50)});
  draft.characterisation("co2", "gwp", 1.0);
  const Problem problem = draft.compile({draft.demand("p", 1.0)}, options);
  EXPECT_DOUBLE_EQ(0x1p-50 / 3.0, DirectIteration(problem).solve(0).scores.at(0));
}

/// What is emitted with `p` cancels wholly, whatever its process puts out: supplies that are never
/// exact.
void expect_nothing_left(Draft& draft) {
  CompileOptions options;
  options.fp32_values = false;
  const std::vector<double> outputs = {3.0, 5.0, 7.0, 11.0, 13.0, 17.0, 19.0, 23.0};
  draft.technosphere("p", "a", 3.0).columns(outputs);
  const Problem problem = draft.compile({draft.demand("p", 1.0)}, options);
  DirectIteration direct(problem);
  for (std::uint64_t iteration = 0; iteration < outputs.size(); ++iteration) {
    const DirectResult result = direct.solve(iteration);
    EXPECT_EQ(IterationStatus::direct, result.status) << outputs[iteration];
    EXPECT_EQ(0.0, result.scores.at(0)) << outputs[iteration];
  }
}

TEST(DirectIteration, WhatCancelsWhollyIsZero) {
  // 7 + 11 − 18: beyond the 31st digit something is left of most sums.
  Draft draft;
  draft.biosphere("x", "a", 7.0)
      .biosphere("y", "a", 11.0)
      .biosphere("z", "a", -9.0)
      .columns({-18.0});
  for (const char* flow : {"x", "y", "z"}) draft.characterisation(flow, "sum", 1.0);
  expect_nothing_left(draft);
}

TEST(DirectIteration, WhatCancelsWithinAFlowIsZero) {
  // The net amount of a flow says nothing of the size of what cancels in it.
  Draft draft;
  for (const double amount : {7.0, 11.0, -18.0})
    draft.biosphere("x", "a", amount / 2.0).columns({amount});
  draft.characterisation("x", "sum", 1.0);
  expect_nothing_left(draft);
}

TEST(DirectIteration, SaysNonFinite) {
  const Problem infinite_entry = loop({infinity});
  const DirectResult result = DirectIteration(infinite_entry).solve(0);
  EXPECT_EQ(IterationStatus::non_finite, result.status);
  EXPECT_TRUE(std::isnan(result.scores.at(0)));

  Draft draft;
  draft.technosphere("p", "a", 1.0)
      .biosphere("co2", "a", 1.0)
      .columns({infinity})
      .biosphere("so2", "a", 3.0);
  draft.characterisation("co2", "gwp", 1.0).characterisation("so2", "acid", 1.0);
  const Problem infinite_score = draft.compile({draft.demand("p", 1.0)});
  const DirectResult scores = DirectIteration(infinite_score).solve(0);
  EXPECT_EQ(IterationStatus::non_finite, scores.status);
  EXPECT_TRUE(std::isnan(scores.scores.at(0)));
  EXPECT_TRUE(std::isnan(scores.scores.at(1))) << "an iteration has all its scores or none";
}

}  // namespace
}  // namespace plume::direct_iteration_test
