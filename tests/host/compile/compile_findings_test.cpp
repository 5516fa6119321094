// SPDX-License-Identifier: Apache-2.0
// Every message of host/compile, word for word.
#include <gmock/gmock.h>

#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "host/compile/compile.hpp"
#include "tests/support/draft.hpp"
#include "tests/support/findings.hpp"

namespace plume::compile_findings_test {
namespace {

using testing::Draft;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::lines;

/// What compiling the draft for one unit of `product` says; with an error the problem must be
/// empty.
std::vector<std::string> said_of(Draft& draft, const std::string& product) {
  Findings findings;
  const std::vector<DemandVector> demands = {draft.demand(product, 1.0)};
  const Problem problem = compile(draft.model(), demands, draft.all_categories(), {}, findings);
  EXPECT_EQ(findings.has_errors(), problem.num_rows == 0);
  return lines(findings);
}

Draft sound() {
  Draft draft;
  draft.technosphere("p", "a", 1.0).biosphere("co2", "a", 2.0).characterisation("co2", "gwp", 1.0);
  return draft;
}

TEST(CompileFindings, NothingAboutASoundModel) {
  Draft draft = sound();
  EXPECT_THAT(said_of(draft, "p"), IsEmpty());
}

TEST(CompileFindings, MoreProcessesThanProducts) {
  Draft draft = sound();
  draft.technosphere("p", "b", 1.0);
  draft.model().processes[1].name = "another mill";
  draft.model().processes[1].location = "FR";
  EXPECT_THAT(said_of(draft, "p"), ElementsAre("error E0501: the technosphere cannot be solved: 2 "
                                               "processes and 1 products do not pair up; "
                                               "no product is left "
                                               "for 'another mill' (FR); every process needs a "
                                               "product of its own that it makes or treats"));
}

TEST(CompileFindings, MoreProductsThanProcesses) {
  Draft draft = sound();
  draft.technosphere("q", "a", -1.0);
  EXPECT_THAT(said_of(draft, "p"),
              ElementsAre("error E0501: the technosphere cannot be solved: 1 processes and 2 "
                          "products do not pair up; every process needs a "
                          "product of its own that it makes or treats"));
}

TEST(CompileFindings, ManyProcessesWithoutAProduct) {
  Draft draft = sound();
  for (const char* id : {"b", "c", "d", "e", "f", "g", "h"}) draft.technosphere("p", id, -1.0);
  EXPECT_THAT(said_of(draft, "p"), ElementsAre("error E0501: the technosphere cannot be solved: 8 "
                                               "processes and 1 products do not pair up; no "
                                               "product is left for 'b', "
                                               "'c', 'd', 'e', 'f' and 2 more; every process needs "
                                               "a product of its own that it makes or treats"));
}

TEST(CompileFindings, SquareWithoutAPairing) {
  // Both processes only handle p; q is made by nobody.
  Draft draft = sound();
  draft.technosphere("p", "b", 1.0).builder().product("q");
  EXPECT_THAT(
      said_of(draft, "p"),
      ElementsAre("error E0501: the technosphere cannot be solved: 2 processes and 2 products do "
                  "not pair up; "
                  "no product is left "
                  "for 'b'; every process needs a product of its own that it makes or treats"));
}

TEST(CompileFindings, ACycleThatConsumesAllItMakes) {
  Draft draft = sound();
  draft.technosphere("q", "b", 1.0).technosphere("q", "a", -0.5).technosphere("p", "b", -2.0);
  const auto said = said_of(draft, "p");
  ASSERT_EQ(1u, said.size());
  EXPECT_EQ(
      "error E0502: the technosphere is singular at its static amounts: the equations do not "
      "determine the "
      "supplies of 'a' and 'b', which take from each other; look for a cycle that consumes all it "
      "makes, or a "
      "process whose net production is zero",
      said[0]);
}

TEST(CompileFindings, ACycleThatConsumesAllItMakesButForRounding) {
  // 0.7 · 0.9 · (1 / 0.63) differs from 1 by rounding only: elimination meets no zero, and the
  // scores would be noise of size 1e16.
  Draft draft = sound();
  draft.technosphere("q", "b", 1.0).technosphere("r", "c", 1.0);
  draft.technosphere("q", "a", -0.7)
      .technosphere("r", "b", -0.9)
      .technosphere("p", "c", -1.0 / (0.7 * 0.9));
  const auto said = said_of(draft, "p");
  ASSERT_EQ(1u, said.size());
  EXPECT_EQ(
      "error E0502: the technosphere is singular at its static amounts: the equations do not "
      "determine the "
      "supplies of 'a', 'b' and 'c', which take from each other; look for a cycle that consumes "
      "all it makes, or "
      "a process whose net production is zero",
      said[0]);
}

TEST(CompileFindings, StrongFeedbackIsNotSingular) {
  Draft draft = sound();
  draft.technosphere("q", "b", 1.0).technosphere("q", "a", -1.0).technosphere("p", "b", -0.999999);
  EXPECT_THAT(said_of(draft, "p"), IsEmpty());
}

TEST(CompileFindings, SuppliesThatCancelAreNotSingular) {
  // p takes half a unit of q, which the demand gives back: b stands still, and nothing else emits.
  Draft draft;
  draft.technosphere("p", "a", 1.0).technosphere("q", "a", -0.1).technosphere("q", "b", 1.0);
  draft.biosphere("co2", "b", 2.0).characterisation("co2", "gwp", 1.0);
  for (const double given_back : {0.1, 0.1 * (1 + 1e-15)}) {
    Findings findings;
    const Problem problem = compile(draft.model(), {draft.demand({{"p", 1.0}, {"q", -given_back}})},
                                    draft.all_categories(), {}, findings);
    EXPECT_EQ("", findings.to_string());
    EXPECT_NEAR(0.0, problem.static_scores.at(0), 1e-15);
  }
}

TEST(CompileFindings, AProcessWhoseNetProductionIsZero) {
  Draft draft = sound();
  draft.technosphere("q", "b", 1.0).technosphere("q", "b", -1.0).technosphere("q", "a", -0.5);
  draft.model().processes[1].name = "turns in circles";
  EXPECT_THAT(said_of(draft, "p"),
              ElementsAre("error E0502: the technosphere is singular at its static amounts: the "
                          "equations do not determine the supply of "
                          "'turns in circles'; look for a cycle that consumes all it makes, or a "
                          "process whose net production is zero"));
}

TEST(CompileFindings, ASingularPartThatNoDemandReachesIsNobodysTrouble) {
  Draft draft = sound();
  draft.technosphere("q", "b", 1.0).technosphere("q", "b", -1.0);
  EXPECT_THAT(said_of(draft, "p"), IsEmpty());
}

TEST(CompileFindings, ASingularCycleIsNamedWithoutWhatHangsOnIt) {
  // A chain leads to the loop of x and y and away from it: neither end is part of the trouble.
  // Rounding, and an exact zero.
  for (const double back : {1.0 / (0.7 * 0.9), 1.0 / 0.7}) {
    Draft draft = sound();
    draft.technosphere("first", "first", 1.0).technosphere("p", "first", -3.0);
    draft.technosphere("x", "x", 1.0)
        .technosphere("y", "y", back == 1.0 / 0.7 ? 1.0 : 0.9)
        .technosphere("last", "last", 1.0);
    draft.technosphere("x", "first", -1.0)
        .technosphere("y", "x", -0.7)
        .technosphere("x", "y", -(back == 1.0 / 0.7 ? 1.0 / 0.7 : 0.9 / 0.7));
    draft.technosphere("last", "y", -2.0).biosphere("co2", "last", 1.0);
    draft.model().sources = {{"m", "plume package", "", {"exchanges.csv"}}};
    for (std::size_t i = 0; i < draft.model().exchanges.size(); ++i)
      draft.model().exchanges[i].line = static_cast<std::uint32_t>(i + 2);
    EXPECT_THAT(
        said_of(draft, "first"),
        ElementsAre("m/exchanges.csv:11: error E0502: the technosphere is singular at its static "
                    "amounts: the "
                    "equations do not determine the supplies of 'x' and 'y', which take from each "
                    "other; look for a "
                    "cycle that consumes all it makes, or a process whose net production is zero"));
  }
}

TEST(CompileFindings, ProductionLessOwnUseThatIsZeroButForRounding) {
  Draft draft = sound();
  draft.technosphere("q", "b", 1.0)
      .technosphere("q", "b", -0.7)
      .technosphere("q", "b", -0.2)
      .technosphere("q", "b", -0.1);
  draft.technosphere("q", "a", -0.5);
  EXPECT_THAT(said_of(draft, "p"), ElementsAre("error E0502: the technosphere is singular at its "
                                               "static amounts: the equations do not determine "
                                               "the supply of 'b'; look for a cycle that consumes "
                                               "all it makes, or a process whose net production "
                                               "is zero"));
}

TEST(CompileFindings, ANearlySingularCycleSaysHowManyDigitsAreKnown) {
  Draft draft = sound();
  draft.technosphere("q", "b", 1.0)
      .technosphere("q", "a", -1.0)
      .technosphere("p", "b", -(1.0 - 1e-11));
  const auto said = said_of(draft, "p");
  ASSERT_EQ(1u, said.size());
  EXPECT_EQ(
      "warning W0441: the technosphere is nearly singular at its static amounts: about 4 digits "
      "are known of the "
      "supplies of 'a' and 'b', which take from each other; look for a cycle that consumes nearly "
      "all it makes",
      said[0]);
}

TEST(CompileFindings, ScoresThatCancelAreNotSingular) {
  // 0.7 + 0.2 + 0.1 of what is bought is covered, whatever the unit of the score; then nothing of
  // it is left but rounding.
  for (const double unit : {1e-40, 1.0, 1e40}) {
    Draft draft;
    draft.technosphere("p", "a", 1.0)
        .technosphere("rest", "r", 1.0)
        .biosphere("co2", "r", 500.0 * unit);
    draft.technosphere("rest", "a", -1.0).characterisation("co2", "gwp", 1.0);
    for (const double share : {0.7, 0.2, 0.1}) draft.technosphere("rest", "a", share);
    EXPECT_THAT(said_of(draft, "p"), IsEmpty());
  }
}

TEST(CompileFindings, ASupplyThatCancelsWithinALoopIsNotSingular) {
  // b takes from c, which takes from b; a needs as much of b as it makes beside.
  Draft draft;
  draft.technosphere("p", "a", 1.0).technosphere("q", "a", -0.3).technosphere("q", "a", 0.3);
  draft.technosphere("q", "b", 1.0)
      .technosphere("r", "b", -0.6)
      .technosphere("r", "c", 1.0)
      .technosphere("q", "c", -0.5);
  draft.biosphere("co2", "c", 2.0, testing::lognormal(2.0, 0.1))
      .characterisation("co2", "gwp", 1.0);
  EXPECT_THAT(said_of(draft, "p"), IsEmpty());
}

/// Random models, loops among them, whose first process gives back exactly what it takes: nothing
/// to be said, and its own score alone.
TEST(CompileFindings, WhatCancelsExactlyIsFoundInAnyModel) {
  std::mt19937_64 random(4711);
  std::uniform_real_distribution<double> share(0.01, 0.3);
  std::uniform_int_distribution<int> exponent(-30, 30);
  for (int turn = 0; turn < 300; ++turn) {
    const int n = 3 + turn % 9;
    const auto name = [](int i) { return "x" + std::to_string(i); };
    std::vector<double> unit(static_cast<std::size_t>(n), 1.0);  // of product and process i
    for (double& u : unit) u = turn % 2 == 0 ? 1.0 : std::pow(10.0, exponent(random));
    Draft draft;
    const auto add = [&](int product, int process, double amount) {
      draft.technosphere(name(product), name(process),
                         amount * unit[static_cast<std::size_t>(product)] /
                             unit[static_cast<std::size_t>(process)]);
    };
    for (int i = 0; i < n; ++i) {
      add(i, i, 1.0);
      draft.biosphere("co2", name(i),
                      (i == 0 ? 1.0 : share(random)) / unit[static_cast<std::size_t>(i)]);
      for (int j = 1; j < n && i > 0; ++j) {
        if (i != j && random() % 3 == 0) add(i, j, -share(random));
      }
      const double amount = share(random);
      if (i > 0) add(i, 0, -amount), add(i, 0, amount);
    }
    draft.characterisation("co2", "gwp", 1.0);
    Findings findings;
    const Problem problem = compile(draft.model(), {draft.demand(name(0), unit[0])},
                                    draft.all_categories(), {}, findings);
    ASSERT_EQ("", findings.to_string()) << turn;
    EXPECT_NEAR(1.0, problem.static_scores.at(0), 1e-12) << turn;
  }
}

TEST(CompileFindings, WhatThirtyTwoBitsDoNotHoldIsComputedInDouble) {
  Draft draft = sound();
  draft.biosphere("co2", "a", 1e6, testing::uniform(1e6, 1e6 + 0.1))
      .biosphere("co2", "a", 1.0, testing::normal(1.0, 1e-9));
  draft.model().sources = {{"m", "plume package", "", {"exchanges.csv"}}};
  draft.model().exchanges[3].line = 9;
  for (const bool fast : {false, true}) {
    Findings findings;
    CompileOptions options;
    options.fp32_unknowns = fast;
    const Problem problem =
        compile(draft.model(), {draft.demand("p", 1.0)}, draft.all_categories(), options, findings);
    EXPECT_FALSE(problem.fp32_values || problem.fp32_unknowns);
    EXPECT_THAT(lines(findings),
                ElementsAre("m/exchanges.csv:9: note N0442: numbers of 32 bits do not hold what is "
                            "drawn for 2 exchanges, first "
                            "flow 'co2' in process 'a': it varies by 4.8e-08 of its size only; the "
                            "study is computed in double; "
                            "solver.precision = \"double\" says so from the start"));
  }
  // Not where nothing is drawn, nor where it was asked for.
  CompileOptions certain, asked;
  certain.draw_biosphere = false;
  asked.fp32_values = false;
  for (const CompileOptions& options : {certain, asked}) {
    Findings findings;
    const Problem problem =
        compile(draft.model(), {draft.demand("p", 1.0)}, draft.all_categories(), options, findings);
    EXPECT_THAT(lines(findings), IsEmpty());
    EXPECT_EQ(problem.fp32_values, options.fp32_values);
  }
}

TEST(CompileFindings, AFaultThatNoDemandReachesIsAWarning) {
  Draft draft = sound();
  draft.technosphere("q", "b", 1.0).technosphere("q", "b", -1.0).refer("b", "q");
  draft.technosphere("p", "b", -2.0);
  const std::vector<TechnosphereFault> faults = technosphere_faults(draft.model());
  CompileOptions options;
  options.faults = &faults;
  Findings unreached, reached;
  EXPECT_EQ(1u, compile(draft.model(), {draft.demand("p", 1.0)}, draft.all_categories(), options,
                        unreached)
                    .num_rows);
  EXPECT_THAT(
      lines(unreached),
      ElementsAre(
          "warning W0440: the reference product 'q' of process 'b' has a net amount of 0; no "
          "demand reaches it, "
          "and it is left out; what a process makes, less what it uses of it, must not be 0"));
  EXPECT_EQ(
      0u, compile(draft.model(), {draft.demand("q", 1.0)}, draft.all_categories(), options, reached)
              .num_rows);
  EXPECT_THAT(lines(reached), ElementsAre("error E0407: the reference product 'q' of process 'b' "
                                          "has a net amount of 0; what a process makes, "
                                          "less what it uses of it, must not be 0"));
  draft.technosphere("q", "a", -0.1);  // now a leads to it
  Findings led_to;
  EXPECT_EQ(
      0u, compile(draft.model(), {draft.demand("p", 1.0)}, draft.all_categories(), options, led_to)
              .num_rows);
  EXPECT_THAT(testing::codes(led_to), ElementsAre("E0407"));
}

TEST(CompileFindings, WhatIsTooMuchAndNotReachedIsLeftOut) {
  // c makes nothing, so that one process is too many; it uses what is reached.
  Draft draft = sound();
  draft.technosphere("p", "c", -1.0).refer("a", "p");
  draft.builder().product("r");
  draft.builder().product("s");
  draft.refer("c", "r");
  const std::vector<TechnosphereFault> faults = technosphere_faults(draft.model());
  CompileOptions options;
  options.faults = &faults;
  Findings findings;
  EXPECT_EQ(1u, compile(draft.model(), {draft.demand("p", 1.0)}, draft.all_categories(), options,
                        findings)
                    .num_rows);
  EXPECT_THAT(lines(findings), ElementsAre("warning W0440: process 'c' has no amount of its "
                                           "reference product 'r'; no demand reaches it, and it is "
                                           "left out; give the amount that the process makes (or, "
                                           "below 0, the waste that it treats)",
                                           "warning W0440: the technosphere is not square: 3 "
                                           "products, 2 processes; products that no process "
                                           "makes: 'r' and 's'; no demand reaches what is too "
                                           "much, and it is left out; every product needs one "
                                           "process that makes it, every process one product"));
  Findings demanded;
  EXPECT_EQ(0u, compile(draft.model(), {draft.demand("s", 1.0)}, draft.all_categories(), options,
                        demanded)
                    .num_rows);
  EXPECT_THAT(testing::codes(demanded), ElementsAre("W0440", "E0406"));
}

TEST(CompileFindings, AScoreTooLargeForANumber) {
  Draft draft;
  draft.technosphere("p", "a", 1.0)
      .biosphere("co2", "a", 1e200)
      .characterisation("co2", "gwp", 1e200);
  EXPECT_THAT(
      said_of(draft, "p"),
      ElementsAre(
          "error E0503: a static score is not a finite number; look for amounts near the largest a "
          "number can hold"));
}

TEST(CompileFindings, TwoNormalisationFactorsOfOneFlow) {
  Draft draft = sound();
  draft.model().sources = {{"m", "plume package", "", {"normalisation.csv"}}};
  draft.normalisation("co2", 0.5).normalisation("co2", 0.6);
  draft.model().exchanges.back().line = 7;
  EXPECT_THAT(
      said_of(draft, "p"),
      ElementsAre(
          "m/normalisation.csv:7: error E0504: flow 'co2' has a second normalisation factor; give "
          "each flow one"));
}

TEST(CompileFindings, TwoWeightingFactors) {
  Draft draft = sound();
  draft.weighting("gwp", 2.0).weighting("gwp", 3.0).weighting("gwp", 4.0);
  EXPECT_THAT(
      said_of(draft, "p"),
      ElementsAre("error E0505: there are 3 weighting factors; a study is weighted by one"));
}

TEST(CompileFindings, ACategoryWithoutAnyScore) {
  Draft draft = sound();
  draft.biosphere("so2", "elsewhere", 1.0)
      .technosphere("q", "elsewhere", 1.0)
      .characterisation("so2", "acid", 1.0);
  EXPECT_THAT(said_of(draft, "p"),
              ElementsAre("warning W0511: every score of category 'acid' is zero: no process the "
                          "demands reach exchanges a flow it has a factor "
                          "for; check that the category's flows are those of the model"));
}

TEST(CompileFindings, ACategoryWithoutAnyScoreIsNamed) {
  Draft draft = sound();
  draft.biosphere("so2", "elsewhere", 1.0)
      .technosphere("q", "elsewhere", 1.0)
      .characterisation("so2", "acid", 1.0);
  for (ImpactCategory& category : draft.model().categories) {
    if (category.id == "acid") category.name = "Acidification";
  }
  const std::vector<std::string> said = said_of(draft, "p");
  ASSERT_EQ(said.size(), 1u);
  EXPECT_EQ(said[0].find("warning W0511: every score of category 'Acidification' (acid) is zero: "),
            0u)
      << said[0];
}

TEST(CompileFindings, AllFaultsOfTheFactorsAtOnce) {
  Draft draft = sound();
  draft.normalisation("co2", 0.5)
      .normalisation("co2", 0.6)
      .weighting("gwp", 2.0)
      .weighting("gwp", 3.0);
  Findings findings;
  EXPECT_EQ(0u,
            compile(draft.model(), {draft.demand("p", 1.0)}, draft.all_categories(), {}, findings)
                .num_rows);
  EXPECT_THAT(testing::codes(findings), ElementsAre("E0504", "E0505"));
}

}  // namespace
}  // namespace plume::compile_findings_test
