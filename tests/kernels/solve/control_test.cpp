// SPDX-License-Identifier: Apache-2.0
#include "kernels/solve/control.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "kernels/solve/lane_program.hpp"
#include "tests/kernels/solve/lane_group.hpp"
#include "tests/support/draft.hpp"

namespace plume::control_test {
namespace {

using testing::Draft;
using testing::LaneGroup;
using testing::lognormal;
using testing::normal;
using testing::uniform;

/// One process with three uncertain emissions, and a control of two outputs in all of them.
struct Controlled {
  Problem problem;

  explicit Controlled(bool with_control = true) {
    Draft draft;
    draft.technosphere("p", "a", 1.0);
    draft.biosphere("x", "a", 2.0, lognormal(2.0, 0.3));
    draft.biosphere("y", "a", 3.0, normal(3.0, 0.5));
    draft.biosphere("z", "a", 1.5, uniform(1.0, 2.0));
    for (const char* flow : {"x", "y", "z"}) draft.characterisation(flow, "first", 1.0);
    draft.characterisation("y", "second", 1.0);
    problem = draft.compile({draft.demand("p", 1.0)});
    if (!with_control) return;
    problem.control = problem.biosphere;
    problem.control.lognormal[0].target = 0;
    problem.control.normal[0].target = 1;
    problem.control.wide[0].target = 2;
    problem.control_mean = {2.1, 3.0, 1.5};
    problem.control_begin = {0, 1, 3, 4};
    problem.control_output = {0, 0, 1, 0};
    problem.control_weight = {10.0, 100.0, -7.0, 1000.0};
  }
};

template <int W>
std::vector<double> controls_of(const Problem& problem, std::uint64_t first) {
  LaneGroup<W> group(problem.view());
  std::vector<double> out(2 * W);
  control<W>(group.view, group.memory, first, [&](std::uint32_t output, Pack<double, W> value) {
    for (int lane = 0; lane < W; ++lane)
      out[static_cast<std::size_t>(lane) * 2 + output] = testing::lane_of(value, lane);
  });
  return out;
}

TEST(Control, IsTheLinearModelOfTheVeryDraws) {
  const Controlled controlled;
  const Problem& p = controlled.problem;
  const ProblemView view = p.view();
  for (std::uint64_t iteration = 0; iteration < 50; ++iteration) {
    std::vector<double> drawn;
    for_each_draw<double, 1>(view.biosphere, view, iteration,
                             [&](const auto&, Pack<double, 1> value) { drawn.push_back(value.v); });
    ASSERT_EQ(3u, drawn.size());
    const std::vector<double> control = controls_of<1>(p, iteration);
    EXPECT_NEAR(10.0 * (drawn[0] - 2.1) + 100.0 * (drawn[1] - 3.0) + 1000.0 * (drawn[2] - 1.5),
                control[0], 1e-9);
    EXPECT_NEAR(-7.0 * (drawn[1] - 3.0), control[1], 1e-12);
  }
}

TEST(Control, SixteenLanesAreSixteenIterations) {
  const Controlled controlled;
  const std::vector<double> pack = controls_of<16>(controlled.problem, 32);
  for (std::uint64_t lane = 0; lane < 16; ++lane) {
    const std::vector<double> one = controls_of<1>(controlled.problem, 32 + lane);
    EXPECT_EQ(one[0], pack[lane * 2]);
    EXPECT_EQ(one[1], pack[lane * 2 + 1]);
  }
}

TEST(Control, IsZeroWhereThereIsNone) {
  const Controlled plain(false);
  EXPECT_EQ((std::vector<double>{0.0, 0.0}), controls_of<1>(plain.problem, 5));
}

TEST(Control, RunsAloneWhereNoScoreIsWanted) {
  const Controlled controlled;
  LaneGroup<1> group(controlled.problem.view());
  double control[2] = {-1.0, -1.0};
  BatchOutput batch;
  batch.first = 9;
  batch.count = 1;
  batch.control = control;  // scores and outcome stay null: nothing may write to them
  run_lane_group<1>(group.view, group.memory, batch, 9);
  EXPECT_EQ(controls_of<1>(controlled.problem, 9), (std::vector<double>{control[0], control[1]}));
}

}  // namespace
}  // namespace plume::control_test
