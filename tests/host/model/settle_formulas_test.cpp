// SPDX-License-Identifier: Apache-2.0
#include "host/model/settle_formulas.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "tests/support/draft.hpp"
#include "tests/support/findings.hpp"

namespace plume::settle_formulas_test {
namespace {

using testing::Draft;
using testing::lognormal;
using testing::normal;
using testing::uniform;

TEST(SettleFormulas, FormulasOfCertainParametersAreAmounts) {
  Draft draft;
  draft.parameter("x", 3.0).technosphere("p", "a", 9.0).by("x^2");
  Findings findings;
  settle_formulas(draft.model(), true, findings);
  EXPECT_EQ(draft.model().exchanges.back().formula, no_index);
  EXPECT_EQ(draft.model().exchanges.back().array, no_index);
  EXPECT_TRUE(draft.model().arrays.empty());
}

TEST(SettleFormulas, TheSampleShowsTheRange) {
  Draft draft;
  draft.parameter("x", 3.0, uniform(2.0, 4.0)).parameter("y", 1.0, lognormal(1.0, 0.5));
  draft.technosphere("p", "a", 9.0)
      .by("x^2")
      .technosphere("q", "b", 6.0, normal(6.0, 1.0))
      .by("2 * x * y");
  Model& model = draft.model();
  Findings findings;
  settle_formulas(model, true, findings);
  EXPECT_TRUE(findings.list().empty()) << findings.to_string();
  ASSERT_EQ(model.arrays.size(), 2u);
  const PresampledArray &alone = model.arrays[0], &beside = model.arrays[1];
  EXPECT_EQ(alone.order, ColumnOrder::formula);
  EXPECT_FALSE(alone.multiplies);
  EXPECT_TRUE(beside.multiplies) << "a normal is drawn as well";
  const auto [low, high] = std::minmax_element(alone.values.begin(), alone.values.end());
  EXPECT_NEAR(*low, 4.0, 0.2);
  EXPECT_NEAR(*high, 16.0, 0.3);
  const double mean =
      std::accumulate(alone.values.begin(), alone.values.end(), 0.0) / formula_sample;
  EXPECT_NEAR(mean, 28.0 / 3.0, 0.1) << "E x² of a uniform";
  std::vector<double> ratios(beside.values);
  std::nth_element(ratios.begin(), ratios.begin() + formula_sample / 2, ratios.end());
  EXPECT_NEAR(ratios[formula_sample / 2], 1.0, 0.15) << "relative to the static amount";
}

TEST(SettleFormulas, ParametersThatAreNotDrawnLeaveNoFormula) {
  Draft draft;
  draft.parameter("x", 3.0, uniform(2.0, 4.0)).technosphere("p", "a", 9.0).by("x^2");
  Findings findings;
  settle_formulas(draft.model(), false, findings);
  EXPECT_EQ(draft.model().exchanges.back().formula, no_index);
}

TEST(SettleFormulas, PresampledValuesComeBeforeAFormulaAndThatIsSaid) {
  Draft draft;
  draft.parameter("x", 3.0, uniform(2.0, 4.0))
      .technosphere("p", "a", 9.0)
      .by("x^2")
      .columns({1.0, 2.0});
  Findings findings;
  settle_formulas(draft.model(), true, findings);
  EXPECT_THAT(testing::codes(findings), ::testing::ElementsAre("W0453")) << findings.to_string();
  EXPECT_EQ(draft.model().exchanges.back().formula, no_index);
  EXPECT_EQ(draft.model().exchanges.back().array, 0u);
}

TEST(SettleFormulas, WhereFormulasHaveNoValueIsSaidBeforeTheRun) {
  Draft draft;
  draft.parameter("x", 1.0, normal(1.0, 1.0)).technosphere("p", "a", 1.0).by("sqrt(x)");
  Findings findings;
  settle_formulas(draft.model(), true, findings);
  EXPECT_THAT(testing::codes(findings), ::testing::ElementsAre("W0454")) << findings.to_string();
}

}  // namespace
}  // namespace plume::settle_formulas_test
