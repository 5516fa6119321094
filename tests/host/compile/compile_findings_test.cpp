// SPDX-License-Identifier: Apache-2.0
// Every message of host/compile, word for word.
#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "host/compile/compile.hpp"
#include "tests/support/draft.hpp"
#include "tests/support/findings.hpp"

namespace plume {
namespace {

using testing::Draft;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::lines;

/// What compiling the draft for one unit of `product` says; with an error the problem must be empty.
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
  EXPECT_THAT(said_of(draft, "p"),
              ElementsAre("error E0501: the technosphere cannot be solved: 2 processes and 1 products do not pair up; "
                          "no product is left "
                          "for 'another mill' (FR); every process needs a product of its own that it makes or treats"));
}

TEST(CompileFindings, MoreProductsThanProcesses) {
  Draft draft = sound();
  draft.technosphere("q", "a", -1.0);
  EXPECT_THAT(said_of(draft, "p"), ElementsAre("error E0501: the technosphere cannot be solved: 1 processes and 2 "
                                               "products do not pair up; every process needs a "
                                               "product of its own that it makes or treats"));
}

TEST(CompileFindings, ManyProcessesWithoutAProduct) {
  Draft draft = sound();
  for (const char* id : {"b", "c", "d", "e", "f", "g", "h"}) draft.technosphere("p", id, -1.0);
  EXPECT_THAT(
      said_of(draft, "p"),
      ElementsAre("error E0501: the technosphere cannot be solved: 8 processes and 1 products do not pair up; no "
                  "product is left for 'b', "
                  "'c', 'd', 'e', 'f' and 2 more; every process needs a product of its own that it makes or treats"));
}

TEST(CompileFindings, SquareWithoutAPairing) {
  // Both processes only handle p; q is made by nobody.
  Draft draft = sound();
  draft.technosphere("p", "b", 1.0).builder().product("q");
  EXPECT_THAT(said_of(draft, "p"),
              ElementsAre("error E0501: the technosphere cannot be solved: 2 processes and 2 products do not pair up; "
                          "no product is left "
                          "for 'b'; every process needs a product of its own that it makes or treats"));
}

TEST(CompileFindings, ACycleThatConsumesAllItMakes) {
  Draft draft = sound();
  draft.technosphere("q", "b", 1.0).technosphere("q", "a", -0.5).technosphere("p", "b", -2.0);
  const auto said = said_of(draft, "p");
  ASSERT_EQ(1u, said.size());
  EXPECT_THAT(said[0], ::testing::AnyOf("error E0502: the technosphere is singular at its static amounts: the "
                                        "equations do not determine the supply of 'a'; look for a cycle "
                                        "that consumes all it makes, or a process whose net production is zero",
                                        "error E0502: the technosphere is singular at its static amounts: the "
                                        "equations do not determine the supply of 'b'; look for a cycle "
                                        "that consumes all it makes, or a process whose net production is zero"));
}

TEST(CompileFindings, ACycleThatConsumesAllItMakesButForRounding) {
  // 0.7 · 0.9 · (1 / 0.63) differs from 1 by rounding only: elimination meets no zero, and the scores would be noise of size 1e16.
  Draft draft = sound();
  draft.technosphere("q", "b", 1.0).technosphere("r", "c", 1.0);
  draft.technosphere("q", "a", -0.7).technosphere("r", "b", -0.9).technosphere("p", "c", -1.0 / (0.7 * 0.9));
  const auto said = said_of(draft, "p");
  ASSERT_EQ(1u, said.size());
  EXPECT_THAT(said[0],
              ::testing::MatchesRegex("error E0502: the technosphere is singular at its static amounts: the equations "
                                      "do not determine the supply of '[abc]'; look for a "
                                      "cycle that consumes all it makes, or a process whose net production is zero"));
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
    const Problem problem =
        compile(draft.model(), {draft.demand({{"p", 1.0}, {"q", -given_back}})}, draft.all_categories(), {}, findings);
    EXPECT_EQ("", findings.to_string());
    EXPECT_NEAR(0.0, problem.static_scores.at(0), 1e-15);
  }
}

TEST(CompileFindings, AProcessWhoseNetProductionIsZero) {
  Draft draft = sound();
  draft.technosphere("q", "b", 1.0).technosphere("q", "b", -1.0).technosphere("q", "a", -0.5);
  draft.model().processes[1].name = "turns in circles";
  EXPECT_THAT(said_of(draft, "p"), ElementsAre("error E0502: the technosphere is singular at its static amounts: the "
                                               "equations do not determine the supply of "
                                               "'turns in circles'; look for a cycle that consumes all it makes, or a "
                                               "process whose net production is zero"));
}

TEST(CompileFindings, ASingularPartThatNoDemandReachesIsNobodysTrouble) {
  Draft draft = sound();
  draft.technosphere("q", "b", 1.0).technosphere("q", "b", -1.0);
  EXPECT_THAT(said_of(draft, "p"), IsEmpty());
}

TEST(CompileFindings, AScoreTooLargeForANumber) {
  Draft draft;
  draft.technosphere("p", "a", 1.0).biosphere("co2", "a", 1e200).characterisation("co2", "gwp", 1e200);
  EXPECT_THAT(said_of(draft, "p"),
              ElementsAre("error E0503: a static score is not a finite number; look for amounts near the largest a "
                          "number can hold"));
}

TEST(CompileFindings, TwoNormalisationFactorsOfOneFlow) {
  Draft draft = sound();
  draft.model().sources = {{"m", "plume package", "", {"normalisation.csv"}}};
  draft.normalisation("co2", 0.5).normalisation("co2", 0.6);
  draft.model().exchanges.back().line = 7;
  EXPECT_THAT(said_of(draft, "p"),
              ElementsAre("m/normalisation.csv:7: error E0504: flow 'co2' has a second normalisation factor; give "
                          "each flow one"));
}

TEST(CompileFindings, TwoWeightingFactors) {
  Draft draft = sound();
  draft.weighting("gwp", 2.0).weighting("gwp", 3.0).weighting("gwp", 4.0);
  EXPECT_THAT(said_of(draft, "p"),
              ElementsAre("error E0505: there are 3 weighting factors; a study is weighted by one"));
}

TEST(CompileFindings, ACategoryWithoutAnyScore) {
  Draft draft = sound();
  draft.biosphere("so2", "elsewhere", 1.0).technosphere("q", "elsewhere", 1.0).characterisation("so2", "acid", 1.0);
  EXPECT_THAT(said_of(draft, "p"), ElementsAre("warning W0511: every score of category 'acid' is zero: no process the "
                                               "demands reach exchanges a flow it has a factor "
                                               "for; check that the category's flows are those of the model"));
}

TEST(CompileFindings, AllFaultsOfTheFactorsAtOnce) {
  Draft draft = sound();
  draft.normalisation("co2", 0.5).normalisation("co2", 0.6).weighting("gwp", 2.0).weighting("gwp", 3.0);
  Findings findings;
  EXPECT_EQ(0u, compile(draft.model(), {draft.demand("p", 1.0)}, draft.all_categories(), {}, findings).num_rows);
  EXPECT_THAT(testing::codes(findings), ElementsAre("E0504", "E0505"));
}

}  // namespace
}  // namespace plume
