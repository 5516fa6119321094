// SPDX-License-Identifier: Apache-2.0
#include "kernels/solve/anderson.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include "tests/kernels/solve/lane_group.hpp"

namespace plume::anderson_test {
namespace {

using testing::LaneGroup;
using testing::lanes_of;

/// `n` rows in one block, `monitored` of them mixed; x is all that is needed.
struct Rows {
  std::uint32_t n;
  std::vector<std::uint32_t> monitored;
  std::vector<double> slow_mode, mode_part;  // [row][mode]; zero: none
  Block block;
  ProblemView view;

  Rows(std::uint32_t num_rows, std::vector<std::uint32_t> rows)
      : n(num_rows), monitored(std::move(rows)) {
    const auto count = static_cast<std::uint32_t>(monitored.size());
    block = {0, n, 1, 0, count};
    view.num_rows = n;
    view.num_right_sides = 1;
    view.num_monitored = view.max_monitored = count;
    view.monitored_row = monitored.data();
    slow_mode.assign(std::size_t{num_slow_modes} * count, 0.0);
    mode_part = slow_mode;
    view.slow_mode = slow_mode.data();
    view.mode_part = mode_part.data();
  }
};

/// What the sweep leaves behind: the change of each monitored row, weighed 1.
template <int W>
void trace(const Rows& rows, const LaneGroup<W>& group, std::uint32_t turn, std::size_t i,
           std::size_t lane, double change) {
  group.memory.trace[(trace_place(rows.view, 0, turn) + i) * W + lane] =
      static_cast<float>(change * trace_scale);
}

using Vector = std::vector<double>;
using Map = std::vector<Vector>;  // x ← M x + c, the last column is c

Vector image_of(const Map& map, const Vector& x) {
  Vector y(x.size(), 0.0);
  for (std::size_t i = 0; i < x.size(); ++i) {
    y[i] = map[i][x.size()];
    for (std::size_t j = 0; j < x.size(); ++j) y[i] += map[i][j] * x[j];
  }
  return y;
}

std::vector<std::uint32_t> first_rows(std::uint32_t n) {
  std::vector<std::uint32_t> all(n);
  for (std::uint32_t i = 0; i < n; ++i) all[i] = i;
  return all;
}

/// Distance to the fixed point after `turns` accelerated applications from zero.
double distance_after(const Map& map, const Vector& fixed_point, int turns, const Rows& rows,
                      std::uint32_t active = 1) {
  const auto n = static_cast<std::uint32_t>(fixed_point.size());
  const LaneGroup<1> group(rows.view);
  for (std::uint32_t i = 0; i < n; ++i) group.x(0, i) = 0.0;
  for (int turn = 0; turn < turns; ++turn) {
    Vector x(n);
    for (std::uint32_t i = 0; i < n; ++i) x[i] = group.x(0, i);
    const Vector g = image_of(map, x);
    for (std::uint32_t i = 0; i < n; ++i) {
      trace(rows, group, static_cast<std::uint32_t>(turn), i, 0, g[i] - x[i]);
      group.x(0, i) = g[i];
    }
    accelerate<1>(rows.view, group.memory, 0, 0, rows.block.monitor_begin, rows.block.monitor_end,
                  static_cast<std::uint32_t>(turn), lanes_of<1>(active));
  }
  double distance = 0.0;
  for (std::uint32_t i = 0; i < n; ++i)
    distance = std::max(distance, std::abs(group.x(0, i) - fixed_point[i]));
  return distance;
}

double distance_after(const Map& map, const Vector& fixed_point, int turns,
                      std::uint32_t active = 1) {
  const auto n = static_cast<std::uint32_t>(fixed_point.size());
  return distance_after(map, fixed_point, turns, Rows(n, first_rows(n)), active);
}

/// A linear map of n unknowns with a known fixed point.
Map random_map(std::uint32_t n, double size, std::uint64_t seed, Vector& fixed_point) {
  std::mt19937_64 random(seed);
  const auto value = [&] { return static_cast<double>(random() % 2001) / 1000.0 - 1.0; };
  Map map(n, Vector(n + 1));
  fixed_point.assign(n, 0.0);
  for (auto& row : map) {
    for (double& entry : row) entry = size * value();
  }
  for (double& x : fixed_point) x = 1.0 + value();
  for (std::uint32_t i = 0; i < n; ++i) {
    map[i][n] = fixed_point[i];
    for (std::uint32_t j = 0; j < n; ++j) map[i][n] -= map[i][j] * fixed_point[j];
  }
  return map;
}

TEST(Accelerate, FindsTheFixedPointOfALinearMapOfFewUnknowns) {
  // n unknowns are a matter of n differences: solved after n + 1 applications but for the rounding
  // of γ, a few more take care of; even where the plain iteration diverges.
  for (std::uint32_t n = 1; n <= anderson_depth; ++n) {
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      for (const double size : {0.5, 3.0}) {
        Vector fixed_point;
        const Map map = random_map(n, size, 100 * n + seed, fixed_point);
        EXPECT_LT(distance_after(map, fixed_point, static_cast<int>(n) + 8), 1e-6)
            << n << " unknowns, size " << size << ", seed " << seed;
      }
    }
  }
}

/// x ← M x + c of n unknowns, M diagonal: the modes are the unknowns, and 1 the fixed point.
Map diagonal_map(const Vector& eigenvalues) {
  Map map(eigenvalues.size(), Vector(eigenvalues.size() + 1, 0.0));
  for (std::size_t i = 0; i < eigenvalues.size(); ++i) {
    map[i][i] = eigenvalues[i];
    map[i][eigenvalues.size()] = 1.0 - eigenvalues[i];
  }
  return map;
}

TEST(Accelerate, TakesTheSlowModesOutAtOnce) {
  const Vector eigenvalues = {0.9, -0.5, 1e-6}, fixed_point(3, 1.0);
  Rows rows(3, first_rows(3));
  for (std::size_t q = 0; q < 2; ++q) {  // twice as long as a unit, and half of it asked for
    rows.slow_mode[q * num_slow_modes + q] = 2.0;
    rows.mode_part[q * num_slow_modes + q] =
        eigenvalues[q] / (1.0 - eigenvalues[q]) / 2.0 / trace_scale;
  }
  EXPECT_LT(distance_after(diagonal_map(eigenvalues), fixed_point, 1, rows), 2e-6)
      << "by the first sweep alone";
  EXPECT_GT(distance_after(diagonal_map(eigenvalues), fixed_point, 1), 0.8);
  EXPECT_LT(distance_after(diagonal_map(eigenvalues), fixed_point, 6, rows), 1e-9)
      << "and stays there";
}

TEST(Accelerate, MixesWhatLiesAlongModesAsItMixesTheSweeps) {
  // The mode is known for 0.5 and is 0.7 in this lane, beside others: acceleration must find what
  // the mode leaves.
  const Vector eigenvalues = {0.7, 0.3, 0.2}, fixed_point(3, 1.0);
  Rows rows(3, first_rows(3));
  rows.slow_mode[0] = 1.0;
  rows.mode_part[0] = 1.0 / trace_scale;
  EXPECT_LT(distance_after(diagonal_map(eigenvalues), fixed_point, 9, rows), 1e-6);
}

TEST(Accelerate, LeavesOutModesOfALaneThatDiverges) {
  Rows rows(1, {0});
  rows.slow_mode[0] = 1.0;
  rows.mode_part[0] = 1.0 / trace_scale;
  const LaneGroup<1> group(rows.view);
  group.x(0, 0) = 5.0;
  group.memory.trace[trace_place(rows.view, 0, 0)] = std::numeric_limits<float>::infinity();
  accelerate<1>(rows.view, group.memory, 0, 0, 0, 1, 0, lanes_of<1>(1));
  EXPECT_EQ(5.0, group.x(0, 0));
}

TEST(Accelerate, IsFarFasterThanPlainIteration) {
  // Ten unknowns, eigenvalues up to 0.98: plain iteration needs hundreds of steps.
  Vector fixed_point(10), plain(10, 0.0);
  Map map(10, Vector(11, 0.0));
  for (std::size_t i = 0; i < 10; ++i) {
    map[i][i] = 0.98 * std::pow(0.6, static_cast<double>(i));
    fixed_point[i] = 1.0;
    map[i][10] = 1.0 - map[i][i];
  }
  for (int step = 0; step < 25; ++step) plain = image_of(map, plain);
  EXPECT_GT(std::abs(plain[0] - 1.0), 0.5);
  EXPECT_LT(distance_after(map, fixed_point, 25), 1e-6);
}

TEST(Accelerate, LeavesLanesAloneThatAreNotActive) {
  Vector fixed_point;
  const Map map = random_map(2, 0.5, 1, fixed_point);
  Vector plain(2, 0.0);
  for (int step = 0; step < 6; ++step) plain = image_of(map, plain);
  double distance = 0.0;
  for (std::size_t i = 0; i < 2; ++i)
    distance = std::max(distance, std::abs(plain[i] - fixed_point[i]));
  EXPECT_EQ(distance, distance_after(map, fixed_point, 6, 0));
}

TEST(Accelerate, TouchesTheMonitoredRowsOnly) {
  const Rows rows(4, {1, 3});
  const LaneGroup<1> group(rows.view);
  for (std::uint32_t i = 0; i < 4; ++i) group.x(0, i) = 0.0;
  for (std::uint32_t turn = 0; turn < 5; ++turn) {
    for (std::uint32_t i = 0; i < 4; ++i) {
      const double after = 0.5 * group.x(0, i) + 1.0 + 0.1 * i * turn;
      if (i % 2 == 1) trace(rows, group, turn, i / 2, 0, after - group.x(0, i));
      group.x(0, i) = after;
    }
    const double untouched0 = group.x(0, 0), untouched2 = group.x(0, 2), mixed = group.x(0, 1);
    accelerate<1>(rows.view, group.memory, 0, 0, rows.block.monitor_begin, rows.block.monitor_end,
                  turn, lanes_of<1>(1));
    EXPECT_EQ(untouched0, group.x(0, 0));
    EXPECT_EQ(untouched2, group.x(0, 2));
    if (turn == 0) {
      EXPECT_EQ(mixed, group.x(0, 1)) << "nothing to mix with yet";
    } else {
      EXPECT_NE(mixed, group.x(0, 1));
    }
  }
}

TEST(Accelerate, SurvivesAnIterationThatStandsStill) {
  // F = 0 in every turn: no direction is usable, nothing is divided by zero.
  Vector fixed_point = {1.0, 2.0};
  const Map map = {{0.0, 0.0, 1.0}, {0.0, 0.0, 2.0}};
  EXPECT_EQ(0.0, distance_after(map, fixed_point, 8));
}

TEST(Accelerate, SixteenLanesAreSixteenTimesOne) {
  std::mt19937_64 random(3);
  const auto value = [&] { return static_cast<double>(random() % 2001) / 1000.0 - 1.0; };
  const Rows rows(5, {0, 2, 4});
  const LaneGroup<16> sixteen(rows.view);
  std::vector<Map> maps(16);
  Vector ignored;
  for (std::size_t lane = 0; lane < 16; ++lane) maps[lane] = random_map(5, 0.4, 50 + lane, ignored);
  std::vector<Vector> start(16, Vector(5));
  for (auto& x : start) {
    for (double& v : x) v = value();
  }
  for (std::size_t lane = 0; lane < 16; ++lane) {
    for (std::size_t i = 0; i < 5; ++i) sixteen.x(0, i, lane) = start[lane][i];
  }
  for (std::uint32_t turn = 0; turn < 7; ++turn) {
    for (std::size_t lane = 0; lane < 16; ++lane) {
      Vector x(5);
      for (std::size_t i = 0; i < 5; ++i) x[i] = sixteen.x(0, i, lane);
      const Vector g = image_of(maps[lane], x);
      for (std::size_t i = 0; i < 5; ++i) {
        if (i % 2 == 0) trace(rows, sixteen, turn, i / 2, lane, g[i] - x[i]);
        sixteen.x(0, i, lane) = g[i];
      }
    }
    accelerate<16>(rows.view, sixteen.memory, 0, 0, rows.block.monitor_begin,
                   rows.block.monitor_end, turn, lanes_of<16>(0xffffu));
  }
  for (std::size_t lane = 0; lane < 16; ++lane) {
    const LaneGroup<1> one(rows.view);
    for (std::size_t i = 0; i < 5; ++i) one.x(0, i) = start[lane][i];
    for (std::uint32_t turn = 0; turn < 7; ++turn) {
      Vector x(5);
      for (std::size_t i = 0; i < 5; ++i) x[i] = one.x(0, i);
      const Vector g = image_of(maps[lane], x);
      for (std::size_t i = 0; i < 5; ++i) {
        if (i % 2 == 0) trace(rows, one, turn, i / 2, 0, g[i] - x[i]);
        one.x(0, i) = g[i];
      }
      accelerate<1>(rows.view, one.memory, 0, 0, rows.block.monitor_begin, rows.block.monitor_end,
                    turn, lanes_of<1>(1));
    }
    for (std::size_t i = 0; i < 5; ++i)
      ASSERT_EQ(one.x(0, i), sixteen.x(0, i, lane)) << "lane " << lane;
  }
}

}  // namespace
}  // namespace plume::anderson_test
