// SPDX-License-Identifier: Apache-2.0
#include "host/compile/compile.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <vector>

#include "kernels/api/realisation.hpp"
#include "tests/support/dense_lca.hpp"
#include "tests/support/random_model.hpp"

namespace plume::compile_test {
namespace {

using testing::DenseLca;
using testing::Draft;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::random_model;
using testing::RandomModel;
using ::testing::UnorderedElementsAre;

/// Ids of the processes in solving order.
std::vector<std::string> order_of(const Draft& draft, const Problem& problem) {
  std::vector<std::string> ids;
  for (const std::uint32_t process : problem.row_process)
    ids.push_back(draft.model().processes[process].id);
  return ids;
}

Draft chain() {
  Draft draft;
  draft.technosphere("r", "c", 1.0).technosphere("q", "b", 1.0).technosphere("p", "a", 1.0);
  draft.technosphere("q", "a", -0.5).technosphere("r", "b", -0.5);
  draft.biosphere("co2", "c", 1.0).characterisation("co2", "gwp", 1.0);
  return draft;
}

TEST(Compile, OrdersConsumersBeforeTheirSuppliers) {
  Draft draft = chain();
  const Problem problem = draft.compile({draft.demand("p", 1.0)});
  EXPECT_THAT(order_of(draft, problem), ElementsAre("a", "b", "c"));
  ASSERT_EQ(1u, problem.blocks.size());
  EXPECT_EQ(0u, problem.blocks[0].iterative);
}

TEST(Compile, DropsWhatNoDemandReaches) {
  Draft draft = chain();
  EXPECT_THAT(order_of(draft, draft.compile({draft.demand("q", 1.0)})), ElementsAre("b", "c"));
  EXPECT_THAT(order_of(draft, draft.compile({draft.demand("r", 1.0)})), ElementsAre("c"));
  EXPECT_THAT(order_of(draft, draft.compile({draft.demand("r", 1.0), draft.demand("q", 1.0)})),
              UnorderedElementsAre("b", "c"));
}

TEST(Compile, SweepsCyclesOnly) {
  Draft draft = chain();
  draft.technosphere("q", "c", -0.25);  // b ⇄ c
  const Problem problem = draft.compile({draft.demand("p", 1.0)});
  ASSERT_EQ(2u, problem.blocks.size());
  EXPECT_EQ(0u, problem.blocks[0].iterative);
  EXPECT_EQ(1u, problem.blocks[0].end);
  EXPECT_EQ(1u, problem.blocks[1].iterative);
  EXPECT_EQ(3u, problem.blocks[1].end);
}

TEST(Compile, LeadsBackToTheModel) {
  Draft draft = chain();
  const Problem problem = draft.compile({draft.demand("p", 1.0)});
  for (std::uint32_t row = 0; row < 3; ++row) {
    const std::string process = draft.model().processes[problem.row_process[row]].id;
    EXPECT_EQ(std::string(1, static_cast<char>(process[0] - 'a' + 'p')),
              draft.model().products[problem.row_product[row]].id);
  }
  EXPECT_THAT(problem.flow_index, ElementsAre(0));
}

TEST(Compile, ScalesSuppliesAndDiagonalsToOne) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const Problem problem = random_model(seed, {.num_demands = 1}).compile();
    for (std::uint32_t row = 0; row < problem.num_rows; ++row) {
      if (problem.initial[row] == 0.0) continue;
      EXPECT_GE(std::abs(problem.initial[row]), 0.7);
      EXPECT_LE(std::abs(problem.initial[row]), 1.42);
      EXPECT_DOUBLE_EQ(problem.static_supply[row],
                       std::ldexp(problem.initial[row], problem.row_exponent[row]))
          << "exact";
      if (problem.row_diagonal[row] == problem.row_diagonal[row + 1]) {
        EXPECT_LE(std::abs(problem.diagonal[row]), 1.42);
      }
    }
  }
}

// --- against the dense reference, and properties
// ----------------------------------------------------------------------

TEST(Compile, StaticScoresAreThoseOfTheDenseReference) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    const RandomModel m = random_model(seed, {.feedback = seed % 4 == 0 ? 0.95 : 0.6,
                                              .normalised = seed % 3 == 0,
                                              .weighted = seed % 5 == 0});
    const Problem problem = m.compile();
    const auto categories = m.draft.all_categories();
    const auto exact =
        DenseLca(m.model(), m.demands, categories).scores(testing::static_values(m.model()));
    ASSERT_EQ(exact.size(), problem.static_scores.size());
    double size = 0.0;
    for (const double h : exact) size = std::max(size, std::abs(h));
    for (std::size_t i = 0; i < exact.size(); ++i)
      ASSERT_NEAR(exact[i], problem.static_scores[i], 1e-11 * size) << "seed " << seed;
  }
}

TEST(Compile, ScoresAreLinearInTheDemand) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    RandomModel m = random_model(seed, {.num_demands = 2});
    DemandVector both = m.demands[0], large = m.demands[0];
    both.entries.insert(both.entries.end(), m.demands[1].entries.begin(),
                        m.demands[1].entries.end());
    for (auto& entry : large.entries) entry.amount *= 1e6;
    m.demands.push_back(both);
    m.demands.push_back(large);
    const Problem p = m.compile();
    for (std::size_t k = 0; k < p.num_categories; ++k) {
      const auto h = [&](std::size_t demand) {
        return p.static_scores[demand * p.num_categories + k];
      };
      EXPECT_NEAR(h(0) + h(1), h(2), 1e-11 * (std::abs(h(0)) + std::abs(h(1))));
      EXPECT_NEAR(1e6 * h(0), h(3), 1e-11 * std::abs(h(3)));
    }
  }
}

TEST(Compile, OnlyTheCategoriesAskedForInTheirOrder) {
  const RandomModel m = random_model(3);
  const Problem all = m.compile();
  Findings findings;
  const Problem some = compile(m.model(), m.demands, {2, 0}, {}, findings);
  EXPECT_EQ("", findings.to_string());
  ASSERT_EQ(2u, some.num_categories);
  for (std::size_t d = 0; d < m.demands.size(); ++d) {
    EXPECT_NEAR(all.static_scores[d * 3 + 2], some.static_scores[d * 2],
                1e-12 * std::abs(some.static_scores[d * 2]));
    EXPECT_NEAR(all.static_scores[d * 3], some.static_scores[d * 2 + 1],
                1e-12 * std::abs(some.static_scores[d * 2 + 1]));
  }
}

TEST(Compile, NamesWhatMakesMostOfAScoreCreditsToo) {
  Draft draft;
  draft.technosphere("p", "a", 1.0).technosphere("q", "b", 1.0).technosphere("r", "c", 1.0);
  draft.technosphere("q", "a", -1.0).technosphere("r", "a", -1.0);
  draft.biosphere("co2", "a", 1.0).biosphere("co2", "b", -3.0).characterisation("co2", "gwp", 2.0);
  const Problem problem = draft.compile({draft.demand("p", 1.0)});
  ASSERT_EQ(1u, problem.contributions.size());
  const std::vector<Problem::Contribution>& largest = problem.contributions[0];
  ASSERT_EQ(2u, largest.size()) << "c emits nothing";
  EXPECT_EQ(draft.builder().find_process("b"), largest[0].process);
  EXPECT_DOUBLE_EQ(-6.0, largest[0].score);
  EXPECT_EQ(draft.builder().find_process("a"), largest[1].process);
  EXPECT_DOUBLE_EQ(2.0, largest[1].score);
}

/// Every technosphere draw of an iteration by its key: the significand, since powers of two are
/// scaling.
std::multimap<std::uint64_t, double> draws_by_key(const Problem& problem, std::uint64_t iteration) {
  const Realisation r = realise(problem.view(), ValueType::fp32, iteration);
  std::multimap<std::uint64_t, double> draws;
  const auto note = [&](std::uint64_t key, double value) {
    int exponent = 0;
    draws.emplace(key, std::frexp(value, &exponent));
  };
  const auto note_slots = [&](const DrawTables& tables, const std::vector<double>& slots) {
    for (const auto& d : tables.lognormal) note(d.key, slots[d.target]);
    for (const auto& d : tables.normal) note(d.key, slots[d.target]);
    for (const auto& d : tables.wide) note(d.key, slots[d.target]);
  };
  note_slots(problem.technosphere, r.slots);
  note_slots(problem.characterisation, r.factors);
  std::size_t next = 0;
  for (const auto& d : problem.biosphere.lognormal) note(d.key, r.biosphere[next++]);
  for (const auto& d : problem.biosphere.normal) note(d.key, r.biosphere[next++]);
  for (const auto& d : problem.biosphere.wide) note(d.key, r.biosphere[next++]);
  return draws;
}

/// The same model with its lists in another order; keys stay.
Model shuffled(const Model& model, std::vector<DemandVector>& demands, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  const auto permutation = [&](std::size_t size) {
    std::vector<std::uint32_t> p(size);
    std::iota(p.begin(), p.end(), 0u);
    std::shuffle(p.begin(), p.end(), random);
    return p;  // new index of old
  };
  const auto product = permutation(model.products.size()),
             process = permutation(model.processes.size()), flow = permutation(model.flows.size());
  Model other = model;
  for (std::size_t i = 0; i < model.products.size(); ++i)
    other.products[product[i]] = model.products[i];
  for (std::size_t i = 0; i < model.processes.size(); ++i) {
    Process& p = other.processes[process[i]] = model.processes[i];
    if (p.reference_product != no_index) p.reference_product = product[p.reference_product];
  }
  for (std::size_t i = 0; i < model.flows.size(); ++i) other.flows[flow[i]] = model.flows[i];
  for (Exchange& e : other.exchanges) {
    e.row = e.matrix == Matrix::technosphere ? product[e.row]
            : e.matrix == Matrix::weighting  ? e.row
                                             : flow[e.row];
    if (e.matrix == Matrix::technosphere || e.matrix == Matrix::biosphere)
      e.column = process[e.column];
  }
  std::shuffle(other.exchanges.begin(), other.exchanges.end(), random);
  for (DemandVector& demand : demands) {
    for (auto& entry : demand.entries) entry.product = product[entry.product];
  }
  return other;
}

TEST(Compile, TheOrderOfTheModelsListsChangesNothing) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const RandomModel m = random_model(seed, {.arrays = 0.0, .normalised = seed % 2 == 0});
    const Problem original = m.compile();
    std::vector<DemandVector> demands = m.demands;
    const Model other = shuffled(m.model(), demands, seed);
    Findings findings;
    const Problem permuted = compile(other, demands, m.draft.all_categories(), {}, findings);
    EXPECT_EQ("", findings.to_string());
    ASSERT_EQ(original.static_scores.size(), permuted.static_scores.size());
    double size = 0.0;
    for (const double h : original.static_scores) size = std::max(size, std::abs(h));
    for (std::size_t i = 0; i < original.static_scores.size(); ++i) {
      EXPECT_NEAR(original.static_scores[i], permuted.static_scores[i], 1e-12 * size)
          << "seed " << seed;
    }
    const auto draws = draws_by_key(original, 12345);
    EXPECT_GT(draws.size(), 50u);
    EXPECT_EQ(draws, draws_by_key(permuted, 12345));
    EXPECT_NE(draws, draws_by_key(permuted, 12346)) << "the comparison sees no difference at all";
  }
}

// --- options
// -------------------------------------------------------------------------------------------------

TEST(Compile, DrawsOnlyWhatTheOptionsAllow) {
  const RandomModel m = random_model(1);
  CompileOptions options;
  options.draw_technosphere = options.draw_biosphere = options.draw_characterisation = false;
  const Problem none = m.compile(options);
  EXPECT_EQ(0u, none.num_drawn());
  EXPECT_EQ(
      0u, none.num_slots + none.num_diagonal_slots + none.num_factor_slots + none.bio_slot.size());
  options.draw_biosphere = true;
  const Problem biosphere = m.compile(options);
  EXPECT_EQ(0u, biosphere.technosphere.size());
  EXPECT_EQ(0u, biosphere.characterisation.size());
  EXPECT_GT(biosphere.biosphere.size(), 0u);
  EXPECT_GT(biosphere.biosphere_slots.size(), 0u);
  EXPECT_EQ(none.static_scores, biosphere.static_scores);
}

TEST(Compile, StaticScoresDoNotDependOnThePrecisionOfDraws) {
  const RandomModel m = random_model(2);
  CompileOptions options;
  options.fp32_values = false;
  const Problem exact = m.compile(options);
  EXPECT_EQ(m.compile().static_scores, exact.static_scores);
  EXPECT_TRUE(exact.technosphere.lognormal.empty() && exact.biosphere.normal.empty())
      << "plain draws are fp32";
}

// --- what the engine needs to know of errors and signs
// ---------------------------------------------------------------

std::size_t impact_entries(const Problem& problem) {
  return problem.bio_fixed.size() + problem.entry_flow.size();
}

/// Largest difference between the scores of two problems of one model, relative to their parts,
/// over some iterations.
double largest_difference(const Problem& a, const Problem& b) {
  double largest = 0.0;
  for (std::uint64_t iteration = 0; iteration < 4; ++iteration) {
    const auto x = testing::dense_scores(a.view(), realise(a.view(), ValueType::fp64, iteration));
    const auto y = testing::dense_scores(b.view(), realise(b.view(), ValueType::fp64, iteration));
    for (std::size_t i = 0; i < x.score.size(); ++i) {
      if (x.magnitude[i] > 0.0)
        largest = std::max(largest, std::abs(x.score[i] - y.score[i]) / x.magnitude[i]);
    }
  }
  return largest;
}

TEST(Compile, WhatIsCertainIsCharacterisedOnce) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const RandomModel model =
        random_model(seed, {.num_processes = 12, .num_flows = 60, .uncertain = 0.3});
    for (const bool draw_factors : {false, true}) {
      CompileOptions options;
      options.fp32_values = false;
      options.draw_characterisation = draw_factors;
      const Problem collapsed = model.compile(options);
      options.collapse = false;
      const Problem plain = model.compile(options);
      EXPECT_LE(impact_entries(collapsed), impact_entries(plain)) << seed;
      EXPECT_EQ(collapsed.num_drawn(), plain.num_drawn()) << seed;
      EXPECT_LT(largest_difference(collapsed, plain), 1e-12)
          << seed << (draw_factors ? ", factors drawn" : "");
    }
    CompileOptions certain;
    certain.fp32_values = false;
    certain.draw_biosphere = certain.draw_characterisation = false;
    const Problem collapsed = model.compile(certain);
    EXPECT_EQ(3u, collapsed.num_flows) << "one for each category";
    EXPECT_LE(impact_entries(collapsed), 3u * 12u + 3u);
  }
}

TEST(Compile, FlowsStayWhereTheirSumsWouldBeMore) {
  Draft draft = chain();  // one flow, one category, one emission
  const Problem problem = draft.compile({draft.demand("p", 1.0)});
  EXPECT_THAT(problem.flow_index, ElementsAre(0));
  draft.biosphere("ch4", "b", 0.1).biosphere("ch4", "c", 0.2).characterisation("ch4", "gwp", 30.0);
  EXPECT_THAT(draft.compile({draft.demand("p", 1.0)}).flow_index, ElementsAre(no_index));
}

TEST(Compile, WatchesTheSignsOfRowsThatCarryAHundredthOfAScore) {
  Draft draft;
  draft.technosphere("p", "a", 1.0).technosphere("q", "large", 1.0).technosphere("r", "small", 1.0);
  draft.technosphere("q", "a", -1.0).technosphere("r", "a", -1.0);
  draft.biosphere("co2", "large", 1.0)
      .biosphere("co2", "small", 0.001)
      .characterisation("co2", "gwp", 1.0);
  const Problem problem = draft.compile({draft.demand("p", 1.0)});
  std::vector<std::string> watched;
  for (const std::uint32_t row : problem.sign_row)
    watched.push_back(draft.model().processes[problem.row_process[row]].id);
  EXPECT_THAT(watched, UnorderedElementsAre("a", "large"));
}

TEST(Compile, CertainNormalisationAndWeightingArePartOfTheFactors) {
  Draft draft = chain();
  draft.characterisation("co2", "drawn", 3.0, testing::lognormal(3.0, 0.2))
      .normalisation("co2", 0.1)
      .weighting("gwp", 0.7);
  const Problem folded = draft.compile({draft.demand("p", 1.0)});
  EXPECT_EQ(nullptr, folded.view().entry_normalisation);
  EXPECT_EQ(no_slot, folded.weighting_slot);
  EXPECT_EQ(1u, folded.num_factor_slots);
  const auto scores =
      testing::dense_scores(folded.view(), realise(folded.view(), ValueType::fp32, 0)).score;
  EXPECT_NEAR(folded.static_scores[0], scores[0], 1e-14 * std::abs(folded.static_scores[0]))
      << "0.1 and 0.7 keep their digits";
  Draft drawn = chain();
  drawn.normalisation("co2", 0.1, testing::lognormal(0.1, 0.2)).weighting("gwp", 0.7);
  EXPECT_NE(nullptr, drawn.compile({drawn.demand("p", 1.0)}).view().entry_normalisation);
}

TEST(Compile, WhereAScoreCancelsErrorsAreMeasuredByAThousandthOfItsParts) {
  const auto weight_of = [](double cancelled) {
    Draft draft;
    draft.technosphere("p", "a", 1.0)
        .technosphere("q", "b", 1.0)
        .technosphere("q", "a", -0.5)
        .technosphere("p", "b", -0.5);
    draft.technosphere("r", "c", 1.0)
        .biosphere("co2", "a", 1.0)
        .biosphere("co2", "c", -cancelled * 4.0 / 3.0);
    draft.characterisation("co2", "gwp", 1.0);
    const Problem problem = draft.compile({draft.demand({{"p", 1.0}, {"r", 1.0}})});
    return *std::max_element(problem.error_weight.begin(), problem.error_weight.end());
  };
  EXPECT_GT(weight_of(1.0 - 1e-6), 10.0 * weight_of(0.0));
  EXPECT_LT(weight_of(1.0 - 1e-6), 3e3 * weight_of(0.0)) << "and not by the millionth that is left";
  EXPECT_LT(weight_of(1.0), 3e3 * weight_of(0.0));
}

/// The model in other units: every product, process, flow and category has a power of its own that
/// its rows and columns are multiplied by.
struct Rescaled {
  RandomModel model;
  std::vector<double> of_category;  // by what its scores are larger

  Rescaled(std::uint64_t seed, const testing::RandomModelOptions& options, double base, int largest)
      : model(random_model(seed, options)) {
    std::mt19937_64 random(seed + 1000);
    std::uniform_int_distribution<int> exponent(-largest, largest);
    const auto powers = [&](std::size_t count) {
      std::vector<double> list(count);
      for (double& power : list) power = std::pow(base, exponent(random));
      return list;
    };
    Model& m = model.draft.model();
    const auto product = powers(m.products.size()), process = powers(m.processes.size()),
               flow = powers(m.flows.size());
    of_category = powers(m.categories.size());
    for (Exchange& e : m.exchanges) {
      if (e.matrix == Matrix::technosphere) e.factor *= product[e.row] * process[e.column];
      if (e.matrix == Matrix::biosphere) e.factor *= flow[e.row] * process[e.column];
      if (e.matrix == Matrix::characterisation) e.factor *= of_category[e.column] / flow[e.row];
    }
    for (DemandVector& demand : model.demands) {
      for (auto& entry : demand.entries) entry.amount *= product[entry.product];
    }
  }
};

TEST(Compile, UnitsDoNotMatter) {
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    const testing::RandomModelOptions sort{.feedback = 0.3 + 0.02 * static_cast<double>(seed),
                                           .normalised = seed % 3 == 0};
    const Problem plain = random_model(seed, sort).compile();
    for (const auto& [base, largest] : {std::pair{2.0, 40}, std::pair{10.0, 20}}) {
      const Rescaled rescaled(seed, sort, base, largest);
      Findings findings;
      const Problem other = compile(rescaled.model.model(), rescaled.model.demands,
                                    rescaled.model.draft.all_categories(), {}, findings);
      ASSERT_FALSE(findings.has_errors()) << findings.to_string();
      for (std::size_t i = 0; i < plain.static_scores.size(); ++i) {
        const double expected =
            plain.static_scores[i] * rescaled.of_category[i % plain.num_categories];
        ASSERT_NEAR(expected, other.static_scores[i], 1e-11 * std::abs(expected))
            << "model " << seed << ", base " << base;
      }
      // What is drawn, too: of every iteration the exact solution of the numbers drawn.
      const ProblemView a = plain.view(), b = other.view();
      const auto values_of = [](const Problem& p) {
        return p.fp32_values ? ValueType::fp32 : ValueType::fp64;
      };
      for (std::uint64_t i = 0; i < 5; ++i) {
        const auto exact = testing::dense_scores(a, realise(a, values_of(plain), i));
        const auto got = testing::dense_scores(b, realise(b, values_of(other), i));
        for (std::size_t k = 0; k < exact.score.size(); ++k) {
          const double unit = rescaled.of_category[k % plain.num_categories];
          // In 32 bits a number is rounded anew in other units; by powers of two it is not.
          const double rounding =
              base == 2.0 && plain.fp32_values == other.fp32_values ? 1e-12 : 2e-6;
          ASSERT_NEAR(exact.score[k], got.score[k] / unit, rounding * exact.magnitude[k])
              << "model " << seed << ", base " << base;
        }
      }
    }
  }
}

/// Names of the processes whose supplies must not change their sign, by demand.
std::vector<std::vector<std::string>> watched_of(const Draft& draft, const Problem& problem) {
  std::vector<std::vector<std::string>> watched;
  for (std::size_t side = 0; side + 1 < problem.sign_begin.size(); ++side) {
    watched.emplace_back();
    for (auto i = problem.sign_begin[side]; i < problem.sign_begin[side + 1]; ++i)
      watched.back().push_back(
          draft.model().processes[problem.row_process[problem.sign_row[i]]].id);
  }
  return watched;
}

TEST(Compile, ASupplyThatIsMadeOfPurchasesAndCreditsHasNoRightSign) {
  // The plant buys from the grid and gives back more, on one cell or through a process of its own;
  // the mine supplies the grid alone.
  for (const bool one_cell : {false, true}) {
    Draft draft;
    draft.technosphere("heat", "plant", 1.0)
        .technosphere("power", "grid", 1.0)
        .technosphere("coal", "mine", 1.0);
    draft.technosphere("coal", "grid", -0.4).technosphere("power", "plant", -1.0);
    draft.technosphere("back", "return", 1.0).technosphere("power", "return", 1.02);
    if (one_cell) {
      draft.technosphere("power", "plant", 1.02);
    } else {
      draft.technosphere("back", "plant", -1.0);
    }
    draft.technosphere("warmth", "boiler", 1.0).technosphere("power", "boiler", -0.1);
    for (const char* process : {"plant", "grid", "mine", "boiler"})
      draft.biosphere("co2", process, 1.0);
    draft.characterisation("co2", "gwp", 1.0);
    const Problem problem = draft.compile({draft.demand("heat", 1.0), draft.demand("warmth", 1.0)});
    const auto watched = watched_of(draft, problem);
    ASSERT_EQ(2u, watched.size());
    if (one_cell) {
      EXPECT_THAT(watched[0], UnorderedElementsAre("plant"));
    } else {
      EXPECT_THAT(watched[0], UnorderedElementsAre("plant", "return"));
    }
    EXPECT_THAT(watched[1], UnorderedElementsAre("boiler", "grid", "mine"))
        << "the boiler's grid is bought from, and no more";
  }
}

TEST(Compile, ASmallCreditDoesNotHideALoopThatExceedsItself) {
  Draft draft;
  draft.technosphere("p", "a", 1.0)
      .technosphere("q", "b", 1.0)
      .technosphere("q", "a", -0.9)
      .technosphere("p", "b", -0.9);
  draft.technosphere("q", "a", 0.001)
      .biosphere("co2", "a", 1.0)
      .biosphere("co2", "b", 1.0)
      .characterisation("co2", "gwp", 1.0);
  EXPECT_THAT(watched_of(draft, draft.compile({draft.demand("p", 1.0)}))[0],
              UnorderedElementsAre("a", "b"));
  draft.technosphere("q", "a", 0.5);  // now most of what b is for is given back
  EXPECT_THAT(watched_of(draft, draft.compile({draft.demand("p", 1.0)}))[0], IsEmpty());
}

TEST(Compile, NamesTheLoopThatDrawsMayDriveBeyondOne) {
  Draft draft;
  draft.technosphere("p", "a", 1.0)
      .technosphere("q", "b", 1.0)
      .technosphere("q", "a", -0.9, testing::lognormal(-0.9, 0.3));
  draft.technosphere("p", "b", -0.9)
      .technosphere("r", "c", 1.0)
      .technosphere("r", "c", -0.5, testing::uniform(-1.25, 0.0));
  draft.technosphere("s", "d", 1.0, testing::normal(1.0, 0.5))
      .technosphere("t", "e", 2.0, testing::lognormal(2.0, 0.5));
  draft.technosphere("t", "a", -0.001);
  for (const char* process : {"a", "b", "c", "d", "e"}) draft.biosphere("co2", process, 1.0);
  draft.characterisation("co2", "gwp", 1.0);
  std::vector<DemandVector> demands;
  for (const char* product : {"p", "r", "s", "t"}) demands.push_back(draft.demand(product, 1.0));
  for (const AdjointUse adjoint : {AdjointUse::never, AdjointUse::always}) {
    CompileOptions options;
    options.adjoint = adjoint;
    EXPECT_THAT(draft.compile(demands, options).demand_pole,
                ElementsAre("the loop of 'a' and 'b' consumes more than it makes",
                            "'c' uses more of its product than it makes",
                            "the output of 'd' is 0 or below", ""));
  }
}

/// Σ over rows of weight · |Δ| bounds the error of h that stale readers leave, for the static
/// matrix: tried by making one sweep by hand.
TEST(Compile, ErrorWeightsBoundTheErrorOfASweep) {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    CompileOptions options;
    options.fp32_values = false;
    options.draw_technosphere = options.draw_biosphere = options.draw_characterisation = false;
    const Problem p = random_model(seed, {.num_demands = 1, .feedback = 0.9}).compile(options);
    std::mt19937_64 random(seed);
    // Any starting point, one Gauss-Seidel sweep, the estimate, and the true error of what it
    // leaves.
    std::vector<double> x = p.initial;
    for (double& value : x)
      value *= 1.0 + 1e-3 * (static_cast<double>(random() % 2001) / 1000.0 - 1.0);
    double estimate = 0.0;
    for (std::uint32_t row = 0; row < p.num_rows; ++row) {
      double sum = 0.0;
      for (auto k = p.row_fixed[row]; k < p.row_fixed[row + 1]; ++k)
        sum += p.fixed_value[k] * x[p.fixed_column[k]];
      const double after = (p.demand[row] - sum) / p.diagonal[row];
      estimate += p.error_weight[row] * std::abs(after - x[row]);
      x[row] = after;
    }
    for (std::uint32_t k = 0; k < p.num_categories; ++k) {
      double h = 0.0, magnitude = 0.0;
      for (std::size_t i = 0; i < p.bio_fixed.size(); ++i) {
        for (auto e = p.category_entry[k]; e < p.category_entry[k + 1]; ++e) {
          if (p.entry_flow[e] != p.bio_fixed[i].flow) continue;
          const double part = p.entry_value[e] * p.bio_fixed_value[i] * x[p.bio_fixed[i].row];
          h += part;
          magnitude += std::abs(part);
        }
      }
      const double error = std::abs(h - p.static_scores[k]) /
                           std::max(std::abs(p.static_scores[k]), 1e-3 * magnitude);
      EXPECT_LE(error, 1.001 * estimate + 1e-13) << "seed " << seed << " category " << k;
    }
    EXPECT_GT(estimate, 1e-7) << "the estimate sees nothing";
  }
}

}  // namespace
}  // namespace plume::compile_test
