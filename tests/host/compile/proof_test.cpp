// SPDX-License-Identifier: Apache-2.0
#include "host/compile/proof.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <optional>
#include <vector>

namespace plume::proof_test {
namespace {

/// x0 − f x1 = 1, x1 − x0 = 0: a loop that gives back f of what enters it.
struct Loop {
  std::vector<Triplet> cells;
  RowMatrix matrix;
  std::vector<double> spread{0.2, 0.2}, diagonal_spread{0.0, 0.0}, right{1.0, 0.0}, initial,
      weight{0.0, 1.0};

  explicit Loop(double f)
      : cells{{0, 1, -f}, {1, 0, -1.0}},
        matrix(RowMatrix::from_cells(cells, {1.0, 1.0})),
        initial{1.0 / (1.0 - f), 1.0 / (1.0 - f)} {}

  [[nodiscard]] std::optional<Proof> plan(double tolerance = 1e-7) const {
    const ProvenSystem system{matrix, spread, diagonal_spread, {false, true}, 2};
    const std::vector<ProvenSide> sides{
        {right, initial, weight, {{0.0, 1.0 / initial[1]}, {0.5 / initial[0], 0.0}}}};
    return plan_proof(system, sides, tolerance);
  }
};

TEST(PlanProof, TheStaticVectorIsOneThatLanesWouldAccept) {
  const Loop loop(0.25);
  const std::optional<Proof> proof = loop.plan();
  ASSERT_TRUE(proof.has_value());
  const double slack = proof->tables.first_slack, share = proof->tables.rounding_share;
  const double v0 = proof->depth[0] * loop.initial[0], v1 = proof->depth[1] * loop.initial[1];
  const double w1 = proof->tables.allowed_change[1];
  // Lanes make up for what the last digits lack.
  const double least0 = 0.25 * ((1.0 + slack) * v1 + w1) + share * (2.0 * loop.initial[0] + 1.0);
  const double least1 = v0 + 2.0 * share * loop.initial[1];
  EXPECT_GE(v0, 0.98 * least0);
  EXPECT_LT(v0, 1.1 * least0);
  EXPECT_GE(v1, 0.98 * least1);
  EXPECT_LT(v1, 1.1 * least1);
}

TEST(PlanProof, OnlyChangesThatAreReadBeforeTheyAreRenewedCount) {
  const std::optional<Proof> proof = Loop(0.25).plan();
  ASSERT_TRUE(proof.has_value());
  EXPECT_EQ(0.0f, proof->tables.allowed_change[0]);
  EXPECT_EQ(0.0, proof->tables.inverse_allowed[0]);
  EXPECT_GE(proof->tables.inverse_allowed[1] * double{proof->tables.allowed_change[1]}, 1.0);
  EXPECT_LT(proof->tables.inverse_allowed[1] * double{proof->tables.allowed_change[1]}, 1.0 + 1e-9);
}

TEST(PlanProof, ChangesAreMeasuredByTheErrorOfTheWorstScore) {
  // Four times the static error of the worse score is one: x1 whole; of x0 it is a half.
  const Loop loop(0.25);
  const std::optional<Proof> proof = loop.plan();
  ASSERT_TRUE(proof.has_value());
  EXPECT_NEAR(0.25, proof->depth[1], 0.03);
  EXPECT_FLOAT_EQ(static_cast<float>(1.0 / loop.initial[1]), proof->tables.importance[1]);
  EXPECT_FLOAT_EQ(static_cast<float>(0.5 / loop.initial[0]), proof->tables.importance[0]);
}

TEST(PlanProof, StrongFeedbackIsProvedWithLessSlackAndFeedbackOfOneNotAtAll) {
  EXPECT_EQ(1.0f, Loop(0.25).plan()->tables.first_slack);
  EXPECT_LT(Loop(0.7).plan()->tables.first_slack, 1.0f);
  EXPECT_FALSE(Loop(0.999).plan().has_value());
}

TEST(PlanProof, IsTheSameEveryTime) {
  EXPECT_EQ(Loop(0.5).plan()->depth, Loop(0.5).plan()->depth);
  EXPECT_EQ(Loop(0.5).plan()->tables.allowed_change, Loop(0.5).plan()->tables.allowed_change);
}

TEST(PlanProof, SystemsWithoutDrawsHaveOne) {
  Loop loop(0.5);
  loop.spread = {0.0, 0.0};
  ASSERT_TRUE(loop.plan().has_value());
  loop.weight = {0.0, 0.0};  // nothing matters, no pilot says anything
  ASSERT_TRUE(loop.plan().has_value());
  EXPECT_GT(loop.plan()->tables.allowed_change[1], 0.0f);
}

}  // namespace
}  // namespace plume::proof_test
