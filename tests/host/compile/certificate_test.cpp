// SPDX-License-Identifier: Apache-2.0
// Which lanes must be certified, and to what, as host/compile/certificate.cpp decides it.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "tests/support/random_model.hpp"

namespace plume::certificate_test {
namespace {

using testing::Draft;

/// Two processes that take from each other; what b emits is given back by a but for `net`.
Problem two(double sigma, double net, const CompileOptions& options = {}) {
  Draft draft;
  draft.technosphere("p", "a", 1.0).technosphere("q", "b", 1.0);
  draft.technosphere("q", "a", -0.5, testing::lognormal(-0.5, sigma)).technosphere("p", "b", -0.4);
  draft.biosphere("co2", "b", 1.0);
  if (net < 1.0) draft.biosphere("co2", "a", -0.5 * (1.0 - net));
  draft.characterisation("co2", "gwp", 2.0);
  return draft.compile({draft.demand("p", 1.0)}, options);
}

TEST(Certificates, SmallSystemsAreAlwaysCertified) {
  EXPECT_TRUE(two(0.2, 1.0).certify_always);
  EXPECT_FALSE(testing::random_model(1, {.num_processes = 600, .only_lognormal = true})
                   .compile()
                   .certify_always);
  EXPECT_TRUE(testing::random_model(1, {.num_processes = 600, .sigma = 2.0, .only_lognormal = true})
                  .compile()
                  .certify_always)
      << "numbers far from their static values";
}

TEST(Certificates, TheTargetLeavesRoomForWhatCancels) {
  CompileOptions options;
  options.tolerance = 1e-6;
  const Problem plain = two(0.2, 1.0, options), credit = two(0.2, 0.1, options);
  EXPECT_FALSE(plain.may_cancel);
  EXPECT_DOUBLE_EQ(0.8e-6, plain.certificate_target);
  EXPECT_TRUE(credit.may_cancel);
  ASSERT_EQ(1u, credit.score_share.size());
  EXPECT_NEAR(0.1 / 1.9, credit.score_share[0], 1e-12);
  EXPECT_NEAR(1e-6 * 0.1 / 1.9 / 8, credit.certificate_target, 1e-18);
}

TEST(Certificates, ASmallPartOfTheOtherSignMayBeDrawnLarge) {
  EXPECT_FALSE(two(0.2, 1.0).may_cancel);
  EXPECT_TRUE(two(0.2, 0.9999).may_cancel);
}

TEST(Certificates, DepthsAreStepsToTheDemand) {
  // A chain of three and no loop: steps count a thirty-second each.
  Draft draft;
  draft.technosphere("p", "a", 1.0).technosphere("q", "b", 1.0).technosphere("r", "c", 1.0);
  draft.technosphere("q", "a", -2.0).technosphere("r", "b", -3.0);
  draft.biosphere("co2", "c", 1.0).characterisation("co2", "gwp", 1.0);
  const Problem problem = draft.compile({draft.demand("p", 1.0)});
  ASSERT_EQ(3u, problem.depth.size());
  EXPECT_LT(problem.depth[0], problem.depth[1]);
  EXPECT_LT(problem.depth[1], problem.depth[2]);
  EXPECT_LT(problem.depth[2], 0.2f);
  const Problem loop = two(0.2, 1.0);
  EXPECT_GT(loop.depth[0], 1.0f);
  EXPECT_LT(loop.depth[0], 10.0f);
}

TEST(Certificates, EstimatesFollowAScoreNoFurtherThanAThousandthOfItsParts) {
  // What cancels further is for the certificate: sweeps would go on and on for a score that may be
  // nothing.
  const auto weight = [](double net) {
    Draft draft;
    draft.technosphere("r", "c", 1.0).technosphere("p", "c", -1.0);
    draft.technosphere("p", "a", 1.0).technosphere("q", "b", 1.0);
    draft.technosphere("q", "a", -0.5, testing::lognormal(-0.5, 0.2)).technosphere("p", "b", -0.4);
    draft.biosphere("co2", "b", 1.0).characterisation("co2", "gwp", 1.0);
    draft.biosphere("co2", "c", -0.625 * (1.0 - net));  // the loop makes 0.5 / (1 − 0.2)
    const Problem problem = draft.compile({draft.demand("r", 1.0)});
    return *std::max_element(problem.error_weight.begin(), problem.error_weight.end());
  };
  EXPECT_GT(weight(1e-3), 30.0 * weight(1.0));
  EXPECT_LT(weight(1e-6), 3.0 * weight(1e-3)) << "without the floor a thousand times as much";
}

/// A small system treated as a large one.
CompileOptions as_if_large() {
  CompileOptions options;
  options.certified_entries = 0;
  return options;
}

/// A ring of processes whose shares multiply to `radius`, each drawn with sigma.
Draft ring(int length, double radius, double sigma) {
  Draft draft;
  const double share = -std::pow(radius, 1.0 / length);
  for (int i = 0; i < length; ++i) {
    const std::string process = "a" + std::to_string(i),
                      next = "p" + std::to_string((i + 1) % length);
    draft.technosphere("p" + std::to_string(i), process, 1.0);
    draft.technosphere(next, process, share, testing::lognormal(share, sigma));
    draft.biosphere("co2", process, 1.0);
  }
  draft.characterisation("co2", "gwp", 1.0);
  return draft;
}

TEST(Certificates, DepthsBeginAtAMillionAtMost) {
  // Ten steps a turn, each taken for 15 % longer, and 97 % of the loop comes back: 3.9 times as
  // deep after each sweep.
  Draft draft = ring(10, 0.97, 0.2);
  const Problem problem = draft.compile({draft.demand("p0", 1.0)});
  ASSERT_EQ(10u, problem.depth.size());
  for (const float depth : problem.depth) EXPECT_EQ(1e6f, depth);
}

TEST(Certificates, WhereALoopIsSuppliedByCreditsItsScoreIsMeasuredByWhatIsTaken) {
  // b takes half a unit of a, and half a unit is given back: a stands still, and has one unit to be
  // measured by.
  Draft draft;
  draft.technosphere("p", "a", 1.0).technosphere("q", "b", 1.0);
  draft.technosphere("q", "a", -0.5).technosphere("p", "b", -0.5);
  draft.biosphere("co2", "a", 2.0).characterisation("co2", "gwp", 1.0);
  const Problem problem = draft.compile({draft.demand({{"p", -0.5}, {"q", 1.0}})});
  ASSERT_EQ(1u, problem.score_size.size());
  EXPECT_NEAR(0.0, problem.static_scores.at(0), 1e-15);
  EXPECT_NEAR(2e-3, problem.score_size[0], 1e-12) << "a thousandth of 2 kg for one unit";
}

TEST(Certificates, ALargeSystemIsProvedWhereASingleCycleCarriesItsFeedback) {
  const auto proved = [](int length, double radius, double sigma) {
    Draft draft = ring(length, radius, sigma);
    return draft.compile({draft.demand("p0", 1.0)}, as_if_large()).certify_always;
  };
  EXPECT_TRUE(proved(10, 0.97, 0.45)) << "787 of 2,197 iterations were beyond the tolerance";
  EXPECT_TRUE(proved(3, 0.6, 0.4));
  EXPECT_TRUE(proved(10, 0.9999, 0.01));
  EXPECT_FALSE(proved(10, 0.97, 2e-5));
  EXPECT_FALSE(proved(10, 0.1, 0.05));
}

TEST(Certificates, ACycleAtTheEdgeOfALargeSystemDoesNotMakeItProved) {
  const auto proved = [](double taken) {
    Draft draft = ring(10, 0.97, 0.45);
    draft.technosphere("p", "a", 1.0).biosphere("co2", "a", 1.0).technosphere("p0", "a", -taken);
    return draft.compile({draft.demand("p", 1.0)}, as_if_large()).certify_always;
  };
  EXPECT_TRUE(proved(0.1));
  EXPECT_FALSE(proved(1e-9));
}

TEST(Certificates, AWideNumberCountsWithWhatItMayComeToInAScore) {
  // GSD 10: at its farthest exp(4.3 · ln 10) = 20,000 times the static number.
  const auto proved = [](double taken, double emitted, const Uncertainty& u) {
    Draft draft;
    draft.technosphere("p", "a", 1.0).technosphere("q", "b", 1.0).technosphere("q", "a", -taken, u);
    draft.biosphere("co2", "a", 1.0)
        .biosphere("co2", "b", emitted)
        .characterisation("co2", "gwp", 1.0);
    return draft.compile({draft.demand("p", 1.0)}, as_if_large()).certify_always;
  };
  const auto input = [](double taken) { return testing::lognormal(-taken, std::log(10.0)); };
  EXPECT_FALSE(proved(1e-7, 1.0, input(1e-7))) << "0.2 % of the score";
  EXPECT_TRUE(proved(1e-6, 1.0, input(1e-6))) << "2 % of the score";
  const auto proved_emission = [](double amount, const Uncertainty& u) {
    Draft draft;
    draft.technosphere("p", "a", 1.0).technosphere("q", "b", 1.0).technosphere("q", "a", -1.0);
    draft.biosphere("co2", "b", 1.0).biosphere("ch4", "a", amount, u);
    draft.characterisation("co2", "gwp", 1.0).characterisation("ch4", "gwp", 30.0);
    return draft.compile({draft.demand("p", 1.0)}, as_if_large()).certify_always;
  };
  EXPECT_FALSE(proved_emission(1e-9, testing::lognormal(1e-9, std::log(10.0))));
  EXPECT_TRUE(proved_emission(1e-7, testing::lognormal(1e-7, std::log(10.0))));
  EXPECT_TRUE(proved_emission(1e-9, testing::normal(1e-9, 1.0))) << "a static number of nothing";
  Uncertainty heavy;
  heavy.kind = DistributionKind::students_t;
  heavy.loc = 1e-9;
  heavy.scale = 1e-12;
  heavy.shape = 2.0;
  EXPECT_TRUE(proved_emission(1e-9, heavy)) << "it has no far end";
}

TEST(Certificates, NumbersDrawnTogetherMoveFeedbackFurther) {
  const auto proved = [](std::uint64_t key) {
    Draft draft = ring(24, 0.5, 0.01);
    draft.model().dependence.shared_key.assign(draft.model().exchanges.size(), key);
    return draft.compile({draft.demand("p0", 1.0)}, as_if_large()).certify_always;
  };
  EXPECT_TRUE(proved(77));
  EXPECT_FALSE(proved(0));
}

TEST(Certificates, EstimatesAllowForFeedbackThatDrawsMove) {
  const auto weight = [](double sigma) {
    Draft draft = ring(10, 0.5, sigma);
    const Problem problem = draft.compile({draft.demand("p0", 1.0)}, as_if_large());
    EXPECT_FALSE(problem.certify_always);
    return *std::max_element(problem.error_weight.begin(), problem.error_weight.end());
  };
  const double narrow = weight(1e-4);
  EXPECT_NEAR(2.0 * narrow, weight(0.005), 1e-3 * narrow);
  EXPECT_NEAR(4.0 * narrow, weight(0.015), 1e-3 * narrow);
}

TEST(Certificates, WhatIsInReserveMayBeUsedUpByAScoreThatIsDrawnSmall) {
  const auto size = [](double sigma, bool fast) {
    Draft draft = ring(10, 0.5, sigma);
    CompileOptions options = as_if_large();
    options.fp32_unknowns = fast;
    options.tolerance = 1e-5;
    const Problem problem = draft.compile({draft.demand("p0", 1.0)}, options);
    EXPECT_EQ(fast && sigma < 0.01, problem.fp32_unknowns);
    return problem.score_size.at(0) / problem.static_scores.at(0);
  };
  EXPECT_NEAR(1.0 / 2.0, size(1e-4, false), 1e-12);
  EXPECT_NEAR(1.0 / 4.0, size(0.005, false), 1e-12);
  EXPECT_NEAR(1.0 / 8.0, size(0.015, false), 1e-12);
  EXPECT_NEAR(1.0, size(1e-4, true), 1e-12) << "rounding of 32 bits needs it";
  EXPECT_NEAR(1.0 / 8.0, size(0.015, true), 1e-12)
      << "where draws move feedback so far, unknowns have 64 bits";
}

TEST(Certificates, FastKeepsFp64WhereScoresMayCancel) {
  Draft draft;
  draft.technosphere("p", "a", 1.0).biosphere("co2", "a", 1.0).biosphere("co2", "a", -0.9);
  draft.characterisation("co2", "gwp", 1.0);
  CompileOptions fast = as_if_large();
  fast.fp32_unknowns = true;
  EXPECT_FALSE(draft.compile({draft.demand("p", 1.0)}, fast).fp32_unknowns);
}

TEST(Certificates, FastKeepsFp64WhereAllMustBeProved) {
  CompileOptions fast;
  fast.fp32_unknowns = true;
  fast.tolerance = 1e-6;
  EXPECT_FALSE(two(0.2, 1.0, fast).fp32_unknowns);
  EXPECT_TRUE(testing::random_model(1, {.num_processes = 600, .only_lognormal = true})
                  .compile(fast)
                  .fp32_unknowns);
}

}  // namespace
}  // namespace plume::certificate_test
