// SPDX-License-Identifier: Apache-2.0
#include "kernels/solve/lane_program.hpp"

#include <gmock/gmock.h>

#include <limits>
#include <utility>
#include <vector>

#include "tests/kernels/solve/lane_group.hpp"
#include "tests/support/bits.hpp"
#include "tests/support/random_model.hpp"

namespace plume::lane_program_test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::LaneGroup;
using ::testing::Pair;

template <int W>
std::vector<std::pair<int, std::uint64_t>> inside(std::uint64_t batch_first, std::uint64_t count,
                                                  std::uint64_t group_first) {
  BatchOutput batch;
  batch.first = batch_first;
  batch.count = count;
  std::vector<std::pair<int, std::uint64_t>> found;
  for_lanes_inside<W>(batch, group_first,
                      [&](int lane, std::uint64_t i) { found.emplace_back(lane, i); });
  return found;
}

TEST(ForLanesInside, GivesTheLanesOfTheBatchWithTheirPlaces) {
  EXPECT_THAT(inside<16>(14, 4, 0), ElementsAre(Pair(14, 0), Pair(15, 1)));
  EXPECT_THAT(inside<16>(14, 4, 16), ElementsAre(Pair(0, 2), Pair(1, 3)));
  EXPECT_THAT(inside<16>(3, 2, 0), ElementsAre(Pair(3, 0), Pair(4, 1)));
  EXPECT_THAT(inside<16>(3, 2, 16), IsEmpty());
  EXPECT_THAT(inside<1>(5, 1, 5), ElementsAre(Pair(0, 0)));
  EXPECT_EQ(16u, inside<16>(0, 1000, 160).size());
}

TEST(PutColumn, WritesOneColumnOfTheLanesInside) {
  std::vector<double> out(3 * 2, -1.0);
  BatchOutput batch;
  batch.first = 15;
  batch.count = 3;
  put_column<16>(batch, 0, out.data(), 2, 1, splat<Pack<double, 16>>(5.0));
  EXPECT_THAT(out, ElementsAre(-1.0, 5.0, -1.0, -1.0, -1.0, -1.0));
  put_column<16>(batch, 16, out.data(), 2, 0, splat<Pack<double, 16>>(6.0));
  EXPECT_THAT(out, ElementsAre(-1.0, 5.0, 6.0, -1.0, 6.0, -1.0));
}

/// Runs one group into a batch with a guard before and after it.
TEST(RunLaneGroup, WritesInsideTheBatchOnly) {
  const Problem problem = testing::random_model(1).compile();
  const LaneGroup<16, float> group(problem.view());
  const std::size_t outputs = std::size_t{problem.num_demands} * problem.num_categories;
  std::vector<double> scores((2 + 5) * outputs, -777.0);
  std::vector<LaneOutcome> outcome(7, static_cast<LaneOutcome>(99));
  std::vector<std::uint32_t> sweeps(7, 12345);
  BatchOutput batch;
  batch.first = 20;
  batch.count = 5;
  batch.scores = scores.data() + outputs;
  batch.outcome = outcome.data() + 1;
  batch.sweeps = sweeps.data() + 1;
  run_lane_group<16>(group.view, group.memory, batch, 16);
  for (std::size_t i = 0; i < 7; ++i) {
    const bool guard = i == 0 || i == 6;
    EXPECT_EQ(guard, outcome[i] == static_cast<LaneOutcome>(99));
    EXPECT_EQ(guard, sweeps[i] == 12345u);
    for (std::size_t k = 0; k < outputs; ++k) EXPECT_EQ(guard, scores[i * outputs + k] == -777.0);
  }
}

TEST(RunLaneGroup, OneLaneIsOneOfSixteen) {
  const Problem problem = testing::random_model(2).compile();
  const std::size_t outputs = std::size_t{problem.num_demands} * problem.num_categories;
  const std::size_t supplies = std::size_t{problem.num_demands} * problem.num_rows,
                    flows = std::size_t{problem.num_demands} * problem.num_flows;
  struct Results {
    std::vector<double> scores, supply, inventory;
    std::vector<LaneOutcome> outcome;
  };
  const auto make = [&] {
    return Results{std::vector<double>(16 * outputs), std::vector<double>(16 * supplies),
                   std::vector<double>(16 * flows), std::vector<LaneOutcome>(16)};
  };
  const auto batch_of = [](Results& r, std::uint64_t first) {
    BatchOutput batch;
    batch.first = first;
    batch.count = 16;
    batch.scores = r.scores.data();
    batch.outcome = r.outcome.data();
    batch.supply = r.supply.data();
    batch.inventory = r.inventory.data();
    return batch;
  };
  Results together = make(), alone = make();
  const LaneGroup<16, float> pack(problem.view());
  run_lane_group<16>(pack.view, pack.memory, batch_of(together, 32), 32);
  const LaneGroup<1, float> one(problem.view());
  for (std::uint64_t i = 32; i < 48; ++i)
    run_lane_group<1>(one.view, one.memory, batch_of(alone, 32), i);
  EXPECT_TRUE(testing::same_bits(together.scores, alone.scores));
  EXPECT_TRUE(testing::same_bits(together.supply, alone.supply));
  EXPECT_TRUE(testing::same_bits(together.inventory, alone.inventory));
  EXPECT_EQ(together.outcome, alone.outcome);
}

/// One iteration by the steps that a GPU takes, one after the other, lists in `parts` parts.
void run_in_steps(const ProblemView& view, const LaneGroup<1, float>& group,
                  const BatchOutput& batch, std::uint64_t iteration, std::uint32_t parts) {
  const auto& memory = group.memory;
  const auto at = memory.at;
  const auto fill = [&](FormulaPart which, auto* slots) {
    using Number = std::remove_pointer_t<decltype(slots)>;
    const SlotNumbers numbers = slot_numbers(view, which);
    fill_initial<Number, 1>(numbers.initial, numbers.count, slots, at);
    for (std::uint32_t part = parts; part-- > 0;)
      fill_plain_part<Number, 1>(numbers.lists, view, iteration, slots, at, part, parts);
    fill_others<Number, 1>(numbers.lists, view, iteration, slots, at);
    run_part<1>(view.formulas, which, memory.registers, slots, at);
    fix_sums<Number, 1>(numbers.lists, slots, at);
  };
  fill(FormulaPart::shared, memory.registers);
  fill(FormulaPart::technosphere, memory.slots);
  fill(FormulaPart::biosphere, memory.bio_slots);
  fill(FormulaPart::characterisation, memory.factors);
  const auto pursue = [&](const LinearSystem& system, const auto& lanes,
                          const SweepLimits& limits) {
    const std::uint32_t together =
        view.right_sides_at_once >= 4 ? system.num_right_sides / 4 * 4 : 0;
    return pursue_all<4, 1>(system, lanes, limits, 0, together) +
           pursue_all<1, 1>(system, lanes, limits, together, system.num_right_sides);
  };
  std::uint32_t sweeps = pursue(view, memory, supply_limits(view));
  const bool by_adjoint = view.adjoint.num_right_sides > 0;
  if (by_adjoint) {
    accumulate_intensities<1>(view, memory, iteration);
    sweeps += pursue(view.adjoint, adjoint_memory(view, memory), proved_limits(view));
  }
  settle_lane_group<1>(view, memory, batch, iteration, sweeps);
  for (std::uint32_t part = parts; !by_adjoint && part-- > 0;)
    accumulate_plain_part<1>(view, memory, iteration, part, parts);
  score_lane_group<1>(view, memory, batch, iteration,
                      [&] { accumulate_others<1>(view, memory, iteration); });
}

TEST(Steps, OfAGpuGiveTheBitsOfTheWhole) {
  for (std::uint64_t seed = 0; seed < 8; ++seed) {
    CompileOptions options;
    options.adjoint = seed % 4 == 1 ? AdjointUse::always : AdjointUse::never;
    const Problem problem =
        testing::random_model(40 + seed, {.num_demands = seed % 2 == 0 ? 1u : 6u,
                                          .feedback = seed % 3 == 2 ? 0.95 : 0.5,
                                          .every_kind = seed % 3 != 1})
            .compile(options);
    ProblemView view = problem.view();
    view.right_sides_at_once = seed % 2 == 0 ? 1 : 4;
    const std::size_t outputs = std::size_t{view.num_demands} * view.num_categories;
    for (const std::uint32_t parts : {1u, 3u, 32u}) {
      for (std::uint64_t iteration = 5; iteration < 9; ++iteration) {
        struct {
          std::vector<double> scores;
          LaneOutcome outcome = LaneOutcome::ok;
          std::uint32_t sweeps = 0;
        } whole, steps;
        const auto batch_of = [&](auto& results) {
          results.scores.assign(outputs, -1.0);
          BatchOutput batch;
          batch.first = iteration;
          batch.count = 1;
          batch.scores = results.scores.data();
          batch.outcome = &results.outcome;
          batch.sweeps = &results.sweeps;
          return batch;
        };
        const LaneGroup<1, float> one(view), other(view);
        run_lane_group<1>(view, one.memory, batch_of(whole), iteration);
        run_in_steps(view, other, batch_of(steps), iteration, parts);
        EXPECT_TRUE(testing::same_bits(whole.scores, steps.scores))
            << seed << ", " << parts << " parts";
        EXPECT_EQ(whole.outcome, steps.outcome);
        EXPECT_EQ(whole.sweeps, steps.sweeps);
      }
    }
  }
}

TEST(SolveLaneGroup, OneDemandUnsolvedIsTheIterationUnsolved) {
  const Problem problem = testing::random_model(3, {.num_demands = 2, .feedback = 0.9}).compile();
  ProblemView view = problem.view();
  view.max_sweeps = 1;
  const LaneGroup<1, float> group(view);
  std::vector<double> scores(std::size_t{view.num_demands} * view.num_categories);
  LaneOutcome outcome = LaneOutcome::ok;
  BatchOutput batch;
  batch.count = 1;
  batch.scores = scores.data();
  batch.outcome = &outcome;
  run_lane_group<1>(view, group.memory, batch, 0);
  EXPECT_EQ(LaneOutcome::unsolved, outcome);
}

}  // namespace
}  // namespace plume::lane_program_test
