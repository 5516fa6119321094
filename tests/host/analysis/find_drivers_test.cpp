// SPDX-License-Identifier: Apache-2.0
#include "host/analysis/find_drivers.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/draft.hpp"
#include "tests/support/random_model.hpp"

namespace plume::find_drivers_test {
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

// Brightway's mc_basic.zip: shared/golden/textbook.json, bw2calc_mc_basic, sobol_first_order. The
// indices are of Var h; the first-order variance is their sum of it.
TEST(FindDrivers, NamesTheExactSharesLargestFirst) {
  Draft draft;
  draft.technosphere("3", "1", 1.0).technosphere("4", "2", 1.0);
  draft.technosphere("4", "1", 0.5, uniform(0.2, 0.8)).times(-1, 1.0);
  draft.biosphere("1", "1", 1.0, uniform(0.5, 1.5)).biosphere("2", "2", 0.1, uniform(0.0, 0.2));
  draft.characterisation("1", "k", 1.0, uniform(0.5, 2.0))
      .characterisation("2", "k", 2.0, uniform(1.0, 4.0));
  const Problem problem = draft.compile({draft.demand("3", 1.0)}, with_moments());
  const FirstOrder analysis(problem, {});

  const auto drivers = find_drivers(draft.model(), {0}, problem, &analysis);

  ASSERT_EQ(drivers.size(), 1u);
  const double sum = 0.005453091296866293 + 0.3786868956157146 + 0.015147475824628588 +
                     0.5453091296866291 + 0.005453091296866292;
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
  EXPECT_TRUE(drivers[0].parameters.empty())
      << "without an analysis nothing is known of the variance";
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
  EXPECT_NEAR(drivers[0].variance, 0.04, 1e-12)
      << "what a shared draw does adds up before it is squared";
}

// A flow of its own for each process makes its contribution a score: then its first-order variance
// is that of the score. Loops, shared draws across matrices, factors that are drawn, two demands.
TEST(FindDrivers, SpreadsOfContributionsAreThoseOfScoresMadeOfThemAlone) {
  Draft draft;
  const auto spread = [](double mean, double share) {
    return normal(mean, share * std::abs(mean));
  };
  draft.technosphere("a", "A", 1.0, spread(1.0, 0.02))
      .technosphere("b", "A", -0.4, spread(-0.4, 0.1));
  draft.technosphere("b", "B", 1.0)
      .technosphere("c", "B", -0.3, spread(-0.3, 0.2))
      .technosphere("a", "B", -0.2, spread(-0.2, 0.3));
  draft.technosphere("c", "C", 2.0).technosphere("a", "C", -0.1, spread(-0.1, 0.1));
  const std::pair<const char*, double> emissions[] = {{"A", 1.0}, {"B", 2.0}, {"C", 5.0}};
  for (const auto& [process, amount] : emissions) {
    const std::string of = process;
    draft.biosphere("co2 of " + of, of, amount, spread(amount, 0.15))
        .biosphere("n2o of " + of, of, 0.01 * amount, spread(0.01 * amount, 0.5));
  }
  for (const auto& [process, amount] : emissions) {
    const std::string of = process;
    for (const std::string& category : {std::string("all"), "only " + of}) {
      draft.characterisation("co2 of " + of, category, 1.0, spread(1.0, 0.05));
      draft.characterisation("n2o of " + of, category, 273.0, spread(273.0, 0.4));
    }
  }
  Model& model = draft.model();
  // One draw for the emission of A and its input, as of one meter.
  std::uint64_t key = 0;
  for (Exchange& e : model.exchanges) {
    if (e.matrix == Matrix::technosphere && e.static_value() == -0.4) key = e.key;
  }
  for (Exchange& e : model.exchanges) {
    if (e.matrix == Matrix::biosphere && e.amount == 1.0) e.key = key;
  }
  const Problem problem =
      draft.compile({draft.demand("a", 1.0), draft.demand("c", 3.0)}, with_moments());
  const FirstOrder analysis(problem, {});
  ASSERT_TRUE(analysis.known());
  const std::size_t categories = model.categories.size();
  const auto category_of = [&](const std::string& name) {
    for (std::size_t k = 0; k < categories; ++k) {
      if (model.categories[k].id == name) return k;
    }
    return categories;
  };
  std::vector<std::vector<std::uint32_t>> rows(2 * categories);
  for (std::size_t d = 0; d < 2; ++d) rows[d * categories + category_of("all")] = {2, 0, 1};
  const auto parts = analysis.parts(rows);
  ASSERT_EQ(parts.size(), 2 * categories);
  for (std::size_t d = 0; d < 2; ++d) {
    const std::size_t all = d * categories + category_of("all");
    double sum = 0.0;
    for (std::size_t i = 0; i < 3; ++i) {
      const std::string process = model.processes[problem.row_process[rows[all][i]]].id;
      const std::size_t alone = d * categories + category_of("only " + process);
      EXPECT_NEAR(parts[all][i].sd / std::sqrt(analysis.outputs()[alone].variance), 1.0, 1e-5)
          << process;
      EXPECT_NEAR(parts[all][i].mean, problem.static_scores[alone],
                  1e-6 * std::abs(problem.static_scores[alone]));
      sum += parts[all][i].mean;
    }
    EXPECT_NEAR(sum, problem.static_scores[all], 1e-6 * sum);
  }
  std::vector<std::uint32_t> chosen(categories);
  for (std::uint32_t k = 0; k < categories; ++k) chosen[k] = k;
  const auto drivers = find_drivers(model, chosen, problem, &analysis);
  for (const auto& of : drivers) {
    for (const auto& c : of.contributions) {
      EXPECT_LT(c.lower, c.score) << c.process;
      EXPECT_GT(c.upper, c.score) << c.process;
      EXPECT_GT(c.lower, 0.0);
    }
  }
}

// A contribution of mean 20 and standard deviation 10: the interval of the lognormal with that
// mean, sigma² = ln(1 + 0.5²), median 20/√1.25 = 17.8885. Around the mean it would be 7.93 to 50.5.
TEST(FindDrivers, TheIntervalOfAContributionIsThatOfItsLognormal) {
  Draft draft;
  draft.technosphere("p", "main", 1.0);
  draft.biosphere("co2", "main", 20.0, normal(20.0, 10.0));
  draft.characterisation("co2", "climate", 1.0);
  const Problem problem = draft.compile({draft.demand("p", 1.0)}, with_moments());
  const FirstOrder analysis(problem, {});
  const auto drivers = find_drivers(draft.model(), {0}, problem, &analysis);
  ASSERT_EQ(drivers.at(0).contributions.size(), 1u);
  const double sigma = std::sqrt(std::log(1.25)), median = 20.0 / std::sqrt(1.25);
  EXPECT_NEAR(drivers[0].contributions[0].lower, median * std::exp(-1.959963984540054 * sigma),
              1e-9);
  EXPECT_NEAR(drivers[0].contributions[0].upper, median * std::exp(1.959963984540054 * sigma),
              1e-9);
}

}  // namespace
}  // namespace plume::find_drivers_test
