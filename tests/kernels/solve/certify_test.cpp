// SPDX-License-Identifier: Apache-2.0
#include "kernels/solve/certify.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "kernels/api/realisation.hpp"
#include "kernels/solve/realise.hpp"
#include "kernels/solve/solve.hpp"
#include "tests/kernels/solve/lane_group.hpp"
#include "tests/support/dense_lca.hpp"
#include "tests/support/random_model.hpp"

namespace plume::certify_test {
namespace {

using testing::Draft;
using testing::lane_of;
using testing::LaneGroup;

constexpr int width = 16;
using Group = LaneGroup<width, float>;

void draw(const Group& group) {
  const ProblemView& v = group.view;
  fill_slots<float, width>(v.technosphere, v, v.initial_slot, v.num_slots + v.num_diagonal_slots, 0,
                           group.memory.slots, FixedStride<width>{});
}

Certificate<width> certificate_of(const Group& group, std::uint32_t side = 0) {
  return certify<width>(static_cast<const LinearSystem&>(group.view), group.memory, side,
                        testing::lanes_of<width>(0xffff));
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
  return draft.compile({draft.demand("p", 1.0)});
}

TEST(Certify, TheBoundHoldsInEveryRowOfRandomModels) {
  std::uint64_t held = 0;
  double largest_share = 0.0;
  for (std::uint64_t seed = 0; seed < 12; ++seed) {
    const Problem problem =
        testing::random_model(seed, {.num_demands = 1, .feedback = 0.8, .sigma = 0.4}).compile();
    const Group group(problem.view());
    draw(group);
    (void)solve<width>(group.view, group.memory, {1e-4, 60}, 1);
    const Certificate<width> certificate = certificate_of(group);
    for (std::size_t lane = 0; lane < width; ++lane) {
      if (lane_of(certificate.holds, static_cast<int>(lane)) == 0) continue;
      ++held;
      const auto exact =
          testing::dense_scores(group.view, realise(group.view, ValueType::fp32, lane));
      const double bound = lane_of(certificate.bound, static_cast<int>(lane));
      for (std::size_t row = 0; row < problem.num_rows; ++row) {
        const double x = group.x(0, row, lane), error = std::abs(x - exact.supply[row]);
        ASSERT_LE(error, bound * std::abs(x) * (1 + 1e-9))
            << "seed " << seed << ", lane " << lane << ", row " << row;
        if (x != 0.0) largest_share = std::max(largest_share, error / (bound * std::abs(x)));
      }
    }
  }
  EXPECT_GT(held, 60u);
  EXPECT_GT(largest_share, 0.01) << "a bound that is never near says nothing";
}

TEST(Certify, ASupplyThatIsChangedIsSeen) {
  const Problem problem = loop({0.5});
  const Group group(problem.view());
  draw(group);
  (void)solve<width>(group.view, group.memory, {1e-9, 60}, 1);
  EXPECT_LT(lane_of(certificate_of(group).bound, 3), 1e-7);
  group.x(0, 1, 3) *= 1.0 + 1e-5;
  const Certificate<width> changed = certificate_of(group);
  EXPECT_GT(lane_of(changed.bound, 3), 1e-5) << "the twin";
  EXPECT_LT(lane_of(changed.bound, 4), 1e-7) << "and only there";
}

TEST(Certify, FeedbackOfOneAndMoreHasNoCertificate) {
  const Problem problem = loop({0.5, 0.9, 1.001, 3.0});
  const Group group(problem.view());
  draw(group);
  (void)solve<width>(group.view, group.memory, {1e-9, 60}, 1);
  const Certificate<width> certificate = certificate_of(group);
  for (int lane = 0; lane < width; ++lane) {
    const bool feasible = group.x(0, 0, static_cast<std::size_t>(lane)) > 0.0;
    EXPECT_EQ(feasible, lane_of(certificate.holds, lane) != 0) << lane;
  }
}

TEST(Certify, ALaneOfANearlySingularLoopIsSweptOnOrGivenUp) {
  // The estimate is content with these long before the score is: 1 / (1 − f) leaves few digits.
  const Problem problem = loop({0.5, 0.99, 0.9999});
  const Group group(problem.view());
  draw(group);
  const SolveOutcome<width> outcome =
      solve<width>(group.view, group.memory, {1e-7, 60, 0.8e-7, true}, 1);
  std::size_t solved = 0;
  for (int lane = 0; lane < width; ++lane) {
    if (lane_of(outcome.unsolved, lane) != 0) continue;
    ++solved;
    const auto exact = testing::dense_scores(
        group.view, realise(group.view, ValueType::fp32, static_cast<std::uint64_t>(lane)));
    for (std::size_t row = 0; row < 2; ++row)
      EXPECT_NEAR(exact.supply[row], group.x(0, row, static_cast<std::size_t>(lane)),
                  1e-7 * std::abs(exact.supply[row]));
  }
  EXPECT_GT(solved, 0u);
}

TEST(Certify, ALanesCertificateIsItsOwn) {
  const Problem problem =
      testing::random_model(5, {.num_demands = 1, .feedback = 0.9, .sigma = 0.5}).compile();
  const Group pack(problem.view());
  draw(pack);
  const SweepLimits limits{1e-7, 60, 0.8e-7, true};
  const auto together = solve<width>(pack.view, pack.memory, limits, 1);
  for (std::size_t lane = 0; lane < width; ++lane) {
    const LaneGroup<1, float> one(problem.view());
    const ProblemView& v = one.view;
    fill_slots<float, 1>(v.technosphere, v, v.initial_slot, v.num_slots + v.num_diagonal_slots,
                         lane, one.memory.slots, FixedStride<1>{});
    const auto alone = solve<1>(one.view, one.memory, limits, 1);
    EXPECT_EQ(alone.unsolved.v, lane_of(together.unsolved, static_cast<int>(lane)));
    EXPECT_EQ(one.memory.bound[0], pack.memory.bound[lane]);
    for (std::size_t row = 0; row < problem.num_rows; ++row)
      ASSERT_EQ(one.x(0, row), pack.x(0, row, lane));
  }
}

/// Two rows of one cyclic block, 1 on the diagonal, beside it the entries of `columns` and
/// `values`.
struct TwoRows {
  std::vector<std::uint32_t> row_begin, column, no_slots{0, 0, 0};
  std::vector<double> value, right_side, diagonal{1.0, 1.0};
  std::vector<float> depth{1.0f, 1.0f};
  Block block{0, 2, 1};
  ProblemView view;

  TwoRows(std::vector<std::uint32_t> begins, std::vector<std::uint32_t> columns,
          std::vector<double> values, std::vector<double> b)
      : row_begin(std::move(begins)),
        column(std::move(columns)),
        value(std::move(values)),
        right_side(std::move(b)) {
    view.num_rows = 2;
    view.num_right_sides = view.num_blocks = 1;
    view.row_fixed = row_begin.data();
    view.fixed_column = column.data();
    view.fixed_value = value.data();
    view.row_slot = view.row_diagonal = no_slots.data();
    view.diagonal = diagonal.data();
    view.right_side = right_side.data();
    view.depth = depth.data();
    view.blocks = &block;
  }
};

/// One sweep over the depths where the rows have these supplies and, so far, these depths.
Audit<1> audit_of(const TwoRows& rows, double x0, double x1, float depth0, float depth1) {
  const LaneGroup<1> group(rows.view);
  group.x(0, 0) = x0;
  group.x(0, 1) = x1;
  group.memory.depth[0] = depth0;
  group.memory.depth[1] = depth1;
  return audit_rows<1>(static_cast<const LinearSystem&>(group.view), group.memory, 0);
}

TEST(AuditRows, WhatIsStaleIsTheDepthOfTheRowsBehind) {
  // x0 − x1 = 1, x1 − x0 / 2 = 0. Row 1 takes half of what row 0 makes, and its depth is the old
  // one, 3. Row 1 itself sees the new depth of row 0.
  const TwoRows loop_of_two({0, 1, 2}, {1, 0}, {-1.0, -0.5}, {1.0, 0.0});
  EXPECT_EQ(1.5, audit_of(loop_of_two, 2.0, 1.0, 1.0f, 3.0f).stale.v);
}

TEST(AuditRows, ANaNIsNotForgottenInLaterRows) {
  const TwoRows apart({0, 0, 0}, {}, {}, {1.0, 1.0});
  EXPECT_LT(audit_of(apart, 1.0, 1.0, 1.0f, 1.0f).error.v, 1e-14);
  EXPECT_TRUE(std::isnan(
      audit_of(apart, std::numeric_limits<double>::quiet_NaN(), 1.0, 1.0f, 1.0f).error.v));
}

}  // namespace
}  // namespace plume::certify_test
