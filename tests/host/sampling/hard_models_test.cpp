// SPDX-License-Identifier: Apache-2.0
// No wrong number, ever: on models that are hard for sweeps (strong feedback, wide spreads, a hub
// with 7,000 consumers) every score that the lanes give is that of a direct solution of the same
// draws, or the lane says that it has none. bench/run --stress does the same on models of real
// size.
#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <string>

#include "host/sampling/direct_iteration.hpp"
#include "kernels/api/realisation.hpp"
#include "tests/support/random_model.hpp"
#include "tests/support/systems.hpp"

namespace plume::hard_models_test {
namespace {

using testing::run_range;

struct Verdict {
  std::uint64_t compared = 0, unsolved = 0, wrong = 0;
  double largest = 0.0;
};

/// Errors relative to the score or the static one, whichever is larger; wrong is what misses the
/// tolerance tenfold.
Verdict against_direct(const Problem& problem, std::uint64_t count, double scale = 1.0) {
  const ProblemView view = problem.view();
  RunnerOptions options;
  options.threads = 1;
  options.values = problem.lane_types();
  const auto outcomes =
      run_range(*make_runner(choose_device("cpu"), view, options), view, 0, count);
  DirectIteration direct(problem);
  Verdict v;
  const std::size_t outputs = std::size_t{problem.num_demands} * problem.num_categories;
  for (std::uint64_t i = 0; i < count; ++i) {
    if (outcomes.outcome[i] == LaneOutcome::unsolved) {
      ++v.unsolved;
      continue;
    }
    const DirectResult exact = direct.solve(i);
    if (!has_score(exact.status)) {
      ++v.wrong;
      continue;
    }
    for (std::size_t k = 0; k < outputs; ++k) {
      const double size = std::max(std::abs(exact.scores[k]), std::abs(problem.static_scores[k]));
      if (!(size > 0.0)) continue;
      const double error =
          std::abs(scale * outcomes.scores[i * outputs + k] - exact.scores[k]) / size;
      v.largest = std::max(v.largest, error);
      v.wrong += error > 10.0 * problem.tolerance ? 1 : 0;
      ++v.compared;
    }
  }
  return v;
}

TEST(HardModels, StrongFeedbackAndWideSpreadsGiveNoWrongNumber) {
  std::uint64_t compared = 0, unsolved = 0;
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    for (const double sigma : {0.2, 0.6}) {
      testing::RandomModelOptions options;
      options.num_processes = 120;
      options.feedback = 0.9;
      options.sigma = sigma;
      options.only_lognormal = true;
      const Problem problem = testing::random_model(seed, options).compile();
      const Verdict v = against_direct(problem, 160);
      EXPECT_EQ(0u, v.wrong) << "seed " << seed << ", sigma " << sigma << ": largest error "
                             << v.largest;
      compared += v.compared;
      unsolved += v.unsolved;
    }
  }
  EXPECT_GT(compared, 5'000u) << "most lanes are solved: " << unsolved << " were not";
}

TEST(HardModels, AHubWith7000ConsumersIsSummedRightly) {
  constexpr std::uint32_t consumers = 7'000;
  testing::Draft draft;
  std::mt19937 random(3);
  const auto name = [](const char* what, std::uint32_t i) { return what + std::to_string(i); };
  draft.technosphere("hub", "grid", 1.0)
      .biosphere("co2", "grid", 1.0, testing::lognormal(1.0, 0.3));
  for (std::uint32_t i = 0; i < consumers; ++i) {
    draft.technosphere(name("p", i), name("a", i), 1.0);
    draft.technosphere("hub", name("a", i), -0.3, testing::lognormal(-0.3, 0.3));
    // A chain, so that all are reached; and the grid takes from one in fifty.
    if (i + 1 < consumers)
      draft.technosphere(name("p", i + 1), name("a", i), -0.6, testing::lognormal(-0.6, 0.2));
    if (random() % 50 == 0)
      draft.technosphere(name("p", i), "grid", -0.002, testing::lognormal(-0.002, 0.4));
    draft.biosphere("co2", name("a", i), 0.01);
  }
  draft.characterisation("co2", "gwp", 1.0);
  const Problem problem = draft.compile({draft.demand("p0", 1.0)});
  ASSERT_EQ(consumers + 1, problem.num_rows);
  const Verdict v = against_direct(problem, 32);
  EXPECT_EQ(0u, v.wrong) << v.largest;
  EXPECT_EQ(32u, v.compared + v.unsolved);
  EXPECT_GE(v.compared, 30u);
}

TEST(HardModels, AScoreThatCancelsIsRightRelativeToItself) {
  // What b emits it takes up again but for 10⁻¹², both drawn as one number. The difference of the
  // two numbers is exact (Sterbenz), that of their products with the supply is not in fp64: lanes
  // must leave it to the direct solution.
  testing::Draft draft;
  draft.technosphere("p", "a", 1.0).technosphere("q", "b", 1.0);
  draft.technosphere("q", "a", -0.5, testing::lognormal(-0.5, 0.2));
  draft.biosphere("f", "b", 1.0, testing::lognormal(1.0, 0.3));
  draft.biosphere("g", "b", -(1.0 - 1e-12), testing::lognormal(-(1.0 - 1e-12), 0.3));
  draft.characterisation("f", "c", 1.0).characterisation("g", "c", 1.0);
  Model& model = draft.model();
  model.dependence.shared_key.assign(model.exchanges.size(), 0);
  for (std::size_t i = 0; i < model.exchanges.size(); ++i) {
    if (model.exchanges[i].matrix == Matrix::biosphere) model.dependence.shared_key[i] = 77;
  }
  CompileOptions options;
  options.fp32_values = false;
  const Problem problem = draft.compile({draft.demand("p", 1.0)}, options);
  ASSERT_TRUE(problem.may_cancel);
  const ProblemView view = problem.view();
  const auto run = run_range(*testing::make_serial(view, problem.lane_types()), view, 0, 64);
  DirectIteration direct(problem);
  for (std::uint64_t i = 0; i < 64; ++i) {
    const Realisation drawn = realise(view, ValueType::fp64, i);
    ASSERT_EQ(2u, drawn.biosphere.size());
    const long double left = static_cast<long double>(drawn.biosphere[0]) + drawn.biosphere[1];
    const auto exact = static_cast<double>(left * -drawn.slots[0]);
    EXPECT_EQ(LaneOutcome::unsolved, run.outcome[i]);
    const DirectResult solved = direct.solve(i);
    EXPECT_EQ(IterationStatus::direct, solved.status);
    EXPECT_NEAR(exact, solved.scores[0], 1e-12 * std::abs(exact)) << "iteration " << i;
    EXPECT_LT(std::abs(exact), 1e-11);
  }
}

TEST(HardModels, TheComparisonFindsAScoreThatIsWrong) {
  const Problem problem = testing::random_model(1, {}).compile();
  EXPECT_EQ(0u, against_direct(problem, 16).wrong);
  EXPECT_GT(against_direct(problem, 16, 1.0 + 1e-5).wrong, 0u);
}

}  // namespace
}  // namespace plume::hard_models_test
