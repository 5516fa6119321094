// SPDX-License-Identifier: Apache-2.0
#include "host/compile/problem.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <vector>

#include "tests/support/random_model.hpp"

namespace plume::problem_test {
namespace {

using testing::Draft;
using testing::random_model;

TEST(DrawTables, ViewPointsAtAllOfThem) {
  DrawTables tables;
  tables.lognormal.resize(1);
  tables.normal.resize(2);
  tables.wide.resize(3);
  tables.array.resize(4);
  EXPECT_EQ(10u, tables.size());
  const DrawLists lists = tables.view();
  EXPECT_EQ(tables.lognormal.data(), lists.lognormal);
  EXPECT_EQ(tables.normal.data(), lists.normal);
  EXPECT_EQ(tables.wide.data(), lists.wide);
  EXPECT_EQ(tables.array.data(), lists.array);
  EXPECT_EQ(1u, lists.num_lognormal);
  EXPECT_EQ(2u, lists.num_normal);
  EXPECT_EQ(3u, lists.num_wide);
  EXPECT_EQ(4u, lists.num_array);
}

/// Words of the view that are addresses: sizes, counts and parameters of a small problem are not in
/// this range.
std::size_t num_addresses(const ProblemView& view) {
  std::vector<std::uint64_t> words(sizeof(view) / sizeof(std::uint64_t));
  std::memcpy(words.data(), &view, words.size() * sizeof(std::uint64_t));
  return static_cast<std::size_t>(std::count_if(words.begin(), words.end(), [](std::uint64_t word) {
    return word >= 0x5000'0000'0000 && word < 0x1'0000'0000'0000;
  }));
}

TEST(Problem, EveryArrayOfItsViewIsInTheList) {
  for (const AdjointUse use : {AdjointUse::never, AdjointUse::always}) {
    CompileOptions options;
    options.adjoint = use;
    const Problem problem =
        random_model(1, {.normalised = true, .weighted = true, .every_kind = true})
            .compile(options);
    ProblemView view = problem.view();
    EXPECT_GT(num_addresses(view), 20u);
    for_each_array(view, [](auto& array) {
      EXPECT_NE(array.unknown, array.size());
      array = {};
    });
    EXPECT_EQ(0u, num_addresses(view));
  }
}

/// Sizes that the engine relies on, whatever the model.
void expect_consistent(const Problem& p) {
  const ProblemView v = p.view();
  const std::size_t n = p.num_rows, cells = n * p.num_demands;
  EXPECT_EQ(p.seed, v.seed);
  EXPECT_EQ(n, v.num_rows);
  ASSERT_EQ(n + 1, p.row_fixed.size());
  ASSERT_EQ(n + 1, p.row_slot.size());
  ASSERT_EQ(n + 1, p.row_diagonal.size());
  EXPECT_EQ(p.fixed_column.size(), p.row_fixed.back());
  EXPECT_EQ(p.fixed_value.size(), p.fixed_column.size());
  EXPECT_EQ(p.num_slots, p.row_slot.back());
  EXPECT_EQ(p.num_slots, p.slot_column.size());
  EXPECT_EQ(p.num_slots, p.row_diagonal.front());
  EXPECT_EQ(p.num_slots + p.num_diagonal_slots, p.row_diagonal.back());
  EXPECT_EQ(n, p.diagonal.size());
  EXPECT_EQ(n, p.inverse_diagonal.size());
  EXPECT_EQ(cells, p.demand.size());
  EXPECT_EQ(cells, p.initial.size());
  EXPECT_EQ(cells, p.error_weight.size());
  EXPECT_EQ(cells, p.static_supply.size());
  EXPECT_EQ(p.monitored.slow_mode.size(), p.monitored.row.size() * num_slow_modes);
  ASSERT_EQ(std::size_t{p.num_demands} + 1, p.sign_begin.size());
  EXPECT_EQ(p.sign_row.size(), p.sign_begin.back());
  EXPECT_EQ(p.bio_fixed.size(), p.bio_fixed_value.size());
  EXPECT_EQ(p.bio_slot.size(), p.initial_bio_slot.size());
  ASSERT_EQ(std::size_t{p.num_categories} + 1, p.category_entry.size());
  EXPECT_EQ(p.entry_flow.size(), p.category_entry.back());
  EXPECT_EQ(p.entry_flow.size(), p.entry_slot.size());
  EXPECT_EQ(p.entry_flow.size(), p.entry_value.size());
  EXPECT_EQ(p.num_factor_slots, p.initial_factor.size());
  EXPECT_EQ(n, p.row_process.size());
  EXPECT_EQ(n, p.row_product.size());
  EXPECT_EQ(n, p.row_exponent.size());
  EXPECT_EQ(p.num_flows, p.flow_index.size());
  EXPECT_EQ(std::size_t{p.num_demands} * p.num_categories, p.static_scores.size());
  for (const std::uint32_t column : p.fixed_column) ASSERT_LT(column, n);
  for (const std::uint32_t column : p.slot_column) ASSERT_LT(column, n);
  for (const std::uint32_t flow : p.entry_flow) ASSERT_LT(flow, p.num_flows);
  for (const BioTarget& target : p.bio_fixed)
    ASSERT_TRUE(target.flow < p.num_flows && target.row < n);
  // Every slot is filled by something before it is read: a draw, or an initial value.
  std::vector<bool> filled(p.num_slots + p.num_diagonal_slots, !p.initial_slot.empty());
  for (const auto& d : p.technosphere.lognormal) filled.at(d.target) = true;
  for (const auto& d : p.technosphere.normal) filled.at(d.target) = true;
  for (const auto& d : p.technosphere.wide) filled.at(d.target) = true;
  for (const bool slot : filled) ASSERT_TRUE(slot);
  // Blocks cover all rows once, in order; rows of acyclic blocks read only earlier ones.
  std::uint32_t next = 0;
  for (const Block& block : p.blocks) {
    EXPECT_EQ(next, block.begin);
    EXPECT_LT(block.begin, block.end);
    EXPECT_LE(block.monitor_end - block.monitor_begin, p.monitored.longest);
    next = block.end;
    for (std::uint32_t row = block.begin; row < block.end; ++row) {
      const std::uint32_t limit = block.iterative != 0 ? block.end : row;
      for (auto k = p.row_fixed[row]; k < p.row_fixed[row + 1]; ++k)
        ASSERT_LT(p.fixed_column[k], limit);
      for (auto k = p.row_slot[row]; k < p.row_slot[row + 1]; ++k)
        ASSERT_LT(p.slot_column[k], limit);
    }
    for (std::uint32_t i = block.monitor_begin; i < block.monitor_end; ++i) {
      const std::uint32_t row = p.monitored.row[i];
      ASSERT_TRUE(row >= block.begin && row < block.end);
      ASSERT_TRUE(i == block.monitor_begin || row > p.monitored.row[i - 1])
          << "a sweep meets them in order";
    }
  }
  EXPECT_EQ(n, next);
}

TEST(Problem, IsConsistentForRandomModels) {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    SCOPED_TRACE(seed);
    expect_consistent(
        random_model(seed, {.num_processes = 10 + static_cast<std::uint32_t>(seed % 5) * 12,
                            .normalised = seed % 3 == 0,
                            .weighted = seed % 4 == 0})
            .compile());
  }
}

TEST(Problem, ViewCarriesWhatTheOptionsAskFor) {
  Draft draft;
  draft.technosphere("p", "a", 1.0).biosphere("f", "a", 1.0).characterisation("f", "c", 1.0);
  CompileOptions options;
  options.seed = 77;
  options.latin_hypercube = true;
  options.tolerance = 1e-9;
  const Problem problem = draft.compile({draft.demand("p", 1.0)}, options);
  const ProblemView view = problem.view();
  EXPECT_EQ(77u, view.seed);
  EXPECT_EQ(1u, view.latin_hypercube);
  EXPECT_EQ(1e-9, view.tolerance);
  EXPECT_EQ(60u, view.max_sweeps);
  EXPECT_EQ(nullptr, view.initial_slot);
  EXPECT_EQ(nullptr, view.entry_normalisation);
  EXPECT_EQ(no_slot, view.weighting_slot);
}

TEST(Problem, CountsTheUncertainNumbersThatReachAScore) {
  Draft draft;
  const Uncertainty u = testing::lognormal(1.0, 0.1);
  draft.technosphere("p", "a", 1.0, u)
      .technosphere("q", "b", 1.0)
      .technosphere("q", "a", -0.5, testing::normal(-0.5, 0.1));
  draft.technosphere("r", "unreached", 1.0, u).biosphere("f", "unreached", 1.0, u);
  draft.biosphere("f", "a", 1.0, u).biosphere("g", "a", 1.0, u);
  draft.characterisation("f", "c", 1.0, testing::uniform(0.5, 1.5))
      .characterisation("never", "c", 1.0, u);
  const Problem problem = draft.compile({draft.demand("p", 1.0)});
  EXPECT_EQ(4u, problem.num_drawn())
      << "g has no factor, the last process is not reached, 'never' is not exchanged";
  EXPECT_EQ(2u, problem.num_rows);
  EXPECT_EQ(1u, problem.num_flows);
}

}  // namespace
}  // namespace plume::problem_test
