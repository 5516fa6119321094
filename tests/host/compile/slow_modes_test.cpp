// SPDX-License-Identifier: Apache-2.0
#include "host/compile/slow_modes.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

namespace plume::slow_modes_test {
namespace {

using Vector = std::vector<double>;

/// Rows that feed each other at random; the last of each pair of `loops` feeds the first of it
/// strongly back.
RowMatrix random_matrix(std::uint32_t rows, const Vector& loops, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<Triplet> cells;
  for (std::uint32_t row = 0; row < rows; ++row) {
    for (int i = 0; i < 4; ++i) {
      const auto column = static_cast<std::uint32_t>(random() % rows);
      if (column != row)
        cells.push_back({row, column, -0.02 * static_cast<double>(1 + random() % 3)});
    }
  }
  for (std::uint32_t p = 0; p < loops.size(); ++p) {
    cells.push_back({8 * p, 8 * p + 5, -loops[p]});
    cells.push_back({8 * p + 5, 8 * p, -1.0});
  }
  return RowMatrix::from_cells(cells, Vector(rows, 1.0));
}

/// e ← M e: a sweep of A e = 0.
Vector swept(const RowMatrix& matrix, Vector e) {
  for (std::uint32_t row = 0; row < e.size(); ++row) {
    double sum = 0.0;
    matrix.for_each(row, [&](std::uint32_t column, double value) { sum += value * e[column]; });
    e[row] = -sum / matrix.diagonal[row];
  }
  return e;
}

/// The same with what the modes add.
Vector corrected(const RowMatrix& matrix, const SlowModes& modes, const Vector& e) {
  Vector after = swept(matrix, e);
  const Vector g = after;
  const std::size_t rows = e.size();
  for (std::size_t begin = 0; begin < modes.mode.size(); begin += rows) {
    double along = 0.0;
    for (std::size_t row = 0; row < rows; ++row)
      along += modes.part[begin + row] * (g[row] - e[row]);
    for (std::size_t row = 0; row < rows; ++row) after[row] += along * modes.mode[begin + row];
  }
  return after;
}

double size_of(const Vector& e) {
  double squares = 0.0;
  for (const double value : e) squares += value * value;
  return std::sqrt(squares);
}

/// By how much an error shrinks in a step, in the end.
template <class Step>
double rate(std::uint32_t rows, Step step) {
  Vector e(rows);
  for (std::uint32_t row = 0; row < rows; ++row) e[row] = row % 3 == 0 ? 1.0 : -0.7;
  for (int i = 0; i < 20; ++i) e = step(e);
  const double before = size_of(e);
  for (int i = 0; i < 8; ++i) e = step(e);
  return std::pow(size_of(e) / before, 1.0 / 8.0);
}

TEST(SlowModes, TakeTheSlowestOut) {
  // Loops of 0.6, 0.5, 0.4 and 0.3; sweeps shrink the rest by about a tenth of that.
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const RowMatrix matrix = random_matrix(60, {0.6, 0.5, 0.4, 0.3}, seed);
    const Vector size(60, 1.0);
    const double plain = rate(60, [&](const Vector& e) { return swept(matrix, e); });
    EXPECT_GT(plain, 0.55) << seed;
    const SlowModes one = slow_modes(matrix, 0, 60, size, 1),
                    four = slow_modes(matrix, 0, 60, size, 4);
    EXPECT_LT(rate(60, [&](const Vector& e) { return corrected(matrix, one, e); }), 0.9 * plain)
        << seed;
    EXPECT_LT(rate(60, [&](const Vector& e) { return corrected(matrix, four, e); }), 0.5 * plain)
        << seed;
  }
}

TEST(SlowModes, AnErrorAlongThemIsGoneAfterASweep) {
  const RowMatrix matrix = random_matrix(60, {0.6, 0.5, 0.4, 0.3}, 5);
  const SlowModes modes = slow_modes(matrix, 0, 60, Vector(60, 1.0), 4);
  Vector e(60, 0.0);
  for (std::size_t i = 0; i < modes.mode.size(); ++i)
    e[i % 60] += static_cast<double>(1 + i / 60) * modes.mode[i];
  ASSERT_GT(size_of(e), 0.5);
  EXPECT_LT(size_of(corrected(matrix, modes, e)), 1e-6 * size_of(e));
}

TEST(SlowModes, UnknownsMayHaveAnySizes) {
  // x = S y: the modes of y, and the change of y as they see it.
  const RowMatrix matrix = random_matrix(40, {0.6, 0.5}, 3);
  Vector size(40);
  for (std::uint32_t row = 0; row < 40; ++row)
    size[row] = std::ldexp(1.0, static_cast<int>(row % 11) * 8 - 40);
  RowMatrix scaled = matrix;
  for (std::uint32_t row = 0; row < 40; ++row) {
    for (std::uint32_t k = scaled.begin[row]; k < scaled.begin[row + 1]; ++k)
      scaled.value[k] *= size[row] / size[scaled.column[k]];
  }
  const SlowModes plain = slow_modes(matrix, 0, 40, Vector(40, 1.0), 2),
                  of_sizes = slow_modes(scaled, 0, 40, size, 2);
  for (std::size_t i = 0; i < plain.mode.size(); ++i) {
    EXPECT_DOUBLE_EQ(plain.mode[i] * size[i % 40], of_sizes.mode[i]);
    EXPECT_DOUBLE_EQ(plain.part[i] / size[i % 40], of_sizes.part[i]);
  }
}

TEST(SlowModes, LookAtTheirBlockOnly) {
  const RowMatrix alone = random_matrix(30, {0.5, 0.3}, 7);
  std::vector<Triplet> cells;
  for (std::uint32_t row = 0; row < 30; ++row)
    alone.for_each(row, [&](std::uint32_t column, double value) {
      cells.push_back({row + 10, column + 10, value});
    });
  // what the block takes
  for (std::uint32_t row = 10; row < 40; ++row) cells.push_back({row, row % 10, -0.9});
  for (std::uint32_t row = 40; row < 50; ++row) cells.push_back({row, row - 5, -0.9});
  const RowMatrix whole = RowMatrix::from_cells(cells, Vector(50, 1.0));
  const SlowModes expected = slow_modes(alone, 0, 30, Vector(30, 1.0), 2);
  const SlowModes found = slow_modes(whole, 10, 40, Vector(50, 1.0), 2);
  EXPECT_EQ(expected.mode, found.mode);
  EXPECT_EQ(expected.part, found.part);
}

TEST(SlowModes, AreLeftOutWhereFeedbackIsNearOne) {
  const auto all_zero = [](const SlowModes& modes) {
    return std::all_of(modes.part.begin(), modes.part.end(),
                       [](double value) { return value == 0.0; });
  };
  const RowMatrix near_one = random_matrix(60, {0.95}, 2);  // 0.95 / (1 − 0.95) is 19
  EXPECT_TRUE(all_zero(slow_modes(near_one, 0, 60, Vector(60, 1.0), 4)));
  const RowMatrix nothing = RowMatrix::from_cells({}, Vector(5, 1.0));
  EXPECT_TRUE(all_zero(slow_modes(nothing, 0, 5, Vector(5, 1.0), 4)));
  const SlowModes of_one = slow_modes(RowMatrix::from_cells({}, {1.0}), 0, 1, Vector(1, 1.0), 4);
  EXPECT_EQ(4u, of_one.mode.size());
}

}  // namespace
}  // namespace plume::slow_modes_test
