// SPDX-License-Identifier: Apache-2.0
// The systems that compile() lays out: dense, and transposed.
#include <gtest/gtest.h>

#include <map>
#include <utility>

#include "tests/support/random_model.hpp"

namespace plume::adjoint_system_test {
namespace {

using Cells = std::multimap<std::pair<std::uint32_t, std::uint32_t>, double>;

TEST(AdjointSystem, IsTheTransposeFromTheLastRowToTheFirst) {
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    CompileOptions options;
    options.adjoint = AdjointUse::always;
    const Problem p = testing::random_model(seed, {}).compile(options);
    const std::uint32_t n = p.num_rows;
    Cells expected, got;
    for (std::uint32_t row = 0; row < n; ++row) {
      for (auto k = p.row_fixed[row]; k < p.row_fixed[row + 1]; ++k)
        expected.insert({{n - 1 - p.fixed_column[k], n - 1 - row}, p.fixed_value[k]});
      for (auto k = p.row_slot[row]; k < p.row_slot[row + 1]; ++k)
        expected.insert({{n - 1 - p.slot_column[k], n - 1 - row}, 1000.0 + k});
      const AdjointTables& t = p.adjoint;
      for (auto k = t.row_fixed[row]; k < t.row_fixed[row + 1]; ++k)
        got.insert({{row, t.fixed_column[k]}, t.fixed_value[k]});
      for (auto k = t.row_slot[row]; k < t.row_slot[row + 1]; ++k)
        got.insert({{row, t.slot_column[k]}, 1000.0 + t.slot_of[k]});
    }
    EXPECT_EQ(expected, got);
    // Acyclic rows read only what is solved before them.
    for (const Block& block : p.adjoint.blocks) {
      for (std::uint32_t row = block.begin; row < block.end; ++row) {
        const std::uint32_t limit = block.iterative != 0 ? block.end : row;
        for (auto k = p.adjoint.row_slot[row]; k < p.adjoint.row_slot[row + 1]; ++k)
          ASSERT_LT(p.adjoint.slot_column[k], limit);
      }
    }
  }
}

/// n processes that all need each other; every third need is certain, one cell in nine empty.
/// `certain`: a third of the certain ones.
testing::Draft full_table(std::uint32_t n, double certain = -0x1p-6) {
  testing::Draft draft;
  for (std::uint32_t j = 0; j < n; ++j) {
    const std::string process = "a" + std::to_string(j);
    draft.technosphere("p" + std::to_string(j), process, 1.0);
    draft.biosphere("f", process, 1.0 + j);
    for (std::uint32_t i = 0; i < n; ++i) {
      if (i == j || (i + 2 * j) % 9 == 0) continue;
      const double amount = -0.6 / n * (1.0 + (i * j) % 3);
      if ((i + j) % 3 == 0) {
        draft.technosphere("p" + std::to_string(i), process, certain * (1.0 + (i * j) % 3));
      } else {
        draft.technosphere("p" + std::to_string(i), process, amount,
                           testing::lognormal(amount, 0.3));
      }
    }
  }
  draft.characterisation("f", "c", 1.0);
  return draft;
}

TEST(DenseSystem, HoldsEveryCellInItsPlace) {
  testing::Draft draft = full_table(40);
  const Problem p = draft.compile({draft.demand("p3", 1.0)});
  ASSERT_TRUE(p.dense);
  EXPECT_EQ(40u * 39u, p.num_slots);
  EXPECT_EQ(nullptr, p.view().slot_column);
  ASSERT_EQ(p.num_slots + p.num_diagonal_slots, p.initial_slot.size());
  std::size_t empty = 0, fixed = 0;
  std::vector<bool> drawn(p.num_slots, false);
  for (const auto& draw : p.technosphere.lognormal) drawn[draw.target] = true;
  for (std::size_t k = 0; k < p.num_slots; ++k) {
    if (drawn[k]) continue;
    (p.initial_slot[k] == 0.0 ? empty : fixed) += 1;
  }
  EXPECT_GT(empty, 40u * 39u / 12);
  EXPECT_GT(fixed, 40u * 39u / 5);
  EXPECT_EQ(p.num_slots, empty + fixed + p.technosphere.lognormal.size());
}

TEST(DenseSystem, DoesNotRoundWhatIsCertain) {
  testing::Draft draft = full_table(40, -0.015);
  EXPECT_FALSE(draft.compile({draft.demand("p3", 1.0)}).dense);
  CompileOptions options;
  options.fp32_values = false;
  EXPECT_TRUE(draft.compile({draft.demand("p3", 1.0)}, options).dense);
}

TEST(DenseSystem, IsNotMadeOfSparseOrSmallOnes) {
  EXPECT_FALSE(testing::random_model(1, {.num_processes = 60}).compile().dense);
  testing::Draft draft = full_table(20);
  EXPECT_FALSE(draft.compile({draft.demand("p3", 1.0)}).dense);
}

}  // namespace
}  // namespace plume::adjoint_system_test
