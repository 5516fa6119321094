// SPDX-License-Identifier: Apache-2.0
#include "kernels/solve/prove.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "kernels/api/realisation.hpp"
#include "kernels/solve/realise.hpp"
#include "kernels/solve/solve.hpp"
#include "tests/kernels/solve/lane_group.hpp"
#include "tests/support/dense_lca.hpp"
#include "tests/support/random_model.hpp"

namespace plume::prove_test {
namespace {

using testing::Draft;
using testing::lane_of;
using testing::LaneGroup;

constexpr int width = 16;
using Group = LaneGroup<width, float>;

CompileOptions proofs() {
  CompileOptions options;
  options.certified_entries = 0;
  options.prove_all = true;
  return options;
}

template <int W>
void draw(const LaneGroup<W, float>& group, std::uint64_t first = 0) {
  const ProblemView& v = group.view;
  fill_slots<float, W>(v.technosphere, v, v.initial_slot, v.num_slots + v.num_diagonal_slots, first,
                       group.memory.slots, FixedStride<W>{});
}

constexpr SweepLimits limits{1e-7, 60, 1e-7, true};

Problem random_problem(std::uint64_t seed, double feedback) {
  return testing::random_model(
             seed, {.num_processes = 30, .num_demands = 1, .feedback = feedback, .sigma = 0.4})
      .compile(proofs());
}

/// Two processes that take from each other: the loop makes `feedback` of what enters it.
Problem loop(const std::vector<double>& feedback) {
  Draft draft;
  draft.technosphere("p", "a", 1.0).technosphere("q", "b", 1.0).technosphere("p", "b", -1.0);
  draft.technosphere("q", "a", -0.5).columns([&] {
    std::vector<double> amounts;
    for (const double f : feedback) amounts.push_back(-f);
    return amounts;
  }());
  draft.biosphere("co2", "b", 1.0).characterisation("co2", "gwp", 1.0);
  return draft.compile({draft.demand("p", 1.0)}, proofs());
}

TEST(Prove, TheBoundHoldsInEveryRowOfRandomModels) {
  std::uint64_t proved = 0;
  double largest_share = 0.0;
  for (std::uint64_t seed = 0; seed < 12; ++seed) {
    const Problem problem = random_problem(seed, 0.6);
    if (!problem.proof.used) continue;
    const Group group(problem.view());
    draw(group);
    (void)solve<width>(group.view, group.memory, limits, 1);
    for (std::size_t lane = 0; lane < width; ++lane) {
      const double bound = group.memory.bound[lane];
      if (!(bound > 0.0)) continue;
      ++proved;
      const auto exact =
          testing::dense_scores(group.view, realise(group.view, ValueType::fp32, lane));
      for (std::size_t row = 0; row < problem.num_rows; ++row) {
        const double error = std::abs(group.x(0, row, lane) - exact.supply[row]);
        const double allowed = bound * group.memory.depth[row * width + lane];
        ASSERT_LE(error, allowed + 1e-14 * std::abs(exact.supply[row]))
            << "seed " << seed << ", lane " << lane << ", row " << row;
        largest_share = std::max(largest_share, error / allowed);
      }
    }
  }
  EXPECT_GT(proved, 100u);
  EXPECT_GT(largest_share, 0.01) << "a bound that is never near says nothing";
}

/// Row by row, in fp64 and by the book: what the vector of a proved lane must satisfy.
TEST(Prove, TheVectorOfAProvedLaneSatisfiesItsInequality) {
  std::uint64_t rows = 0;
  for (std::uint64_t seed = 0; seed < 12; ++seed) {
    const Problem problem = random_problem(seed, 0.6);
    if (!problem.proof.used) continue;
    const Group group(problem.view());
    draw(group);
    (void)solve<width>(group.view, group.memory, limits, 1);
    const ProblemView& v = group.view;
    const double share = v.rounding_share;
    for (std::size_t lane = 0; lane < width; ++lane) {
      if (!(group.memory.bound[lane] > 0.0)) continue;
      const auto vector = [&](std::size_t row) {
        return group.memory.depth[row * width + lane] - share * std::abs(group.x(0, row, lane));
      };
      for (std::uint32_t row = 0; row < problem.num_rows; ++row) {
        const double x = std::abs(group.x(0, row, lane));
        double reached = share * std::abs(problem.demand[row]);
        const auto add = [&](std::uint32_t column, double value) {
          const double size = std::abs(value);
          reached += size * (vector(column) + share * std::abs(group.x(0, column, lane)));
          if (column > row) reached += size * v.allowed_change[column];
        };
        for (auto k = problem.row_fixed[row]; k < problem.row_fixed[row + 1]; ++k)
          add(problem.fixed_column[k], problem.fixed_value[k]);
        for (auto k = problem.row_slot[row]; k < problem.row_slot[row + 1]; ++k)
          add(problem.slot_column[k], group.memory.slots[k * width + lane]);
        double diagonal = problem.diagonal[row];
        for (auto k = problem.row_diagonal[row]; k < problem.row_diagonal[row + 1]; ++k)
          diagonal += group.memory.slots[k * width + lane];
        reached += share * std::abs(diagonal) * x;
        ASSERT_GE(std::abs(diagonal) * vector(row), reached * (1.0 - 1e-12))
            << "seed " << seed << ", lane " << lane << ", row " << row;
        ++rows;
      }
    }
  }
  EXPECT_GT(rows, 1000u);
}

TEST(Prove, FeedbackOfOneAndMoreIsNotProved) {
  const Problem problem = loop({0.5, 0.9, 1.001, 3.0});
  ASSERT_TRUE(problem.proof.used);
  const Group group(problem.view());
  draw(group);
  const SolveOutcome<width> outcome = solve<width>(group.view, group.memory, limits, 1);
  std::size_t proved = 0;
  for (int lane = 0; lane < width; ++lane) {
    if (group.memory.bound[lane] > 0.0) {
      ++proved;
      EXPECT_GT(group.x(0, 0, static_cast<std::size_t>(lane)), 0.0) << lane;
      EXPECT_EQ(0, lane_of(outcome.unsolved, lane));
    } else {
      EXPECT_NE(0, lane_of(outcome.unsolved, lane));
    }
  }
  EXPECT_GT(proved, 0u);
  EXPECT_LT(proved, std::size_t{width});
}

TEST(Prove, FewSweepsProveLess) {
  const Problem problem = random_problem(1, 0.6);
  ASSERT_TRUE(problem.proof.used);
  const Group group(problem.view());
  draw(group);
  (void)solve<width>(group.view, group.memory, {1e-2, 60, 1e-2, true}, 1);
  const double after_few = group.memory.bound[0];
  (void)solve<width>(group.view, group.memory, limits, 1);
  EXPECT_GT(after_few, 1e3 * group.memory.bound[0]);
  EXPECT_GT(group.memory.bound[0], 0.0);
}

TEST(Prove, ALanesProofIsItsOwn) {
  for (const std::uint64_t seed : {1u, 5u, 7u}) {
    const Problem problem = random_problem(seed, 0.8);
    const Group pack(problem.view());
    draw(pack);
    const auto together = solve<width>(pack.view, pack.memory, limits, 1);
    for (std::size_t lane = 0; lane < width; ++lane) {
      const LaneGroup<1, float> one(problem.view());
      draw(one, lane);
      const auto alone = solve<1>(one.view, one.memory, limits, 1);
      EXPECT_EQ(alone.unsolved.v, lane_of(together.unsolved, static_cast<int>(lane)));
      EXPECT_EQ(one.memory.bound[0], pack.memory.bound[lane]);
      for (std::size_t row = 0; row < problem.num_rows; ++row) {
        ASSERT_EQ(one.x(0, row), pack.x(0, row, lane));
        if (!problem.proof.used || !(one.memory.bound[0] > 0.0)) continue;
        ASSERT_EQ(one.memory.depth[row], pack.memory.depth[row * width + lane]);
      }
    }
  }
}

}  // namespace
}  // namespace plume::prove_test
