// SPDX-License-Identifier: Apache-2.0
#include "host/compile/slow_rows.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace plume::slow_rows_test {
namespace {

/// Pairs of rows that feed each other: pair p is rows 2p and 2p + 1, with feedback loop[p].
RowMatrix pairs(const std::vector<double>& loop) {
  RowMatrix m;
  m.begin.push_back(0);
  for (std::uint32_t p = 0; p < loop.size(); ++p) {
    m.column.push_back(2 * p + 1);
    m.value.push_back(-loop[p]);
    m.begin.push_back(static_cast<std::uint32_t>(m.column.size()));
    m.column.push_back(2 * p);
    m.value.push_back(-1.0);
    m.begin.push_back(static_cast<std::uint32_t>(m.column.size()));
    m.diagonal.insert(m.diagonal.end(), {1.0, 1.0});
  }
  return m;
}

using Rows = std::vector<std::uint32_t>;

Rows slowest(const RowMatrix& matrix, std::uint32_t begin, std::uint32_t end,
             const std::vector<double>& weight, const std::vector<double>& size,
             std::uint32_t count) {
  return slow_rows(matrix, begin, end, weight, size, {count}).front();
}

TEST(SlowRows, FindsTheSlowCycleHoweverSmall) {
  const RowMatrix m = pairs({0.01, 0.04, 0.01, 0.01});
  const std::vector<double> weight = {100, 100, 1e-3, 1e-3, 1, 1, 1, 1}, size(8, 1.0);
  const Rows rows = slowest(m, 0, 8, weight, size, 4);
  EXPECT_EQ((Rows{0, 1, 2, 3}), rows) << "the heaviest and the slowest";
}

TEST(SlowRows, GivesEveryRowWhereThereIsRoom) {
  EXPECT_EQ((Rows{2, 3, 4, 5}), slowest(pairs({0.1, 0.2, 0.3}), 2, 6, std::vector<double>(6, 1.0),
                                        std::vector<double>(6, 1.0), 4));
}

TEST(SlowRows, LooksAtItsBlockOnly) {
  const Rows rows = slowest(pairs({0.049, 0.03, 0.01}), 2, 6, std::vector<double>(6, 1.0),
                            std::vector<double>(6, 1.0), 2);
  EXPECT_EQ((Rows{2, 3}), rows);
}

TEST(SlowRows, HasAllRowsOfStrongFeedback) {
  // The second row of a pair is read by the first: pairs 1 and 2 lose a fifth and nine tenths of
  // their output that way.
  const Rows rows = slowest(pairs({0.01, 0.2, 0.9, 0.01, 0.01}), 0, 10,
                            std::vector<double>(10, 1.0), std::vector<double>(10, 1.0), 0);
  EXPECT_EQ((Rows{3, 5}), rows);
}

TEST(SlowRows, GivesAListForEachCount) {
  const RowMatrix m = pairs({0.01, 0.04, 0.01, 0.01});
  const std::vector<double> weight = {100, 100, 1e-3, 1e-3, 1, 1, 1, 1}, size(8, 1.0);
  const auto lists = slow_rows(m, 0, 8, weight, size, {4, 8});
  ASSERT_EQ(2u, lists.size());
  EXPECT_EQ((Rows{0, 1, 2, 3}), lists[0]);
  EXPECT_EQ((Rows{0, 1, 2, 3, 4, 5, 6, 7}), lists[1]);
}

TEST(SlowRows, SurvivesSweepsThatDiverge) {
  EXPECT_EQ(4u, slowest(pairs({1e40, 0.5}), 0, 4, std::vector<double>(4, 1.0),
                        std::vector<double>(4, 1.0), 2)
                    .size());
}

}  // namespace
}  // namespace plume::slow_rows_test
