// SPDX-License-Identifier: Apache-2.0
#include "host/analysis/first_order.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>

#include "host/model/distribution_moments.hpp"
#include "host/model/settle_formulas.hpp"
#include "tests/support/draft.hpp"
#include "tests/support/random_model.hpp"

namespace plume::first_order_test {
namespace {

using testing::Draft;
using testing::lognormal;
using testing::normal;
using testing::random_model;
using testing::uniform;

CompileOptions with_moments() {
  CompileOptions options;
  options.moments = true;
  options.fp32_values = false;
  return options;
}

/// V_p of one output by model exchange; parameters of several numbers count at their first.
std::map<std::uint32_t, double> variances(const FirstOrder& analysis, std::size_t category,
                                          std::size_t demand = 0) {
  std::map<std::uint32_t, double> by_exchange;
  const std::vector<double> shares = analysis.shares(demand, category);
  std::vector<bool> seen(shares.size(), false);
  for (const DrawnNumber& number : analysis.numbers()) {
    if (seen[number.parameter]) continue;
    seen[number.parameter] = true;
    by_exchange[number.exchange] = shares[number.parameter] * analysis.outputs()[category].variance;
  }
  return by_exchange;
}

// Brightway's mc_basic.zip. The score is linear in each number alone, so V_p is S_p · Var h
// exactly. Exact indices and sd: shared/golden/textbook.json, bw2calc_mc_basic, sobol_first_order.
TEST(FirstOrder, ReproducesExactSobolIndices) {
  Draft draft;
  draft.technosphere("3", "1", 1.0).technosphere("4", "2", 1.0);
  draft.technosphere("4", "1", 0.5, uniform(0.2, 0.8)).times(-1, 1.0);
  draft.biosphere("1", "1", 1.0, uniform(0.5, 1.5)).biosphere("2", "2", 0.1, uniform(0.0, 0.2));
  draft.characterisation("1", "k", 1.0, uniform(0.5, 2.0))
      .characterisation("2", "k", 2.0, uniform(1.0, 4.0));
  const Problem problem = draft.compile({draft.demand("3", 1.0)}, with_moments());
  const FirstOrder analysis(problem, {});
  ASSERT_TRUE(analysis.known());
  const double variance = 0.5863801383630474 * 0.5863801383630474;
  const std::map<std::uint32_t, double> v = variances(analysis, 0);
  ASSERT_EQ(5u, v.size());
  EXPECT_NEAR(0.005453091296866293, v.at(2) / variance, 1e-12);  // technosphere
  EXPECT_NEAR(0.3786868956157146, v.at(3) / variance, 1e-12);    // biosphere
  EXPECT_NEAR(0.015147475824628588, v.at(4) / variance, 1e-12);
  EXPECT_NEAR(0.5453091296866291, v.at(5) / variance, 1e-12);  // characterisation
  EXPECT_NEAR(0.005453091296866292, v.at(6) / variance, 1e-12);
}

// Heijungs & Suh (2002), chapter 2, every number normal with 5 %; shared/golden/textbook.json,
// taylor_first_order.
TEST(FirstOrder, ReproducesTheTextbook) {
  Draft draft;
  const auto five_percent = [](double mean) { return normal(mean, 0.05 * std::abs(mean)); };
  draft.technosphere("electricity", "e", 10.0, five_percent(10.0))
      .technosphere("fuel", "e", -2.0, five_percent(-2.0));
  draft.technosphere("fuel", "f", 100.0, five_percent(100.0));
  draft.biosphere("co2", "e", 1.0, five_percent(1.0))
      .biosphere("co2", "f", 10.0, five_percent(10.0));
  draft.biosphere("so2", "e", 0.1, five_percent(0.1)).biosphere("so2", "f", 2.0, five_percent(2.0));
  draft.biosphere("oil", "f", -50.0, five_percent(-50.0));
  for (const char* flow : {"co2", "so2", "oil"}) draft.characterisation(flow, flow, 1.0);
  const Problem problem = draft.compile({draft.demand("electricity", 1000.0)}, with_moments());
  const FirstOrder analysis(problem, {});
  EXPECT_NEAR(8.0, std::sqrt(analysis.outputs()[0].variance), 1e-9);
  EXPECT_NEAR(0.9273618495495706, std::sqrt(analysis.outputs()[1].variance), 1e-10);
  EXPECT_NEAR(10.0, std::sqrt(analysis.outputs()[2].variance), 1e-9);
}

// A product of lognormals: V_p = h̄² (e^σ² − 1), h̄ the product of the means, not of the medians.
TEST(FirstOrder, TakesDerivativesAtTheMeans) {
  Draft draft;
  draft.technosphere("q", "b", 1.0).technosphere("p", "a", 1.0);
  draft.technosphere("q", "a", 0.5, lognormal(0.5, 0.6)).times(-1, 1.0);
  draft.biosphere("x", "b", 2.0, lognormal(2.0, 0.4))
      .characterisation("x", "k", 3.0, lognormal(3.0, 0.2));
  const Problem problem = draft.compile({draft.demand("p", 1.0)}, with_moments());
  const double mean = 3.0 * std::exp(0.5 * (0.36 + 0.16 + 0.04));
  const std::map<std::uint32_t, double> v = variances(FirstOrder(problem, {}), 0);
  EXPECT_NEAR(mean * mean * std::expm1(0.36), v.at(2), 1e-9);
  EXPECT_NEAR(mean * mean * std::expm1(0.16), v.at(3), 1e-9);
  EXPECT_NEAR(mean * mean * std::expm1(0.04), v.at(4), 1e-9);
  const FirstOrder medians(problem, {FirstOrderOptions::Around::medians, 0.999});
  EXPECT_LT(medians.outputs()[0].variance, 0.8 * FirstOrder(problem, {}).outputs()[0].variance)
      << "the twin";
}

// Central differences of the static score on random models, with every number that is drawn at its
// mean.
TEST(FirstOrder, DerivativesAreThoseOfTheScores) {
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    testing::RandomModelOptions options;
    options.arrays = 0.0;
    options.normalised = seed % 2 == 0;
    options.weighted = seed % 3 == 0;
    testing::RandomModel m = random_model(seed, options);
    Model& model = m.draft.model();
    for (Exchange& e : model.exchanges) {
      if (e.uncertainty == no_index) continue;
      const Uncertainty& u = model.uncertainties[e.uncertainty];
      if (!u.is_certain()) e.amount = moments_of(u, e.amount).mean;
    }
    const Problem problem = m.compile(with_moments());
    const FirstOrder analysis(problem, {FirstOrderOptions::Around::means, 1.0});
    ASSERT_TRUE(analysis.known());
    const std::size_t num_outputs = analysis.outputs().size();
    std::vector<std::map<std::uint32_t, double>> weight(num_outputs);
    for (std::size_t output = 0; output < num_outputs; ++output) {
      for (const auto& each : analysis.outputs()[output].top)
        weight[output][each.number] = each.weight;
    }
    for (std::uint32_t i = 0; i < analysis.numbers().size(); i += 5) {
      const DrawnNumber& number = analysis.numbers()[i];
      Exchange& e = model.exchanges[number.exchange];
      const double amount = e.amount,
                   sd = std::sqrt(moments_of(model.uncertainties[e.uncertainty], amount).variance);
      const double step = 1e-4 * sd;
      e.amount = amount + step;
      const std::vector<double> above = m.compile().static_scores;
      e.amount = amount - step;
      const std::vector<double> below = m.compile().static_scores;
      e.amount = amount;
      for (std::size_t output = 0; output < num_outputs; ++output) {
        const double effect = (above[output] - below[output]) / (2.0 * step) * sd;
        const double found =
            weight[output].contains(i) ? weight[output][i] * std::abs(number.sd) : 0.0;
        const double sign = e.sign * e.factor < 0.0 ? -1.0 : 1.0;
        EXPECT_NEAR(effect, sign * found, 1e-5 * std::sqrt(analysis.outputs()[output].variance))
            << "seed " << seed << ", number " << i << ", output " << output;
      }
    }
  }
}

// What a shared draw does to two numbers adds up before it is squared: 3 + 4 = 7, and 3 − 4 where
// they go against each other.
TEST(FirstOrder, NumbersThatShareADrawAreOneParameter) {
  Draft draft;
  draft.technosphere("p", "a", 1.0);
  draft.biosphere("x", "a", 30.0, normal(30.0, 3.0)).biosphere("y", "a", 40.0, normal(40.0, 4.0));
  draft.characterisation("x", "k", 1.0).characterisation("y", "k", 1.0);
  draft.characterisation("x", "l", 1.0).characterisation("y", "l", -1.0);
  Problem problem = draft.compile({draft.demand("p", 1.0)}, with_moments());
  const auto share_key = [](DrawTables& tables) {
    std::uint64_t key = 0;
    const auto take = [&](auto& draws) {
      for (auto& draw : draws) draw.key = key == 0 ? key = draw.key : key;
    };
    take(tables.lognormal);
    take(tables.normal);
    take(tables.wide);
  };
  EXPECT_EQ(2u, FirstOrder(problem, {}).num_parameters());
  EXPECT_NEAR(25.0, FirstOrder(problem, {}).outputs()[0].variance, 1e-12);
  share_key(problem.biosphere);
  const FirstOrder shared(problem, {});
  EXPECT_EQ(1u, shared.num_parameters());
  EXPECT_NEAR(49.0, shared.outputs()[0].variance, 1e-12);
  EXPECT_NEAR(1.0, shared.outputs()[1].variance, 1e-12);
}

TEST(FirstOrder, LeavesOutWhatItCannotKnow) {
  Draft draft;
  draft.technosphere("p", "a", 1.0);
  Uncertainty heavy;  // Student's t with 1.5 degrees of freedom: a mean, no variance
  heavy.kind = DistributionKind::students_t;
  heavy.loc = 1.0;
  heavy.scale = 0.1;
  heavy.shape = 1.5;
  draft.biosphere("x", "a", 1.0, heavy);
  draft.biosphere("y", "a", 1.0, uniform(0.5, 1.5)).columns({0.9, 1.0, 1.1});
  draft.biosphere("z", "a", 1.0, uniform(0.0, 2.0));
  for (const char* flow : {"x", "y", "z"}) draft.characterisation(flow, "k", 1.0);
  const Problem problem = draft.compile({draft.demand("p", 1.0)}, with_moments());
  const FirstOrder analysis(problem, {});
  ASSERT_EQ(1u, analysis.numbers().size());
  EXPECT_EQ(3u, analysis.numbers()[0].exchange);
  EXPECT_NEAR(4.0 / 12.0, analysis.outputs()[0].variance, 1e-12);
}

TEST(FirstOrder, TopIsTheFewestThatCoverTheShare) {
  testing::RandomModelOptions options;
  options.num_processes = 60;
  options.arrays = 0.0;
  const Problem problem = random_model(3, options).compile(with_moments());
  for (const double coverage : {0.5, 0.9, 0.999}) {
    const FirstOrder analysis(problem, {FirstOrderOptions::Around::means, coverage});
    for (std::size_t output = 0; output < analysis.outputs().size(); ++output) {
      std::vector<double> shares =
          analysis.shares(output / problem.num_categories, output % problem.num_categories);
      EXPECT_NEAR(1.0, std::accumulate(shares.begin(), shares.end(), 0.0), 1e-12);
      double covered = 0.0, least = 1.0;
      for (const auto& weight : analysis.outputs()[output].top) {
        const double share = shares[analysis.numbers()[weight.number].parameter];
        covered += share;
        least = std::min(least, share);
      }
      EXPECT_GE(covered, coverage);
      EXPECT_LT(covered - least, coverage) << "one too many";
    }
  }
}

TEST(FirstOrder, NegligibleParametersStayBelowTheLimitInEveryOutput) {
  testing::RandomModelOptions options;
  options.num_processes = 60;
  options.arrays = 0.0;
  const Problem problem = random_model(4, options).compile(with_moments());
  const FirstOrder analysis(problem, {});
  std::uint32_t last = 0;
  for (const double below : {1e-6, 1e-4, 1e-2, 0.3}) {
    const FirstOrder::Negligible negligible = analysis.negligible(below);
    double largest = 0.0;
    for (std::size_t output = 0; output < analysis.outputs().size(); ++output) {
      const std::vector<double> shares =
          analysis.shares(output / problem.num_categories, output % problem.num_categories);
      double sum = 0.0;
      for (std::size_t i = 0; i < shares.size(); ++i)
        sum += negligible.parameter[i] ? shares[i] : 0.0;
      largest = std::max(largest, sum);
    }
    EXPECT_LT(largest, below);
    EXPECT_NEAR(negligible.left_out, largest, 1e-15);
    EXPECT_GE(negligible.count, last);
    last = negligible.count;
  }
  EXPECT_GT(last, 0u);
  EXPECT_LT(last, analysis.num_parameters());
  EXPECT_EQ(0u, analysis.negligible(0.0).count);
}

// A loop that gains at its mean (e^0.5 · 0.9 > 1) has no mean solution worth the name; the medians
// stand in.
TEST(FirstOrder, TakesTheMediansWhereTheMeansHaveNoSolution) {
  Draft draft;
  draft.technosphere("p", "a", 1.0).technosphere("q", "b", 1.0);
  draft.technosphere("q", "a", 1.0).times(-1, 1.0);
  draft.technosphere("p", "b", 0.9, lognormal(0.9, 1.0)).times(-1, 1.0);
  draft.biosphere("x", "a", 1.0, lognormal(1.0, 0.1)).characterisation("x", "k", 1.0);
  const Problem problem = draft.compile({draft.demand("p", 1.0)}, with_moments());
  const FirstOrder analysis(problem, {});
  ASSERT_TRUE(analysis.known());
  EXPECT_NEAR(
      FirstOrder(problem, {FirstOrderOptions::Around::medians, 0.999}).outputs()[0].variance,
      analysis.outputs()[0].variance, 1e-9);
}

TEST(FirstOrder, NeedsMoments) {
  Draft draft;
  draft.technosphere("p", "a", 1.0)
      .biosphere("x", "a", 1.0, lognormal(1.0, 0.1))
      .characterisation("x", "k", 1.0);
  EXPECT_THROW(FirstOrder(draft.compile({draft.demand("p", 1.0)}), {}), std::invalid_argument);
}

// h = mass · (1 + loss) · (a + b · loss) · gwp, with b drawn beside its formula: by hand.
TEST(FirstOrder, ParametersHaveTheDerivativeOfEverythingThatFollowsThem) {
  Draft draft;
  draft.parameter("mass", 15.0, normal(15.0, 1.5)).parameter("loss", 0.1, uniform(0.05, 0.15));
  draft.parameter("gwp", 25.0, normal(25.0, 3.0));
  draft.technosphere("car", "factory", 1.0).technosphere("steel", "mill", 1.0);
  draft.technosphere("steel", "factory", 16.5).by("mass * (1 + loss)").times(-1, 1.0);
  draft.biosphere("co2", "mill", 2.0, normal(2.0, 0.2));
  draft.biosphere("co2", "mill", 0.3, normal(0.3, 0.03)).by("3 * loss");
  draft.characterisation("co2", "gwp", 25.0).by("gwp");
  Findings findings;
  settle_formulas(draft.model(), true, findings);
  const Problem problem = draft.compile({draft.demand("car", 1.0)}, with_moments());
  const FirstOrder analysis(problem, {});
  ASSERT_TRUE(analysis.known());
  std::map<std::string, double> by_label;
  for (const auto& [exchange, v] : variances(analysis, 0))
    by_label[draft.model().label_of(draft.model().exchanges[exchange]) + std::to_string(exchange)] =
        v;
  const auto square = [](double x) { return x * x; };
  const double h = 16.5 * 2.3 * 25.0;
  ASSERT_EQ(by_label.size(), 5u);
  EXPECT_NEAR(by_label.at("parameter 'mass'0"), square(h / 15.0 * 1.5), 1e-9);
  EXPECT_NEAR(by_label.at("parameter 'loss'1"),
              square(25.0 * (15.0 * 2.3 + 16.5 * 3.0)) * square(0.1) / 12.0, 1e-9);
  EXPECT_NEAR(by_label.at("parameter 'gwp'2"), square(h / 25.0 * 3.0), 1e-9);
  EXPECT_NEAR(by_label.at("flow 'co2' in process 'mill'6"), square(16.5 * 25.0 * 0.2), 1e-9);
  EXPECT_NEAR(by_label.at("flow 'co2' in process 'mill'7"), square(16.5 * 25.0 * 0.03), 1e-9);
  // What the mill's own emissions make of the score: the same parameters, and the rest of them
  // through its supply.
  const std::vector<std::vector<FirstOrder::Part>> parts = analysis.parts({{1}});
  ASSERT_EQ(parts.size(), 1u);
  const FirstOrder::Part part =
      problem.row_process[1] == 1 ? parts[0][0] : analysis.parts({{0}})[0][0];
  EXPECT_NEAR(part.mean, h, 1e-9);
  EXPECT_NEAR(part.sd, std::sqrt(analysis.outputs()[0].variance), 1e-9)
      << "no other process emits anything";
}

}  // namespace
}  // namespace plume::first_order_test
