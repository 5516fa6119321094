// SPDX-License-Identifier: Apache-2.0
#include "host/study/pair_scores.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "host/model/builder.hpp"

namespace plume::pair_scores_test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// Category "gwp" with factors 2 and 3 of flows a and b; set "n1" has 10 for a alone, "n2" 100 for
/// both, weighting "w" is 0.5.
class PairScores : public testing::Test {
 protected:
  PairScores() {
    ModelBuilder builder(model);
    const auto add = [&](Matrix matrix, std::uint32_t row, std::uint32_t column, double amount) {
      Exchange e;
      e.matrix = matrix, e.row = row, e.column = column, e.amount = amount;
      return builder.add(e);
    };
    const std::uint32_t a = builder.flow("a"), b = builder.flow("b"), gwp = builder.category("gwp");
    model.categories[gwp].unit = "kg";
    model.normalisations = {{"n1", "one.zip"}, {"n2", "two.zip"}};
    model.weightings = {{"w", "w.zip"}};
    (void)add(Matrix::normalisation, a, 0, 10.0);  // before the factors: indices behind it move
    (void)add(Matrix::normalisation, a, 1, 100.0);
    (void)add(Matrix::normalisation, b, 1, 100.0);
    (void)add(Matrix::weighting, 0, 0, 0.5);
    tagged = static_cast<std::uint32_t>(add(Matrix::characterisation, a, gwp, 2.0));
    (void)add(Matrix::characterisation, b, gwp, 3.0);
    model.dependence.tags["t"] = {0, tagged};
  }

  void ask(const std::string& normalisation, const std::string& weighting,
           const std::string& unit = "") {
    StudyCategory category{"gwp", {}};
    category.normalisation = normalisation, category.weighting = weighting, category.unit = unit;
    study.categories.push_back(category);
    categories.push_back(0);
  }

  [[nodiscard]] std::vector<double> factors_of(std::uint32_t category) const {
    std::vector<double> values;
    for (const Exchange& e : model.exchanges) {
      if (e.matrix == Matrix::characterisation && e.column == category)
        values.push_back(e.static_value());
    }
    return values;
  }

  Model model;
  Study study;
  std::vector<std::uint32_t> categories;
  Findings findings;
  std::uint32_t tagged = 0;
};

TEST_F(PairScores, MultiplyTheFactorsOfTheirCategoryAlone) {
  ask("", "");
  ask("n1", "");
  ask("n2", "w", "person years");

  pair_scores(study, model, categories, findings);

  ASSERT_FALSE(findings.has_errors());
  EXPECT_THAT(factors_of(categories[0]), ElementsAre(2.0, 3.0));
  EXPECT_THAT(factors_of(categories[1]), ElementsAre(20.0));  // b has no factor in n1
  EXPECT_THAT(factors_of(categories[2]), ElementsAre(100.0, 150.0));
  EXPECT_EQ(model.categories[categories[1]].id, "gwp | n1");
  EXPECT_EQ(model.categories[categories[1]].unit, "1");  // no longer kg
  EXPECT_EQ(model.categories[categories[2]].id, "gwp | n2 | w");
  EXPECT_EQ(model.categories[categories[2]].unit, "person years");
}

TEST_F(PairScores, HaveTheDrawsOfTheirCategoryAndLeaveNoSetBehind) {
  const std::uint64_t key = model.exchanges[tagged].key;
  ask("n1", "");

  pair_scores(study, model, categories, findings);

  for (const Exchange& e : model.exchanges) EXPECT_EQ(e.matrix, Matrix::characterisation);
  EXPECT_EQ(model.exchanges.back().key, key);
  ASSERT_EQ(model.dependence.tags["t"].size(), 1u);
  EXPECT_EQ(model.exchanges[model.dependence.tags["t"][0]].key, key);
}

TEST_F(PairScores, UnknownAndUncertainSetsAreFindings) {
  ask("n3", "");
  pair_scores(study, model, categories, findings);
  ASSERT_EQ(findings.list().size(), 1u);
  EXPECT_EQ(findings.list()[0].code, "E0347");
  EXPECT_THAT(findings.list()[0].hint, HasSubstr("'n1', 'n2'"));

  Findings second;
  study.categories[0].normalisation = "n1";
  model.exchanges[0].uncertainty = 0;
  pair_scores(study, model, categories, second);
  ASSERT_EQ(second.list().size(), 1u);
  EXPECT_EQ(second.list()[0].code, "E0348");
}

TEST_F(PairScores, OfTwoSetsOfOneNameNoneIsTaken) {
  model.normalisations[1].name = "n1";
  ask("n1", "");
  pair_scores(study, model, categories, findings);
  ASSERT_EQ(findings.list().size(), 1u);
  EXPECT_EQ(findings.list()[0].code, "E0347");
  EXPECT_EQ(findings.list()[0].problem, "2 normalisations are called 'n1'");
}

TEST_F(PairScores, SeveralSetsWithoutPairsAreAnError) {
  check_single_sets(model, findings);
  ASSERT_EQ(findings.list().size(), 1u);
  EXPECT_EQ(findings.list()[0].code, "E0345");
  EXPECT_EQ(findings.list()[0].place.file, "two.zip");

  Findings of_weightings;
  model.normalisations.pop_back();
  model.weightings.push_back({"v", "v.zip"});
  check_single_sets(model, of_weightings);
  ASSERT_EQ(of_weightings.list().size(), 1u);
  EXPECT_EQ(of_weightings.list()[0].code, "E0346");
}

TEST_F(PairScores, TheUnitIsThatOfTheStudyOrTheLastSetThatHasOne) {
  model.normalisations[1].unit = "person years";
  ask("n2", "");
  ask("n2", "w");
  ask("n1", "w");
  ask("", "w");
  ask("n2", "", "mPt");
  pair_scores(study, model, categories, findings);
  std::vector<std::string> units;
  for (const std::uint32_t k : categories) units.push_back(model.categories[k].unit);
  EXPECT_THAT(units, ElementsAre("person years", "person years", "1", "", "mPt"));
}

TEST_F(PairScores, OneSetWithoutPairsTakesTheUnitOfEveryCategory) {
  const auto unit_with = [&](std::vector<FactorSet> normalisations,
                             std::vector<FactorSet> weightings) {
    model.categories[0].unit = "kg";
    model.normalisations = std::move(normalisations), model.weightings = std::move(weightings);
    set_scaled_units(model);
    return model.categories[0].unit;
  };
  EXPECT_EQ(unit_with({}, {}), "kg");
  EXPECT_EQ(unit_with({{"n", "n.zip"}}, {}), "1");
  EXPECT_EQ(unit_with({{"n", "n.zip", "person years"}}, {{"w", "w.zip"}}), "person years");
  EXPECT_EQ(unit_with({{"n", "n.zip", "person years"}}, {{"w", "w.zip", "points"}}), "points");
  EXPECT_EQ(unit_with({}, {{"w", "w.zip"}}), "");
}

TEST_F(PairScores, SetsAreNotAppliedToAnInventory) {
  check_no_sets(study, model, findings);
  EXPECT_FALSE(findings.has_errors());
  study.inventory.emplace();
  check_no_sets(study, model, findings);
  ASSERT_EQ(findings.list().size(), 2u);
  EXPECT_EQ(findings.list()[0].code, "E0640");
  EXPECT_EQ(findings.list()[0].problem,
            "the normalisation 'n1' of one.zip would be applied to the inventory, too");
  EXPECT_EQ(findings.list()[1].problem,
            "the weighting 'w' of w.zip would be applied to the inventory, too");
}

TEST_F(PairScores, SharedDrawsOfTheCategoryItselfWouldBeLost) {
  ask("n1", "");
  pair_scores(study, model, categories, findings);
  check_paired_dependence(study, model, categories, findings);
  EXPECT_FALSE(findings.has_errors());
  model.dependence.share(0, 77);  // a factor of "gwp", which no score uses
  check_paired_dependence(study, model, categories, findings);
  ASSERT_EQ(findings.list().size(), 1u);
  EXPECT_EQ(findings.list()[0].code, "E0348");
}

}  // namespace
}  // namespace plume::pair_scores_test
