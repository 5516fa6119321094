// SPDX-License-Identifier: Apache-2.0
#include "kernels/solve/sweep.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <random>
#include <vector>

#include "kernels/solve/realise.hpp"
#include "tests/kernels/solve/lane_group.hpp"
#include "tests/support/random_model.hpp"

namespace plume::sweep_test {
namespace {

using testing::lane_of;
using testing::LaneGroup;
using testing::lanes_of;
using testing::RandomModelOptions;

/// A hand-made view: rows 0, 1, 2 with fixed and drawn entries, row 1's diagonal partly drawn.
struct ThreeRows {
  std::vector<std::uint32_t> row_fixed = {0, 1, 1, 4}, fixed_column = {1, 0, 1, 0};
  std::vector<double> fixed_value = {-0.5, 2.0, 3.0, 4.0};
  std::vector<std::uint32_t> row_slot = {0, 1, 3, 3}, slot_column = {2, 0, 2},
                             row_diagonal = {3, 3, 5, 5};
  std::vector<double> diagonal = {2.0, 1.0, -4.0}, inverse = {0.5, 1.0, -0.25},
                      demand = {1.0, 0.0, 6.0}, weight = {1.0, 10.0, 100.0},
                      initial = {0.0, 0.0, 0.0};
  ProblemView view;

  ThreeRows() {
    view.num_rows = 3;
    view.num_demands = view.num_right_sides = 1;
    view.row_fixed = row_fixed.data();
    view.fixed_column = fixed_column.data();
    view.fixed_value = fixed_value.data();
    view.row_slot = row_slot.data();
    view.slot_column = slot_column.data();
    view.row_diagonal = row_diagonal.data();
    view.diagonal = diagonal.data();
    view.inverse_diagonal = inverse.data();
    view.right_side = demand.data();
    view.error_weight = weight.data();
    view.initial = initial.data();
    view.num_slots = 3;
    view.num_diagonal_slots = 2;
  }
};

/// One right-hand side; the estimate.
template <int W, class Value>
Pack<double, W> sweep_one(const LaneGroup<W, Value>& group, std::uint32_t side, std::uint32_t begin,
                          std::uint32_t end, std::uint32_t active) {
  SweepState<1, W> state;
  state.active[0] = lanes_of<W>(active);
  sweep<1, W>(group.view, group.memory, side, begin, end, state, SweepTrace{});
  return state.estimate[0];
}

template <int W>
void fill(const LaneGroup<W>& group, std::size_t lane) {
  const double slots[5] = {-0.25, 8.0, 0.5, 0.5,
                           // three entries, then two parts of row 1's diagonal: 1 + 0.5 − 3.5 = −2
                           -3.5};
  for (std::size_t i = 0; i < 5; ++i) group.memory.slots[i * W + lane] = slots[i];
  const double x[3] = {1.0, 2.0, 4.0};
  for (std::size_t i = 0; i < 3; ++i) group.x(0, i, lane) = x[i];
}

TEST(Sweep, SolvesRowAfterRowWithTheNewestValues) {
  const ThreeRows rows;
  const LaneGroup<1> group(rows.view);
  fill(group, 0);
  const double estimate = sweep_one(group, 0, 0, 3, 1).v;
  // x0 = (1 − (−0.5·2 − 0.25·4)) / 2, x1 = (0 − (8·x0 + 0.5·4)) / −2, x2 = (6 − (2·x0 + 3·x1 +
  // 4·x0)) / −4
  const double x0 = 1.5, x1 = 7.0, x2 = (6.0 - (2.0 * x0 + 3.0 * x1 + 4.0 * x0)) / -4.0;
  EXPECT_EQ(x0, group.x(0, 0));
  EXPECT_EQ(x1, group.x(0, 1));
  EXPECT_EQ(x2, group.x(0, 2));
  EXPECT_DOUBLE_EQ(0.5 + 10.0 * 5.0 + 100.0 * std::abs(x2 - 4.0), estimate);
}

TEST(Sweep, WeighsRowsThatHaveGrownByTheirGrowth) {
  ThreeRows rows;
  rows.initial = {-0.5, 0.0,
                  // row 0 is three times its static supply now; of row 1 nothing is known, row 2 is
                  // smaller
                  100.0};
  const LaneGroup<1> group(rows.view);
  fill(group, 0);
  const double estimate = sweep_one(group, 0, 0, 3, 1).v;
  EXPECT_DOUBLE_EQ(3.0 * 0.5 + 10.0 * 5.0 + 100.0 * std::abs(group.x(0, 2) - 4.0), estimate);
}

TEST(Sweep, LooksAtTheRowsAskedForOnly) {
  const ThreeRows rows;
  const LaneGroup<1> group(rows.view);
  fill(group, 0);
  const double estimate = sweep_one(group, 0, 1, 2, 1).v;
  EXPECT_EQ(1.0, group.x(0, 0));
  EXPECT_EQ(5.0, group.x(0, 1));
  EXPECT_EQ(4.0, group.x(0, 2));
  EXPECT_EQ(30.0, estimate);
}

TEST(Sweep, LanesThatAreNotActiveKeepTheirValues) {
  const ThreeRows rows;
  const LaneGroup<16> group(rows.view);
  for (std::size_t lane = 0; lane < 16; ++lane) fill(group, lane);
  group.x(0, 1, 3) = 3.0;
  const auto estimate = sweep_one(group, 0, 0, 3, 0xfff5u);
  for (std::size_t lane = 0; lane < 16; ++lane) {
    const bool active = lane != 1 && lane != 3;
    EXPECT_EQ(active ? 1.5 : 1.0, group.x(0, 0, lane));
    EXPECT_EQ(active ? 7.0 : lane == 3 ? 3.0 : 2.0, group.x(0, 1, lane));
  }
  EXPECT_EQ(lane_of(estimate, 0), lane_of(estimate, 15));
}

/// Any random problem: the sweep against the definition, in both precisions of values, one lane and
/// sixteen.
template <class Value>
void compare_with_definition(std::uint64_t seed) {
  const Problem p = testing::random_model(seed).compile();
  const ProblemView view = p.view();
  const LaneGroup<16, Value> group(view);
  fill_slots<Value, 16>(view.technosphere, view, view.initial_slot,
                        view.num_slots + view.num_diagonal_slots, 0, group.memory.slots,
                        FixedStride<16>{});
  std::mt19937_64 random(seed);
  for (std::size_t demand = 0; demand < p.num_demands; ++demand) {
    for (std::size_t row = 0; row < p.num_rows; ++row) {
      for (std::size_t lane = 0; lane < 16; ++lane)
        group.x(demand, row, lane) = static_cast<double>(random() % 1000) / 500.0;
    }
    for (std::size_t lane = 0; lane < 16; lane += 5) {
      const auto slot = [&](std::size_t k) {
        return static_cast<double>(group.memory.slots[k * 16 + lane]);
      };
      std::vector<double> x(p.num_rows);
      for (std::size_t row = 0; row < p.num_rows; ++row) x[row] = group.x(demand, row, lane);
      double expected = 0.0;
      for (std::size_t row = 0; row < p.num_rows; ++row) {
        long double sum = 0.0, diagonal = p.diagonal[row];
        for (auto k = p.row_fixed[row]; k < p.row_fixed[row + 1]; ++k)
          sum += p.fixed_value[k] * static_cast<long double>(x[p.fixed_column[k]]);
        for (auto k = p.row_slot[row]; k < p.row_slot[row + 1]; ++k)
          sum += slot(k) * static_cast<long double>(x[p.slot_column[k]]);
        for (auto k = p.row_diagonal[row]; k < p.row_diagonal[row + 1]; ++k) diagonal += slot(k);
        const double after =
            static_cast<double>((p.demand[demand * p.num_rows + row] - sum) / diagonal);
        const double initial = std::abs(p.initial[demand * p.num_rows + row]);
        const double growth = initial > 0.0 ? std::max(1.0, std::abs(after) / initial) : 1.0;
        expected += p.error_weight[demand * p.num_rows + row] * std::abs(after - x[row]) * growth;
        x[row] = after;
      }
      const LaneGroup<16, Value> copy(view);
      std::memcpy(copy.memory.slots, group.memory.slots,
                  sizeof(Value) * 16 * (view.num_slots + view.num_diagonal_slots));
      for (std::size_t row = 0; row < p.num_rows; ++row) {
        for (std::size_t l = 0; l < 16; ++l) copy.x(demand, row, l) = group.x(demand, row, l);
      }
      const auto estimate =
          sweep_one(copy, static_cast<std::uint32_t>(demand), 0, view.num_rows, 0xffffu);
      for (std::size_t row = 0; row < p.num_rows; ++row) {
        ASSERT_NEAR(x[row], copy.x(demand, row, lane), 1e-11 * std::max(1.0, std::abs(x[row])))
            << "row " << row;
      }
      EXPECT_NEAR(expected, lane_of(estimate, static_cast<int>(lane)), 1e-10 * expected);
    }
  }
}

TEST(Sweep, LeavesTheWeighedChangesOfMonitoredRows) {
  ThreeRows rows;
  const std::vector<std::uint32_t> monitored = {0, 2};
  rows.view.monitored_row = monitored.data();
  rows.view.num_monitored = rows.view.max_monitored = 2;
  const LaneGroup<1> group(rows.view);
  fill(group, 0);
  SweepState<1, 1> state;
  state.active[0] = lanes_of<1>(1);
  sweep<1, 1>(rows.view, group.memory, 0, 0, 3, state, {group.memory.trace, 8, 0, 2});
  const double x2 = group.x(0, 2);
  EXPECT_FLOAT_EQ(static_cast<float>(trace_scale * 0.5), group.memory.trace[0]);
  EXPECT_FLOAT_EQ(static_cast<float>(trace_scale * 100.0 * (x2 - 4.0)), group.memory.trace[1]);
}

TEST(Sweep, FourRightHandSidesAreFourTimesOne) {
  RandomModelOptions options;
  options.num_demands = 4;
  options.num_categories = 5;  // more than demands: no adjoint
  const Problem p = testing::random_model(11, options).compile();
  ProblemView view = p.view();
  view.right_sides_at_once = 4;
  const LaneGroup<16, float> group(view);
  fill_slots<float, 16>(view.technosphere, view, view.initial_slot,
                        view.num_slots + view.num_diagonal_slots, 0, group.memory.slots,
                        FixedStride<16>{});
  const auto start = [&] {
    for (std::size_t side = 0; side < 4; ++side) {
      for (std::size_t row = 0; row < p.num_rows; ++row) {
        for (std::size_t lane = 0; lane < 16; ++lane)
          group.x(side, row, lane) = 1.0 + static_cast<double>((side * 31 + row * 7 + lane) % 13);
      }
    }
  };
  start();
  double estimate[4];
  std::vector<double> x(4 * std::size_t{p.num_rows} * 16);
  for (std::uint32_t side = 0; side < 4; ++side)
    estimate[side] = lane_of(sweep_one(group, side, 0, p.num_rows, 0x0ff1u), 5);
  for (std::size_t i = 0; i < x.size(); ++i) x[i] = group.memory.x[i];
  start();
  SweepState<4, 16> state;
  for (auto& active : state.active) active = lanes_of<16>(0x0ff1u);
  sweep<4, 16>(view, group.memory, 0, 0, p.num_rows, state, SweepTrace{});
  for (std::size_t i = 0; i < x.size(); ++i) ASSERT_EQ(x[i], group.memory.x[i]);
  for (int side = 0; side < 4; ++side) EXPECT_EQ(estimate[side], lane_of(state.estimate[side], 5));
}

TEST(Sweep, IsGaussSeidelOnRandomProblems) {
  for (std::uint64_t seed = 0; seed < 6; ++seed) {
    compare_with_definition<float>(seed);
    compare_with_definition<double>(seed);
  }
}

}  // namespace
}  // namespace plume::sweep_test
