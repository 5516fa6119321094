// SPDX-License-Identifier: Apache-2.0
// What becomes of iterations that cannot be solved as they should.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "kernels/api/realisation.hpp"
#include "tests/support/dense_lca.hpp"
#include "tests/support/draft.hpp"
#include "tests/support/systems.hpp"

namespace plume::trouble_test {
namespace {

using testing::Draft;
using testing::make_tested;
using testing::Outcomes;
using testing::run_range;
using testing::TestedSystem;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

class Trouble : public ::testing::TestWithParam<TestedSystem> {
 protected:
  /// a ⇄ b with feedback αβ, where α is by iteration; the score is the supply of a plus twice that
  /// of b.
  static Problem loop(const std::vector<double>& alphas) {
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
  static Outcomes run(const Problem& problem, std::uint64_t count) {
    return run_range(*make_tested(GetParam(), problem.view(), ValueType::fp32), problem.view(), 0,
                     count);
  }
};

TEST_P(Trouble, FeedbackBelowOneIsOk) {
  PLUME_SKIP_WITHOUT(GetParam());
  const Outcomes got = run(loop({0.25, 0.875, 0.96875}), 3);
  for (const LaneOutcome outcome : got.outcome) EXPECT_EQ(LaneOutcome::ok, outcome);
  EXPECT_NEAR((1 + 2 * 0.25) / 0.75, got.scores[0], 1e-7 * got.scores[0]);
  EXPECT_NEAR((1 + 2 * 0.875) / 0.125, got.scores[1], 1e-7 * got.scores[1]);
  EXPECT_NEAR((1 + 2 * 0.96875) / 0.03125, got.scores[2], 1e-7 * got.scores[2]);
}

TEST_P(Trouble, FeedbackAboveOneIsNeverOk) {
  PLUME_SKIP_WITHOUT(GetParam());
  // Supplies are negative: solved (then infeasible, and right) or not, but never ok.
  const std::vector<double> alphas = {1.25, 2.0, 8.0, 1000.0};
  const Outcomes got = run(loop(alphas), 4);
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_NE(LaneOutcome::ok, got.outcome[i]) << "alpha " << alphas[i];
    const double exact = (1 + 2 * alphas[i]) / (1 - alphas[i]);
    if (got.outcome[i] == LaneOutcome::infeasible) {
      EXPECT_NEAR(exact, got.scores[i], 1e-6 * std::abs(exact));
    }
  }
}

TEST_P(Trouble, FeedbackOfOneIsUnsolved) {
  PLUME_SKIP_WITHOUT(GetParam());
  EXPECT_EQ(LaneOutcome::unsolved, run(loop({1.0}), 1).outcome[0]);
}

TEST_P(Trouble, NumbersThatAreNotFiniteAreUnsolved) {
  PLUME_SKIP_WITHOUT(GetParam());
  // NaN keeps the static amount: that one is ok.
  const Outcomes got = run(loop({infinity, -infinity, nan}), 3);
  EXPECT_EQ(LaneOutcome::unsolved, got.outcome[0]);
  EXPECT_EQ(LaneOutcome::unsolved, got.outcome[1]);
  EXPECT_EQ(LaneOutcome::ok, got.outcome[2]);
  EXPECT_NEAR(4.0, got.scores[2], 1e-6);
}

TEST_P(Trouble, AScoreThatIsNotFiniteIsUnsolved) {
  PLUME_SKIP_WITHOUT(GetParam());
  for (const char* where : {"biosphere", "characterisation"}) {
    Draft draft;
    draft.technosphere("p", "a", 1.0).biosphere("co2", "a", 1.0);
    if (std::string(where) == "biosphere") draft.columns({infinity, 3.0});
    draft.characterisation("co2", "gwp", 1.0);
    if (std::string(where) == "characterisation") draft.columns({-infinity, 3.0});
    const Outcomes got = run(draft.compile({draft.demand("p", 1.0)}), 2);
    EXPECT_EQ(LaneOutcome::unsolved, got.outcome[0]) << where;
    EXPECT_EQ(LaneOutcome::ok, got.outcome[1]) << where;
    EXPECT_EQ(3.0, got.scores[1]);
  }
}

TEST_P(Trouble, AZeroReferenceProductIsUnsolved) {
  PLUME_SKIP_WITHOUT(GetParam());
  Draft draft;
  draft.technosphere("p", "a", 1.0)
      .columns({1.0, 0.0, -1.0})
      .biosphere("co2", "a", 1.0)
      .characterisation("co2", "gwp", 1.0);
  const Outcomes got = run(draft.compile({draft.demand("p", 1.0)}), 3);
  EXPECT_EQ(LaneOutcome::ok, got.outcome[0]);
  EXPECT_EQ(LaneOutcome::unsolved, got.outcome[1]);
  EXPECT_EQ(LaneOutcome::infeasible, got.outcome[2]) << "the supply has changed its sign";
  EXPECT_EQ(-1.0, got.scores[2]);
}

TEST_P(Trouble, ASignThatHardlyMattersMayFlip) {
  PLUME_SKIP_WITHOUT(GetParam());
  // The supply of b carries a thousandth of the score.
  Draft draft;
  draft.technosphere("p", "a", 1.0)
      .technosphere("q", "b", 1.0)
      .technosphere("q", "a", -1.0)
      .columns({-1.0, 1.0});
  draft.biosphere("co2", "a", 1.0).biosphere("co2", "b", 0.001).characterisation("co2", "gwp", 1.0);
  const Outcomes got = run(draft.compile({draft.demand("p", 1.0)}), 2);
  EXPECT_EQ(LaneOutcome::ok, got.outcome[0]);
  EXPECT_EQ(LaneOutcome::ok, got.outcome[1]);
  EXPECT_NEAR(0.999, got.scores[1], 1e-9);
}

// --- static amounts that say nothing about the draws
// ------------------------------------------------------------------

/// Scores of iterations that claim to be solved, against dense elimination.
void expect_true(const Problem& problem, const Outcomes& got, double tolerance) {
  const ProblemView view = problem.view();
  for (std::size_t i = 0; i < got.outcome.size(); ++i) {
    if (got.outcome[i] == LaneOutcome::unsolved) continue;
    const auto exact = testing::dense_scores(view, realise(view, ValueType::fp32, i));
    for (std::size_t k = 0; k < exact.score.size(); ++k) {
      EXPECT_NEAR(exact.score[k], got.scores[i * exact.score.size() + k],
                  tolerance * exact.magnitude[k])
          << "iteration " << i;
    }
  }
}

TEST_P(Trouble, AStaticScoreOfZeroDoesNotEndTheSweepsEarly) {
  PLUME_SKIP_WITHOUT(GetParam());
  // All of the score is presampled over static amounts of zero; the loop still needs its sweeps.
  Draft draft;
  draft.technosphere("p", "a", 1.0).technosphere("q", "b", 1.0);
  draft.technosphere("q", "a", -0.9, testing::lognormal(-0.9, 0.1))
      .technosphere("p", "b", -0.8, testing::lognormal(-0.8, 0.05));
  draft.biosphere("co2", "a", 0.0)
      .columns({1.0, 2.0, 3.0})
      .biosphere("co2", "b", 0.0)
      .columns({3.0, 2.0, 1.0})
      .characterisation("co2", "gwp", 1.0);
  const Problem problem = draft.compile({draft.demand("p", 1.0)});
  expect_true(problem, run(problem, 32), 1e-6);
}

TEST_P(Trouble, AStaticExchangeOfZeroDoesNotEndTheSweepsEarly) {
  PLUME_SKIP_WITHOUT(GetParam());
  // The loop closes only in the draws.
  Draft draft;
  draft.technosphere("p", "a", 1.0).technosphere("q", "b", 1.0);
  draft.technosphere("q", "a", -0.9, testing::lognormal(-0.9, 0.1))
      .technosphere("p", "b", 0.0, testing::uniform(-0.8, 0.0));
  draft.biosphere("co2", "a", 1.0).biosphere("co2", "b", 2.0).characterisation("co2", "gwp", 1.0);
  const Problem problem = draft.compile({draft.demand("p", 1.0)});
  expect_true(problem, run(problem, 32), 1e-6);
}

TEST_P(Trouble, ADemandOfNothingScoresNothing) {
  PLUME_SKIP_WITHOUT(GetParam());
  Draft draft;
  draft.technosphere("p", "a", 1.0, testing::lognormal(1.0, 0.1))
      .biosphere("co2", "a", 1.0)
      .characterisation("co2", "gwp", 1.0);
  const Outcomes got = run(draft.compile({draft.demand("p", 0.0)}), 20);
  for (std::size_t i = 0; i < 20; ++i) {
    EXPECT_EQ(0.0, got.scores[i]);
    EXPECT_EQ(LaneOutcome::ok, got.outcome[i]);
  }
}

TEST_P(Trouble, TinyAndHugeDemandsScaleTheScores) {
  PLUME_SKIP_WITHOUT(GetParam());
  // Numbers are fp32, but scaled by powers of two: the demand may have any size.
  const auto scores = [&](double amount) {
    Draft draft;
    draft.technosphere("p", "a", 1.0)
        .technosphere("q", "b", 1.0)
        .technosphere("q", "a", -0.5, testing::lognormal(-0.5, 0.3));
    draft.technosphere("p", "b", -0.5, testing::lognormal(-0.5, 0.3))
        .biosphere("co2", "b", 3.0, testing::lognormal(3.0, 0.3));
    draft.biosphere("ch4", "a", 0.2, testing::uniform(0.1, 0.3))
        .characterisation("co2", "gwp", 1.0)
        .characterisation("ch4", "gwp", 28.0);
    return run(draft.compile({draft.demand("p", amount)}), 32).scores;
  };
  const auto unit = scores(1.0);
  for (const double amount : {0x1p-120, 0x1p-90, 0x1p+90, 0x1p+120}) {
    const auto scaled = scores(amount);
    // Beyond 1e±30 draws are made in fp64, which moves them by a few units of fp32.
    const double bound = std::abs(std::log2(amount)) > 95 ? 2e-6 : 1e-15;
    for (std::size_t i = 0; i < unit.size(); ++i)
      ASSERT_NEAR(1.0, scaled[i] / amount / unit[i], bound) << "amount " << amount;
  }
}

std::vector<TestedSystem> one_of_each() {
  return {{"serial", "serial", "", 1}, {"cpu", "cpu", "", 2}, {"cuda", "cuda", "", 0}};
}
INSTANTIATE_TEST_SUITE_P(Systems, Trouble, ::testing::ValuesIn(one_of_each()),
                         testing::name_of_system);

}  // namespace
}  // namespace plume::trouble_test
