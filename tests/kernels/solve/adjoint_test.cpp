// SPDX-License-Identifier: Apache-2.0
#include "kernels/solve/adjoint.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "kernels/api/realisation.hpp"
#include "tests/kernels/solve/lane_group.hpp"
#include "tests/support/dense_lca.hpp"
#include "tests/support/random_model.hpp"

namespace plume::adjoint_test {
namespace {

using testing::LaneGroup;

Problem by_adjoint(std::uint64_t seed, AdjointUse use) {
  CompileOptions options;
  options.adjoint = use;
  options.tolerance = 1e-10;
  return testing::random_model(
             seed, {.num_demands = 5, .normalised = seed % 2 == 0, .weighted = seed % 3 == 0})
      .compile(options);
}

TEST(Adjoint, GivesTheScoresOfDenseElimination) {
  for (std::uint64_t seed = 0; seed < 8; ++seed) {
    const Problem problem = by_adjoint(seed, AdjointUse::always);
    const LaneGroup<16, float> group(problem.view());
    const ProblemView& view = group.view;
    fill_slots<float, 16>(view.technosphere, view, view.initial_slot,
                          view.num_slots + view.num_diagonal_slots, 16, group.memory.slots,
                          FixedStride<16>{});
    const auto outcome =
        solve_adjoint<16>(view, group.memory, {view.tolerance, view.max_sweeps}, 16);
    std::vector<testing::DenseScores> exact;
    const Problem forward = by_adjoint(seed, AdjointUse::never);
    for (std::uint64_t lane = 0; lane < 16; ++lane)
      exact.push_back(testing::dense_scores(forward.view(),
                                            realise(forward.view(), ValueType::fp32, 16 + lane)));
    std::size_t compared = 0;
    score_by_adjoint<16>(
        view, group.memory, [&](std::uint32_t demand, std::uint32_t category, Pack<double, 16> h) {
          for (int lane = 0; lane < 16; ++lane) {
            if (testing::lane_of(outcome.unsolved, lane) != 0) continue;
            const auto& truth = exact[static_cast<std::size_t>(lane)];
            const std::size_t k = std::size_t{demand} * view.num_categories + category;
            const double size = std::max(std::abs(truth.score[k]), 1e-3 * truth.magnitude[k]);
            EXPECT_NEAR(truth.score[k], testing::lane_of(h, lane), 1e-9 * size) << "model " << seed;
            ++compared;
          }
        });
    EXPECT_GT(compared, 15u * 16u / 2);
  }
}

TEST(Adjoint, ItsUnknownsAndBoundsStandBehindThoseOfTheTechnosphere) {
  const Problem problem = by_adjoint(1, AdjointUse::always);
  const LaneGroup<16, float> group(problem.view());
  const std::size_t before = group.view.num_right_sides;
  ASSERT_GT(before, 0u);
  const auto behind = adjoint_memory(group.view, group.memory);
  EXPECT_EQ(group.memory.x + 16 * before * group.view.num_rows, behind.x);
  EXPECT_EQ(group.memory.bound + 16 * before, behind.bound);
}

TEST(Adjoint, GrossScoresDoNotCancel) {
  // 2 of the product of row 0 less 3 of that of row 2. The adjoint has the last row first.
  const std::vector<std::uint32_t> begin = {0, 2}, row = {0, 2};
  const std::vector<double> value = {2.0, -3.0};
  ProblemView view;
  view.num_rows = view.adjoint.num_rows = 3;
  view.num_right_sides = view.adjoint.num_right_sides = 1;
  view.num_demands = view.num_categories = 1;
  view.demand_begin = begin.data();
  view.demand_row = row.data();
  view.demand_value = value.data();
  const LaneGroup<1> group(view);
  double* const intensity = adjoint_memory(view, group.memory).x;
  intensity[2] = 5.0;
  intensity[0] = 4.0;
  EXPECT_EQ(2.0 * 5.0 + 3.0 * 4.0, gross_by_adjoint<1>(view, group.memory, 0, 0).v);
}

/// Two processes, of which the second may take up what the first emits.
bool uses_adjoint(std::size_t num_demands, double uptake) {
  testing::Draft draft;
  draft.technosphere("steel", "mill", 1.0)
      .technosphere("coal", "mill", -0.7)
      .technosphere("coal", "mine", 1.0);
  draft.biosphere("co2", "mill", 2.0)
      .biosphere("co2", "mine", 1.0)
      .characterisation("co2", "gwp", 1.0);
  if (uptake > 0.0)
    draft.biosphere("co2 taken up", "mine", uptake).characterisation("co2 taken up", "gwp", -1.0);
  return draft.compile(std::vector<DemandVector>(num_demands, draft.demand("steel", 1.0)))
      .by_adjoint;
}

TEST(Adjoint, IsUsedWhereItIsLessToSolve) {
  EXPECT_TRUE(uses_adjoint(3, 0.0)) << "one category and the sum, three demands";
  EXPECT_FALSE(uses_adjoint(2, 0.0));
  EXPECT_FALSE(uses_adjoint(3, 0.9)) << "the difference of emission and uptake has lost digits";
}

}  // namespace
}  // namespace plume::adjoint_test
