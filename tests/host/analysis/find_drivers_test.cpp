// SPDX-License-Identifier: Apache-2.0
#include "host/analysis/find_drivers.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/draft.hpp"
#include "tests/support/random_model.hpp"

namespace plume {
namespace {

using testing::Draft;
using testing::normal;
using testing::uniform;

CompileOptions with_moments() {
  CompileOptions options;
  options.moments = true;
  options.fp32_values = false;
  return options;
}

// Brightway's mc_basic.zip: shared/golden/textbook.json, bw2calc_mc_basic, sobol_first_order. The indices are of Var h; the first-order
// variance is their sum of it.
TEST(FindDrivers, NamesTheExactSharesLargestFirst) {
  Draft draft;
  draft.technosphere("3", "1", 1.0).technosphere("4", "2", 1.0);
  draft.technosphere("4", "1", 0.5, uniform(0.2, 0.8)).times(-1, 1.0);
  draft.biosphere("1", "1", 1.0, uniform(0.5, 1.5)).biosphere("2", "2", 0.1, uniform(0.0, 0.2));
  draft.characterisation("1", "k", 1.0, uniform(0.5, 2.0)).characterisation("2", "k", 2.0, uniform(1.0, 4.0));
  const Problem problem = draft.compile({draft.demand("3", 1.0)}, with_moments());
  const FirstOrder analysis(problem, {});

  const auto drivers = find_drivers(draft.model(), {0}, problem, &analysis);

  ASSERT_EQ(drivers.size(), 1u);
  const double sum =
      0.005453091296866293 + 0.3786868956157146 + 0.015147475824628588 + 0.5453091296866291 + 0.005453091296866292;
  EXPECT_NEAR(drivers[0].variance, 0.5863801383630474 * 0.5863801383630474 * sum, 1e-12);
  ASSERT_EQ(drivers[0].parameters.size(), 5u);
  EXPECT_EQ(drivers[0].parameters[0].name, "factor of 1 in k");
  EXPECT_NEAR(drivers[0].parameters[0].share, 0.5453091296866291 / sum, 1e-12);
  EXPECT_EQ(drivers[0].parameters[1].name, "1 of 1");
  EXPECT_NEAR(drivers[0].parameters[1].share, 0.3786868956157146 / sum, 1e-12);
  EXPECT_EQ(drivers[0].parameters[2].name, "2 of 2");
  double named = 0.0;
  bool input = false;
  for (const auto& p : drivers[0].parameters) {
    named += p.share;
    input = input || p.name == "4 used by 1";
    EXPECT_EQ(p.count, 1u);
  }
  EXPECT_NEAR(named, 1.0, 1e-12);
  EXPECT_TRUE(input);
}

TEST(FindDrivers, ContributionsAreTheDirectOnesOfTheStaticAmounts) {
  Draft draft;
  draft.technosphere("electricity", "power plant", 10.0).technosphere("fuel", "power plant", -2.0);
  draft.technosphere("fuel", "refinery", 100.0);
  draft.biosphere("co2", "power plant", 1.0, normal(1.0, 0.1)).biosphere("co2", "refinery", 10.0);
  draft.characterisation("co2", "climate", 3.0);
  const Problem problem = draft.compile({draft.demand("electricity", 1000.0)}, with_moments());

  const auto drivers = find_drivers(draft.model(), {0}, problem, nullptr);

  // Heijungs & Suh (2002), chapter 2: s = (100, 2).
  ASSERT_EQ(drivers[0].contributions.size(), 2u);
  EXPECT_EQ(drivers[0].contributions[0].process, "power plant");
  EXPECT_DOUBLE_EQ(drivers[0].contributions[0].score, 300.0);
  EXPECT_EQ(drivers[0].contributions[1].process, "refinery");
  EXPECT_DOUBLE_EQ(drivers[0].contributions[1].score, 60.0);
  EXPECT_TRUE(drivers[0].parameters.empty()) << "without an analysis nothing is known of the variance";
  EXPECT_EQ(drivers[0].variance, 0.0);
}

TEST(FindDrivers, OfManyProcessesTheLargestAreKeptByTheirSize) {
  Draft draft;
  draft.technosphere("p", "main", 1.0);
  for (int i = 0; i < 40; ++i) {
    const std::string name = "s" + std::to_string(i);
    draft.technosphere(name, "of " + name, 1.0).technosphere(name, "main", -1.0);
    draft.biosphere("co2", "of " + name, i % 2 == 0 ? 1.0 + i : -1.0 - i);
  }
  draft.characterisation("co2", "climate", 1.0);
  const Problem problem = draft.compile({draft.demand("p", 1.0)}, with_moments());
  const auto& largest = problem.contributions.at(0);
  ASSERT_EQ(largest.size(), Problem::most_contributions);
  for (std::size_t i = 0; i < largest.size(); ++i)
    EXPECT_DOUBLE_EQ(std::abs(largest[i].score), 40.0 - static_cast<double>(i));
  EXPECT_LT(largest[0].score, 0.0) << "negative ones count by their size";
}

TEST(FindDrivers, NumbersThatShareADrawAreOne) {
  Draft draft;
  draft.technosphere("p", "main", 1.0);
  draft.biosphere("a", "main", 1.0, normal(1.0, 0.1)).biosphere("b", "main", 1.0, normal(1.0, 0.1));
  draft.characterisation("a", "climate", 1.0).characterisation("b", "climate", 1.0);
  Model& model = draft.model();
  std::uint64_t key = 0;
  for (Exchange& e : model.exchanges) {
    if (e.matrix != Matrix::biosphere) continue;
    if (key == 0) key = e.key;
    e.key = key;
  }
  const Problem problem = draft.compile({draft.demand("p", 1.0)}, with_moments());
  const FirstOrder analysis(problem, {});
  const auto drivers = find_drivers(model, {0}, problem, &analysis);
  ASSERT_EQ(drivers[0].parameters.size(), 1u);
  EXPECT_EQ(drivers[0].parameters[0].count, 2u);
  EXPECT_DOUBLE_EQ(drivers[0].parameters[0].share, 1.0);
  EXPECT_NEAR(drivers[0].variance, 0.04, 1e-12) << "what a shared draw does adds up before it is squared";
}

}  // namespace
}  // namespace plume
