// SPDX-License-Identifier: Apache-2.0
// Models small enough to solve by hand: static scores to 1e-12.
#include <gmock/gmock.h>

#include <cmath>

#include "host/compile/compile.hpp"
#include "tests/support/draft.hpp"

namespace plume::mini_models_test {
namespace {

using testing::Draft;

constexpr double relative = 1e-12;

void expect_scores(const std::vector<double>& expected, const Problem& problem) {
  ASSERT_EQ(expected.size(), problem.static_scores.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_NEAR(expected[i], problem.static_scores[i], relative * std::abs(expected[i]))
        << "score " << i;
  }
}

/// Supply of a process, unscaled, for the first demand.
double supply_of(Draft& draft, const Problem& problem, const std::string& process) {
  const std::uint32_t index = draft.builder().find_process(process);
  for (std::uint32_t row = 0; row < problem.num_rows; ++row) {
    if (problem.row_process[row] == index) return problem.static_supply[row];
  }
  return 0.0;
}

TEST(MiniModels, OneProcess) {
  Draft draft;
  draft.technosphere("p", "a", 1.0).biosphere("co2", "a", 3.0).characterisation("co2", "gwp", 2.0);
  expect_scores({60.0}, draft.compile({draft.demand("p", 10.0)}));
}

TEST(MiniModels, TwoProcesses) {
  // 1 kg of p needs 0.4 of q, made in batches of 2.
  Draft draft;
  draft.technosphere("p", "a", 1.0).technosphere("q", "b", 2.0).technosphere("q", "a", -0.4);
  draft.biosphere("co2", "a", 1.5).biosphere("co2", "b", 7.0).biosphere("ch4", "b", 0.25);
  draft.characterisation("co2", "gwp", 1.0)
      .characterisation("ch4", "gwp", 28.0)
      .characterisation("ch4", "smog", 3.0);
  const Problem problem = draft.compile({draft.demand("p", 1.0), draft.demand("q", 1.0)});
  expect_scores({1.5 + 0.2 * (7.0 + 0.25 * 28.0), 0.2 * 0.25 * 3.0, 0.5 * 14.0, 0.5 * 0.75},
                problem);
  EXPECT_DOUBLE_EQ(0.2, supply_of(draft, problem, "b"));
}

TEST(MiniModels, LoopOfTwo) {
  // a takes α of b's product and b takes β of a's: s_a = 1 / (1 − αβ), s_b = α / (1 − αβ).
  for (const double alpha : {0.1, 0.9, 0.999}) {
    const double beta = 0.8;
    Draft draft;
    draft.technosphere("p", "a", 1.0)
        .technosphere("q", "b", 1.0)
        .technosphere("q", "a", -alpha)
        .technosphere("p", "b", -beta);
    draft.biosphere("co2", "a", 2.0).biosphere("co2", "b", 5.0).characterisation("co2", "gwp", 1.0);
    expect_scores({(2.0 + 5.0 * alpha) / (1.0 - alpha * beta)},
                  draft.compile({draft.demand("p", 1.0)}));
  }
}

TEST(MiniModels, TreatmentOfWaste) {
  // a makes 0.3 kg of waste w; t treats 1 kg of it (reference −1), for 4 kg of CO2.
  Draft draft;
  draft.technosphere("p", "a", 1.0).technosphere("w", "a", 0.3).technosphere("w", "t", -1.0);
  draft.biosphere("co2", "a", 1.0).biosphere("co2", "t", 4.0).characterisation("co2", "gwp", 1.0);
  const Problem problem = draft.compile({draft.demand("p", 1.0)});
  expect_scores({1.0 + 0.3 * 4.0}, problem);
  EXPECT_DOUBLE_EQ(0.3, supply_of(draft, problem, "t"));
  expect_scores({-4.0 * 2.0}, draft.compile({draft.demand("w", 2.0)}));
}

TEST(MiniModels, SelfConsumption) {
  // A power station that uses 5 % of its own power, written as two exchanges on one cell.
  Draft draft;
  draft.technosphere("power", "station", 1.0).technosphere("power", "station", -0.05);
  draft.biosphere("co2", "station", 0.9).characterisation("co2", "gwp", 1.0);
  expect_scores({0.9 / 0.95}, draft.compile({draft.demand("power", 1.0)}));
}

TEST(MiniModels, ReferenceProductsOffTheDiagonal) {
  // Products are named in the reverse order of the processes that make them.
  Draft draft;
  draft.builder().product("r");
  draft.builder().product("q");
  draft.builder().product("p");
  draft.technosphere("p", "a", 1.0).technosphere("q", "b", 4.0).technosphere("r", "c", 0.5);
  draft.technosphere("q", "a", -2.0).technosphere("r", "b", -1.0).technosphere("r", "a", -0.25);
  draft.biosphere("co2", "a", 1.0)
      .biosphere("co2", "b", 10.0)
      .biosphere("co2", "c", 100.0)
      .characterisation("co2", "gwp", 1.0);
  // s = (1, 0.5, 0.5 / 0.5 + 0.25 / 0.5)
  expect_scores({1.0 + 5.0 + 150.0}, draft.compile({draft.demand("p", 1.0)}));
}

TEST(MiniModels, PairingThroughAnAugmentingPath) {
  // b makes p and q; a makes only p. Whoever comes first, b must be solved for q.
  for (const bool first : {true, false}) {
    Draft draft;
    if (first) {
      draft.technosphere("p", "b", 1.0).technosphere("q", "b", 2.0).technosphere("p", "a", 3.0);
    } else {
      draft.technosphere("p", "a", 3.0).technosphere("q", "b", 2.0).technosphere("p", "b", 1.0);
    }
    draft.biosphere("co2", "a", 5.0).biosphere("co2", "b", 7.0).characterisation("co2", "gwp", 1.0);
    // 4 of q: b runs 2 times and makes 2 of p that a need not make.
    expect_scores({2.0 * 7.0 - 2.0 / 3.0 * 5.0}, draft.compile({draft.demand("q", 4.0)}));
  }
}

TEST(MiniModels, CoproductByExpansion) {
  // Heat and power: the heat replaces a boiler's.
  Draft draft;
  draft.technosphere("power", "chp", 1.0)
      .technosphere("heat", "chp", 2.0)
      .technosphere("heat", "boiler", 1.0)
      .refer("chp", "power");
  draft.biosphere("co2", "chp", 1.2)
      .biosphere("co2", "boiler", 0.3)
      .characterisation("co2", "gwp", 1.0);
  expect_scores({1.2 - 2.0 * 0.3}, draft.compile({draft.demand("power", 1.0)}));
}

TEST(MiniModels, HeijungsAndSuh) {
  // Heijungs & Suh (2002), "The computational structure of life cycle assessment", chapter 2: A =
  // (−2 100; 10 0), f = (0, 1000), B = (1 10; 0.1 2; 0 −50): s = (100, 2), g = (120, 14, −100).
  Draft draft;
  draft.technosphere("fuel", "electricity production", -2.0)
      .technosphere("electricity", "electricity production", 10.0);
  draft.technosphere("fuel", "fuel production", 100.0);
  draft.biosphere("co2", "electricity production", 1.0).biosphere("co2", "fuel production", 10.0);
  draft.biosphere("so2", "electricity production", 0.1).biosphere("so2", "fuel production", 2.0);
  draft.biosphere("crude oil", "fuel production", -50.0);
  draft.characterisation("co2", "CO2", 1.0)
      .characterisation("so2", "SO2", 1.0)
      .characterisation("crude oil", "crude", 1.0);
  const Problem problem = draft.compile({draft.demand("electricity", 1000.0)});
  EXPECT_NEAR(100.0, supply_of(draft, problem, "electricity production"), 1e-10);
  EXPECT_NEAR(2.0, supply_of(draft, problem, "fuel production"), 1e-12);
  expect_scores({120.0, 14.0, -100.0}, problem);
}

TEST(MiniModels, DuplicatesSignsAndFactors) {
  Draft draft;
  draft.technosphere("p", "a", 1.0).technosphere("q", "b", 1.0);
  draft.technosphere("q", "a", 300.0).times(-1, 1e-3).technosphere("q", "a", -0.2);
  draft.biosphere("co2", "b", 2000.0)
      .times(1, 1e-3)
      .biosphere("co2", "b", 1.0)
      .characterisation("co2", "gwp", 1.0)
      .characterisation("co2", "gwp", 0.5);
  expect_scores({0.5 * 3.0 * 1.5}, draft.compile({draft.demand("p", 1.0)}));
}

TEST(MiniModels, NormalisationAndWeighting) {
  Draft draft;
  draft.technosphere("p", "a", 1.0)
      .biosphere("co2", "a", 3.0)
      .biosphere("ch4", "a", 5.0)
      .biosphere("n2o", "a", 7.0);
  draft.characterisation("co2", "gwp", 1.0)
      .characterisation("ch4", "gwp", 28.0)
      .characterisation("n2o", "gwp", 265.0);
  draft.normalisation("co2", 0.1).normalisation("ch4", 0.01);
  expect_scores({0.3 + 5.0 * 28.0 * 0.01}, draft.compile({draft.demand("p", 1.0)}));
  draft.weighting("gwp", 4.0);
  expect_scores({4.0 * (0.3 + 5.0 * 28.0 * 0.01)}, draft.compile({draft.demand("p", 1.0)}));
}

TEST(MiniModels, DemandOfSeveralProductsAndOfOneTwice) {
  Draft draft;
  draft.technosphere("p", "a", 1.0)
      .technosphere("q", "b", 1.0)
      .biosphere("co2", "a", 2.0)
      .biosphere("co2", "b", 3.0);
  draft.characterisation("co2", "gwp", 1.0);
  expect_scores({2.0 * 1.0 + 3.0 * 10.0, 2.0 * 5.0, 0.0},
                draft.compile({draft.demand({{"p", 1.0}, {"q", 10.0}}),
                               draft.demand({{"p", 2.0}, {"p", 3.0}}),
                               draft.demand({{"p", 1.0}, {"p", -1.0}})}));
}

}  // namespace
}  // namespace plume::mini_models_test
