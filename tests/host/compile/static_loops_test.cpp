// SPDX-License-Identifier: Apache-2.0
#include "host/compile/static_loops.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "tests/support/draft.hpp"
#include "tests/support/findings.hpp"

namespace plume::static_loops_test {
namespace {

using testing::Draft;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::lines;

/// Process a makes p, b makes q; each takes of the other's product.
Draft ring(double of_q_by_a, double of_p_by_b) {
  Draft draft;
  draft.technosphere("p", "a", 1.0).technosphere("q", "b", 1.0);
  draft.technosphere("q", "a", -of_q_by_a).technosphere("p", "b", -of_p_by_b);
  draft.model().processes[0].reference_product = 0;
  draft.model().processes[1].reference_product = 1;
  return draft;
}

TEST(StaticLoops, TheGainOfTwoIsTheRootOfTheProductOfTheirShares) {
  Draft draft = ring(0.98, 0.95);
  const auto loops = static_loops(draft.model(), 0.9);
  ASSERT_EQ(loops.size(), 1u);
  EXPECT_NEAR(loops[0].gain, std::sqrt(0.98 * 0.95), 1e-4);
  EXPECT_EQ(loops[0].num_processes, 2u);
  EXPECT_EQ(loops[0].processes.size(), 2u);
  EXPECT_THAT(static_loops(ring(0.9, 0.85).model(), 0.9), IsEmpty());  // sqrt(0.765) = 0.875
}

TEST(StaticLoops, DoesNotDependOnUnits) {
  Draft draft = ring(980.0, 0.95);  // q in grams where b makes 1,000 of them
  for (Exchange& e : draft.model().exchanges) {
    if (e.row == 1 && e.column == 1) e.amount *= 1000.0;
  }
  const auto loops = static_loops(draft.model(), 0.9);
  ASSERT_EQ(loops.size(), 1u);
  EXPECT_NEAR(loops[0].gain, std::sqrt(0.98 * 0.95), 1e-4);
}

TEST(StaticLoops, OwnUseAndTreatmentsCount) {
  Draft draft;
  draft.technosphere("power", "plant", 10.0).technosphere("power", "plant", -9.5);
  // leaves 95 % of it again
  draft.technosphere("waste", "treatment", -1.0).technosphere("waste", "treatment", 0.95);
  draft.model().processes[0].reference_product = 0;
  draft.model().processes[1].reference_product = 1;
  const auto loops = static_loops(draft.model(), 0.9);
  ASSERT_EQ(loops.size(), 2u);
  for (const StaticLoop& each : loops) {
    EXPECT_NEAR(each.gain, 0.95, 1e-4);
    EXPECT_EQ(each.processes.size(), 1u);
  }
}

TEST(StaticLoops, TheHeaviestCycleOfALargeBlockIsNamed) {
  Draft draft;
  constexpr int size = 60;
  const auto name = [](int i) { return std::to_string(i); };
  for (int i = 0; i < size; ++i) draft.technosphere(name(i), "makes " + name(i), 1.0);
  for (int i = 0; i < size; ++i) draft.technosphere(name(i), "makes " + name((i + 1) % size), -0.3);
  draft.technosphere("7", "makes 3", -0.97).technosphere("3", "makes 7", -0.97);
  for (Process& each : draft.model().processes)
    each.reference_product = static_cast<std::uint32_t>(&each - draft.model().processes.data());
  const auto loops = static_loops(draft.model(), 0.9);
  ASSERT_EQ(loops.size(), 1u);
  EXPECT_EQ(loops[0].num_processes, static_cast<std::uint32_t>(size));
  EXPECT_THAT(loops[0].processes, ::testing::UnorderedElementsAre(3u, 7u));
  EXPECT_GT(loops[0].gain, 0.97);
  EXPECT_LT(loops[0].gain, 1.0);
}

TEST(CheckLoops, SaysWhatOneUnitNeedsAndWhoTakesFromWhom) {
  Findings findings;
  Draft draft = ring(0.98, 0.95);
  draft.model().processes[0].location = "DE";
  check_loops(draft.model(), findings);
  EXPECT_THAT(
      lines(findings),
      ElementsAre(
          "warning W0297: a loop of 2 processes has a gain of 0.965: one unit asked of it needs "
          "about "
          "28 in all; most of it in the cycle 'a' {DE} takes from 'b' takes from 'a' {DE}; look "
          "whether an amount or a unit in this cycle is wrong"));
}

TEST(CheckLoops, ALoopMayTakeMoreThanItMakes) {
  Findings findings;
  check_loops(ring(1.2, 1.0).model(), findings);
  EXPECT_THAT(lines(findings),
              ElementsAre(::testing::HasSubstr("has a gain of 1.10: it takes more than it makes")));
}

}  // namespace
}  // namespace plume::static_loops_test
